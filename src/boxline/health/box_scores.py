"""The box scores of some days as a snapshot has them: what each league says its box scores are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from boxline.catalog import League
from boxline.engine.calendar import Game
from boxline.health.completeness import Completeness, Side, completeness
from boxline.stores.contract_sql import quoted

#: By this name a league's `coverage` says where its box scores are.
BOX_SCORES = "box scores"

#: The rows of a query with its parameters.
Ask = Callable[[str, Sequence[Any]], Iterable[Any]]

_GAMES = (
    "SELECT game_id, game_date, season, season_type, is_final, home_team_id, away_team_id "
    "FROM {table} WHERE game_date BETWEEN ? AND ?"
)
_HELD = "SELECT DISTINCT game_id, team_id FROM {table} WHERE game_date BETWEEN ? AND ?"
_CODES = "SELECT team_id, arg_max(team, game_date) FROM {table} GROUP BY team_id"


@dataclass(frozen=True, kw_only=True)
class BoxScores:
    """How complete they are, and what is known of their games and sides.

    Attributes:
        games: league and game id -> game.
        codes: league -> team id -> its newest code; a team that has none yet is left out.
    """

    found: Completeness
    games: Mapping[tuple[str, str], Game]
    codes: Mapping[str, Mapping[int, str]]

    def code(self, league: str, team_id: int) -> str | None:
        """The code of a team; None while it is unknown."""
        return self.codes[league].get(team_id)


def box_score_tables(leagues: Iterable[League]) -> set[str]:
    """The tables that are read of a snapshot."""
    return {
        table
        for league in leagues
        for table in (league.calendar, league.teams, *league.coverage.get(BOX_SCORES, ()))
        if table
    }


def box_scores_of(ask: Ask, leagues: Iterable[League], first: date, last: date) -> BoxScores:
    """Judge the box scores of the days from `first` to `last`.

    Args:
        leagues: of one that does not say where its box scores are, none is owed.
    """
    days = [first, last]
    games: list[Game] = []
    held: set[Side] = set()
    codes: dict[str, dict[int, str]] = {}
    for league in leagues:
        if BOX_SCORES not in league.coverage:
            continue
        rows = ask(_GAMES.format(table=quoted(league.calendar)), days)
        games += [
            Game(league.name, game_id, day, season, kind, None, is_final, (home, away))
            for game_id, day, season, kind, is_final, home, away in rows
        ]
        for table in league.coverage[BOX_SCORES]:
            sides = ask(_HELD.format(table=quoted(table)), days)
            held |= {(league.name, game_id, team_id) for game_id, team_id in sides}
        codes[league.name] = {}
        if league.teams:
            codes[league.name].update(ask(_CODES.format(table=quoted(league.teams)), []))
    return BoxScores(
        found=completeness(games, held, first=first, last=last),
        games={(game.league, game.game_id): game for game in games},
        codes=codes,
    )
