"""A league's calendar as arrays, so that a dataset's cells of all of history are judged as one set.

A slot is what one cell is about: a game, or, where rows name no game of ours, a day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import Coverage
from boxline.catalog.inputs import Past
from boxline.domain.days import day_number
from boxline.domain.seasons import SeasonRule
from boxline.engine.calendar import Game
from boxline.engine.versions import span_of
from boxline.health.grid.cells import Place
from boxline.health.grid.dues import reckoned

Flags: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.int64]
Seconds: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Slots:
    """What the cells of one column are about, by day; each array has one value a slot.

    Attributes:
        is_by_game: whether a slot is a game; else it is a day.
        games: how many games it stands for: of a day those that are covered, where any is.
        day: its number.
        is_covered: whether the source can ever have it.
        is_final: whether it, or every game of the day, is said to be over.
        start, final: when it begins, and is over, by what is known or reckoned; POSIX seconds.
        of_game: the slot of each game of the calendar.
    """

    is_by_game: bool
    games: Counts
    day: Counts
    is_covered: Flags
    is_final: Flags
    start: Seconds
    final: Seconds
    of_game: Counts

    def __len__(self) -> int:
        return len(self.games)


@dataclass(frozen=True, eq=False)
class Places:
    """The games of one league, by day."""

    games: Sequence[Game]
    seasons: SeasonRule
    _slots: dict[tuple[bool, Coverage | None], Slots] = field(default_factory=dict)
    _firsts: dict[int | None, Counts] = field(default_factory=dict)

    @cached_property
    def day(self) -> Counts:
        """The number of each game's day."""
        return np.fromiter((day_number(game.day) for game in self.games), np.int64)

    @cached_property
    def begins(self) -> Counts:
        """The first game of each day that has any."""
        if not len(self.day):
            return np.zeros(0, np.int64)
        return np.flatnonzero(np.diff(self.day, prepend=self.day[0] - 1))

    @cached_property
    def days(self) -> list[date]:
        """The days that have games."""
        return [self.games[first].day for first in self.begins]

    @cached_property
    def teams(self) -> Counts:
        """The sides of each game, shape (games, 2), as small numbers."""
        codes: dict[int, int] = {}
        sides = [codes.setdefault(t, len(codes)) for game in self.games for t in game.teams]
        return np.array(sides, np.int64).reshape(len(self.games), -1 if sides else 0)

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """Game id -> its place among the games."""
        return {game.game_id: place for place, game in enumerate(self.games)}

    def slots(self, *, is_by_game: bool, coverage: Coverage | None) -> Slots:
        """The slots of a dataset by how its rows name games and what its source can have."""
        key = (is_by_game, coverage)
        if key not in self._slots:
            self._slots[key] = self._by_game(coverage) if is_by_game else self._by_day(coverage)
        return self._slots[key]

    def first_days(self, reach: Past) -> Counts:
        """For each game the number of the first day that a past of it may see."""
        if reach.seasons not in self._firsts:
            if reach.seasons is None:
                firsts = np.full(len(self.days), np.iinfo(np.int64).min)
            else:
                spans = (span_of(reach, day, day, self.seasons)[0] for day in self.days)
                firsts = np.fromiter(map(day_number, spans), np.int64)
            self._firsts[reach.seasons] = np.repeat(firsts, self._games_a_day)
        return self._firsts[reach.seasons]

    def slot_of(self, place: Place, *, is_by_game: bool) -> int | None:
        """The slot that a place names; None where the calendar has none there."""
        game_id, day = place
        if is_by_game:
            slot = self.by_id.get(game_id)
            return slot if slot is not None and self.games[slot].day == day else None
        return None if game_id else self._slot_of_day.get(day)

    def place(self, slot: int, *, is_by_game: bool) -> Place:
        """What a slot is about."""
        if not is_by_game:
            return "", self.days[slot]
        game = self.games[slot]
        return game.game_id, game.day

    @cached_property
    def _slot_of_day(self) -> Mapping[date, int]:
        return {day: slot for slot, day in enumerate(self.days)}

    @cached_property
    def _games_a_day(self) -> Counts:
        return np.diff(self.begins, append=len(self.games))

    @cached_property
    def _kinds(self) -> tuple[Counts, list[tuple[str, str]]]:
        codes: dict[tuple[str, str], int] = {}
        of_game = [codes.setdefault((g.season, g.season_type), len(codes)) for g in self.games]
        return np.array(of_game, np.int64), list(codes)

    @cached_property
    def _is_final(self) -> Flags:
        return np.fromiter((game.is_final for game in self.games), np.bool_)

    @cached_property
    def _starts(self) -> Seconds:
        starts = (g.starts_at.timestamp() if g.starts_at else np.nan for g in self.games)
        return np.fromiter(starts, np.float64)

    def _covered(self, coverage: Coverage | None) -> Flags:
        if coverage is None:
            return np.ones(len(self.games), np.bool_)
        of_game, kinds = self._kinds
        reached = np.array([coverage.reaches(*kind) for kind in kinds], np.bool_)
        covered = reached[of_game] if len(of_game) else np.zeros(0, np.bool_)
        covered[[self.by_id[one] for one in coverage.missing_games if one in self.by_id]] = False
        return covered

    @cached_property
    def _reckoned(self) -> tuple[Seconds, Seconds]:
        return reckoned(self._starts, self.day)

    def _by_game(self, coverage: Coverage | None) -> Slots:
        start, final = self._reckoned
        return Slots(
            is_by_game=True,
            games=np.ones(len(self.games), np.int64),
            day=self.day,
            is_covered=self._covered(coverage),
            is_final=self._is_final,
            start=start,
            final=final,
            of_game=np.arange(len(self.games)),
        )

    def _by_day(self, coverage: Coverage | None) -> Slots:
        """Each day as one game of all its sides, over when the last of those that count is."""
        begins, many = self.begins, self._games_a_day
        of_game = np.repeat(np.arange(len(begins)), many)
        covered = self._covered(coverage)
        is_any = np.logical_or.reduceat(covered, begins) if len(begins) else covered
        counts = covered | ~is_any[of_game]
        day = self.day[begins]

        def last(values: Seconds) -> Seconds:
            held = np.where(counts, values, -np.inf)
            return np.maximum.reduceat(held, begins) if len(begins) else held

        # One unknown start among them leaves the day's unknown: NaN is the greatest there is.
        start, final = reckoned(last(self._starts), day)
        is_open = np.where(counts, ~self._is_final, False)
        return Slots(
            is_by_game=False,
            games=np.add.reduceat(counts.astype(np.int64), begins) if len(begins) else many,
            day=day,
            is_covered=is_any,
            is_final=~np.logical_or.reduceat(is_open, begins) if len(begins) else is_open,
            start=start,
            final=final,
            of_game=of_game,
        )
