"""What the calendar of games says of each day, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from boxline.catalog.expectations import Coverage, GameState
from boxline.domain.seasons import SeasonRule


class Game(NamedTuple):
    """One game on the calendar of a league, which is named.

    `starts_at` is aware and in UTC, None where no source knows it; `teams` are ids, home first.
    """

    league: str
    game_id: str
    day: date
    season: str
    season_type: str
    starts_at: datetime | None
    is_final: bool
    teams: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class GamesOfDay:
    """Ids of the games of one season type on one day: all of them, and those that are over."""

    season: str
    season_type: str
    scheduled: frozenset[str]
    final: frozenset[str]


@dataclass(frozen=True)
class Calendar:
    """League day -> its games by season type; a day without games is absent."""

    days: Mapping[date, Sequence[GamesOfDay]]

    @classmethod
    def of(cls, games: Iterable[Game]) -> Calendar:
        """The calendar of some games."""
        parts: dict[tuple[date, str, str], list[Game]] = {}
        for game in games:
            parts.setdefault((game.day, game.season, game.season_type), []).append(game)
        days: dict[date, list[GamesOfDay]] = {}
        for (day, season, kind), some in parts.items():
            found = GamesOfDay(
                season=season,
                season_type=kind,
                scheduled=frozenset(game.game_id for game in some),
                final=frozenset(game.game_id for game in some if game.is_final),
            )
            days.setdefault(day, []).append(found)
        return cls(days)

    def games(self, day: date, state: GameState, coverage: Coverage | None = None) -> int:
        """Games of a day in a state, among those that `coverage` can have (None: all)."""
        count = 0
        for found in self.days.get(day, ()):
            games = found.final if state is GameState.FINAL else found.scheduled
            if coverage is None:
                count += len(games)
            elif coverage.reaches(found.season, found.season_type):
                lost = coverage.missing_games
                count += len(games - lost) if lost else len(games)
        return count

    def newest_season_begins(self, seasons: SeasonRule) -> date | None:
        """The first day of the newest season in which a game was played; None before any was."""
        final = (day for day, games in self.days.items() if any(g.final for g in games))
        newest = max(final, default=None)
        return seasons.span(newest)[0] if newest else None
