"""What is known of one home, as values: all that the grid is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np

from boxline.catalog import Catalog
from boxline.domain.days import league_day
from boxline.engine.attempts import Parked
from boxline.engine.calendar import Game
from boxline.engine.reachable import Reachable
from boxline.health.grid.cells import Place
from boxline.health.grid.places import Counts, Places


class Rejection(NamedTuple):
    """Rows of one game that were rejected: the day they name, if they name one, and why."""

    day: date | None
    why: str


class Held(NamedTuple):
    """The rows that a dataset holds of each game of its calendar (of each day, where they name no
    game), and of what the calendar has nothing of there."""

    counts: Counts
    strays: dict[Place, int]

    @classmethod
    def of(cls, places: Places, rows: Mapping[Place, int], *, is_by_game: bool) -> Held:
        """From the number of rows at each place."""
        size = len(places.games if is_by_game else places.days)
        found = cls(np.zeros(size, np.int64), {})
        found.take(places, rows, is_by_game=is_by_game)
        return found

    def take(self, places: Places, rows: Mapping[Place, int], *, is_by_game: bool) -> None:
        """Take in the number of rows at some places."""
        for place, count in rows.items():
            slot = places.slot_of(place, is_by_game=is_by_game)
            if slot is None:
                self.strays[place] = count
            else:
                self.counts[slot] = count


def _no_work(_dataset: str) -> Mapping[date, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one home.

    Attributes:
        places: the calendar of each league.
        held: dataset -> the rows held, those of raw tables as known now; of an export one for each
            day that has a document.
        rejected: dataset -> game id (empty where the row names none) -> what was rejected, and is
            not held since.
        began: raw dataset -> the first day that it holds.
        documents_from: league -> the first day of which documents are wanted; of one that is not
            named none are judged.
        work: of a computed dataset, day -> why a run would compute it. A function, because to
            plan all of history is much work, and few cells ask.
        unloaded: whether something landed for a raw dataset that is not read yet.
        parked: (dataset, day) -> what failed and is left alone, and why.
    """

    catalog: Catalog
    places: Mapping[str, Places]
    held: Mapping[str, Held]
    began: Mapping[str, date]
    now: datetime
    rejected: Mapping[str, Mapping[str, Rejection]] = field(default_factory=dict)
    documents_from: Mapping[str, date] = field(default_factory=dict)
    work: Callable[[str], Mapping[date, str]] = _no_work
    unloaded: Callable[[str], bool] = lambda dataset: False
    parked: Mapping[tuple[str, date], Parked] = field(default_factory=dict)

    @cached_property
    def reachable(self) -> Reachable:
        """What each dataset can ever have."""
        return Reachable(self.catalog, self.began.get, league_day(self.now))

    @cached_property
    def by_id(self) -> Mapping[str, Mapping[str, Game]]:
        """League -> game id -> game. An id may be of another game in another league."""
        return {
            league: {game.game_id: game for game in games}
            for league, games in self.by_league.items()
        }

    @property
    def by_league(self) -> Mapping[str, Sequence[Game]]:
        """League -> its games, by day."""
        return {league: places.games for league, places in self.places.items()}
