"""How a player stands before a game: averages, load and zones."""

from __future__ import annotations

from statistics import mean, stdev

from tests.golden.form import MAIN, stat, team_ratios
from tests.golden.history import History, Row, identity
from tests.golden.player_context import known, load
from tests.golden.player_features import true_shooting, usage
from tests.golden.zones import (
    days_into,
    expected_player_shot_zone_analysis,
    is_charted_season,
    least_games,
)

LOADS = (
    *("days_rest", "games_last_7_days", "games_last_14_days", "minutes_last_7_days"),
    *("minutes_last_14_days", "average_minutes_last_7_days", "back_to_backs_last_14_days"),
)
RATES = tuple(f"{zone}_rate_percent_last_10" for zone in ("paint", "mid_range", "three"))
WINDOWS = ("last_5", "last_10", "last_7_days", "last_14_days")


def tier(share: float) -> str:
    """How good a share of what should be there is."""
    if share >= 0.85:
        return "gold" if share >= 0.95 else "silver"
    return "bronze" if share >= 0.7 else "poor"


def averages(history: History, games: list[Row]) -> Row:
    """Means, spreads, usage and shooting of this season's games."""
    row: Row = {}
    windows = {"last_3": games[-3:], "last_5": games[-5:], "last_10": games[-10:], "season": games}
    for name in MAIN:
        for window, held in windows.items():
            values = [float(stat(line, name)) for line in held]
            row[f"{name}_avg_{window}"] = mean(values) if values else None
            if window in ("last_10", "season"):
                row[f"{name}_std_{window}"] = stdev(values) if len(values) > 1 else None
    for window in ("last_10", "season"):
        row[f"usage_percent_{window}"] = usage(history, windows[window])
        row[f"true_shooting_share_{window}"] = true_shooting(windows[window])
    return row


def zones_of(history: History, game: str, player: int) -> Row:
    """What is taken over from his shot zones."""
    names = ("primary_scoring_zone", *RATES, "assisted_percent_last_10")
    if not is_charted_season(history, game):
        reason = "no charted shots of this season"
        return dict.fromkeys(names) | {"shot_zones_missing_reason": reason}
    found = expected_player_shot_zone_analysis(history, game, player)
    reason = found["zones_missing_reason"]
    return {name: found[name] for name in names} | {"shot_zones_missing_reason": reason}


def expected_player_daily_cache(history: History, game: str, player: int) -> Row:
    """One player before one game."""
    line = history.line(game, player)
    day, season = line["game_date"], line["season"]
    games = history.before(player, day, season)
    team = team_ratios(history, history.team_before(line["team_id"], day, season)[-10:])
    loads, on_record = load(history, game, player), known(history, game, player)
    shares = {f"known_share_{window}": on_record[f"known_share_{window}"] for window in WINDOWS}
    least = min((share for share in shares.values() if share is not None), default=None)
    days = days_into(history, game)
    return {
        **identity(line, line),
        "player_id": player,
        "games_this_season": len(games),
        "form_missing_reason": None if games else "no earlier game of his this season",
        **averages(history, games),
        "team_pace_last_10": team["pace"],
        "team_offensive_rating_last_10": team["offensive_rating"],
        **{name: loads[name] for name in LOADS},
        **shares,
        "share_known": least,
        "quality_tier": None if least is None else tier(least),
        "days_into_season": days,
        "is_early_season": days <= 21,
        "has_enough_games": len(games) >= least_games(days, 3, 9),
        **zones_of(history, game, player),
    }
