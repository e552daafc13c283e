"""What is known of one home, as values: all that the grid is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from boxline.catalog import Catalog, Raw, Table
from boxline.domain.days import league_day
from boxline.engine.attempts import Parked
from boxline.engine.calendar import Game
from boxline.engine.reachable import Reachable
from boxline.health.cells import Place

#: The column that says which game a row is about; a dataset without it is judged by whole days.
GAME_COLUMN = "game_id"


def names_games(dataset: Raw | Table) -> bool:
    """Whether a dataset's rows say which of our games they are about."""
    return any(column.name == GAME_COLUMN for column in dataset.columns)


class Rejection(NamedTuple):
    """Rows of one game that were rejected: the day they name, if they name one, and why."""

    day: date | None
    why: str


def _no_work(_dataset: str) -> Mapping[date, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one home.

    Attributes:
        games: the calendars of all leagues, each by day.
        held: dataset -> place -> rows, those of raw tables as known now.
        rejected: dataset -> game id (empty where the row names none) -> what was rejected, and is
            not held since.
        began: raw dataset -> the first day that it holds.
        work: of a computed dataset, day -> why a run would compute it. A function, because to
            plan all of history is much work, and few cells ask.
        unloaded: raw datasets of which something landed and is not read yet.
        parked: (dataset, day) -> what failed and is left alone, and why.
    """

    catalog: Catalog
    games: Sequence[Game]
    held: Mapping[str, Mapping[Place, int]]
    began: Mapping[str, date]
    now: datetime
    rejected: Mapping[str, Mapping[str, Rejection]] = field(default_factory=dict)
    work: Callable[[str], Mapping[date, str]] = _no_work
    unloaded: frozenset[str] = frozenset()
    parked: Mapping[tuple[str, date], Parked] = field(default_factory=dict)

    @cached_property
    def reachable(self) -> Reachable:
        """What each dataset can ever have."""
        return Reachable(self.catalog, self.began.get, league_day(self.now))

    @cached_property
    def by_id(self) -> Mapping[str, Game]:
        """Game id -> game."""
        return {game.game_id: game for game in self.games}

    @cached_property
    def places(self) -> frozenset[Place]:
        """Every game's place on the calendar."""
        return frozenset((game.game_id, game.day) for game in self.games)

    @cached_property
    def by_league(self) -> Mapping[str, Sequence[Game]]:
        """League -> its games, by day."""
        found: dict[str, list[Game]] = {league: [] for league in self.catalog.leagues}
        for game in self.games:
            found[game.league].append(game)
        return found
