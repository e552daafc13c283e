"""Which replies are wanted and have not come: the calendar and the moments against what landed.

Pure. A cell of a dataset is due when the newest of its moments that have passed is younger than
the newest reply about it; so one late reply answers all the moments before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product

from boxline.catalog import (
    Catalog,
    EachDay,
    EachGame,
    EachRow,
    EachSeason,
    League,
    Present,
    Raw,
    Request,
)
from boxline.catalog.moments import From, Moment
from boxline.domain.days import from_eastern, league_day
from boxline.domain.seasons import SeasonRule
from boxline.engine.asked_about import AskedAbout, newest_moment
from boxline.engine.attempts import Attempts
from boxline.engine.calendar import Game
from boxline.engine.work import Window

#: How long a game is taken to be on, where nobody says that it is over.
GAME_LASTS = timedelta(hours=4)
#: What a provider has not published by then it does not have. It is asked once more as much later,
#: because one refusal alone may be a host that turns everybody away, and then not again.
GIVES_UP_AFTER = timedelta(hours=24)
#: Where a game's start is not known, the latest usual one is taken.
LATEST_START = "22:30"


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """One reply to be asked for.

    Attributes:
        asked: the cell's parameters, kept with the reply; `words` has those that only templates
            use as well.
        cell: what names it among its dataset's.
        moment: the instant since which it is due.
    """

    raw: Raw
    request: Request
    asked: Mapping[str, str]
    words: Mapping[str, str] = field(repr=False)
    cell: str
    moment: datetime


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known when fetches are planned.

    Attributes:
        games: all games on the calendars of all leagues.
        teams: league -> team id -> three-letter code.
        rows: raw dataset -> its rows, as column -> text, of those that requests go by.
        answered: (dataset, cell) -> when the newest reply about it was seen.
        absent: likewise when the provider said first and last that there is none yet.
        attempts: failed ones.
        code: dataset -> code version.
        now: the present instant.
    """

    games: Sequence[Game]
    teams: Mapping[str, Mapping[int, str]]
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    answered: Mapping[tuple[str, str], datetime]
    absent: Mapping[tuple[str, str], tuple[datetime, datetime]]
    attempts: Attempts
    code: Mapping[str, str]
    now: datetime


def fetches_due(
    catalog: Catalog, known: Known, window: Window, *, providers: Iterable[str]
) -> list[Fetch]:
    """Every reply of the window that is wanted now, by the moment since which it is.

    Args:
        providers: names of those that may be asked.
    """
    allowed = set(providers)
    found = [
        fetch
        for raw in catalog.raw
        if raw.request is not None
        and raw.provider.name in allowed
        and (not window.only or raw.name in window.only)
        for fetch in cells_of(catalog, raw, known, window)
        if _is_due(fetch, known)
    ]
    return sorted(found, key=lambda fetch: (fetch.moment, fetch.raw.name, fetch.cell))


def cells_of(catalog: Catalog, raw: Raw, known: Known, window: Window) -> Iterator[Fetch]:
    """Every cell of a dataset in a window at which a reply is wanted by now, due or not.

    What its request cannot be asked about (a season that is over) is asked of the other one.
    """
    league = catalog.league(raw)
    request, seen = raw.request, set[str]()
    while request is not None:
        for cell in _cells(raw, request, league, known, window):
            for words, moments in _variants(request, cell.words):
                moment = newest_moment(moments, cell, known.now)
                name = request.cell(words)
                is_sayable = all(words.get(word) for word in request.used)
                if moment is not None and is_sayable and name not in seen:
                    seen.add(name)
                    yield fetch_of(raw, request, words, moment)
        request = request.otherwise


def fetch_of(raw: Raw, request: Request, words: Mapping[str, str], moment: datetime) -> Fetch:
    """A reply to be asked for with some words. The day of what has one stays with it: readers
    need it where the reply itself does not say it, and of a snapshot it is what it speaks of."""
    has_day = raw.is_snapshot or isinstance(request.about, EachDay | EachGame | EachRow)
    kept = (*request.identity, *(["date"] if has_day else []))
    asked = {name: words[name] for name in dict.fromkeys(kept) if name in words}
    return Fetch(
        raw=raw,
        request=request,
        asked=asked,
        words=words,
        cell=request.cell(words),
        moment=moment,
    )


def words_of_day(day: date, seasons: SeasonRule) -> dict[str, str]:
    """What every template may use."""
    return {
        "date": day.isoformat(),
        "yyyymmdd": f"{day:%Y%m%d}",
        "season": seasons.season_of(day),
        "season_year": str(seasons.start_year(day)),
    }


def _is_due(fetch: Fetch, known: Known) -> bool:
    key = (fetch.raw.name, fetch.cell)
    answered = known.answered.get(key)
    if answered is not None and answered >= fetch.moment:
        return False
    absent = known.absent.get(key)
    if absent is not None and absent[1] >= fetch.moment + GIVES_UP_AFTER:
        first, last = absent
        if last - first >= GIVES_UP_AFTER or known.now < last + GIVES_UP_AFTER:
            return False
    parked = known.attempts.parked(
        *key, inputs=fetch.moment.isoformat(), code=known.code[fetch.raw.name]
    )
    return parked is None


