"""Plays of the live feed: plate appearances with every pitch, runners, and who came in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.box_lines import batted_in
from boxline.sandbox.baseball.pitching import count_after
from boxline.sandbox.baseball.plays import (
    AWAY,
    OUT,
    SCORED,
    Change,
    ChangeKind,
    Move,
    Play,
    Result,
)
from boxline.sandbox.servers.baseball.mlb_pitches import pitch_events
from boxline.sandbox.servers.baseball.mlb_words import (
    hand,
    linked,
    milliseconds,
    person,
    position,
)

_SAID = {
    Result.WALK: "walks",
    Result.HIT_BY_PITCH: "hit by pitch",
    Result.SINGLE: "singles",
    Result.DOUBLE: "doubles",
    Result.TRIPLE: "triples",
    Result.HOME_RUN: "homers",
    Result.GROUNDOUT: "grounds out",
    Result.FLYOUT: "flies out",
    Result.LINEOUT: "lines out",
    Result.POP_OUT: "pops out",
    Result.DOUBLE_PLAY: "grounds into a double play",
    Result.SAC_FLY: "out on a sacrifice fly",
    Result.ERROR: "reaches on a fielding error",
}
_BASES = {0: None, 1: "1B", 2: "2B", 3: "3B", SCORED: "score"}


def plays_block(view: BallView) -> dict[str, Any]:
    """Every play so far, the one that is on among them, and which of them scored."""
    if not view.stage.has_begun:
        return {"allPlays": [], "scoringPlays": [], "playsByInning": []}
    game = view.contest.game
    assert game is not None
    written = [_play(view, play, len(play.calls), is_over=True) for play in view.plays]
    if view.thrown:
        written.append(_play(view, game.plays[view.played], view.thrown, is_over=False))
    block: dict[str, Any] = {"allPlays": written}
    if written:
        block["currentPlay"] = written[-1]
    block["scoringPlays"] = [play.number for play in view.plays if play.runs]
    block["playsByInning"] = _by_inning(view, written)
    return block


def _by_inning(view: BallView, written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    game = view.contest.game
    assert game is not None
    seen = game.plays[: len(written)]
    blocks = []
    for inning in sorted({play.inning for play in seen}):
        here = [play for play in seen if play.inning == inning]
        blocks.append(
            {
                "startIndex": here[0].number,
                "endIndex": here[-1].number,
                "top": [play.number for play in here if play.side == AWAY],
                "bottom": [play.number for play in here if play.side != AWAY],
                "hits": {"away": [], "home": []},
            }
        )
    return blocks


def _play(view: BallView, play: Play, thrown: int, *, is_over: bool) -> dict[str, Any]:
    timeline, game = view.contest.timeline, view.contest.game
    assert timeline is not None and game is not None
    number = play.number
    before = game.plays[number - 1] if number else None
    is_same_half = before and (before.inning, before.side) == (play.inning, play.side)
    outs_before = before.outs if before and is_same_half else 0
    score = play.score if is_over else (before.score if before else (0, 0))
    changes = [each for each in view.changes if each.before == number]
    started = timeline.starts[number]
    ended = timeline.ends[number] if is_over else timeline.pitched_at(number, thrown)
    events = [_change(each, place, started, score, outs_before)
              for place, each in enumerate(changes)]  # fmt: skip
    events += pitch_events(view, play, thrown, outs_before, first=len(events), is_over=is_over)
    balls, strikes = count_after(play.calls[:thrown])
    return {
        "result": _result(play, score, is_over=is_over),
        "about": {
            "atBatIndex": number,
            "halfInning": "top" if play.side == AWAY else "bottom",
            "isTopInning": play.side == AWAY,
            "inning": play.inning,
            "startTime": milliseconds(started),
            "endTime": milliseconds(ended),
            "isComplete": is_over,
            "isScoringPlay": is_over and play.runs > 0,
            "hasReview": False,
            "hasOut": is_over and play.outs_made > 0,
            "captivatingIndex": 14 * play.runs if is_over else 0,
        },
        "count": {
            "balls": balls,
            "strikes": strikes,
            "outs": play.outs if is_over else outs_before,
        },
        "matchup": _matchup(play),
        "pitchIndex": [event["index"] for event in events if event["isPitch"]],
        "actionIndex": [event["index"] for event in events if not event["isPitch"]],
        "runnerIndex": list(range(len(play.moves))) if is_over else [],
        "runners": _runners(play, outs_before, len(events) - 1) if is_over else [],
        "playEvents": events,
        "playEndTime": milliseconds(ended),
        "atBatIndex": number,
    }


def _result(play: Play, score: tuple[int, int], *, is_over: bool) -> dict[str, Any]:
    home, away = score
    if not is_over:
        return {"type": "atBat", "rbi": 0, "awayScore": away, "homeScore": home, "isOut": False}
    kind, name = play.result.value
    return {
        "type": "atBat",
        "event": name,
        "eventType": kind,
        "description": _description(play),
        "rbi": batted_in(play),
        "awayScore": away,
        "homeScore": home,
        "isOut": _is_out(play),
    }


def _description(play: Play) -> str:
    who = play.batter.player_name
    if play.result is Result.STRIKEOUT:
        how = "called out on strikes" if play.calls[-1] == "C" else "strikes out swinging"
        return f"{who} {how}."
    scorers = [m.runner.player.player_name for m in play.moves if m.end == SCORED and m.start]
    told = "".join(f" {name} scores." for name in scorers)
    return f"{who} {_SAID[play.result]}.{told}"


def _is_out(play: Play) -> bool:
    return any(move.start == 0 and move.end == OUT for move in play.moves)


def _matchup(play: Play) -> dict[str, Any]:
    batter, pitcher = play.batter, play.pitcher
    side = batter.side_against(pitcher.throws)
    return {
        "batter": person(batter),
        "batSide": hand(side),
        "pitcher": person(pitcher),
        "pitchHand": hand(pitcher.throws),
        "batterHotColdZones": [],
        "pitcherHotColdZones": [],
        "splits": {
            "batter": f"vs_{pitcher.throws}HP",
            "pitcher": f"vs_{side}HB",
            "menOnBase": "Empty",
        },
    }


def _runners(play: Play, outs_before: int, index: int) -> list[dict[str, Any]]:
    kind, name = play.result.value
    outs, written = outs_before, []
    for move in play.moves:
        is_out = move.end == OUT
        outs += is_out
        scored = move.end == SCORED
        start = _BASES[move.start]
        written.append(
            {
                "movement": {
                    "originBase": start,
                    "start": start,
                    "end": None if is_out else _BASES[move.end],
                    "outBase": _out_base(move) if is_out else None,
                    "isOut": is_out,
                    "outNumber": outs if is_out else None,
                },
                "details": {
                    "event": name,
                    "eventType": kind,
                    "movementReason": None if move.start == 0 else "r_adv_play",
                    "runner": person(move.runner.player),
                    "responsiblePitcher": linked(move.runner.pitcher) if scored else None,
                    "isScoringEvent": scored,
                    "rbi": scored and batted_in(play) > 0,
                    "earned": scored and move.runner.is_earned,
                    "teamUnearned": False,
                    "playIndex": index,
                },
                "credits": [],
            }
        )
    return written


def _out_base(move: Move) -> str:
    return "1B" if move.start == 0 else "2B"


def _change(
    change: Change, index: int, at: datetime, score: tuple[int, int], outs: int
) -> dict[str, Any]:
    is_pitcher = change.kind is ChangeKind.PITCHER
    name = "Pitching Substitution" if is_pitcher else "Offensive Substitution"
    said = "Pitching Change: {} replaces {}." if is_pitcher else _PINCH
    event: dict[str, Any] = {
        "details": {
            "description": said.format(change.comes.player_name, change.goes.player_name),
            "event": name,
            "eventType": change.kind.value,
            "awayScore": score[1],
            "homeScore": score[0],
            "isScoringPlay": False,
            "isOut": False,
            "hasReview": False,
        },
        "count": {"balls": 0, "strikes": 0, "outs": outs},
        "index": index,
        "startTime": milliseconds(at - timedelta(seconds=60)),
        "endTime": milliseconds(at),
        "isPitch": False,
        "isSubstitution": True,
        "type": "action",
        "player": linked(change.comes),
        "position": position("P" if is_pitcher else "PH"),
    }
    if not is_pitcher:
        event["battingOrder"] = f"{change.slot + 1}01"
        event["replacedPlayer"] = linked(change.goes)
    return event


_PINCH = "Offensive Substitution: Pinch-hitter {} replaces {}."
