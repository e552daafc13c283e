"""The MLB Stats API's history of one batter against one pitcher, in all their seasons."""

from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    Day,
    EachRow,
    Int,
    Raw,
    Request,
    Text,
    before_the_start,
    rows,
)
from boxline.domain.days import league_day
from boxline.mlb.stat_columns import BATTING_RATES, BATTING_TOTALS, GAMES_PLAYED, batting_totals
from boxline.providers.mlb_stats_api import MLB_STATS_API
from boxline.providers.mlb_stats_api_stats import BattingSplit, Of, Stats

#: Where a row is of no one season.
CAREER = "career"

MLBAPI_BATTER_VS_PITCHER = Raw(
    "mlb_raw.mlbapi_batter_vs_pitcher",
    provider=MLB_STATS_API,
    grain="one batter against one pitcher, in one season or in all, on one day",
    landing="batter-vs-pitcher/{date}/{batter_id}-{pitcher_id}",
    payload=Stats,
    request=Request(
        path="/api/v1/people/{batter_id}/stats",
        params={"stats": "vsPlayer", "group": "hitting", "opposingPlayerId": "{pitcher_id}"},
        # Those whom a line-up and a probable pitcher bring together.
        about=EachRow(
            dataset="mlb_raw.mlbapi_schedule",
            columns={"batter_id": "player_id", "pitcher_id": "opposing_pitcher_id"},
            starts="starts_at",
        ),
        moments=(before_the_start(2),),
        until_start=True,
    ),
    partition="snapshot_date",
    # Two who met for several clubs have a row of each.
    key=("snapshot_date", "batter_id", "pitcher_id", "season", "game_type", "team_id"),
    unread="a handful of meetings says less than both players' own rates; kept to be shown",
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("batter_id", Int, low=1, doc="MLB's person id of the batter."),
        Column("pitcher_id", Int, low=1, doc="MLB's person id of the pitcher."),
        Column("season", Text, doc="For example 2025; `career` of all together."),
        Column("game_type", Text, doc="R regular season, P postseason; empty of all together."),
        Column("team_id", Int, low=0, doc="MLB's id of the batter's club; 0 where not told."),
        GAMES_PLAYED,
        *BATTING_TOTALS,
        *BATTING_RATES,
    ),
)


@rows(MLBAPI_BATTER_VS_PITCHER)
def mlbapi_batter_vs_pitcher(row: BattingSplit, of: Of, asked: Asked) -> dict[str, Any]:
    """One row per season and one of all; two who never met have none."""
    if row.batter is None or row.pitcher is None:
        raise ValueError("it does not say who batted against whom")
    asked.insist("batter_id", str(row.batter.id))
    asked.insist("pitcher_id", str(row.pitcher.id))
    is_total = of.type == "vsPlayerTotal"
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "batter_id": row.batter.id,
        "pitcher_id": row.pitcher.id,
        "season": CAREER if is_total else row.season,
        "game_type": row.game_type or "",
        "team_id": row.team.id if row.team else 0,
        **batting_totals(row.stat),
    }
