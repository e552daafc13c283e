"""Features of the two teams: how they have played lately, and what the opponent allows whom."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.catalog.windows import with_exponential_means, with_newest_before
from boxline.nba.analytics.team_form import BLOWOUT_POINTS, HALF_LIFE, MEASURES
from boxline.nba.features.columns import count, feature
from boxline.nba.form.rates import PRIOR_MINUTES

#: Half-life in games of what a team allows to a role beyond expectation.
ROLE_HALF_LIFE = 15

#: Games of a season below which a share of wins says nothing.
LEAST_WIN_GAMES = 5

_NONE = "NULL where his team has no earlier game this season."
_OPPONENT_NONE = "NULL where the opponent has no earlier game this season."

COLUMNS = (
    *(
        feature(
            f"{who}{measure}_ewm_{HALF_LIFE}",
            unit,
            0,
            300,
            f"{words} exponential mean, half-life {HALF_LIFE} games, across the summer. NULL where "
            f"{club} has no game in two seasons.",
        )
        for who, words, club in (
            ("team_", "His team's", "his team"),
            ("team_allowed_", "Of those who met his team,", "his team"),
            ("opponent_", "The opponent's", "the opponent"),
            ("opponent_allowed_", "Of those who met the opponent,", "the opponent"),
        )
        for measure, unit in MEASURES.items()
    ),
    feature("team_pace_last_10", MEASURES["pace"], 60, 160, f"Of his team. {_NONE}"),
    feature(
        "team_offensive_rating_last_10",
        MEASURES["offensive_rating"],
        0,
        300,
        f"His team's. {_NONE}",
    ),
    feature(
        "opponent_defensive_rating_last_15",
        MEASURES["offensive_rating"],
        0,
        300,
        f"What the opponent allows; low is a good defence. {_OPPONENT_NONE}",
    ),
    feature(
        "opponent_pace_last_15", MEASURES["pace"], 60, 160, f"Of the opponent. {_OPPONENT_NONE}"
    ),
    feature(
        "pace_mismatch",
        MEASURES["pace"],
        -100,
        100,
        "His team's pace of the last 10 games less the opponent's; both by one formula. NULL where "
        "either has no earlier game this season.",
    ),
    feature(
        "team_win_share",
        "share",
        0,
        1,
        f"Of his team's games this season. NULL below {LEAST_WIN_GAMES}.",
    ),
    feature(
        "blowout_share_last_10",
        "share",
        0,
        1,
        f"Of his team's last 10 games those decided by {BLOWOUT_POINTS} points or more. {_NONE}",
    ),
    count("team_games_this_season", "games", 0, 120, "Played by his team. Never NULL."),
    *(
        feature(
            f"opponent_{stat}_to_role",
            "share",
            -1,
            20,
            "(what the opponent allowed to his role - what was expected of it) / that, "
            f"exponential means with half-life {ROLE_HALF_LIFE} games; positive is a weak defence. "
            "NULL where it met none in two seasons.",
        )
        for stat in PRIOR_MINUTES
    ),
)

_SEASON = (
    "games_to_date",
    "wins_to_date",
    "blowouts_last_10",
    "pace_last_10",
    "pace_last_15",
    "offensive_rating_last_10",
    "defensive_rating_last_15",
)
_EWM = tuple(f"{whose}{m}_ewm_{HALF_LIFE}" for whose in ("", "opponent_") for m in MEASURES)


def team_states(sides: Rel, form: Rel) -> Rel:
    """Each side of each game with its state before it: of this season, and across the summer.

    Args:
        sides: `game_id`, `game_date`, `season` and `team_id`, one row per side.
    """
    return with_newest_before(
        sides, form, entity=["team_id"], columns={c: c for c in _EWM}, of_season=_SEASON
    )


def with_role_residuals(spine: Rel, role_games: Rel) -> Rel:
    """Add `opponent_{stat}_to_role`, of rows with a `role`."""
    met = role_games.rename(opponent_team_id="team_id")
    entity = ["opponent_team_id", "role"]
    lives = {
        f"{stat}_{kind}": (ROLE_HALF_LIFE,)
        for stat in PRIOR_MINUTES
        for kind in ("allowed", "expected")
    }
    narrow = met.select(*entity, "game_id", "game_date", *lives)
    means = with_exponential_means(narrow, narrow.limit(0), entity=entity, half_lives=lives)
    ratios = {}
    for stat in PRIOR_MINUTES:
        wanted = means[f"{stat}_expected_ewm_{ROLE_HALF_LIFE}"]
        came = means[f"{stat}_allowed_ewm_{ROLE_HALF_LIFE}"]
        ratios[f"opponent_{stat}_to_role"] = (came - wanted) / wanted.nullif(0)
    states = means.mutate(**ratios)
    return with_newest_before(spine, states, entity=entity, columns={name: name for name in ratios})


def team_features(context: Rel, form: Rel) -> Rel:
    """Game and team of each side with the features of COLUMNS but those to roles.

    Args:
        context: one row per side of each game, whether or not anybody is expected on it.
    """
    import ibis

    sides = context.select("game_id", "game_date", "season", "team_id", "opponent_team_id")
    states = team_states(sides, form)
    other = states.select(
        "game_id",
        opponent_team_id="team_id",
        **{f"other_{c}": states[c] for c in (*_SEASON, *_EWM)},
    )
    row = states.left_join(other, ["game_id", "opponent_team_id"])
    games = row.games_to_date
    made = {
        "team_pace_last_10": row.pace_last_10,
        "team_offensive_rating_last_10": row.offensive_rating_last_10,
        "opponent_defensive_rating_last_15": row.other_defensive_rating_last_15,
        "opponent_pace_last_15": row.other_pace_last_15,
        "pace_mismatch": row.pace_last_10 - row.other_pace_last_10,
        "team_win_share": (games >= LEAST_WIN_GAMES).ifelse(
            row.wins_to_date / games, ibis.null("float64")
        ),
        "blowout_share_last_10": row.blowouts_last_10 / ibis.least(games, 10),
        "team_games_this_season": games.fill_null(0),
    }
    for feature_of, side in (("team_", ""), ("opponent_", "other_")):
        for measure in MEASURES:
            name = f"{measure}_ewm_{HALF_LIFE}"
            made[f"{feature_of}{name}"] = row[f"{side}{name}"]
            made[f"{feature_of}allowed_{name}"] = row[f"{side}opponent_{name}"]
    return row.select("game_id", "team_id", **made)
