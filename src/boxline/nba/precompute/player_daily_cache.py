"""How each player who could appear in a game stands before it: averages, load and zones."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.windows import with_newest_before
from boxline.nba import early_season, quality
from boxline.nba.analytics.player_form import PLAYER_FORM
from boxline.nba.analytics.team_form import TEAM_FORM
from boxline.nba.analytics.upcoming_player_game_context import UPCOMING_PLAYER_GAME_CONTEXT
from boxline.nba.charted_shots import ZONE_GROUPS
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.daily_checks import BEFORE_A_GAME, floats_watched
from boxline.nba.expected_player_table import expected_player_table
from boxline.nba.factors.zone_mismatch import NOT_CHARTED
from boxline.nba.form_averages import FORM_COLUMNS, form_averages, form_sums
from boxline.nba.precompute.player_shot_zone_analysis import PLAYER_SHOT_ZONE_ANALYSIS

#: Taken over from the context: what he played of late, and how much of late is known.
LOADS = (
    "days_rest",
    "games_last_7_days",
    "games_last_14_days",
    "minutes_last_7_days",
    "minutes_last_14_days",
    "average_minutes_last_7_days",
    "back_to_backs_last_14_days",
)
SHARES_KNOWN = tuple(f"known_share_last_{window}" for window in ("5", "10", "7_days", "14_days"))

#: Taken over from his shot zones.
ZONES = (
    "primary_scoring_zone",
    *(f"{zone}_rate_percent_last_10" for zone in ZONE_GROUPS),
    "assisted_percent_last_10",
)

_SIDE = ["team_id", "season", "game_date"]


def _of(table: Table, *names: str) -> tuple[Column, ...]:
    return tuple(c for c in table.columns if c.name in names)


(_ZONES_REASON,) = _of(PLAYER_SHOT_ZONE_ANALYSIS, "zones_missing_reason")

PLAYER_DAILY_CACHE = expected_player_table(
    "nba_precompute.player_daily_cache",
    columns=(
        *floats_watched(FORM_COLUMNS, BEFORE_A_GAME),
        Column(
            "team_pace_last_10",
            Float,
            "possessions per 48 min",
            30,
            200,
            True,
            doc="Of his team's last 10 games this season; NULL before its first.",
        ),
        Column(
            "team_offensive_rating_last_10",
            Float,
            "points per 100 possessions",
            0,
            300,
            True,
            doc="Of his team's last 10 games this season; NULL before its first.",
        ),
        *_of(UPCOMING_PLAYER_GAME_CONTEXT, *LOADS, *SHARES_KNOWN),
        Column(
            "share_known",
            Float,
            "share",
            0,
            1,
            True,
            doc="The least of the four shares before it that are not NULL. NULL where all are.",
        ),
        Column(
            "quality_tier",
            Text,
            nullable=True,
            one_of=quality.TIERS,
            doc=f"Of `share_known`: {quality.TIERS_IN_WORDS}. NULL where it is.",
        ),
        early_season.DAYS_INTO_SEASON,
        early_season.IS_EARLY_SEASON,
        Column(
            "has_enough_games",
            Flag,
            doc="Whether `games_this_season` are as many as a sample needs: 10, and fewer while "
            "the season is early.",
        ),
        *_of(PLAYER_SHOT_ZONE_ANALYSIS, *ZONES),
        Column(
            "shot_zones_missing_reason",
            Text,
            nullable=True,
            one_of=(NOT_CHARTED, *_ZONES_REASON.one_of),
            doc="Why his zones are NULL; NULL where they are not.",
        ),
    ),
)


@transform(PLAYER_DAILY_CACHE)
def player_daily_cache(
    context: Annotated[Rel, Same(UPCOMING_PLAYER_GAME_CONTEXT)],
    games: Annotated[Rel, Same(GAMES)],
    earlier_games: Annotated[Rel, Past(GAMES, seasons=1)],
    form: Annotated[Rel, Past(PLAYER_FORM, seasons=1)],
    team_form: Annotated[Rel, Past(TEAM_FORM, seasons=1)],
    zones: Annotated[Rel, Same(PLAYER_SHOT_ZONE_ANALYSIS), Optional],
) -> Rel:
    """What stood after his, and his team's, last game of the season on an earlier day, beside his
    load of late and where he shoots from."""
    spine = context.select(*(c.name for c in (*GAME, PLAYER_ID, *SIDE)), *LOADS, *SHARES_KNOWN)
    known = with_newest_before(
        spine,
        form.semi_join(spine, "player_id"),
        entity=["player_id", "season"],
        columns={name: name for name in ("games_to_date", *form_sums())},
    )
    sides = with_newest_before(
        spine.select(*_SIDE).distinct(),
        team_form,
        entity=["team_id", "season"],
        columns={
            "team_pace_last_10": "pace_last_10",
            "team_offensive_rating_last_10": "offensive_rating_last_10",
        },
    )
    opened = early_season.opening_days(games, earlier_games)
    shots = zones.select(
        "game_id", "player_id", *ZONES, zones_reason="zones_missing_reason", has_zones=True
    )
    row = known.join(sides, _SIDE).join(opened, "season")
    return _measured(row.left_join(shots, ["game_id", "player_id"]))


def _measured(row: Rel) -> Rel:
    """What is read off, and how much of what should be known is."""
    import ibis

    games = row.games_to_date.fill_null(0)
    days = early_season.days_into_season(row.game_date, row.opened_on)
    # Above 1 where a window had no game to know: never mistaken for a share that is whole.
    least = ibis.least(*(row[name].fill_null(2.0) for name in SHARES_KNOWN)).nullif(2.0)
    return row.mutate(
        **form_averages(row),
        share_known=least,
        quality_tier=quality.tier_of(least),
        days_into_season=days,
        is_early_season=early_season.is_early(days),
        has_enough_games=games >= early_season.least_player_games(days),
        shot_zones_missing_reason=row.has_zones.isnull().ifelse(NOT_CHARTED, row.zones_reason),
    )
