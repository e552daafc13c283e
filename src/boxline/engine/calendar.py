"""What the calendar of games says of each day, as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from boxline.catalog.expectations import Coverage, GameState


@dataclass(frozen=True, kw_only=True)
class GamesOfDay:
    """Games of one season type on one day."""

    season: str
    season_type: str
    scheduled: int
    final: int


@dataclass(frozen=True)
class Calendar:
    """League day -> its games by season type; a day without games is absent."""

    days: Mapping[date, Sequence[GamesOfDay]]

    def games(self, day: date, state: GameState, coverage: Coverage | None = None) -> int:
        """Games of a day in a state, among those that `coverage` can have (None: all)."""
        found = self.days.get(day, ())
        if coverage is not None:
            found = [g for g in found if (g.season, g.season_type) in coverage.cells]
        return sum(g.final if state is GameState.FINAL else g.scheduled for g in found)

    def newest_final_day(self) -> date | None:
        """The last day with a final game; None where there is none."""
        final = (day for day, games in self.days.items() if any(g.final for g in games))
        return max(final, default=None)
