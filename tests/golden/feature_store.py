"""The feature store: what other tables hold, and what it works out itself."""

from __future__ import annotations

from statistics import stdev

from tests.golden.availability import expected_availability, standing
from tests.golden.composite import expected_player_composite_factors
from tests.golden.daily_cache import WINDOWS, expected_player_daily_cache, tier
from tests.golden.form import MAIN
from tests.golden.history import History, Row, identity
from tests.golden.player_context import expected_upcoming_player_game_context
from tests.golden.player_features import player_means, player_trends
from tests.golden.prop_lines import PROPS, lines_by_book
from tests.golden.team_context import expected_upcoming_team_game_context
from tests.golden.team_features import team_features

OF_CACHE = (
    *(f"{stat}_avg_{w}" for stat in MAIN for w in ("last_3", "last_5", "last_10", "season")),
    *(f"{stat}_std_last_10" for stat in MAIN),
    *("usage_percent_last_10", "usage_percent_season"),
    *("true_shooting_share_last_10", "true_shooting_share_season"),
    *("paint_rate_percent_last_10", "mid_range_rate_percent_last_10"),
    *("three_rate_percent_last_10", "assisted_percent_last_10"),
)
OF_FACTORS = (
    *("fatigue_score", "shot_zone_mismatch_score", "pace_score", "usage_spike_score"),
    *("projected_usage_percent", "total_composite_adjustment", "paint_allowed_vs_league_percent"),
    *("mid_range_allowed_vs_league_percent", "three_allowed_vs_league_percent"),
)
OF_CONTEXT = (
    *("days_rest", "is_back_to_back", "days_rest_before_last_game", "days_since_2_plus_days_rest"),
    *("games_last_7_days", "games_last_14_days", "minutes_last_7_days", "minutes_last_14_days"),
    *("average_minutes_last_7_days", "back_to_backs_last_14_days", "travel_miles"),
    *("time_zones_crossed", "miles_last_14_days", "road_games_in_a_row", "teammates_out"),
    *("star_teammates_out", "teammates_out_role_share", "teammates_questionable_role_share"),
)
OF_TEAM = (
    *("season_share", "is_playoffs", "opponent_days_rest", "next_game_days_rest"),
    *("games_next_7_days", "opponent_games_next_7_days", "win_streak", "loss_streak"),
    *("last_margin_points", "opponent_win_share", "starters_out"),
)
LINES_OF_PLAYER = (
    *(f"{p}_{w}" for p in PROPS for w in ("line", "opening_line", "line_movement")),
    *(f"{p}_{side}_streak" for p in PROPS for side in ("over", "under")),
)
LINES_OF_TEAM = (
    *("spread_points", "opening_spread_points", "spread_movement_points", "total_points_line"),
    *("opening_total_points_line", "total_points_line_movement"),
)
RISK = {None: 0, "Available": 0, "Probable": 1, "Questionable": 2, "Doubtful": 3, "Out": 3}
REQUIRED = (
    "minutes_blend",
    *(f"{stat}_form_forecast" for stat in ("points", "rebounds", "assists", "threes")),
    *("team_points_ewm_12", "opponent_allowed_points_ewm_12"),
)
SUMS = ("available_", "vacated_", "returning_")
BLOCKED = "3 or more box scores of the side's last 10 games are missing"
TIERS = ("gold", "silver", "bronze", "poor")


def capped(tier: str, gaps: int) -> str:
    """Silver at best with one box score missing, bronze with two, poor with more."""
    return TIERS[max(TIERS.index(tier), min(gaps, 3))]


def _availability(history: History, game: str, player: int) -> Row:
    told = expected_availability(history, game, player)
    team = told["team_id"]
    return {
        "play_probability": told["play_probability"],
        "played_share_last_12": told["played_share"],
        "injury_risk": RISK[told["injury_status"]] if told["has_report"] else None,
        "team_games_missed": standing(history, game, team)[player]["since"],
        **{name: value for name, value in told.items() if name.startswith(SUMS)},
    }


def _market(history: History, game: str, player: int, context: Row, cache: Row) -> Row:
    name = history.line(game, player)["player_name"]
    row: Row = {each: context[each] for each in LINES_OF_PLAYER}
    for prop in PROPS:
        line, average = context[f"{prop}_line"], cache[f"{prop}_avg_season"]
        stand = list(lines_by_book(history, game, name, prop, history.cutoff(game)).values())
        row[f"has_{prop}_line"] = int(line is not None)
        row[f"{prop}_line_std"] = stdev(stand) if len(stand) > 1 else None
        row[f"{prop}_line_vs_season_avg"] = (
            None if None in (line, average) else float(line - average)
        )
    return row


def expected_ml_feature_store(history: History, game: str, player: int) -> Row:
    """One player before one game."""
    line = history.line(game, player)
    context = expected_upcoming_player_game_context(history, game, player)
    team = expected_upcoming_team_game_context(history, game, line["team_id"])
    cache = expected_player_daily_cache(history, game, player)
    factors = expected_player_composite_factors(history, game, player)
    rests = context["days_rest"], team["opponent_days_rest"]
    advantage = None if None in rests else max(-2, min(2, rests[0] - rests[1]))
    features = {
        **player_means(history, game, player),
        **player_trends(history, game, player),
        **team_features(history, game, player),
        **{name: cache[name] for name in OF_CACHE},
        **{name: context[name] for name in OF_CONTEXT},
        **{name: team[name] for name in OF_TEAM},
        **{name: factors[name] for name in OF_FACTORS},
        **_availability(history, game, player),
        "rest_advantage": advantage,
    }
    beside = {name: features.pop(name) for name in ("role", "form_through")}
    share = sum(value is not None for value in features.values()) / len(features)
    lacking = [f"no {name}" for name in REQUIRED if features[name] is None]
    total, spread = team["total_points_line"], team["spread_points"]
    told = expected_availability(history, game, player)
    gaps = team["box_scores_missing_last_10"]
    return {
        **identity(line, line),
        "player_id": player,
        **beside,
        **features,
        **_market(history, game, player, context, cache),
        **{name: team[name] for name in LINES_OF_TEAM},
        "spread_magnitude": None if spread is None else abs(spread),
        "implied_team_points": None if None in (total, spread) else (total - spread) / 2,
        "availability_source": told["status_source"],
        "availability_known_at": told["report_known_at"],
        "market_source": context["points_line_bookmaker"],
        "market_known_at": context["lines_known_at"],
        "shot_zones_missing_reason": cache["shot_zones_missing_reason"],
        "is_early_season": cache["is_early_season"],
        **{f"known_share_{window}": context[f"known_share_{window}"] for window in WINDOWS},
        "box_scores_missing_last_10": gaps,
        "missing_game_ids": team["missing_game_ids"],
        "is_eligible": not lacking and gaps < 3,
        "ineligible_reason": BLOCKED if gaps >= 3 else lacking[0] if lacking else None,
        "known_share": share,
        "quality_tier": capped(tier(share), gaps),
    }
