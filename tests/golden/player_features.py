"""The features of the store that rest on a player's own games."""

from __future__ import annotations

from datetime import timedelta
from statistics import mean, stdev

from tests.golden.form import (
    HALF_LIVES,
    below_average_in_a_row,
    games_since_change,
    last_season,
    stat,
    usage_parts,
)
from tests.golden.history import History, Row, ewm, ratio
from tests.golden.roles import PRIORS, book_of


def usage(history: History, games: list[Row]) -> float | None:
    """Percent of his team's plays, over some games."""
    parts = [usage_parts(history, line) for line in games]
    return ratio(100.0 * sum(p for p, _ in parts), sum(c for _, c in parts))


def true_shooting(games: list[Row]) -> float | None:
    """Over some games."""
    tries = sum(g["field_goals_attempted"] + 0.44 * g["free_throws_attempted"] for g in games)
    return ratio(sum(g["points"] for g in games), 2 * tries)


def rates_before(history: History, game: str, player: int) -> Row:
    """His shrunken rates before a game he played in."""
    return book_of(history).rates[game, player]


def player_means(history: History, game: str, player: int) -> Row:
    """Exponential means, rates, forecasts, last season, shares."""
    line = history.line(game, player)
    reach = history.before(player, line["game_date"])
    season = [each for each in reach if each["season"] == line["season"]]
    before = [each for each in reach if each["season"] == last_season(line["season"])]
    means = {
        (name, life): ewm([stat(each, name) for each in reach], life)
        for name, lives in HALF_LIVES.items()
        for life in lives
    }
    row: Row = {
        f"{name}_ewm_{life}": value
        for (name, life), value in means.items()
        if life != 35 and (name, life) != ("minutes", 8)
    }
    rates = rates_before(history, game, player)
    row |= {f"{name}_rate": rate for name, rate in rates.items()}
    short, middle = means["minutes", 5], means["minutes", 12]
    assert short is not None, "every golden player has played before"
    assert middle is not None
    blend = (0.45 * short + 0.35 * middle) / 0.8
    if season:
        blend = 0.8 * blend + 0.2 * mean(each["minutes_played"] for each in season)
    row["minutes_blend"] = blend
    for name in PRIORS:
        lately = ratio(means[name, 25], means["minutes", 30])
        row[f"{name}_form_forecast"] = blend * (0.6 * rates[name] + 0.4 * (lately or 0))
        row[f"{name}_rate_last_season"] = ratio(
            sum(stat(each, name) for each in before), sum(each["minutes_played"] for each in before)
        )
    for name in ("minutes", *PRIORS):
        total = sum(stat(each, name) for each in before)
        row[f"{name}_avg_last_season"] = ratio(total, len(before))
    last_10 = season[-10:]
    minutes = [each["minutes_played"] for each in last_10]
    points = sum(each["points"] for each in last_10)
    free = ratio(sum(each["free_throws_made"] for each in last_10), points)
    return row | {
        "games_this_season": len(season),
        "games_in_three_seasons": len(reach),
        "games_last_season": len(before),
        "minutes_last_game": reach[-1]["minutes_played"],
        "minutes_least_last_10": min(minutes, default=None),
        "minutes_most_last_10": max(minutes, default=None),
        "points_per_minute_last_10": ratio(points, sum(minutes)),
        "usage_percent_last_5": usage(history, season[-5:]),
        "free_throw_points_share_last_10": free if len(season) >= 5 else None,
        "form_through": reach[-1]["game_date"],
    }


def step(value: float, small: float, large: float) -> int:
    """-2 to 2, by how far a value is from 0."""
    size = 2 if abs(value) >= large else 1 if abs(value) >= small else 0
    return size if value > 0 else -size


def slope(points: list[int]) -> float:
    """Least squares of points over 1, 2, ..."""
    numbers = range(1, len(points) + 1)
    across = [n - mean(numbers) for n in numbers]
    return sum(a * p for a, p in zip(across, points, strict=True)) / sum(a * a for a in across)


def player_trends(history: History, game: str, player: int) -> Row:
    """Trends, slopes, runs, games against this opponent."""
    line = history.line(game, player)
    day = line["game_date"]
    reach = history.before(player, day)
    season = [each for each in reach if each["season"] == line["season"]]
    points = [each["points"] for each in season]
    minutes = [each["minutes_played"] for each in season]
    many = len(season)
    met = [
        each["points"]
        for each in reach
        if each["opponent_team_id"] == line["opponent_team_id"]
        and each["game_date"] >= day - timedelta(days=365)
    ]
    is_new = reach[-1]["team_id"] != line["team_id"]
    row: Row = {
        "recent_trend": None,
        "minutes_change": None,
        "points_slope_last_10": slope(points[-10:]) if many >= 5 else None,
        "points_slope_last_7": slope(points[-7:]) if many >= 4 else None,
        "points_vs_season_zscore": None,
        "points_last_3_deviation": None,
        "is_breakout": None,
        "games_below_average_in_a_row": below_average_in_a_row(season) if season else None,
        "games_since_change": 0 if is_new or not season else min(games_since_change(season), 30),
        "is_new_team": int(is_new),
        "days_since_last_game": (day - reach[-1]["game_date"]).days,
        "points_avg_vs_opponent": ratio(sum(met), len(met)),
        "games_vs_opponent": len(met),
    }
    if many >= 5:
        row["recent_trend"] = step(mean(points[-2:]) - mean(points[-5:-2]), 2, 5)
    if many:
        row["minutes_change"] = step(mean(minutes[-10:]) / mean(minutes) - 1, 0.1, 0.2)
    if many >= 2:
        above = mean(points[-5:]) - mean(points)
        zscore = ratio(above, stdev(points[-10:]))
        row["points_vs_season_zscore"] = None if zscore is None else max(-3.0, min(3.0, zscore))
        row["points_last_3_deviation"] = ratio(mean(points[-3:]) - mean(points), stdev(points))
        row["is_breakout"] = int(above > 1.5 * stdev(points))
    return row
