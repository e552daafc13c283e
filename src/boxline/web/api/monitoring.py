"""How complete the box scores are, for whoever watches over a season."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from boxline.engine.calendar import Game
from boxline.health.completeness import Completeness, Level, TeamCoverage, completeness
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.teams import TEAMS
from boxline.nba.league import NBA
from boxline.stores.contract_sql import quoted
from boxline.web.api.asked import LeagueDay
from boxline.web.api.problems import Problem, responses
from boxline.web.api.state import State, StateOf

router = APIRouter(prefix="/monitoring", tags=["health"])

#: So many days are looked at in one call.
MOST_DAYS = 400

_GAMES = (
    "SELECT game_id, game_date, season, season_type, is_final, home_team_id, away_team_id "
    f"FROM {quoted(GAMES.name)} WHERE game_date BETWEEN ? AND ?"
)
_HELD = (
    f"SELECT DISTINCT game_id, team_id FROM {quoted(PLAYER_GAMES.name)} "
    "WHERE game_date BETWEEN ? AND ?"
)
_CODES = f"SELECT team_id, arg_max(team, game_date) FROM {quoted(TEAMS.name)} GROUP BY team_id"


class CompletenessAsked(BaseModel):
    """Which days. Without any: yesterday."""

    model_config = ConfigDict(extra="forbid")

    date: LeagueDay | None = None
    days: int = Field(default=1, ge=1, le=MOST_DAYS, description="So many days up to it.")


class MissingGame(BaseModel):
    """A finished game without a box score of a team. Teams are null while unknown."""

    game_id: str
    game_date: date
    home_team: str | None
    away_team: str | None


class TeamCompleteness(BaseModel):
    """One team's finished games."""

    team_id: int = Field(description="NBA.com's team id.")
    team: str | None = Field(description="Three-letter code; null while unknown.")
    games: int = Field(description="Finished ones.")
    games_with_box_score: int
    missing_games: list[MissingGame]
    coverage: float = Field(ge=0, le=1, description="Share that have one.")
    level: Level


class BoxscoreCompleteness(BaseModel):
    """How complete box scores are: critical under 70 %, a warning under 90 %, of any team."""

    first: date
    last: date
    level: Level = Field(description="Of the worst team; fine where no game was over.")
    games: int = Field(description="Games that are over.")
    coverage: float | None = Field(description="Share of their sides that have rows; null of none.")
    unfinished_games: list[str] = Field(description="Game ids that no source says are over.")
    teams: list[TeamCompleteness] = Field(description="Those that played, the worst first.")


@router.get(
    "/boxscore-completeness",
    response_model=BoxscoreCompleteness,
    responses=responses(422, 429, 503),
)
def boxscore_completeness(
    state: StateOf, asked: Annotated[CompletenessAsked, Query()]
) -> BoxscoreCompleteness:
    """Per team, which finished games have a box score, and which do not."""
    last = asked.date or state.today() - timedelta(days=1)
    try:
        first = last - timedelta(days=asked.days - 1)
    except OverflowError as cause:
        raise Problem(422, "days: no calendar goes back so far.", "Ask for fewer.") from cause
    games, held = _games(state, first, last), _held(state, first, last)
    found = completeness(games, held, first=first, last=last)
    codes = dict(state.snapshot.ask(_CODES, []).rows)
    return _told(found, {game.game_id: game for game in games}, codes)


def _games(state: State, first: date, last: date) -> list[Game]:
    rows = state.snapshot.ask(_GAMES, [first, last]).rows
    return [
        Game(NBA.name, game_id, day, season, kind, None, is_final, (home, away))
        for game_id, day, season, kind, is_final, home, away in rows
    ]


def _held(state: State, first: date, last: date) -> set[tuple[str, int]]:
    rows = state.snapshot.ask(_HELD, [first, last]).rows
    return {(game_id, team_id) for game_id, team_id in rows}


def _told(
    found: Completeness, games: Mapping[str, Game], codes: Mapping[int, str]
) -> BoxscoreCompleteness:
    return BoxscoreCompleteness(
        first=found.first,
        last=found.last,
        level=found.level,
        games=found.games,
        coverage=None if found.coverage is None else float(found.coverage),
        unfinished_games=list(found.unfinished),
        teams=[_told_of_team(one, games, codes) for one in found.teams],
    )


def _told_of_team(
    one: TeamCoverage, games: Mapping[str, Game], codes: Mapping[int, str]
) -> TeamCompleteness:
    return TeamCompleteness(
        team_id=one.team_id,
        team=codes.get(one.team_id),
        games=one.games,
        games_with_box_score=one.games - len(one.missing),
        missing_games=[_missing(games[game_id], codes) for game_id in one.missing],
        coverage=float(one.coverage),
        level=one.level,
    )


def _missing(game: Game, codes: Mapping[int, str]) -> MissingGame:
    home, away = game.teams
    return MissingGame(
        game_id=game.game_id,
        game_date=game.day,
        home_team=codes.get(home),
        away_team=codes.get(away),
    )
