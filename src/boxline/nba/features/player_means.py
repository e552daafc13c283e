"""Features of what a player has done: exponential means, rates, forecasts of form, last season.

All of them are read from the state after his newest game on an earlier day. What is of this season
is NULL before his first game of it; what runs across summers is NULL where he played neither this
season nor last.
"""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Rel
from boxline.catalog.windows import with_newest_before
from boxline.nba.features.columns import count, feature
from boxline.nba.form.rates import LEAGUE_STATE, PRIOR_MINUTES, role_of, shrunken_rate
from boxline.nba.form.stats import HALF_LIVES, LAST_SEASON, STATS

THIS_SEASON = "NULL before his first game of the season."
IN_REACH = "NULL where he played neither this season nor last."

#: Weights of a mean of minutes: half-lives of 5 and 12 games, and the season's mean.
MINUTES_BLEND = (0.45, 0.35, 0.2)

#: Weights of the shrunken rate and of the ratio of exponential means.
RATE_BLEND = (0.6, 0.4)

_MOST = {"minutes": 60, "points_rebounds_assists": 130}


def _exponential() -> list[Column]:
    return [
        feature(
            f"{stat}_ewm_{life}",
            STATS[stat][0],
            0,
            _MOST.get(stat, 101),
            f"Exponential mean across summers, half-life {life} games. {IN_REACH}",
        )
        for stat, lives in HALF_LIVES.items()
        for life in lives
        if life != 35 and (stat, life) != ("minutes", 8)
    ]


COLUMNS = (
    *_exponential(),
    *(
        feature(
            f"{stat}_rate",
            f"{STATS[stat][0]} per min",
            0,
            101,
            "Expected in a minute by empirical Bayes (nba/form/rates.py); the league's rate for "
            "who played neither this season nor last. NULL before the first game in the data.",
        )
        for stat in PRIOR_MINUTES
    ),
    feature(
        "minutes_blend",
        "minutes",
        0,
        60,
        "{} EWM5 + {} EWM12 + {} this season's mean of minutes ".format(*MINUTES_BLEND)
        + f"(of the others in proportion before his first game of the season). {IN_REACH}",
    ),
    *(
        feature(
            f"{stat}_form_forecast",
            STATS[stat][0],
            0,
            101,
            f"minutes_blend ({RATE_BLEND[0]} {stat}_rate + {RATE_BLEND[1]} EWM25 of it / EWM30 of "
            f"minutes). {IN_REACH}",
        )
        for stat in PRIOR_MINUTES
    ),
    count("games_this_season", "games", 0, 120, "That he played, on earlier days. Never NULL."),
    count(
        "games_in_three_seasons",
        "games",
        0,
        400,
        "That he played in the three seasons up to that of his newest game: before his first of "
        "this season in the three before it. 0 where none this season or last. Never NULL.",
    ),
    count("games_last_season", "games", 0, 120, "That he played. Never NULL."),
    *(
        feature(
            f"{stat}_avg_last_season",
            STATS[stat][0],
            0,
            _MOST.get(stat, 101),
            "Mean over the season before. NULL where he did not play in it.",
        )
        for stat in LAST_SEASON
    ),
    *(
        feature(
            f"{stat}_rate_last_season",
            f"{STATS[stat][0]} per min",
            0,
            101,
            "Sum over the season before / minutes in it. NULL where he did not play in it.",
        )
        for stat in PRIOR_MINUTES
    ),
    count("minutes_last_game", "minutes", 0, 80, f"In his newest game. {IN_REACH}"),
    count("minutes_least_last_10", "minutes", 0, 80, THIS_SEASON),
    count("minutes_most_last_10", "minutes", 0, 80, THIS_SEASON),
    feature("points_per_minute_last_10", "points per min", 0, 101, f"Ratio of sums. {THIS_SEASON}"),
    feature("usage_percent_last_5", "percent", 0, 2000, f"Ratio of sums. {THIS_SEASON}"),
    feature(
        "free_throw_points_share_last_10",
        "share",
        0,
        1,
        "Free throws made / points over the last 10 games. NULL below 5 games or without a point.",
    ),
)

NAMES = tuple(c.name for c in COLUMNS)

#: Of player_form, what is of one season.
SEASON_STATE = (
    "games_to_date",
    "minutes_to_date",
    "minutes_last_10",
    "minutes_least_last_10",
    "minutes_most_last_10",
    *(f"points_{window}" for window in ("to_date", "last_2", "last_3", "last_5", "last_7")),
    "points_last_10",
    "points_squares_to_date",
    "points_squares_last_10",
    "points_by_game_last_7",
    "points_by_game_last_10",
    "free_throws_made_last_10",
    "usage_plays_last_5",
    "usage_chances_last_5",
    "games_since_change",
    "games_below_average_in_a_row",
)

