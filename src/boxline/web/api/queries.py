"""Queries over the newest snapshot: predictions, results, lines, players and their games."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from boxline.catalog import Catalog
from boxline.web.api.asked import (
    CHOICES,
    GamesAsked,
    lines_asked,
    player_id_type,
    players_asked,
    predictions_asked,
    results_asked,
)
from boxline.web.api.listings import Condition
from boxline.web.api.problems import Problem, responses
from boxline.web.api.row_pages import answer_page
from boxline.web.api.state import StateOf
from boxline.web.api.tables import LeagueLists, lists_of

_RESPONSES = {304: {"description": "What the reader has is still it."}}
_PROBLEMS = _RESPONSES | responses(422, 429, 503)

#: What predictions and grades can be narrowed by, where they have it.
_NARROWED = ("player_id", *CHOICES)

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., object])


def query_routers(catalog: Catalog) -> list[APIRouter]:
    """The queries of every league that is kept."""
    return [_router(lists) for lists in lists_of(catalog)]


def _taking(**parameters: Any) -> Callable[[_Endpoint], _Endpoint]:
    """Say what parameters of an endpoint are that differ between leagues."""

    def take(endpoint: _Endpoint) -> _Endpoint:
        endpoint.__annotations__.update(parameters)
        return endpoint

    return take


def _router(lists: LeagueLists) -> APIRouter:
    prefix = f"/api/{lists.under}".rstrip("/")
    router = APIRouter(prefix=prefix, tags=["queries"])
    _add_said(router, lists)
    _add_lines(router, lists)
    _add_players(router, lists, prefix)
    return router


def _add_said(router: APIRouter, lists: LeagueLists) -> None:
    """Add what was predicted, and what came of it."""
    tables, player_id = lists.tables, player_id_type(lists.tables["games"].columns)
    page = lists.page("Prediction", "The active version of a prediction.", lists.predictions)

    @router.get("/predictions", response_model=page, responses=_PROBLEMS)
    @_taking(asked=Annotated[predictions_asked(tables["predictions"].columns, player_id), Query()])
    async def predictions(request: Request, state: StateOf, asked: Any) -> Response:
        """Predictions: of each the active version, the last one that was made."""
        conditions = _of_day(asked.date, asked.player_id, state.today())
        conditions += _equal(asked, _NARROWED)
        return await answer_page(request, state, lists.predictions, asked, conditions)

    @router.get(
        "/results",
        response_model=lists.page("Result", tables["results"].grain, lists.results),
        responses=_PROBLEMS,
    )
    @_taking(asked=Annotated[results_asked(tables["results"].columns, player_id), Query()])
    async def results(request: Request, state: StateOf, asked: Any) -> Response:
        """How predictions turned out, one row per grade."""
        conditions = _between(asked.first, asked.last)
        if asked.date is not None or not conditions:
            yesterday = state.today() - timedelta(days=1)
            conditions += _of_day(asked.date, asked.player_id, yesterday)
        conditions += _equal(asked, _NARROWED)
        return await answer_page(request, state, lists.results, asked, conditions)


def _add_lines(router: APIRouter, lists: LeagueLists) -> None:
    table, player_id = lists.tables["lines"], player_id_type(lists.tables["games"].columns)

    @router.get(
        "/lines", response_model=lists.page("Line", table.grain, lists.lines), responses=_PROBLEMS
    )
    @_taking(asked=Annotated[lines_asked(table.columns, player_id), Query()])
    async def lines(request: Request, state: StateOf, asked: Any) -> Response:
        """Bookmakers' lines, one row per change."""
        conditions = _of_day(asked.date, asked.player_id, state.today())
        conditions += _equal(asked, ("player_id", "prop_type", "bookmaker"))
        return await answer_page(request, state, lists.lines, asked, conditions)


def _add_players(router: APIRouter, lists: LeagueLists, prefix: str) -> None:
    table = lists.tables["games"]
    asked_of_players = players_asked(lists.letters, lists.code_lengths)

    @router.get(
        "/players",
        response_model=lists.page("Player", "Somebody who appeared.", lists.players),
        responses=_PROBLEMS,
    )
    @_taking(asked=Annotated[asked_of_players, Query()])
    async def players(request: Request, state: StateOf, asked: Any) -> Response:
        """Players who appeared, by name."""
        conditions: list[Condition] = []
        if asked.name is not None:
            part = "contains(strip_accents(lower(player_name)), strip_accents(lower(?)))"
            conditions.append((part, asked.name))
        if asked.team is not None:
            conditions.append(("team = ?", asked.team.upper()))
        return await answer_page(request, state, lists.players, asked, conditions)

    @router.get(
        "/players/{player_id}/games",
        response_model=lists.page("PlayerGame", table.grain, lists.games),
        responses=_PROBLEMS | responses(404),
    )
    @_taking(player_id=Annotated[player_id_type(table.columns), Path()])
    async def games_of_player(
        player_id: Any,
        request: Request,
        state: StateOf,
        asked: Annotated[GamesAsked, Query()],
    ) -> Response:
        """A player's box scores, the newest first."""
        conditions: list[Condition] = [("player_id = ?", player_id)]
        conditions += _between(asked.first, asked.last)
        is_whole = len(conditions) == 1 and asked.after is None
        return await answer_page(
            request,
            state,
            lists.games,
            asked,
            conditions,
            else_see=f"{prefix}/players?name=..." if is_whole else "",
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
    given = [(name, getattr(asked, name, None)) for name in names]
    return [(f"{name} = ?", value) for name, value in given if value is not None]
