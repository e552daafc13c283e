"""Who is with which club, and since when one knows it: moves, lists and rosters of all sources."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
    Either,
    EveryVersion,
    Instant,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    SameSeason,
    Table,
    Text,
    transform,
)
from boxline.nba.core.players import PLAYERS
from boxline.nba.raw.bdl_active_players import BDL_ACTIVE_PLAYERS
from boxline.nba.raw.espn_rosters import ESPN_ROSTERS
from boxline.nba.raw.nbac_player_list import NBAC_PLAYER_LIST
from boxline.nba.raw.nbac_player_movement import NBAC_PLAYER_MOVEMENT
from boxline.nba.roster_words import SOURCES, listed, moved, owned, snapshots

#: Says that a source contradicts itself, so that nobody's club is taken from it.
SEVERAL_CLUBS = "it names him with several clubs at once"

ROSTERS = Table(
    "nba_core.rosters",
    grain="one word of one source on which club a player is with",
    key=("stated_on", "source", "player_id", "known_at"),
    partition="stated_on",
    # A snapshot names players whom nobody has seen play yet: those who are known are kept.
    max_rejected_share=1.0,
    columns=(
        Column(
            "stated_on",
            Day,
            doc="The league day that it is said of: of a move its day, of a snapshot the day it "
            "was fetched, of a season's list the first day of the season.",
        ),
        Column(
            "player_id",
            Int,
            low=1,
            explained_by="unresolved_reason",
            doc="NBA.com's player id; of a source without it by the name, as it is known that day.",
        ),
        Column("player_name", Text, doc="As the source writes it; of a move in lower case."),
        Column("team_id", Int, low=1, nullable=True, doc="NBA.com's team id; NULL of no club."),
        Column(
            "known_at",
            Instant,
            doc="When it was fetched, in UTC; of a move the end of its day where that is earlier, "
            "because the world knew it by then.",
        ),
        Column("source", Text, one_of=SOURCES, doc="Whose word it is."),
    ),
)


@transform(ROSTERS)
def rosters(
    moves: Annotated[Rel, Same(NBAC_PLAYER_MOVEMENT), Either],
    lists: Annotated[Rel, Same(NBAC_PLAYER_LIST), Either, EveryVersion],
    active: Annotated[Rel, Same(BDL_ACTIVE_PLAYERS), Either],
    espn: Annotated[Rel, Same(ESPN_ROSTERS), Either],
    season_lists: Annotated[Rel, SameSeason(NBAC_PLAYER_LIST), Optional, EveryVersion],
    players: Annotated[Rel, Past(PLAYERS, seasons=3)],
) -> Rel:
    """Every source's words side by side; `nba_core.expected_players` goes by the newest. One on a
    name that is nobody's, or with two clubs at once, is a reject."""
    import ibis

    with_ids = ibis.union(moved(moves), listed(lists)).mutate(unresolved_reason=ibis.null("string"))
    named = owned(snapshots(active, espn), players, season_lists)
    words = ibis.union(with_ids.select(*named.columns), named)
    # Two spellings of one player are one word.
    said_of = words.player_id.cast("string").coalesce(words.name_sent)
    at_once = ["stated_on", "source", "known_at", "said_of"]
    told = (
        words.mutate(said_of=said_of)
        .group_by(at_once)
        .agg(
            player_name=lambda t: t.name_sent.max(),
            player_id=lambda t: t.player_id.max(),
            team_id=lambda t: t.team_id.max(),
            clubs=lambda t: t.team_id.nunique(),
            unresolved_reason=lambda t: t.unresolved_reason.max(),
        )
    )
    is_one = told.clubs <= 1
    return told.select(
        "stated_on",
        "source",
        "known_at",
        "player_name",
        "team_id",
        player_id=is_one.ifelse(told.player_id, ibis.null("int64")),
        unresolved_reason=is_one.ifelse(told.unresolved_reason, SEVERAL_CLUBS),
    )
