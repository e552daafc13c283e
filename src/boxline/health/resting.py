"""What a game rests on: the earlier games of its sides, where a dataset's rows come from them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date

from boxline.catalog.inputs import Past
from boxline.domain.seasons import SeasonRule
from boxline.engine.calendar import Game
from boxline.engine.versions import span_of
from boxline.health.cells import GridCell, State

#: States in which nobody can ask for the rows of a game.
_NOT_THERE = frozenset({State.NOT_AVAILABLE, State.NOT_DUE})


class PastGames:
    """For each side, its games that a `Past` input holds or owes, by day."""

    def __init__(
        self,
        reach: Past,
        exception: Callable[[Game], GridCell | None],
        games: Sequence[Game],
        seasons: SeasonRule,
    ) -> None:
        self._reach, self._seasons = reach, seasons
        self._days: dict[int, list[date]] = {}
        self._gaps: dict[int, list[GridCell]] = {}
        for game in games:
            cell = exception(game)
            if cell is not None and cell.state in _NOT_THERE:
                continue
            for team in game.teams:
                self._days.setdefault(team, []).append(game.day)
                if cell is not None and cell.is_gap:
                    self._gaps.setdefault(team, []).append(cell)

    def is_opening(self, game: Game) -> bool:
        """Whether one of the sides has no earlier game in reach, so that it may have no rows."""
        first, _ = span_of(self._reach, game.day, game.day, self._seasons)
        for team in game.teams:
            days = self._days.get(team, [])
            before = bisect_left(days, game.day)
            if not before or days[before - 1] < first:
                return True
        return False

    def newest_gap(self, game: Game) -> GridCell | None:
        """The newest gap among the earlier games of both sides; None where there is none."""
        first, _ = span_of(self._reach, game.day, game.day, self._seasons)
        newest: GridCell | None = None
        for team in game.teams:
            gaps = self._gaps.get(team, [])
            before = bisect_left(gaps, game.day, key=lambda gap: gap.day)
            gap = gaps[before - 1] if before else None
            if gap is not None and gap.day >= first and (newest is None or gap.day > newest.day):
                newest = gap
        return newest
