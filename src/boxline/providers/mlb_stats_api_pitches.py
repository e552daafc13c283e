"""The pitches of a game's plays: each as sent, with who threw it to whom, and at what count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from boxline.providers.mlb_stats_api import Coded, Instant, Person
from boxline.providers.tagged_rows import opened, tagged


class _Call(msgspec.Struct, rename="camel"):
    code: str
    description: str | None = None


class _Details(msgspec.Struct, rename="camel"):
    call: _Call
    is_in_play: bool = False
    is_strike: bool = False
    is_ball: bool = False
    type: Coded | None = None


class _Breaks(msgspec.Struct, rename="camel"):
    spin_rate: float | None = None
    spin_direction: float | None = None
    break_vertical_induced: float | None = None
    break_horizontal: float | None = None


class _Coordinates(msgspec.Struct, rename={"plate_x": "pX", "plate_z": "pZ"}):
    plate_x: float | None = None
    plate_z: float | None = None


class _PitchData(msgspec.Struct, rename="camel"):
    start_speed: float | None = None
    end_speed: float | None = None
    zone: int | None = None
    extension: float | None = None
    strike_zone_top: float | None = None
    strike_zone_bottom: float | None = None
    breaks: _Breaks = msgspec.field(default_factory=_Breaks)
    coordinates: _Coordinates = msgspec.field(default_factory=_Coordinates)


class _HitData(msgspec.Struct, rename="camel"):
    launch_speed: float | None = None
    launch_angle: float | None = None
    trajectory: str | None = None


class Pitch(msgspec.Struct, rename="camel", tag_field="kind", tag="pitch"):
    """One pitch, as sent; what was not measured is absent."""

    index: int
    details: _Details
    pitch_number: int | None = None
    start_time: Instant | None = None
    pitch_data: _PitchData = msgspec.field(default_factory=_PitchData)
    hit_data: _HitData | None = None


@dataclass(frozen=True, kw_only=True)
class Thrown:
    """What encloses a pitch: by whom and to whom it was thrown, when, and what came of it.

    Attributes:
        balls, strikes: the count before it.
        outs: how many there were when the batter came up.
        event: what the plate appearance came to; None but of its last pitch.
    """

    at_bat_index: int
    inning: int
    is_top: bool
    pitcher_id: int
    pitch_hand: str | None
    batter_id: int
    bat_side: str | None
    balls: int
    strikes: int
    outs: int
    event: str | None


class _About(msgspec.Struct, rename="camel"):
    at_bat_index: int
    inning: int
    is_top_inning: bool
    is_complete: bool = False


class _Matchup(msgspec.Struct, rename="camel"):
    batter: Person
    pitcher: Person
    bat_side: Coded | None = None
    pitch_hand: Coded | None = None


class _Result(msgspec.Struct, rename="camel"):
    event_type: str | None = None


class _Count(msgspec.Struct):
    balls: int = 0
    strikes: int = 0
    outs: int = 0


class _Play(msgspec.Struct, rename="camel"):
    about: _About
    matchup: _Matchup
    play_events: list[msgspec.Raw] = []
    result: _Result = msgspec.field(default_factory=_Result)
    count: _Count = msgspec.field(default_factory=_Count)


def pitches_of(plays: Iterable[msgspec.Raw]) -> Iterator[tuple[Any, Thrown | Exception]]:
    """Every pitch of the plays, tagged, with how it was thrown; a play that is none is one row,
    with the error that says why."""
    mound: dict[bool, _Matchup] = {}
    outs: dict[tuple[int, bool], int] = {}
    for sent in plays:
        try:
            play = msgspec.json.decode(sent, type=_Play)
        except (msgspec.DecodeError, ValueError, RecursionError) as cause:
            yield sent, cause
            continue
        half = (play.about.inning, play.about.is_top_inning)
        events = [opened(one) for one in play.play_events]
        before = mound.get(play.about.is_top_inning, play.matchup)
        yield from _thrown(play, events, before, outs.get(half, 0))
        mound[play.about.is_top_inning] = play.matchup
        outs[half] = play.count.outs


def _thrown(
    play: _Play, events: list[Any], before: _Matchup, outs: int
) -> Iterator[tuple[Any, Thrown | Exception]]:
    """The pitches of one play. It names the pitcher who ended it: what was thrown before a change
    in its midst is of him who pitched to the batter before."""
    change = _change_of_pitchers(events)
    last = max((n for n, one in enumerate(events) if _is_pitch(one)), default=-1)
    count = _Count()
    for number, event in enumerate(events):
        if not isinstance(event, dict):
            yield event, ValueError("an event of a play is no object")
            continue
        if _is_pitch(event):
            by = before if number < change else play.matchup
            yield (
                tagged(event, "pitch"),
                Thrown(
                    at_bat_index=play.about.at_bat_index,
                    inning=play.about.inning,
                    is_top=play.about.is_top_inning,
                    pitcher_id=by.pitcher.id,
                    pitch_hand=by.pitch_hand.code if by.pitch_hand else None,
                    batter_id=play.matchup.batter.id,
                    bat_side=play.matchup.bat_side.code if play.matchup.bat_side else None,
                    balls=count.balls,
                    strikes=count.strikes,
                    outs=outs,
                    event=play.result.event_type
                    if number == last and play.about.is_complete
                    else None,
                ),
            )
        count = _count(event, count)


def _is_pitch(event: Any) -> bool:
    return isinstance(event, dict) and event.get("isPitch") is True


def _change_of_pitchers(events: list[Any]) -> int:
    """Where the last change of pitchers stands among a play's events; 0 where there is none."""
    changes = [
        number
        for number, one in enumerate(events)
        if isinstance(one, dict)
        and isinstance(one.get("details"), dict)
        and one["details"].get("eventType") == "pitching_substitution"
    ]
    return max(changes, default=0)


def _count(event: dict[str, Any], before: _Count) -> _Count:
    """The count after an event; as it was where the event does not say."""
    try:
        return msgspec.convert(event["count"], _Count)
    except (msgspec.ValidationError, KeyError):
        return before
