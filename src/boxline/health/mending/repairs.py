"""Which replies would mend gaps of fetched datasets, or landed files that are lost. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from boxline.catalog import Catalog, EachDay, EachGame, EachSeason, Present, Raw, Request
from boxline.domain.days import from_eastern, league_day
from boxline.engine.calendar import Game
from boxline.engine.fetch_plan import Fetch, Known, cells_of
from boxline.engine.ports import Landed
from boxline.engine.work import Window
from boxline.health.grid.cells import GridCell, State
from boxline.health.grid.gaps import Gap

#: All moments about a game lie within so many days of it.
WITHIN = timedelta(days=8)

#: The gaps that asking again may mend. One that is not late yet waits for its own moments.
ASKED_AGAIN = frozenset({State.LATE, State.SHORT, State.REJECTED})


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """A landed object whose bytes are gone or are others, and why it is taken for one."""

    landed: Landed
    why: str
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Repair:
    """A reply to be asked for again: why, for which gaps, and how many cells wait for them."""

    fetch: Fetch
    why: str
    gaps: tuple[GridCell, ...] = ()
    blocks: int = 0

    @property
    def day(self) -> date:
        return date.fromisoformat(self.fetch.words["date"])


@dataclass(frozen=True, kw_only=True)
class Held:
    """What is not asked for now; `until` None: not without news of it, or until something else
    lets it."""

    dataset: str
    cell: str
    why: str
    gaps: tuple[GridCell, ...] = ()
    until: datetime | None = None


def repairs_of_gaps(
    catalog: Catalog, gaps: Iterable[Gap], known: Known, providers: frozenset[str]
) -> tuple[list[Repair], list[Held]]:
    """The replies that would mend gaps; and the gaps for which nobody can be asked."""
    by_dataset: dict[str, list[Gap]] = {}
    for gap in gaps:
        raw = catalog.datasets.get(gap.cell.dataset)
        is_fetched = isinstance(raw, Raw) and raw.request is not None
        if is_fetched and gap.cell.state in ASKED_AGAIN and gap.cell.needs is None:
            by_dataset.setdefault(gap.cell.dataset, []).append(gap)
    wanted: list[Repair] = []
    held: list[Held] = []
    for name, some in by_dataset.items():
        raw = catalog.datasets[name]
        assert isinstance(raw, Raw)
        if raw.provider.name not in providers:
            continue
        found, without = _replies(catalog, raw, some, known)
        wanted += found
        held += [
            Held(dataset=name, cell="", why="nobody can be asked for it", gaps=(gap.cell,))
            for gap in without
        ]
    return wanted, held


def _replies(
    catalog: Catalog, raw: Raw, gaps: Sequence[Gap], known: Known
) -> tuple[list[Repair], list[Gap]]:
    """The cells of one dataset that its gaps are of; and the gaps that are of none."""
    days = {gap.cell.day for gap in gaps}
    near = replace(known, games=[game for game in known.games if game.day in days])
    window = Window(first=min(days), last=max(days), only=frozenset({raw.name}))
    seasons = catalog.league(raw).seasons
    by_word: dict[tuple[str, str], list[Fetch]] = {}
    for fetch in cells_of(catalog, raw, near, window):
        for word in _words_of(fetch):
            by_word.setdefault((word, fetch.words[word]), []).append(fetch)
    found: dict[str, Repair] = {}
    without: list[Gap] = []
    for gap in gaps:
        cell = gap.cell
        of_season = by_word.get(("season", seasons.season_of(cell.day)), [])
        of_day = by_word.get(("date", cell.day.isoformat()), [])
        if cell.game_id:
            of_day = by_word.get(("game_id", cell.game_id)) or [
                fetch for fetch in of_day if not isinstance(fetch.request.about, EachGame)
            ]
        for fetch in (*of_day, *of_season):
            before = found.get(fetch.cell)
            found[fetch.cell] = Repair(
                fetch=fetch,
                why=before.why if before else _why(cell),
                gaps=(*(before.gaps if before else ()), cell),
                blocks=gap.blocks + (before.blocks if before else 0),
            )
        if not of_day and not of_season:
            without.append(gap)
    return list(found.values()), without


def _words_of(fetch: Fetch) -> tuple[str, ...]:
    """By which of its words a request is found that brings a game's rows."""
    match fetch.request.about:
        case Present():
            return ()  # what stood then cannot be asked for now
        case EachGame():
            return ("game_id", "date")
        case EachSeason():
            return ("season",)
        case _:
            return ("date",)


