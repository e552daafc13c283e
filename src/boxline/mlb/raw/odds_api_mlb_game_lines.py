"""What bookmakers offer on baseball games: winner, run line and total, by The Odds API."""

from typing import Any

from boxline.catalog import (
    Present,
    Raw,
    Request,
    before_start,
    every,
    per_scheduled_game,
    rows,
)
from boxline.mlb.raw.odds_api_mlb_events import SPORT
from boxline.providers.odds_api import ODDS_API, Offered, Outcome, cost, query
from boxline.providers.odds_api_board import Board
from boxline.providers.odds_api_rows import GAME_MARKETS, game_line_columns, game_line_values

ODDS_API_MLB_GAME_LINES = Raw(
    "mlb_raw.odds_api_mlb_game_lines",
    provider=ODDS_API,
    grain="one side of one market of one game at one bookmaker",
    landing="mlb-game-lines/{date}",
    payload=Board,
    # Fifteen games a day, from noon to midnight: one reply for all of them costs what one game's
    # does, so they are asked for together.
    request=Request(
        path=f"/v4/sports/{SPORT}/odds",
        params=query(GAME_MARKETS),
        about=Present(),
        moments=(every(1),),
        credits=cost(GAME_MARKETS),
    ),
    key=("event_id", "bookmaker", "market", "side"),
    # A game that is over leaves the board; of one that is on it, what is not offered any more does.
    complete_within=("event_id", "market"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=game_line_columns("runs"),
)


@rows(ODDS_API_MLB_GAME_LINES)
def odds_api_mlb_game_lines(outcome: Outcome, offered: Offered) -> dict[str, Any]:
    """One row per outcome; a team's is told as home or away."""
    return game_line_values(outcome, offered, SPORT)