def _variants(
    request: Request, words: Mapping[str, str]
) -> Iterator[tuple[dict[str, str], Sequence[Moment]]]:
    slots: Sequence[tuple[str, float] | None] = list(request.slots.items()) or [None]
    for values in product(*request.also.values()):
        chosen = {**words, **dict(zip(request.also, values, strict=True))}
        for slot in slots:
            if slot is None:
                yield chosen, request.moments
            else:
                yield {**chosen, request.slot: slot[0]}, (Moment(slot[1], From.MIDNIGHT),)


def _cells(
    raw: Raw, request: Request, league: League, known: Known, window: Window
) -> Iterator[AskedAbout]:
    today, seasons = league_day(known.now), league.seasons
    match request.about:
        case Present(while_playing=while_playing):
            is_wanted = not while_playing or any(
                game.league == league.name and _is_on(game, known.now) for game in known.games
            )
            if window.holds(today) and is_wanted:
                yield AskedAbout(words=words_of_day(today, seasons), day=today)
        case EachSeason(current_only=current_only):
            yield from _season_cells(seasons, today, window, current_only=current_only)
        case EachRow() as about:
            yield from _row_cells(about, request, seasons, known, window)
        case EachDay() | EachGame() as games_about:
            games = [
                game
                for game in known.games
                if game.league == league.name and _is_asked(raw, request, game, known, window)
            ]
            yield from _game_cells(games_about, games, seasons, known.teams.get(league.name, {}))


def _is_on(game: Game, now: datetime) -> bool:
    starts = game.starts_at
    return starts is not None and not game.is_final and starts <= now < starts + GAME_LASTS


def _is_asked(raw: Raw, request: Request, game: Game, known: Known, window: Window) -> bool:
    """Whether a game is of the window and of those that the source can have."""
    if not window.holds(game.day) or (request.wants_final and not game.is_final):
        return False
    if request.until_start and _start(game.starts_at, game.day) <= known.now:
        return False
    covers = raw.covers
    return covers is None or covers.holds(game.season, game.season_type, game.game_id)


def _season_cells(
    seasons: SeasonRule, today: date, window: Window, *, current_only: bool
) -> Iterator[AskedAbout]:
    present = seasons.start_year(today)
    first = seasons.start_year(window.first) if window.first else present
    last = seasons.start_year(window.last) if window.last else present
    for year in range(first, min(last, present) + 1):
        if current_only and year != present:
            continue
        ends = seasons.first_day(year + 1)
        day = min(today, ends - timedelta(days=1))
        words = words_of_day(day, seasons)
        yield AskedAbout(words=words, day=day, ends=from_eastern(ends, "00:00"))


def _row_cells(
    about: EachRow, request: Request, seasons: SeasonRule, known: Known, window: Window
) -> Iterator[AskedAbout]:
    rows = known.rows.get(about.dataset, ())
    # A start that moved leaves several rows: it is asked about once, by the latest.
    cells = {tuple(row[column] for column in about.columns.values()): row for row in rows}
    for row in cells.values():
        starts = datetime.fromisoformat(row[about.starts]).replace(tzinfo=UTC)
        day = league_day(starts)
        if not window.holds(day) or (request.until_start and starts <= known.now):
            continue
        own = {name: row[column] for name, column in about.columns.items()}
        if about.snapshot_minutes is not None:
            own["snapshot"] = about.snapshot(starts)
        words = {**words_of_day(day, seasons), **own}
        yield AskedAbout(words=words, day=day, first_start=starts, last_start=starts)


def _game_cells(
    about: EachDay | EachGame,
    games: Iterable[Game],
    seasons: SeasonRule,
    teams: Mapping[int, str],
) -> Iterator[AskedAbout]:
    if isinstance(about, EachGame):
        for game in games:
            home, away = (teams.get(team, "") for team in game.teams)
            own = {"game_id": game.game_id, "home": home, "away": away}
            starts = _start(game.starts_at, game.day)
            words = {**words_of_day(game.day, seasons), **own}
            yield AskedAbout(words=words, day=game.day, first_start=starts, last_start=starts)
        return
    together: dict[tuple[date, str], list[datetime]] = {}
    for game in games:
        kind = game.season_type if about.by_season_type else ""
        together.setdefault((game.day, kind), []).append(_start(game.starts_at, game.day))
    for (day, kind), some in together.items():
        words = {**words_of_day(day, seasons), **({"season_type": kind} if kind else {})}
        yield AskedAbout(words=words, day=day, first_start=min(some), last_start=max(some))


def _start(starts_at: datetime | None, day: date) -> datetime:
    return starts_at or from_eastern(day, LATEST_START)
