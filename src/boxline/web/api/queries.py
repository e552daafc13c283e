"""Queries over the newest snapshot: predictions, results, lines, players and their games."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from boxline.web.api import tables
from boxline.web.api.asked import (
    LARGEST_ID,
    GamesAsked,
    LinesAsked,
    PlayersAsked,
    PredictionsAsked,
    ResultsAsked,
)
from boxline.web.api.listings import Condition
from boxline.web.api.problems import Problem, responses
from boxline.web.api.row_pages import answer_page
from boxline.web.api.state import StateOf

router = APIRouter(prefix="/api", tags=["queries"])

_RESPONSES = {304: {"description": "What the reader has is still it."}}
_PROBLEMS = _RESPONSES | responses(422, 429, 503)


@router.get("/predictions", response_model=tables.PREDICTIONS_PAGE, responses=_PROBLEMS)
async def predictions(
    request: Request, state: StateOf, asked: Annotated[PredictionsAsked, Query()]
) -> Response:
    """Predictions: of each the active version, the last one that was made."""
    names = ("player_id", "prop_type", "system", "origin", "population")
    conditions = _of_day(asked.date, asked.player_id, state.today()) + _equal(asked, names)
    return await answer_page(request, state, tables.PREDICTIONS, asked, conditions)


@router.get("/results", response_model=tables.RESULTS_PAGE, responses=_PROBLEMS)
async def results(
    request: Request, state: StateOf, asked: Annotated[ResultsAsked, Query()]
) -> Response:
    """How predictions turned out, one row per grade."""
    names = ("player_id", "prop_type", "system", "origin", "population")
    conditions = _between(asked.first, asked.last)
    if asked.date is not None or not conditions:
        conditions += _of_day(asked.date, asked.player_id, state.today() - timedelta(days=1))
    conditions += _equal(asked, names)
    return await answer_page(
        request, state, tables.RESULTS, asked, conditions + _equal(asked, names)
    )


@router.get("/lines", response_model=tables.LINES_PAGE, responses=_PROBLEMS)
async def lines(
    request: Request, state: StateOf, asked: Annotated[LinesAsked, Query()]
) -> Response:
    """Bookmakers' lines, one row per change."""
    conditions = _of_day(asked.date, asked.player_id, state.today())
    conditions += _equal(asked, ("player_id", "prop_type", "bookmaker"))
    return await answer_page(request, state, tables.LINES, asked, conditions)


@router.get("/players", response_model=tables.PLAYERS_PAGE, responses=_PROBLEMS)
async def players(
    request: Request, state: StateOf, asked: Annotated[PlayersAsked, Query()]
) -> Response:
    """Players who appeared, by name."""
    conditions: list[Condition] = []
    if asked.name is not None:
        part = "contains(strip_accents(lower(player_name)), strip_accents(lower(?)))"
        conditions.append((part, asked.name))
    if asked.team is not None:
        conditions.append(("team = ?", asked.team.upper()))
    return await answer_page(request, state, tables.PLAYERS_LISTED, asked, conditions)


@router.get(
    "/players/{player_id}/games",
    response_model=tables.GAMES_PAGE,
    responses=_PROBLEMS | responses(404),
)
async def games_of_player(
    player_id: Annotated[int, Path(ge=1, le=LARGEST_ID, description="NBA.com's player id.")],
    request: Request,
    state: StateOf,
    asked: Annotated[GamesAsked, Query()],
) -> Response:
    """A player's box scores, the newest first."""
    conditions: list[Condition] = [("player_id = ?", player_id)]
    conditions += _between(asked.first, asked.last)
    is_whole = len(conditions) == 1 and asked.after is None
    return await answer_page(
        request, state, tables.GAMES_OF_PLAYER, asked, conditions, needs_rows=is_whole
    )


def _of_day(day: date | None, player_id: int | None, usual: date) -> list[Condition]:
    if day is None and player_id is not None:
        return []
    return [("game_date = ?", day or usual)]


def _between(first: date | None, last: date | None) -> list[Condition]:
    if first is not None and last is not None and first > last:
        raise Problem(422, "from: it comes after to.", "Give the earlier day first.")
    sides = (("game_date >= ?", first), ("game_date <= ?", last))
    return [(condition, day) for condition, day in sides if day is not None]


def _equal(asked: BaseModel, names: tuple[str, ...]) -> list[Condition]:
    given = [(name, getattr(asked, name)) for name in names]
    return [(f"{name} = ?", value) for name, value in given if value is not None]
