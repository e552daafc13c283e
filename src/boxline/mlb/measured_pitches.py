"""What MLB's pitches come to for each start, in the shape of what Statcast's file measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Rel
from boxline.mlb.pitch_kinds import MEASURES, PITCH_KINDS

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Measures that the pitches of core have; the approach angle needs more than they say.
_OF_PITCHES = ("velocity_mph", "spin_rpm", "rise_inches", "run_inches")


def measured_starts(pitches: Rel, pitched: Rel) -> Rel:
    """One row per start: counts, means by kind of pitch, shares of kinds by the batter's side.

    Args:
        pitches: rows of `mlb_core.pitches`.
        pitched: rows of `mlb_core.pitcher_games` of the same days.
    """
    import ibis

    starters = pitched.filter(pitched.is_starter).select("game_id", pitcher_id="player_id")
    thrown = pitches.semi_join(starters, ["game_id", "pitcher_id"])
    counted = thrown.group_by("game_id", player_id="pitcher_id").agg(
        throws=thrown.throws.max(),
        pitches=thrown.count(),
        whiffs=thrown.is_whiff.sum(),
        called_strikes=thrown.is_called_strike.sum(),
        balls_in_play=thrown.is_in_play.sum(),
        fly_balls=(thrown.trajectory == "fly_ball").fill_null(False).sum(),
        ground_balls=(thrown.trajectory == "ground_ball").fill_null(False).sum(),
        home_runs=(thrown.event == "home_run").fill_null(False).sum(),
        **{
            f"{code}_{measure}": _mean(thrown, code, measure)
            for code in PITCH_KINDS
            for measure in _OF_PITCHES
        },
        **{
            f"{code}_share_vs_{side}": _share(thrown, code, letter)
            for side, letter in (("right", "R"), ("left", "L"))
            for code in PITCH_KINDS
        },
    )
    unknown = [
        "expected_weighted_on_base",
        *(f"{code}_{one}" for code in PITCH_KINDS for one in MEASURES if one not in _OF_PITCHES),
    ]
    return counted.filter(counted.throws.notnull()).mutate(
        **{name: ibis.null("float64") for name in unknown}
    )


def _mean(thrown: Rel, code: str, measure: str) -> ir.FloatingValue:
    """The mean of a measure over the pitches of a kind; NULL where none was thrown or measured."""
    # Sums of floats depend on their order: in thousandths they are whole.
    of_kind = thrown.pitch_kind == code
    known = of_kind & thrown[measure].notnull()
    total = (thrown[measure] * 1000).round().cast("int64").sum(where=known)
    return total / known.sum().nullif(0) / 1000


def _share(thrown: Rel, code: str, letter: str) -> ir.FloatingValue:
    """The share of a kind among the pitches to batters of a side; 0 where there were none."""
    to_side = (thrown.bats == letter).fill_null(False)
    of_kind = (to_side & (thrown.pitch_kind == code)).fill_null(False)
    return (of_kind.sum() / to_side.sum().nullif(0)).coalesce(0.0)