#: What runs across summers, and what of the newest game is asked for whatever its season.
LONG_STATE = (
    "games_in_reach",
    "minutes_last_game",
    *(f"{stat}_ewm_{life}" for stat, lives in HALF_LIVES.items() for life in lives),
)

#: Of the newest game, under names of their own.
NEWEST = {
    "newest_season": "season",
    "newest_team_id": "team_id",
    "newest_game_date": "game_date",
    "newest_games": "games_to_date",
    "newest_games_last_season": "games_last_season",
    **{f"newest_{stat}": f"{stat}_to_date" for stat in LAST_SEASON},
    **{f"newest_{stat}_last_season": f"{stat}_last_season" for stat in LAST_SEASON},
}


def with_player_state(spine: Rel, form: Rel, league: Rel) -> Rel:
    """Add a player's state before the game: of this season (NULL before his first game of it),
    and of his newest game of any; and the league's."""
    days = spine.select("game_date").distinct()
    leagues = with_newest_before(days, league, entity=[], columns={c: c for c in LEAGUE_STATE})
    newest = with_newest_before(
        spine,
        form.semi_join(spine, "player_id"),
        entity=["player_id"],
        columns={**{c: c for c in LONG_STATE}, **NEWEST},
        of_season=SEASON_STATE,
    )
    return newest.join(leagues, "game_date")


def with_rates(row: Rel) -> Rel:
    """Add each `{stat}_rate`, and the `role` that they show."""
    rated = row.mutate(**{f"{stat}_rate": shrunken_rate(row, stat) for stat in PRIOR_MINUTES})
    return rated.mutate(role=role_of({stat: rated[f"{stat}_rate"] for stat in PRIOR_MINUTES}))


def player_means(row: Rel) -> dict[str, Any]:
    """The features of COLUMNS that are not of the state itself, of rows that `with_rates` gave."""
    made: dict[str, Any] = {
        "games_this_season": row.games_to_date.fill_null(0),
        "games_in_three_seasons": row.games_in_reach.fill_null(0),
    }
    return made | _forecasts(row) | _last_season(row) | _shares(row)


def _forecasts(row: Rel) -> dict[str, Any]:
    short, middle, whole = MINUTES_BLEND
    season = row.minutes_to_date / row.games_to_date
    ewm = row.minutes_ewm_5 * short + row.minutes_ewm_12 * middle
    blend = (ewm + season * whole).coalesce(ewm / (short + middle))
    made = {"minutes_blend": blend}
    for stat in PRIOR_MINUTES:
        lately = row[f"{stat}_ewm_25"] / row.minutes_ewm_30.nullif(0)
        rate = row[f"{stat}_rate"] * RATE_BLEND[0] + lately * RATE_BLEND[1]
        made[f"{stat}_form_forecast"] = blend * rate
    return made


def _last_season(row: Rel) -> dict[str, Any]:
    """Sums of the season before: told by this season's state, or that season's own last one."""
    import ibis

    start, was = (s.substr(0, 4).cast("int64") for s in (row.season, row.newest_season))

    def before(name: str) -> Any:
        return ibis.cases(
            (was == start, row[f"newest_{name}_last_season"]),
            (was == start - 1, row[f"newest_{name}"]),
            else_=ibis.literal(0, "int64"),
        )

    games = before("games")
    sums = {stat: before(stat) for stat in LAST_SEASON}
    return {
        "games_last_season": games,
        **{f"{stat}_avg_last_season": sums[stat] / games.nullif(0) for stat in LAST_SEASON},
        **{
            f"{stat}_rate_last_season": sums[stat] / sums["minutes"].nullif(0)
            for stat in PRIOR_MINUTES
        },
    }


def _shares(row: Rel) -> dict[str, Any]:
    import ibis

    points = row.points_last_10
    share = row.free_throws_made_last_10 / points.nullif(0)
    return {
        "points_per_minute_last_10": points / row.minutes_last_10.nullif(0),
        "usage_percent_last_5": row.usage_plays_last_5 * 100 / row.usage_chances_last_5.nullif(0),
        "free_throw_points_share_last_10": (row.games_to_date >= 5).ifelse(
            share, ibis.null("float64")
        ),
    }