def _why(cell: GridCell) -> str:
    return f"{cell.state.value}: {cell.held} rows, {cell.expected} expected"


def repairs_of_corrections(
    catalog: Catalog, known: Known, window: Window, providers: frozenset[str]
) -> list[Repair]:
    """The replies about games of a window that came before the last moment at which a fresh one was
    wanted, and not since: what was corrected after them is not held, and nothing shows it. What
    was never asked for is no such reply."""
    wanted: list[Repair] = []
    for raw in catalog.raw:
        request = raw.request
        if request is None or raw.provider.name not in providers:
            continue
        if not isinstance(request.about, EachDay | EachGame):
            continue
        games = [
            g for g in known.games if window.holds(g.day) and _is_early(raw, request, g, known)
        ]
        if not games:
            continue
        days = [game.day for game in games]
        near = Window(first=min(days), last=max(days), only=frozenset({raw.name}))
        for fetch in cells_of(catalog, raw, replace(known, games=games), near):
            answered = known.answered.get((raw.name, fetch.cell))
            if answered is not None and answered < fetch.moment:
                why = f"not asked for since {fetch.moment.isoformat(timespec='minutes')}"
                wanted.append(Repair(fetch=fetch, why=f"{why}: it may have been corrected"))
    return wanted


def _is_early(raw: Raw, request: Request, game: Game, known: Known) -> bool:
    """Whether the newest reply about a game, or its day, came within days of it: a quick look that
    spares a closer one of all of history."""
    words = {"game_id": game.game_id, "date": str(game.day), "season_type": game.season_type}
    answered = known.answered.get((raw.name, request.cell(words)))
    return answered is not None and answered < from_eastern(game.day + WITHIN, "00:00")


def repairs_of_suspects(
    catalog: Catalog, suspects: Iterable[Suspect], known: Known, providers: frozenset[str]
) -> tuple[list[Repair], list[Suspect]]:
    """Lost replies that can be asked for once more, and lost files that somebody has to bring."""
    wanted: list[Repair] = []
    to_bring_in: list[Suspect] = []
    for suspect in suspects:
        landed = suspect.landed
        raw = catalog.datasets.get(landed.dataset)
        if not isinstance(raw, Raw):
            continue  # it is no longer declared
        fetch = _asked_before(catalog, raw, landed, known)
        if fetch is None or raw.provider.name not in providers:
            to_bring_in.append(suspect)
        else:
            # The tries count from when it was last seen whole.
            since = max(fetch.moment, suspect.seen_at + timedelta(microseconds=1))
            wanted.append(Repair(fetch=replace(fetch, moment=since), why=suspect.why))
    return wanted, to_bring_in


def day_asked(landed: Landed) -> date | None:
    """The day that a landed reply was asked about; None where it does not say one."""
    try:
        return date.fromisoformat(landed.asked.get("date", ""))
    except ValueError:
        return None


def _asked_before(catalog: Catalog, raw: Raw, landed: Landed, known: Known) -> Fetch | None:
    """The request that a landed reply answers, as it would be made now; None where it cannot be."""
    if raw.request is None or isinstance(raw.request.about, Present) or not landed.asked:
        return None
    day = day_asked(landed) or league_day(landed.fetched_at)
    near = replace(known, games=[game for game in known.games if game.day == day])
    window = Window(first=day, last=day, only=frozenset({raw.name}))
    cell = raw.request.cell(landed.asked)
    return next((one for one in cells_of(catalog, raw, near, window) if one.cell == cell), None)
