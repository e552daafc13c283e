"""Who calls each game from where, and since when that was said."""

from typing import Annotated

from boxline.catalog import (
    Column,
    EveryVersion,
    Instant,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.catalog.offers import changes
from boxline.mlb.columns import GAME
from boxline.mlb.core.games import GAMES
from boxline.mlb.raw.mlbapi_game_feed import MLBAPI_GAME_FEED
from boxline.mlb.raw.mlbapi_schedule import MLBAPI_SCHEDULE
from boxline.mlb.scheduled import HOME_PLATE

SOURCES = ("mlbapi_game_feed", "mlbapi_schedule")

UMPIRES = Table(
    "mlb_core.umpires",
    grain="one word on who stands in one place of one game, from when on it was said",
    key=("game_id", "official_place", "known_at"),
    columns=(
        *GAME,
        Column("official_place", Text, doc="`Home Plate`, `First Base`, ..."),
        Column("official_id", Int, low=1, doc="MLB's person id of the umpire."),
        Column("official_name", Text, nullable=True, doc="NULL where not sent."),
        Column(
            "known_at",
            Instant,
            doc="When this was first seen, UTC, until the next row of the place; of what was first "
            "seen after the start the start.",
        ),
        Column("source", Text, one_of=SOURCES, doc="Who said it first."),
    ),
)


@transform(UMPIRES)
def umpires(
    feed: Annotated[Rel, Same(MLBAPI_GAME_FEED), Optional, EveryVersion],
    schedule: Annotated[Rel, Same(MLBAPI_SCHEDULE), Optional, EveryVersion],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """Words of both sources as one history; what says the same again is left out. Of no game of the
    archive anybody has told who called it."""
    import ibis

    of_feed = feed.filter(feed.row_kind == "official", ~feed.is_retracted).select(
        "game_id",
        "official_place",
        "official_id",
        "official_name",
        "known_at",
        source=ibis.literal(SOURCES[0]),
    )
    listed = schedule.filter(
        schedule.row_kind == "game",
        ~schedule.is_retracted,
        schedule.home_plate_umpire_id.notnull(),
    ).select(
        "game_id",
        official_place=ibis.literal(HOME_PLATE),
        official_id="home_plate_umpire_id",
        official_name="home_plate_umpire",
        known_at="known_at",
        source=ibis.literal(SOURCES[1]),
    )
    said = ibis.union(of_feed, listed)
    met = said.join(games.select(*(c.name for c in GAME), "starts_at"), "game_id")
    known_at = ibis.least(met.known_at, met.starts_at.coalesce(met.known_at))
    place = ["game_id", "official_place"]
    newest_word = ibis.window(
        group_by=[*place, "known_until_start"],
        order_by=[ibis.desc("known_at"), "source", "official_id"],
    )
    one = (
        met.mutate(known_until_start=known_at)
        .mutate(place=ibis.row_number().over(newest_word))
        .filter(lambda t: t.place == 0)
    )
    dated = one.drop("known_at").rename(known_at="known_until_start")
    return changes(dated, series=place, stated=["official_id"]).select(
        *(c.name for c in UMPIRES.columns)
    )
