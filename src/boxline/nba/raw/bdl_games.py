"""balldontlie's games of a day (`/v1/games`): sides, start, state and score."""

from typing import Any

from boxline.catalog import (
    Column,
    Differ,
    EachDay,
    Flag,
    Int,
    Raw,
    Request,
    Text,
    after_start,
    at_hour,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.providers.balldontlie import BALLDONTLIE, PAGE_ROWS, Page
from boxline.providers.balldontlie_games import GAME_COLUMNS, ListedGame, game_values


class DayGame(ListedGame, kw_only=True):
    """One game, exactly as sent."""

    postponed: bool | None = None
    ist_stage: str | None = None


BDL_GAMES = Raw(
    "nba_raw.bdl_games",
    provider=BALLDONTLIE,
    grain="one game",
    landing="games/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/v1/games",
        params={"dates[]": "{date}", "per_page": str(PAGE_ROWS)},
        about=EachDay(),
        moments=(at_hour(6), before_the_start(1), after_start(3), at_hour(6, days_later=1)),
        page_rows=PAGE_ROWS,
    ),
    key=("game_id_bdl",),
    complete_within=("game_date",),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    unread="core.games will compare its scores, and place balldontlie's lines by it",
    columns=(
        Column("game_id_bdl", Int, low=1, doc="balldontlie's game id."),
        *GAME_COLUMNS,
        Column("is_postponed", Flag, nullable=True, doc="Older replies do not say."),
        Column(
            "cup_stage",
            Text,
            nullable=True,
            doc="Which part of the NBA Cup it is; NULL in other games and in older replies.",
        ),
    ),
    rules=(Differ("home_team", "away_team"),),
)


@rows(BDL_GAMES)
def bdl_games(game: DayGame) -> dict[str, Any]:
    """One row per game."""
    return {
        "game_id_bdl": game.id,
        **game_values(game, game.home_team, game.visitor_team),
        "is_postponed": game.postponed,
        "cup_stage": game.ist_stage or None,
    }
