"""The Odds API's real replies."""

from tests.real_replies.loading import Case

FOLDER = "odds_api_v4"

CASES = (
    Case(
        dataset="nba_raw.odds_api_player_props",
        file="odds_api_v4/event_odds_player_props/mockOrlandoVsCleveland.json",
        kept=482,
    ),
    Case(
        dataset="nba_raw.odds_api_game_lines_history",
        file="odds_api_v4/historical_event_odds/9221b91f.json",
        kept=4,
    ),
    Case(
        dataset="nba_raw.odds_api_game_lines_history",
        file="odds_api_v4/historical_event_odds/b722994c.json",
        kept=8,
    ),
    Case(
        dataset="nba_raw.odds_api_events_history",
        file="odds_api_v4/historical_events/4c3bc8f6.json",
        kept=10,
    ),
    Case(
        dataset="mlb_raw.odds_api_mlb_events",
        file="odds_api_v4/mlb_events/75918c6d.json",
        kept=30,
    ),
    Case(
        dataset="mlb_raw.odds_api_mlb_game_lines",
        file="odds_api_v4/mlb_odds/5651bd31.json",
        kept=522,
    ),
)

#: File -> why no dataset reads it.
UNREAD = {
    "odds_api_v4/scores/games_response.json": "scores come from NBA.com, which keeps the game; "
    "nothing asks this endpoint",
}
