"""What a model may know of each player before each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
    Instant,
    Optional,
    Past,
    Rel,
    Same,
    Text,
    transform,
)
from boxline.nba import lookback
from boxline.nba.analytics.expected_availability import EXPECTED_AVAILABILITY
from boxline.nba.analytics.league_form import LEAGUE_FORM
from boxline.nba.analytics.player_form import PLAYER_FORM
from boxline.nba.analytics.role_games import ROLE_GAMES
from boxline.nba.analytics.team_form import TEAM_FORM
from boxline.nba.analytics.upcoming_player_game_context import UPCOMING_PLAYER_GAME_CONTEXT
from boxline.nba.analytics.upcoming_team_game_context import UPCOMING_TEAM_GAME_CONTEXT
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.daily_checks import BEFORE_A_GAME, OF_A_SIDE, OF_ABSENCES, floats_watched
from boxline.nba.expected_player_table import expected_player_table
from boxline.nba.features import (
    availability as of_availability,
)
from boxline.nba.features import (
    market,
    matchup,
    player_means,
    player_trends,
    quality,
    schedule,
    team_form,
)
from boxline.nba.form.rates import ROLES
from boxline.nba.pre_game.play_probability import STATUS_SOURCES
from boxline.nba.precompute.player_composite_factors import PLAYER_COMPOSITE_FACTORS
from boxline.nba.precompute.player_daily_cache import PLAYER_DAILY_CACHE

#: Features by family, in the order in which a model's matrix has them.
FAMILIES = {
    "averages": matchup.AVERAGES,
    "means": player_means.COLUMNS,
    "trends": player_trends.COLUMNS,
    "teams": team_form.COLUMNS,
    "schedule": schedule.COLUMNS,
    "factors": matchup.FACTORS,
    "availability": of_availability.COLUMNS,
    "market": market.COLUMNS,
}

#: Family -> the columns that tell whose word its features are and since when; else the sentence
#: that says why it needs none.
KNOWN_BY: dict[str, tuple[str, ...] | str] = {
    "averages": ("form_through",),
    "means": ("form_through",),
    "trends": ("form_through",),
    "teams": "Features of teams are computed from box scores of earlier days, all of them.",
    "schedule": "Those of schedule are of the calendar, of earlier days, and of the reports that "
    "availability_known_at dates.",
    "factors": "Factors are computed from box scores and shots of earlier days and from the "
    "features of schedule and availability.",
    "availability": ("availability_source", "availability_known_at"),
    "market": ("market_source", "market_known_at"),
}

#: What a day's features look like together, where a family's file does not say it column by column;
#: whether there is a market is not ours to know.
WATCHED = {
    "averages": BEFORE_A_GAME,
    "means": BEFORE_A_GAME,
    "teams": OF_A_SIDE,
    "availability": OF_ABSENCES,
}

#: What counts for `known_share`: everything but the market.
COUNTED = tuple(c.name for name, family in FAMILIES.items() if name != "market" for c in family)

_CACHED = {c.name: c for c in PLAYER_DAILY_CACHE.columns}
_CONTEXT = {c.name: c for c in UPCOMING_PLAYER_GAME_CONTEXT.columns}

ML_FEATURE_STORE = expected_player_table(
    "nba_precompute.ml_feature_store",
    columns=(
        Column(
            "role",
            Text,
            nullable=True,
            one_of=ROLES,
            doc="By his shrunken rates of rebounds and assists. NULL before the first game in the "
            "data.",
        ),
        *(
            column
            for name, family in FAMILIES.items()
            for column in floats_watched(family, WATCHED.get(name, ()))
        ),
        Column(
            "form_through",
            Day,
            nullable=True,
            doc="Day of the newest game that the features of averages, means and trends rest on. "
            "NULL where he played neither this season nor last. "
            + " ".join(why for why in KNOWN_BY.values() if isinstance(why, str)),
        ),
        Column(
            "availability_source",
            Text,
            one_of=STATUS_SOURCES,
            doc="What the features of availability rest on for him.",
        ),
        Column(
            "availability_known_at",
            Instant,
            nullable=True,
            doc="When the newest report on the game was known. NULL where none was.",
        ),
        Column(
            "market_source",
            Text,
            nullable=True,
            doc="Bookmaker of the points line; NULL without one.",
        ),
        Column(
            "market_known_at",
            Instant,
            nullable=True,
            doc="When the newest of his lines was known. NULL where none was by the cut-off.",
        ),
        _CACHED["shot_zones_missing_reason"],
        _CACHED["is_early_season"],
        *(_CONTEXT[name] for name in schedule.KNOWN),
        *quality.COLUMNS,
    ),
)


@transform(ML_FEATURE_STORE)
def ml_feature_store(
    expected: Annotated[Rel, Same(EXPECTED_PLAYERS)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    availability: Annotated[Rel, Same(EXPECTED_AVAILABILITY)],
    context: Annotated[Rel, Same(UPCOMING_PLAYER_GAME_CONTEXT)],
    team_context: Annotated[Rel, Same(UPCOMING_TEAM_GAME_CONTEXT)],
    cache: Annotated[Rel, Same(PLAYER_DAILY_CACHE)],
    factors: Annotated[Rel, Same(PLAYER_COMPOSITE_FACTORS)],
    form: Annotated[Rel, Past(PLAYER_FORM, seasons=2)],
    league: Annotated[Rel, Past(LEAGUE_FORM, seasons=2)],
    teams: Annotated[Rel, Past(TEAM_FORM, seasons=2)],
    role_games: Annotated[Rel, Past(ROLE_GAMES, seasons=2)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
    lines: Annotated[Rel, Same(PLAYER_PROP_LINES), Optional],
) -> Rel:
    """One row per player and game, from what stood on earlier days, and lines and reports by the
    cut-off. Each family is a small relation of its own, met by game and player at the end."""
    key, side = ["game_id", "player_id"], ["game_id", "team_id"]
    spine = expected.select(*key, "game_date", "season", "team_id", "opponent_team_id")
    state = player_means.with_rates(player_means.with_player_state(spine, form, league))
    row = player_trends.with_opponent_games(state, played)
    row = row.mutate(**player_means.player_means(row), **player_trends.player_trends(row))
    own = row.select(
        *key, *player_means.NAMES, *player_trends.NAMES, "role", form_through="newest_game_date"
    )
    roles = team_form.with_role_residuals(
        row.select(*key, "game_date", "opponent_team_id", "role"), role_games
    )
    both = (
        expected.join(own, key)
        .join(roles.drop("game_date", "opponent_team_id", "role"), key)
        .join(of_availability.availability_features(availability), key)
        .join(schedule.schedule_features(context, team_context), key)
        .join(matchup.taken_features(cache, factors), key)
        .join(market.market_features(context, team_context, lines, cutoffs, cache), key)
        .join(team_form.team_features(team_context, teams), side)
        .join(team_context.select(*side, *lookback.NAMES), side)
        .mutate(team_games_missed=lambda t: t.team_games_since)
    )
    return quality.with_quality(both, COUNTED)
