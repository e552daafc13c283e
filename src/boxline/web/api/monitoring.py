"""How complete the box scores are, for whoever watches over a season."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from boxline.health.box_scores import BoxScores, box_scores_of
from boxline.health.completeness import Level, TeamCoverage
from boxline.web.api.asked import LeagueDay
from boxline.web.api.problems import Problem, responses
from boxline.web.api.state import State, StateOf

router = APIRouter(prefix="/monitoring", tags=["health"])

#: So many days are looked at in one call.
MOST_DAYS = 400


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

    league: str
    team_id: int = Field(description="The id of the team in its league: in the NBA NBA.com's.")
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
    leagues = state.served.catalog.leagues.values()
    return _told(box_scores_of(partial(_rows, state), leagues, first, last))


def _rows(state: State, query: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    return state.snapshot.ask(query, parameters).rows


def _told(told: BoxScores) -> BoxscoreCompleteness:
    found = told.found
    return BoxscoreCompleteness(
        first=found.first,
        last=found.last,
        level=found.level,
        games=found.games,
        coverage=None if found.coverage is None else float(found.coverage),
        unfinished_games=list(found.unfinished),
        teams=[_told_of_team(one, told) for one in found.teams],
    )


def _told_of_team(one: TeamCoverage, told: BoxScores) -> TeamCompleteness:
    return TeamCompleteness(
        league=one.league,
        team_id=one.team_id,
        team=told.code(one.league, one.team_id),
        games=one.games,
        games_with_box_score=one.games - len(one.missing),
        missing_games=[_missing(one.league, game_id, told) for game_id in one.missing],
        coverage=float(one.coverage),
        level=one.level,
    )


def _missing(league: str, game_id: str, told: BoxScores) -> MissingGame:
    game = told.games[league, game_id]
    home, away = (told.code(league, team) for team in game.teams)
    return MissingGame(
        game_id=game.game_id,
        game_date=game.day,
        home_team=home,
        away_team=away,
    )
