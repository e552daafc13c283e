"""When players were born, by the rosters that tell it, and since when one knows it."""

from typing import Annotated

from boxline.catalog import Column, Day, Either, Instant, Optional, Rel, Same, Table, transform
from boxline.nba.columns import PLAYER_ID
from boxline.nba.core.rosters import ROSTERS
from boxline.nba.raw.espn_rosters import ESPN_ROSTERS

BIRTH_DATES = Table(
    "nba_core.birth_dates",
    grain="one player's day of birth as the rosters of a day have it",
    key=("stated_on", "player_id"),
    partition="stated_on",
    columns=(
        Column("stated_on", Day, doc="The league day on which the roster was fetched."),
        PLAYER_ID,
        Column("birth_date", Day, doc="Day of birth. Of two that differ neither is told."),
        Column("known_at", Instant, doc="When it was fetched, in UTC; the first time of the day."),
    ),
)


@transform(BIRTH_DATES)
def birth_dates(
    espn: Annotated[Rel, Same(ESPN_ROSTERS), Either],
    rosters: Annotated[Rel, Same(ROSTERS), Optional],
) -> Rel:
    """ESPN's days of birth, of the players whom its names are resolved to."""
    told = espn.filter(espn.birth_date.notnull()).select(
        "birth_date", "known_at", "player_name", stated_on="snapshot_date"
    )
    named = rosters.filter(rosters.source == "espn_rosters").select(
        "stated_on", "player_id", "player_name"
    )
    met = told.join(named.distinct(), ["stated_on", "player_name"])
    births = met.group_by("stated_on", "player_id").agg(
        birth_date=met.birth_date.max(),
        known_at=met.known_at.min(),
        days=met.birth_date.nunique(),
    )
    return births.filter(births.days == 1).drop("days")
