"""The batters whom a starter will face by the newest order, and how often each has struck out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Rel
from boxline.catalog.windows import sums_by_days, with_newest_before

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: What a plate appearance may end with that is none: a runner made the last out.
NO_APPEARANCE = ("caught_stealing", "pickoff", "stolen_base", "wild_pitch", "other_out", "runner")

#: What is counted of a batter: against this arm, and against both.
COUNTED = ("appearances_vs_arm", "strikeouts_vs_arm", "appearances", "strikeouts")


def opposing_batters(
    spine: Rel, *, lineups: Rel, cutoffs: Rel, players: Rel, pitches: Rel, batted: Rel
) -> Rel:
    """Nine rows per starter against whom an order was known by the cut-off.

    Args:
        spine: starters: `game_id`, `game_date`, `player_id` and `opponent_team_id`.
        lineups: rows of `mlb_core.lineups` of the same days.
        players: `mlb_core.players` of earlier days.
        pitches: `mlb_core.pitches` of earlier days, those of a range of days among them.
        batted: `mlb_core.batter_games` likewise.
    Returns:
        `game_id`, `player_id`, `batting_order`, `batter_id`, `line_up_kind`, `throws` of the
        starter, `bats` of the batter (NULL where nobody has told) and COUNTED, over earlier days:
        against both arms from box scores, where there are more of them than pitches tell of.
    """
    key = ["game_id", "opponent_team_id"]
    newest = _by_cutoff(lineups, cutoffs).rename(opponent_team_id="team_id")
    met = spine.select("game_id", "game_date", "player_id", "opponent_team_id").join(newest, key)
    met = with_newest_before(met, players, entity=["player_id"], columns={"throws": "throws"})
    met = with_newest_before(
        met, players, entity={"player_id": "batter_id"}, columns={"bats": "bats"}
    )
    seen = _appearances(pitches)
    against = {"appearances_vs_arm": ("appearance", None), "strikeouts_vs_arm": ("strikeout", None)}
    by_arm = sums_by_days(met, seen, entity=["batter_id", "throws"], sums=against)
    both = sums_by_days(
        met,
        seen,
        entity=["batter_id"],
        sums={"seen": ("appearance", None), "seen_out": ("strikeout", None)},
    )
    boxed = sums_by_days(
        met,
        batted.rename(batter_id="player_id"),
        entity=["batter_id"],
        sums={"boxed": ("plate_appearances", None), "boxed_out": ("strikeouts", None)},
    )
    day = ["batter_id", "game_date"]
    told = met.left_join(by_arm, [*day, "throws"]).drop("batter_id_right", "game_date_right")
    told = told.drop("throws_right").join(both, day).join(boxed, day)
    is_boxed = told.boxed >= told.seen
    return told.select(
        *("game_id", "player_id", "batting_order", "batter_id", "line_up_kind", "throws", "bats"),
        appearances_vs_arm=told.appearances_vs_arm.coalesce(0),
        strikeouts_vs_arm=told.strikeouts_vs_arm.coalesce(0),
        appearances=is_boxed.ifelse(told.boxed, told.seen),
        strikeouts=is_boxed.ifelse(told.boxed_out, told.seen_out),
    )


def _by_cutoff(lineups: Rel, cutoffs: Rel) -> Rel:
    """The newest whole order of each side that was known by the cut-off."""
    known = lineups.join(cutoffs.select("game_id", "cutoff_at"), "game_id")
    known = known.filter(known.known_at <= known.cutoff_at)
    last = known.group_by("game_id", "team_id").agg(newest_at=known.known_at.max())
    standing = known.join(last, ["game_id", "team_id"])
    return standing.filter(standing.known_at == standing.newest_at).select(
        "game_id",
        "team_id",
        "batting_order",
        batter_id="player_id",
        line_up_kind="lineup_kind",
    )


def _appearances(pitches: Rel) -> Rel:
    """The last pitch of every plate appearance."""
    import ibis

    ended = pitches.filter(pitches.event.notnull())
    is_none = ibis.or_(*(ended.event.startswith(text) for text in NO_APPEARANCE))
    return ended.filter(~is_none).select(
        "batter_id",
        "game_date",
        "throws",
        appearance=ibis.literal(1, "int64"),
        strikeout=is_strikeout(ended).cast("int64"),
    )


def is_strikeout(pitches: Rel) -> ir.BooleanValue:
    """Whether a pitch was the last of a strikeout: also of one that a runner did not survive."""
    return pitches.event.startswith("strikeout").fill_null(False)
