"""What the calendar lets one expect: how many rows a game, by when, and where at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class GameState(Enum):
    """Which games a dataset owes rows for."""

    SCHEDULED = "scheduled"  # every game on the calendar, played or not
    FINAL = "final"  # games that are over


@dataclass(frozen=True)
class Expectation:
    """The completeness rule: rows owed for each game in `state`; `at_most` None is open."""

    state: GameState
    at_least: int
    at_most: int | None = None

    def __str__(self) -> str:
        many = str(self.at_least) if self.at_most == self.at_least else f"at least {self.at_least}"
        return f"{many} rows for every {self.state.value} game"


@dataclass(frozen=True)
class Due:
    """When a missing cell becomes late: hours after a final, or (negative) before a start."""

    hours: float
    state: GameState

    def __str__(self) -> str:
        if self.state is GameState.FINAL:
            return f"{self.hours:g} h after the final"
        return f"{-self.hours:g} h before the start"


def per_final_game(exactly: int | None = None, *, at_least: int = 1) -> Expectation:
    """Rows for every game that is over: `exactly` that many, or `at_least`."""
    return Expectation(GameState.FINAL, at_least if exactly is None else exactly, exactly)


def per_scheduled_game(exactly: int | None = None, *, at_least: int = 1) -> Expectation:
    """Rows for every game on the calendar: `exactly` that many, or `at_least`."""
    return Expectation(GameState.SCHEDULED, at_least if exactly is None else exactly, exactly)


def after_final(*, hours: float) -> Due:
    """Late `hours` after the game is over."""
    return Due(hours, GameState.FINAL)


def before_start(*, hours: float) -> Due:
    """Late from `hours` before the game starts."""
    return Due(-hours, GameState.SCHEDULED)


#: In the place of a season type: whichever.
ANY_TYPE = "any"


@dataclass(frozen=True)
class Coverage:
    """The games a source can ever have: whole (season, season type) cells, less named games."""

    cells: frozenset[tuple[str, str]]
    missing_games: frozenset[str] = frozenset()

    def reaches(self, season: str, season_type: str) -> bool:
        """Whether the source can ever have games of a season and type."""
        return (season, season_type) in self.cells or (season, ANY_TYPE) in self.cells

    def holds(self, season: str, season_type: str, game_id: str) -> bool:
        """Whether the source can ever have a game."""
        return self.reaches(season, season_type) and game_id not in self.missing_games

    @property
    def as_past(self) -> Coverage:
        """The games that can ever have such games before them in their season. Which type of a
        season comes first is not known here, so any will do."""
        return Coverage(frozenset((season, ANY_TYPE) for season, _ in self.cells))

    def __or__(self, other: Coverage) -> Coverage:
        """What either source can have."""
        return Coverage(
            self.cells | other.cells,
            self.missing_games & other.missing_games,
        )

    def __and__(self, other: Coverage) -> Coverage:
        """What both sources can have."""
        one = {cell for cell in self.cells if other.reaches(*cell)}
        two = {cell for cell in other.cells if self.reaches(*cell)}
        return Coverage(frozenset(one | two), self.missing_games | other.missing_games)

    def __str__(self) -> str:
        kinds: dict[str, list[str]] = {}
        for season, kind in sorted(self.cells):
            kinds.setdefault(kind, []).append(season)
        words = "; ".join(f"{kind}: {', '.join(seasons)}" for kind, seasons in kinds.items())
        without = f", without {', '.join(sorted(self.missing_games))}" if self.missing_games else ""
        return words + without


def covers(
    seasons: Iterable[str], season_type: str, *, missing_games: Iterable[str] = ()
) -> Coverage:
    """Coverage of one season type in several seasons; join several with `|`."""
    return Coverage(frozenset((s, season_type) for s in seasons), frozenset(missing_games))
