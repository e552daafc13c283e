"""Features of how a player's form moves: trends, slopes, runs, and games against this opponent."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Rel, watched
from boxline.catalog.windows import with_totals_before
from boxline.nba.daily_checks import (
    KNOWN_ON_A_FULL_EVENING,
    ON_A_FULL_EVENING,
    OVER_FULL_WEEKS,
)
from boxline.nba.features.columns import count, feature, within
from boxline.nba.features.player_means import IN_REACH, THIS_SEASON
from boxline.nba.form.season_sums import LAYOFF_DAYS

#: Games against one opponent count so many days.
OPPONENT_DAYS = 365

#: A change of circumstances is forgotten after so many games.
CHANGE_GAMES = 30

#: Steps of points between the mean of the last 2 games and the 3 before them.
TREND_STEPS = (2, 5)

#: Steps of the share by which minutes of the last 10 games differ from the season's.
MINUTES_STEPS = (0.1, 0.2)

#: Standard deviations above his season's mean at which the last 5 games are a breakout.
BREAKOUT_DEVIATIONS = 1.5

#: Early in a season trends are 0 or unknown for nearly everybody, and most of those who are known
#: have neither a breakout nor a new team: these are not watched.
WATCHED = {
    **dict.fromkeys(
        (
            *("recent_trend", "points_slope_last_10", "points_slope_last_7"),
            *("days_since_last_game", "points_avg_vs_opponent"),
        ),
        ON_A_FULL_EVENING,
    ),
    **dict.fromkeys(
        (
            *("points_vs_season_zscore", "points_last_3_deviation"),
            *("games_below_average_in_a_row", "games_since_change", "games_vs_opponent"),
        ),
        (*OVER_FULL_WEEKS, KNOWN_ON_A_FULL_EVENING),
    ),
}

_COLUMNS = (
    count(
        "recent_trend",
        "steps",
        -2,
        2,
        f"Points a game in the last 2 less those in the 3 before: at least {TREND_STEPS[1]} is 2, "
        f"at least {TREND_STEPS[0]} is 1, and likewise below; else 0. Positive is rising. NULL "
        "below 5 games this season.",
    ),
    count(
        "minutes_change",
        "steps",
        -2,
        2,
        f"Mean of minutes of the last 10 games against the season's: up by {MINUTES_STEPS[1]:.0%} "
        f"is 2, by {MINUTES_STEPS[0]:.0%} is 1, down likewise; else 0. {THIS_SEASON}",
    ),
    feature(
        "points_slope_last_10",
        "points per game",
        -60,
        60,
        "Least-squares slope over the last 10 games; positive is rising. NULL below 5 games.",
    ),
    feature(
        "points_slope_last_7",
        "points per game",
        -60,
        60,
        "Least-squares slope over the last 7 games; positive is rising. NULL below 4 games.",
    ),
    feature(
        "points_vs_season_zscore",
        "standard deviations",
        -3,
        3,
        "(mean of the last 5 - season's mean) / sample standard deviation of the last 10, held "
        "within 3. NULL below 2 games, or where that is 0.",
    ),
    feature(
        "points_last_3_deviation",
        "standard deviations",
        -20,
        20,
        "(mean of the last 3 - season's mean) / the season's sample standard deviation. NULL below "
        "2 games, or where that is 0.",
    ),
    count(
        "is_breakout",
        "",
        0,
        1,
        f"1 where the mean of the last 5 is above the season's by {BREAKOUT_DEVIATIONS} of its "
        "sample standard deviations. NULL below 2 games.",
    ),
    count(
        "games_below_average_in_a_row",
        "games",
        0,
        120,
        f"His newest games with fewer points than his mean before each. {THIS_SEASON}",
    ),
    count(
        "games_since_change",
        "games",
        0,
        CHANGE_GAMES,
        "Games since he came to the team, began the season, or came back after more than "
        f"{LAYOFF_DAYS} days; at most {CHANGE_GAMES}; 0 before the first. Never NULL.",
    ),
    count("is_new_team", "", 0, 1, f"1 where his newest game was for another team. {IN_REACH}"),
    count("days_since_last_game", "days", 1, 800, f"That he played; 1 = yesterday. {IN_REACH}"),
    feature(
        "points_avg_vs_opponent",
        "points",
        0,
        101,
        f"Mean over his games against this team in the last {OPPONENT_DAYS} days. NULL where none.",
    ),
    count(
        "games_vs_opponent",
        "games",
        0,
        20,
        f"His games against this team in the last {OPPONENT_DAYS} days. Never NULL.",
    ),
)

COLUMNS = watched(_COLUMNS, **WATCHED)

NAMES = tuple(c.name for c in COLUMNS)


def with_opponent_games(spine: Rel, played: Rel) -> Rel:
    """Add `opponent_points` and `games_vs_opponent`."""
    return with_totals_before(
        spine,
        played.filter(played.has_played).semi_join(spine, "player_id"),
        entity=["player_id", "opponent_team_id"],
        totals={"opponent_points": "points"},
        games="games_vs_opponent",
        days=OPPONENT_DAYS,
    )


def player_trends(row: Rel) -> dict[str, Any]:
    """The features of COLUMNS, of rows with a player's state and games against the opponent."""
    import ibis

    games = row.games_to_date
    nothing, no_count = ibis.null("float64"), ibis.null("int64")
    season = row.points_to_date / games
    last_2, last_5 = row.points_last_2, row.points_last_5
    rise = last_2 / 2 - (last_5 - last_2) / 3
    minutes = row.minutes_to_date / games
    change = (row.minutes_last_10 / ibis.least(games, 10) - minutes) / minutes.nullif(0)
    of_season = _deviation(games, row.points_squares_to_date, row.points_to_date)
    n_10 = ibis.least(games, 10)
    of_10 = _deviation(n_10, row.points_squares_last_10, row.points_last_10)
    above = last_5 / ibis.least(games, 5) - season
    zscore = above / of_10.nullif(0)
    is_new = (row.newest_team_id != row.team_id).cast("int64")
    since = ibis.least(row.games_since_change.fill_null(0), CHANGE_GAMES)
    return {
        "recent_trend": (games >= 5).ifelse(_step(rise, *TREND_STEPS), no_count),
        "minutes_change": _step(change, *MINUTES_STEPS),
        "points_slope_last_10": (games >= 5).ifelse(_slope(row, 10), nothing),
        "points_slope_last_7": (games >= 4).ifelse(_slope(row, 7), nothing),
        "points_vs_season_zscore": within(zscore, -3.0, 3.0),
        "points_last_3_deviation": (row.points_last_3 / ibis.least(games, 3) - season)
        / of_season.nullif(0),
        "is_breakout": (above > of_season * BREAKOUT_DEVIATIONS).cast("int64"),
        "games_since_change": (is_new == 1).ifelse(0, since),
        "is_new_team": is_new,
        "days_since_last_game": row.game_date.epoch_days() - row.newest_game_date.epoch_days(),
        "points_avg_vs_opponent": row.opponent_points / row.games_vs_opponent.nullif(0),
        "games_vs_opponent": row.games_vs_opponent,
    }


def _deviation(n: Any, squares: Any, total: Any) -> Any:
    """Sample standard deviation; NULL below two."""
    return ((squares * n - total * total) / (n * (n - 1)).nullif(0)).sqrt()


def _step(value: Any, small: float, large: float) -> Any:
    import ibis

    return ibis.cases(
        (value.isnull(), ibis.null("int64")),
        (value >= large, 2),
        (value >= small, 1),
        (value <= -large, -2),
        (value <= -small, -1),
        else_=0,
    ).cast("int64")


def _slope(row: Rel, last: int) -> Any:
    """Least squares of points over his games' numbers 1, 2, ...: whole sums, divided last."""
    import ibis

    n, games = ibis.least(row.games_to_date, last), row.games_to_date
    # Over the numbers g - n + 1 to g; n^2 (n^2 - 1) / 12 is n times their squares about the mean.
    numbers = n * (games * 2 - n + 1)  # twice the sum
    points = row.points_last_10 if last == 10 else row.points_last_7
    crossed = n * row[f"points_by_game_last_{last}"] * 2 - numbers * points
    return crossed * 6 / (n * n * (n * n - 1)).nullif(0)
