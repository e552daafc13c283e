"""Of the last day with games: whether they are over, and what came of each. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from boxline.engine.calendar import Game
from boxline.health.grid.cells import GridCell, State
from boxline.health.morning.report import Part, Table, counted, state_of


@dataclass(frozen=True, kw_only=True)
class LastDay:
    """The last day with games before a morning; `day` is None, and `games` empty, before the
    first."""

    day: date | None
    games: tuple[Game, ...]

    @property
    def final(self) -> tuple[Game, ...]:
        """Those that are over."""
        return tuple(game for game in self.games if game.is_final)


def last_day(games: Iterable[Game], before: date) -> LastDay:
    """The last day with games before another, whatever became of those.

    Args:
        games: of one league, in any order.
    """
    earlier = [game for game in games if game.day < before]
    day = max((game.day for game in earlier), default=None)
    of_day = sorted((game for game in earlier if game.day == day), key=lambda one: one.game_id)
    return LastDay(day=day, games=tuple(of_day))


def games_part(last: LastDay) -> Part:
    """How many of its games are over."""
    final, games = len(last.final), len(last.games)
    open_ones = [game.game_id for game in last.games if not game.is_final]
    said = "The calendar has no game before today."
    if last.day is not None:
        are = "is" if final == 1 else "are"
        said = f"Of {counted(games, 'game')} on {last.day}, {final or 'none'} {are} over."
    if open_ones:
        said += f" No source says so of {', '.join(open_ones)}."
    return Part(
        name="games",
        title="Games",
        state=state_of(is_wanting=bool(open_ones)),
        said=said,
        next_steps=("boxline run",) if open_ones else (),
        figures={"day": last.day, "games": games, "final": final, "unfinished": open_ones},
    )


def steps_of(gaps: Sequence[GridCell]) -> tuple[str, ...]:
    """What to do about some gaps: what the first few say; of one that waits for another, where that
    is listed."""
    steps = dict.fromkeys(gap.next_step or f"boxline gaps --date {gap.day}" for gap in gaps)
    return tuple(steps)[:5]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What may be held of a game, such as its box score.

    Attributes:
        held: games of which any of its datasets holds rows.
        cells: game id -> how each of its datasets stands that owes rows.
    """

    name: str
    held: Collection[str]
    cells: Mapping[str, Sequence[GridCell]]


def coverage_part(last: LastDay, kinds: Sequence[Kind]) -> Part:
    """How many of its finished games each kind covers, and why others are not."""
    told = [_coverage(last.final, kind) for kind in kinds]
    lacking = {kind.name: gaps for kind, (_, gaps, _) in zip(kinds, told, strict=True) if gaps}
    said = "No game was over."
    if last.final:
        said = "Of {}: {}.".format(
            counted(len(last.final), "finished game"),
            ", ".join(
                f"{kind.name} of {len(covered) or 'none'}"
                for kind, (covered, _, _) in zip(kinds, told, strict=True)
            ),
        )
    return Part(
        name="coverage",
        title="Coverage",
        state=state_of(is_wanting=bool(lacking)),
        said=said,
        next_steps=steps_of([gap for gaps in lacking.values() for gap in gaps]),
        table=Table(
            heads=("what", "games", "missing", "why"),
            rows=tuple(
                (
                    kind.name,
                    f"{len(covered)} of {len(last.final)}",
                    " ".join(dict.fromkeys(gap.game_id or str(gap.day) for gap in gaps)),
                    gaps[0].cause or gaps[0].state.value if gaps else why,
                )
                for kind, (covered, gaps, why) in zip(kinds, told, strict=True)
            ),
        )
        if last.final
        else None,
        figures={
            "day": last.day,
            "games": len(last.final),
            "covered": {
                kind.name: len(covered) for kind, (covered, _, _) in zip(kinds, told, strict=True)
            },
            "missing": {
                name: sorted({gap.game_id for gap in gaps}) for name, gaps in lacking.items()
            },
        },
    )


def _coverage(games: Sequence[Game], kind: Kind) -> tuple[list[Game], list[GridCell], str]:
    """The games that are covered; the gap of each other that owes rows; and why, where those that
    are not owe none."""
    covered = [game for game in games if game.game_id in kind.held]
    others = [game for game in games if game.game_id not in kind.held]
    gaps: list[GridCell] = []
    states: set[State] = set()
    for game in others:
        cells = kind.cells.get(game.game_id, ())
        gaps += [cell for cell in cells if cell.is_gap][:1]
        states |= {cell.state for cell in cells}
    if not others:
        return covered, [], ""
    if states <= {State.NOT_AVAILABLE}:
        return covered, gaps, "no source of it reaches so far, or none is asked"
    return covered, gaps, "none is owed yet" if State.NOT_DUE in states else "none is owed"
