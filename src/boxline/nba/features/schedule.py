"""Features of when and where: rest, loads, travel, the season, and who is missing."""

from __future__ import annotations

from boxline.catalog import MeanAsBefore, Rel, Varies, watched
from boxline.catalog.plausibility import Check
from boxline.nba.analytics.upcoming_player_game_context import UPCOMING_PLAYER_GAME_CONTEXT
from boxline.nba.analytics.upcoming_team_game_context import UPCOMING_TEAM_GAME_CONTEXT
from boxline.nba.daily_checks import (
    KNOWN_ON_A_FULL_EVENING,
    ON_A_FULL_EVENING,
    OVER_FULL_WEEKS,
)
from boxline.nba.features.columns import count, taken, within

#: Of the player's context and of his team's, taken as they stand.
OF_PLAYER = (
    "days_rest",
    "is_back_to_back",
    "days_rest_before_last_game",
    "days_since_2_plus_days_rest",
    "games_last_7_days",
    "games_last_14_days",
    "minutes_last_7_days",
    "minutes_last_14_days",
    "average_minutes_last_7_days",
    "back_to_backs_last_14_days",
    "travel_miles",
    "time_zones_crossed",
    "miles_last_14_days",
    "road_games_in_a_row",
    "teammates_out",
    "star_teammates_out",
    "teammates_out_role_share",
    "teammates_questionable_role_share",
)
OF_TEAM = (
    "season_share",
    "is_playoffs",
    "opponent_days_rest",
    "next_game_days_rest",
    "games_next_7_days",
    "opponent_games_next_7_days",
    "win_streak",
    "loss_streak",
    "last_margin_points",
    "opponent_win_share",
    "starters_out",
)

#: Shares of the calendar's games that have a box score, by window.
KNOWN = tuple(f"known_share_last_{window}" for window in ("5", "10", "7_days", "14_days"))

#: As in the tables they come from, by rows of players. Next games go unknown as a season ends.
WATCHED: dict[str, tuple[Check, ...]] = {
    **dict.fromkeys(
        (
            *("days_rest", "days_rest_before_last_game", "days_since_2_plus_days_rest"),
            *("win_streak", "loss_streak", "last_margin_points", "opponent_win_share"),
            "road_games_in_a_row",
        ),
        ON_A_FULL_EVENING,
    ),
    "average_minutes_last_7_days": (Varies(rows=200), MeanAsBefore(1.5, rows=200)),
    # While box scores are late everybody seems rested: held within 2 days, all are alike.
    **dict.fromkeys(
        ("opponent_days_rest", "rest_advantage"), (*OVER_FULL_WEEKS, KNOWN_ON_A_FULL_EVENING)
    ),
    **dict.fromkeys(
        (
            *("is_back_to_back", "games_last_7_days", "games_last_14_days"),
            *("minutes_last_7_days", "minutes_last_14_days", "back_to_backs_last_14_days"),
            *("miles_last_14_days", "season_share", "next_game_days_rest", "games_next_7_days"),
            *("opponent_games_next_7_days", "teammates_out", "teammates_out_role_share"),
            *("teammates_questionable_role_share", "starters_out"),
        ),
        OVER_FULL_WEEKS,
    ),
}

_COLUMNS = (
    *taken(UPCOMING_PLAYER_GAME_CONTEXT, OF_PLAYER),
    *taken(UPCOMING_TEAM_GAME_CONTEXT, OF_TEAM),
    count(
        "rest_advantage",
        "days",
        -2,
        2,
        "days_rest less the opponent's, held within 2; positive where he is the fresher. NULL "
        "before the first game of either.",
    ),
)

COLUMNS = watched(_COLUMNS, **WATCHED)


def schedule_features(context: Rel, team_context: Rel) -> Rel:
    """Game and player with the features of COLUMNS, and KNOWN."""
    team = team_context.select("game_id", "team_id", *OF_TEAM)
    row = context.join(team, ["game_id", "team_id"])
    rested = within(row.days_rest - row.opponent_days_rest, -2, 2)
    return row.select(
        "game_id", "player_id", *OF_PLAYER, *OF_TEAM, *KNOWN, rest_advantage=rested.cast("int64")
    )
