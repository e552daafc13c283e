"""What charted shots say of a player's or a team's game: by zone, passed to, fouled, blocked.

A game is charted where both its teams have shots. Its box score is never replaced by what was
charted: the two come from different sources, and may differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from boxline.catalog import AtMost, Column, Int, Rel, Text
from boxline.nba.props import DID_NOT_PLAY
from boxline.nba.raw.archive_player_games import REGULAR
from boxline.nba.raw.archive_shots import SEASONS

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Our three zones -> what NBA.com's own zones make each up.
ZONE_GROUPS = {
    "paint": ("Restricted Area", "In The Paint (Non-RA)"),
    "mid_range": ("Mid-Range",),
    "three": ("Left Corner 3", "Right Corner 3", "Above the Break 3", "Backcourt"),
}

#: Zone -> how the columns of its shots begin. Threes have "charted" in their name, because the box
#: score has threes too.
SHOTS_FROM = {"paint": "paint_field_goals", "mid_range": "mid_range_field_goals"} | {
    "three": "charted_threes"
}
POINTS_FROM = {"paint": "paint_points", "mid_range": "mid_range_points"} | {
    "three": "charted_threes_points"
}

NOT_COVERED = "the shot archive does not cover the game"
NOT_IN_YET = "the shots of the game are not in yet"

#: What `charted_games` adds.
CHARTED = ("is_charted", "names_players", "tells_and_ones")

_UNCHARTED = "NULL where `zones_missing_reason` says why."
_UNTOLD = "NULL where the shots do not say, as the archive's."


def _zone_words(zone: str) -> str:
    return ", ".join(ZONE_GROUPS[zone])


ZONE_COLUMNS = tuple(
    Column(
        f"{SHOTS_FROM[zone]}_{what}",
        Int,
        "field goals",
        0,
        200,
        True,
        doc=f"Charted shots {what} from the zones {_zone_words(zone)}. {_UNCHARTED}",
    )
    for zone in ZONE_GROUPS
    for what in ("made", "attempted")
)

POINT_COLUMNS = tuple(
    Column(
        POINTS_FROM[zone],
        Int,
        "points",
        0,
        250,
        True,
        doc=f"Scored by charted shots from the zones {_zone_words(zone)}. {_UNCHARTED}",
    )
    for zone in ZONE_GROUPS
)

PASS_COLUMNS = (
    Column(
        "assisted_field_goals_made",
        Int,
        "field goals",
        0,
        120,
        True,
        doc=f"Charted shots made after an assist. {_UNTOLD}",
    ),
    Column(
        "unassisted_field_goals_made",
        Int,
        "field goals",
        0,
        120,
        True,
        doc=f"Charted shots made without an assist. {_UNTOLD}",
    ),
    Column(
        "and_ones",
        Int,
        "field goals",
        0,
        60,
        True,
        doc=f"Charted shots made while fouled, with one free throw to follow. {_UNTOLD}",
    ),
)

BLOCK_COLUMNS = tuple(
    Column(
        f"blocks_{zone}",
        Int,
        "blocks",
        0,
        50,
        True,
        doc=f"Charted shots of the other side blocked, from the zones {_zone_words(zone)}. "
        f"{_UNTOLD}",
    )
    for zone in ZONE_GROUPS
)

ZONES_MISSING_REASON = Column(
    "zones_missing_reason",
    Text,
    nullable=True,
    one_of=(NOT_COVERED, NOT_IN_YET),
    doc="Why there is nothing by zone; NULL where there is.",
)

#: The same of a table of players, of whom some did not play.
ZONES_MISSING_REASON_OF_PLAYER = replace(
    ZONES_MISSING_REASON, one_of=(DID_NOT_PLAY, NOT_COVERED, NOT_IN_YET)
)

ZONE_RULES = tuple(
    AtMost(f"{prefix}_made", f"{prefix}_attempted") for prefix in SHOTS_FROM.values()
)


def of_the_opponent(column: Column) -> Column:
    """The same count, of the other side's shots."""
    return replace(column, name=f"opponent_{column.name}", doc=f"Of the other side: {column.doc}")


def shooting(shots: Rel, *, of: Iterable[str]) -> Rel:
    """Counts of the shots that each taker took: ZONE_COLUMNS, POINT_COLUMNS, PASS_COLUMNS.

    Args:
        shots: rows of `nba_core.shots`.
        of: the columns of `shots` that name a taker in a game: his, or his team's.
    """
    made = shots.is_made.cast("int64")
    scored = made * shots.point_value
    sums: dict[str, Any] = {}
    for zone, names in ZONE_GROUPS.items():
        is_from = shots.zone.isin(names)
        sums[f"{SHOTS_FROM[zone]}_made"] = made.sum(where=is_from).coalesce(0)
        sums[f"{SHOTS_FROM[zone]}_attempted"] = is_from.cast("int64").sum()
        sums[POINTS_FROM[zone]] = scored.sum(where=is_from).coalesce(0)
    is_assisted = shots.is_made & shots.assist_player_id.notnull()
    return shots.group_by(*of).agg(
        **sums,
        assisted_field_goals_made=is_assisted.cast("int64").sum(),
        unassisted_field_goals_made=(shots.is_made & ~is_assisted).cast("int64").sum(),
        and_ones=shots.is_and_one.cast("int64").sum(),
    )


def blocking(shots: Rel, *, of: str, named: str) -> Rel:
    """Counts of the shots that each blocker blocked: BLOCK_COLUMNS.

    Args:
        of: the column of `shots` that says who blocked: a player, or his team.
        named: what that column is called in the result, beside `game_id`.
    """
    blocked = shots.filter(shots.block_player_id.notnull())
    counts = {
        f"blocks_{zone}": blocked.zone.isin(names).cast("int64").sum()
        for zone, names in ZONE_GROUPS.items()
    }
    return blocked.group_by("game_id", **{named: blocked[of]}).agg(**counts)


def charted_games(took: Rel) -> Rel:
    """The games of which both teams' shots are there, and whether these name who passed and
    blocked (who names one names the other; no game is without an assist) and tell and-ones.

    Args:
        took: as `shooting` gives it, with `game_id` and `team_id`.
    """
    import ibis

    games = took.group_by("game_id").agg(
        sides=took.team_id.nunique(),
        assisted=took.assisted_field_goals_made.sum(),
        fouled=took.and_ones.max(),
    )
    return games.filter(games.sides == 2).select(
        "game_id",
        is_charted=ibis.literal(True),
        names_players=games.assisted > 0,
        tells_and_ones=games.fouled.notnull(),
    )


def counted(line: Rel, columns: Iterable[Column], known: ir.BooleanValue) -> dict[str, Any]:
    """The counts of a line: 0 where nothing was charted of who could have been, else NULL.

    Args:
        line: rows joined with what `shooting` or `blocking` gave.
        known: whether shots are there that would tell.
    """
    import ibis

    return {c.name: ibis.cases((known, line[c.name].coalesce(0))) for c in columns}


def why_missing(line: Rel) -> ir.StringValue:
    """`ZONES_MISSING_REASON` of rows that were joined with `charted_games`. Seasons after the
    archive's come by play-by-play alone, and so are not in yet."""
    import ibis

    is_held = line.season.isin(SEASONS) & (line.season_type == "regular")
    return ibis.cases(
        (line.is_charted.notnull(), ibis.null("string")),
        (~is_held & (line.season <= REGULAR[-1]), NOT_COVERED),
        else_=NOT_IN_YET,
    )
