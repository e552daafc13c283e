"""The pitches of a play in the live feed."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.pitching import count_after
from boxline.sandbox.baseball.players import PITCH_KINDS
from boxline.sandbox.baseball.plays import Play
from boxline.sandbox.baseball.thrown import Pitch, batted, pitches_of
from boxline.sandbox.servers.baseball.mlb_words import milliseconds

_CALLS = {
    "B": ("B", "Ball"),
    "C": ("C", "Called Strike"),
    "S": ("S", "Swinging Strike"),
    "F": ("F", "Foul"),
    "H": ("H", "Hit By Pitch"),
}
_IN_PLAY = {
    "out": ("X", "In play, out(s)"),
    "on": ("D", "In play, no out"),
    "run": ("E", "In play, run(s)"),
}
_SPEED_LOST = 0.915  # of a pitch, on its way to the plate


def pitch_events(
    view: BallView, play: Play, thrown: int, outs: int, *, first: int, is_over: bool
) -> list[dict[str, Any]]:
    """The pitches of a play so far.

    Args:
        view: the game.
        play: whose pitches they are.
        thrown: how many are seen.
        outs: before the play.
        first: the number of the first of them among the events of the play.
        is_over: whether the play is.
    """
    timeline = view.contest.timeline
    assert timeline is not None
    pitches = pitches_of(view.game_id, play)[:thrown]
    written = []
    for number, pitch in enumerate(pitches, 1):
        balls, strikes = count_after(play.calls[:number])
        is_last = is_over and number == len(play.calls)
        thrown_at = timeline.pitched_at(play.number, number)
        hit = _hit_data(view, play) if is_last and play.calls[-1] == "X" else {}
        written.append(
            {
                "details": _call(pitch, play, is_last=is_last),
                "count": {"balls": balls, "strikes": strikes, "outs": outs},
                "pitchData": _pitch_data(pitch, play),
                **hit,
                "index": first + number - 1,
                "playId": _play_id(f"{view.game_id}/{play.number}/{number}"),
                "pitchNumber": number,
                "startTime": milliseconds(thrown_at - timedelta(seconds=4)),
                "endTime": milliseconds(thrown_at),
                "isPitch": True,
                "type": "pitch",
            }
        )
    return written


def _call(pitch: Pitch, play: Play, *, is_last: bool) -> dict[str, Any]:
    in_play = pitch.call == "X"
    code, said = _IN_PLAY[_what_came(play)] if in_play else _CALLS[pitch.call]
    return {
        "call": {"code": code, "description": said},
        "description": said,
        "code": code,
        "ballColor": "rgba(170, 21, 11, 1.0)",
        "trailColor": "rgba(50, 50, 50, 1.0)",
        "isInPlay": in_play,
        "isStrike": pitch.call in "CSF",
        "isBall": pitch.call in "BH",
        "type": {"code": pitch.kind, "description": PITCH_KINDS[pitch.kind][0]},
        "isOut": is_last and play.outs_made > 0,
        "hasReview": False,
    }


def _what_came(play: Play) -> str:
    if play.runs:
        return "run"
    return "out" if play.outs_made else "on"


def _pitch_data(pitch: Pitch, play: Play) -> dict[str, Any]:
    tall = play.batter.player_id % 7 / 20
    return {
        "startSpeed": pitch.speed,
        "endSpeed": round(pitch.speed * _SPEED_LOST, 1),
        "strikeZoneTop": round(3.25 + tall, 2),
        "strikeZoneBottom": round(1.5 + tall / 2, 2),
        "strikeZoneWidth": 17.0,
        "strikeZoneDepth": 8.5,
        "coordinates": {"pX": pitch.x, "pZ": pitch.z},
        "breaks": {
            "breakVerticalInduced": pitch.rise,
            "breakHorizontal": pitch.sweep,
            "spinRate": pitch.spin,
        },
        "zone": pitch.zone,
        "typeConfidence": 2.0,
        "plateTime": round(37.5 / pitch.speed, 3),
        "extension": round(6 + play.pitcher.player_id % 10 / 10, 1),
    }


def _hit_data(view: BallView, play: Play) -> dict[str, Any]:
    ball = batted(view.game_id, play)
    told = {
        "launchSpeed": ball.speed,
        "launchAngle": ball.angle,
        "totalDistance": ball.distance,
        "trajectory": ball.trajectory,
        "hardness": "medium",
    }
    return {"hitData": told}


def _play_id(text: str) -> str:
    digits = blake2b(text.encode(), digest_size=16).hexdigest()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
