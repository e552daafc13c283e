"""What a game rests on: the earlier games of its sides, where a dataset's rows come from them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from boxline.catalog.inputs import Past
from boxline.health.grid.judging import Seen
from boxline.health.grid.places import Counts, Flags, Places

#: A side and a day as one number: days count to some 40,000 in a century.
_SIDE = 1 << 24


class PastGames:
    """For each game the earlier ones of its sides that a `Past` input holds or owes.

    Args:
        seen: the input's cells, game by game.
        is_by_day: whether what is found is told for each day: what is so of any of its games.
    """

    def __init__(self, reach: Past, places: Places, seen: Seen, *, is_by_day: bool) -> None:
        self._places, self._is_by_day = places, is_by_day and len(places.games) > 0
        self._first = places.first_days(reach)
        self._is_there, self._gap = seen.is_there, seen.gap

    @cached_property
    def is_opening(self) -> Flags:
        """Whether a side of the game has no earlier one in reach, so that it may have no rows."""
        newest = self._newest(self._is_there, np.arange(len(self._gap)))
        found = (newest < 0).any(axis=1)
        if self._is_by_day:
            return np.logical_or.reduceat(found, self._places.begins)
        return np.asarray(found)

    @cached_property
    def newest_gap(self) -> Counts:
        """The newest gap among the earlier games of both sides; -1 where there is none."""
        newest = self._newest(self._is_there & (self._gap >= 0), self._gap)
        found = newest.max(axis=1, initial=-1)
        if self._is_by_day:
            return np.maximum.reduceat(found, self._places.begins)
        return np.asarray(found)

    def _newest(self, counts: Flags, told: Counts) -> Counts:
        """For each game and side what is told of the side's newest earlier game in reach that
        counts, and -1 where there is none."""
        places, sides = self._places, self._places.teams.shape[1]
        keys = (places.teams * _SIDE + places.day[:, None])[counts].ravel()
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        values = np.repeat(told[counts], sides)[order]
        asked = places.teams * _SIDE + places.day[:, None]
        before = np.searchsorted(keys, asked, side="left") - 1
        if not len(keys):
            return np.full(asked.shape, -1)
        found = keys[before]  # of -1 the last one, which no condition below lets pass
        is_his = (before >= 0) & (found // _SIDE == places.teams)
        is_in_reach = found % _SIDE >= self._first[:, None]
        return np.where(is_his & is_in_reach, values[before], -1)
