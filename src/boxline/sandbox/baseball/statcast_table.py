"""Starts with their pitches, as the archive's file has them: a name, no id, and no game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from statistics import fmean
from typing import Any

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.box_lines import PitcherLine
from boxline.sandbox.baseball.thrown import Pitch, pitches_of
from boxline.sandbox.parquet_schema import Row, schema_of

_KINDS = ("FF", "SI", "FC", "SL", "ST", "CU", "CH")
_MEASURED = ("velo", "spinrate", "ivb", "hb", "vaa")
_COUNTED = """
    game_date date, player_name str, away_team str, home_team str, p_throws str, outs u32,
    pitches u32, pa u32, runs i64, hits u32, k u32, bb u32, hbp u32, hr u32, fb u32, gb u32,
    strikes u32, balls u32, bip u32, whiffs u32, cs u32, csw u32, x_ba f32, w_oba f32, xw_oba f32
"""
_THROWS = [f"throws_{kind.lower()} i8" for kind in _KINDS]
_OF_KINDS = [f"{kind.lower()}_{name} f32" for kind in _KINDS for name in _MEASURED]
_USAGES = [f"{kind.lower()}_usage_v_{side} f32" for side in "rl" for kind in _KINDS]
STATCAST_STARTS = schema_of(", ".join((_COUNTED, *_THROWS, *_OF_KINDS, *_USAGES)))


def statcast_rows(finals: Sequence[BallView]) -> Iterator[Row]:
    """A row for each start, by day, visitors first."""
    for view in finals:
        box = view.box
        assert box is not None
        for side in (1, 0):
            yield _row(view, box.pitchers[side][0])


def _row(view: BallView, line: PitcherLine) -> dict[str, Any]:
    counts, player = line.counts, line.player
    thrown = [
        (pitch, play.batter.side_against(player.throws))
        for play in view.plays
        if play.pitcher is player
        for pitch in pitches_of(view.game_id, play)
    ]
    calls = [pitch.call for pitch, _ in thrown]
    in_play, strikes = calls.count("X"), sum(call in "CSF" for call in calls)
    average = counts.hits / counts.at_bats if counts.at_bats else 0.0
    rng = Random(f"expected/{view.game_id}/{player.player_id}")
    return {
        "game_date": view.slot.game_date,
        "player_name": player.player_name,
        "away_team": view.fixture.away.code,
        "home_team": view.fixture.home.code,
        "p_throws": player.throws,
        "outs": line.outs,
        "pitches": counts.pitches,
        "pa": counts.appearances,
        "runs": line.runs,
        "hits": counts.hits,
        "k": counts.strikeouts,
        "bb": counts.walks,
        "hbp": counts.hit_by_pitch,
        "hr": counts.home_runs,
        "fb": counts.flies + counts.pops,
        "gb": counts.grounders,
        "strikes": strikes,
        "balls": counts.pitches - strikes - in_play,
        "bip": in_play,
        "whiffs": calls.count("S"),
        "cs": calls.count("C"),
        "csw": calls.count("S") + calls.count("C"),
        "x_ba": max(0.0, average + rng.gauss(0, 0.04)),
        "w_oba": max(0.0, 1.2 * average + rng.gauss(0, 0.02)),
        "xw_oba": max(0.0, 1.2 * average + rng.gauss(0, 0.05)),
        **_arsenal([pitch for pitch, _ in thrown]),
        **_usage(thrown),
    }


def _arsenal(pitches: list[Pitch]) -> dict[str, Any]:
    """What each kind did on average; NULL of a kind that he did not throw."""
    told: dict[str, Any] = {}
    for kind in _KINDS:
        mine, name = [pitch for pitch in pitches if pitch.kind == kind], kind.lower()
        told[f"throws_{name}"] = int(bool(mine))
        means = [fmean(column) for column in zip(*map(_measures, mine), strict=True)]
        for place, measured in enumerate(_MEASURED):
            told[f"{name}_{measured}"] = means[place] if means else None
    return told


def _measures(pitch: Pitch) -> tuple[float, ...]:
    fall = -4.5 - (16 - pitch.rise) / 5  # degrees, at the plate
    return pitch.speed, float(pitch.spin), pitch.rise, pitch.sweep, fall


def _usage(thrown: list[tuple[Pitch, str]]) -> dict[str, float]:
    """Shares of each kind against each hand; all 0 where nobody of it came to bat."""
    told: dict[str, float] = {}
    for side in "RL":
        kinds = [pitch.kind for pitch, batter_side in thrown if batter_side == side]
        for kind in _KINDS:
            share = kinds.count(kind) / len(kinds) if kinds else 0.0
            told[f"{kind.lower()}_usage_v_{side.lower()}"] = share
    return told
