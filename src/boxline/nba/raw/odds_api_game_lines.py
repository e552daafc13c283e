"""What bookmakers offer on a game: winner, spread and total, one row per side, by The Odds API."""

from typing import Any

from boxline.catalog import (
    Asked,
    EachRow,
    Raw,
    Request,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.nba.raw.odds_api_events import SPORT
from boxline.providers.odds_api import (
    NOTHING_OFFERED,
    ODDS_API,
    EventOdds,
    Offered,
    Outcome,
    cost,
    query,
)
from boxline.providers.odds_api_rows import GAME_MARKETS, game_line_columns, game_line_values

ODDS_API_GAME_LINES = Raw(
    "nba_raw.odds_api_game_lines",
    provider=ODDS_API,
    grain="one side of one market of one game at one bookmaker",
    landing="game-lines/{date}/{event_id}",
    payload=EventOdds,
    request=Request(
        path=f"/v4/sports/{SPORT}/events/{{event_id}}/odds",
        params=query(GAME_MARKETS),
        about=EachRow(
            dataset="nba_raw.odds_api_events",
            columns={"event_id": "event_id"},
            starts="starts_at",
        ),
        moments=tuple(before_the_start(hours) for hours in (24, 6, 1, 0.1)),
        credits=cost(GAME_MARKETS),
        until_start=True,
        not_yet=NOTHING_OFFERED,
    ),
    key=("event_id", "bookmaker", "market", "side"),
    complete_within=("event_id", "market"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=game_line_columns("points"),
)


@rows(ODDS_API_GAME_LINES)
def odds_api_game_lines(outcome: Outcome, asked: Asked, offered: Offered) -> dict[str, Any]:
    """One row per outcome; a team's is told as home or away."""
    asked.insist("event_id", offered.event.id)
    return game_line_values(outcome, offered, SPORT)
