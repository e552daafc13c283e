"""The MLB Stats API's splits of a season: batters against left and right hands, and pitchers."""

from typing import Any

from boxline.catalog import Asked, Column, Day, EachSeason, Int, Raw, Request, Text, every, rows
from boxline.domain.days import league_day
from boxline.mlb.counts import ALL_COUNTS, nullable, over_season
from boxline.mlb.stat_columns import (
    BATTING_RATES,
    GAMES_PLAYED,
    PITCHING_RATES,
    batting_totals,
    pitching_totals,
)
from boxline.providers.mlb_stats_api import MAJORS, MLB_STATS_API, code_in
from boxline.providers.mlb_stats_api_stats import BattingSplit, Of, PitchingSplit, Stats

#: Against left hands and against right hands: of the pitcher for a batter, of the batter for a
#: pitcher.
SITUATIONS = ("vl", "vr")

_TOTALS = (
    GAMES_PLAYED,
    *nullable(over_season(ALL_COUNTS), "NULL of the other group, and where not sent."),
    *BATTING_RATES,
    *PITCHING_RATES,
)

MLBAPI_PLAYER_SPLITS = Raw(
    "mlb_raw.mlbapi_player_splits",
    provider=MLB_STATS_API,
    grain="one player in one situation of one season, at the plate or on the mound, on one day",
    landing="player-splits/{season}/{group}",
    payload=Stats,
    request=Request(
        path="/api/v1/stats",
        params={
            "stats": "statSplits",
            "sitCodes": ",".join(SITUATIONS),
            "group": "{group}",
            "season": "{season_year}",
            "sportIds": MAJORS,
            "playerPool": "ALL",
            "limit": "10000",
        },
        about=EachSeason(),
        also={"group": ("hitting", "pitching")},
        moments=(every(24),),
    ),
    partition="snapshot_date",
    # One who changed clubs has a split of each.
    key=("snapshot_date", "season", "player_id", "group_name", "situation", "team_id"),
    unread="splits are of the whole season up to the day they are asked; core counts pitches of "
    "earlier days instead, and these are there to compare with",
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("season", Text, doc="For example 2025."),
        Column("player_id", Int, low=1, doc="MLB's person id."),
        Column("player_name", Text, nullable=True, doc="First and last name."),
        Column(
            "group_name", Text, one_of=("hitting", "pitching"), doc="What he did: bat, or pitch."
        ),
        Column(
            "situation",
            Text,
            one_of=SITUATIONS,
            doc="`vl` against left hands, `vr` against right: a batter's pitchers, a pitcher's "
            "batters.",
        ),
        Column("team_id", Int, low=0, doc="MLB's id of his club; 0 of all clubs together."),
        *_TOTALS,
    ),
)

_NOTHING = dict.fromkeys(column.name for column in _TOTALS)


@rows(MLBAPI_PLAYER_SPLITS)
def mlbapi_player_splits(row: BattingSplit | PitchingSplit, of: Of, asked: Asked) -> dict[str, Any]:
    """One row per split."""
    if of.type != "statSplits":
        raise ValueError(f"it is of {of.type}, and no split of a season")
    is_batting = isinstance(row, BattingSplit)
    totals = (
        batting_totals(row.stat) if isinstance(row, BattingSplit) else pitching_totals(row.stat)
    )
    return {
        **_NOTHING,
        "snapshot_date": league_day(asked.fetched_at),
        "season": row.season,
        "player_id": row.player.id if row.player else None,
        "player_name": row.player.full_name if row.player else None,
        "group_name": "hitting" if is_batting else "pitching",
        "situation": code_in(row.split),
        "team_id": row.team.id if row.team else 0,
        **totals,
    }
