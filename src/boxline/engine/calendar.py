"""What the calendar of games says of each day, as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from boxline.catalog import League
from boxline.catalog.expectations import Coverage, GameState


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
    """Ids of one season type's games of a league on one day: all, and those that are over."""

    season: str
    season_type: str
    scheduled: frozenset[str]
    final: frozenset[str]


@dataclass(frozen=True)
class Calendar:
    """League -> league day -> its games by season type; a day without games is absent. No league
    owes rows for another's games, so nothing is counted over several."""

    leagues: Mapping[str, Mapping[date, Sequence[GamesOfDay]]]

    @classmethod
    def of(cls, games: Iterable[Game]) -> Calendar:
        """The calendar of some games."""
        parts: dict[tuple[str, date, str, str], list[Game]] = {}
        for game in games:
            key = (game.league, game.day, game.season, game.season_type)
            parts.setdefault(key, []).append(game)
        leagues: dict[str, dict[date, list[GamesOfDay]]] = {}
        for (league, day, season, kind), some in parts.items():
            found = GamesOfDay(
                season=season,
                season_type=kind,
                scheduled=frozenset(game.game_id for game in some),
                final=frozenset(game.game_id for game in some if game.is_final),
            )
            leagues.setdefault(league, {}).setdefault(day, []).append(found)
        return cls(leagues)

    def days(self, league: League) -> Mapping[date, Sequence[GamesOfDay]]:
        """The days of a league that have games."""
        return self.leagues.get(league.name, {})

    def games(
        self, league: League, day: date, state: GameState, coverage: Coverage | None = None
    ) -> int:
        """A league's games of a day in a state, of those that `coverage` can have (None: all)."""
        count = 0
        for found in self.days(league).get(day, ()):
            games = found.final if state is GameState.FINAL else found.scheduled
            if coverage is None:
                count += len(games)
            elif coverage.reaches(found.season, found.season_type):
                lost = coverage.missing_games
                count += len(games - lost) if lost else len(games)
        return count

    def newest_season_begins(self, league: League) -> date | None:
        """The first day of a league's newest season in which a game was played; None before any
        was."""
        final = (day for day, games in self.days(league).items() if any(g.final for g in games))
        newest = max(final, default=None)
        return league.seasons.span(newest)[0] if newest else None

    def newest_seasons_begin(self, leagues: Iterable[League]) -> dict[str, date]:
        """League -> that day; without the leagues that have none."""
        begins = {league.name: self.newest_season_begins(league) for league in leagues}
        return {name: day for name, day in begins.items() if day is not None}
