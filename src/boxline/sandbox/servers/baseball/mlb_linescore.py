"""A game's line score: inning by inning, who is on base, who is up."""

from __future__ import annotations

from typing import Any

from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.pitching import count_after
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import AWAY, HOME, ChangeKind, Play, Result
from boxline.sandbox.servers.baseball.mlb_words import club_link, ordinal, person

_DEFENCE = {
    "C": "catcher", "1B": "first", "2B": "second", "3B": "third", "SS": "shortstop", "LF": "left",
    "CF": "center", "RF": "right",
}  # fmt: skip
_BASES = ("first", "second", "third")


def linescore(view: BallView) -> dict[str, Any]:
    """The line score; almost empty before the first pitch."""
    fixture = view.fixture
    if not view.stage.has_begun:
        return {
            "scheduledInnings": view.scheduled_innings,
            "innings": [],
            "teams": {"home": {}, "away": {}},
            "defense": {"team": club_link(fixture.home)},
            "offense": {"team": club_link(fixture.away)},
        }
    inning, side, state, balls, strikes, outs = situation(view)
    return {
        "currentInning": inning,
        "currentInningOrdinal": ordinal(inning),
        "inningState": state,
        "inningHalf": "Top" if side == AWAY else "Bottom",
        "isTopInning": side == AWAY,
        "scheduledInnings": view.scheduled_innings,
        "innings": [_inning(view, number, inning, side) for number in range(1, inning + 1)],
        "teams": {"home": _side(view, HOME), "away": _side(view, AWAY)},
        "defense": _defence(view, 1 - side),
        "offense": _offence(view, side),
        "balls": balls,
        "strikes": strikes,
        "outs": outs,
    }


def situation(view: BallView) -> tuple[int, int, str, int, int, int]:
    """Inning, side that bats, `Top`, `Middle`, `Bottom` or `End`, balls, strikes, outs."""
    game = view.contest.game
    assert game is not None
    last = view.plays[-1] if view.plays else None
    if view.thrown or last is None:
        now = game.plays[view.played]
        balls, strikes = count_after(now.calls[: view.thrown])
        outs = last.outs if last and (last.inning, last.side) == (now.inning, now.side) else 0
        return now.inning, now.side, _half(now.side), balls, strikes, outs
    balls, strikes = count_after(last.calls)
    is_over = view.played == len(game.plays)
    if last.is_last and not is_over:
        state = "Middle" if last.side == AWAY else "End"
        return last.inning, last.side, state, 0, 0, 3
    return last.inning, last.side, _half(last.side), balls, strikes, last.outs


def on_base(view: BallView) -> list[BallPlayer | None]:
    """Who stands on first, second and third; after the last out, nobody."""
    on: list[BallPlayer | None] = [None, None, None]
    plays = view.plays
    if not plays:
        return on
    now = view.contest.game.plays[view.played] if view.thrown and view.contest.game else plays[-1]
    half = [play for play in plays if (play.inning, play.side) == (now.inning, now.side)]
    if now.inning > view.scheduled_innings:
        before = [p for p in plays if p.side == now.side and p.inning < now.inning]
        on[1] = before[-1].batter if before else None
    for play in half:
        _stand(on, play)
    return [None, None, None] if half and half[-1].is_last else on


def _stand(on: list[BallPlayer | None], play: Play) -> None:
    for move in play.moves:
        if 1 <= move.start <= 3:
            on[move.start - 1] = None
    for move in play.moves:
        if 1 <= move.end <= 3:
            on[move.end - 1] = move.runner.player


def pitching(view: BallView, side: int) -> BallPlayer:
    """Who pitches for a side, or did last."""
    game = view.contest.game
    assert game is not None
    kind = ChangeKind.PITCHER
    came = [each for each in view.changes if each.side == side and each.kind is kind]
    return came[-1].comes if came else game.nines[side].starter


def batting_order(view: BallView, side: int) -> list[BallPlayer]:
    """Who bats in each slot now."""
    game = view.contest.game
    assert game is not None
    order = list(game.nines[side].order)
    for change in view.changes:
        if change.side == side and change.kind is ChangeKind.PINCH_HITTER:
            order[change.slot] = change.comes
    return order


def _half(side: int) -> str:
    return "Top" if side == AWAY else "Bottom"


def _inning(view: BallView, number: int, inning: int, side: int) -> dict[str, Any]:
    written: dict[str, Any] = {"num": number, "ordinalNum": ordinal(number)}
    for half, name in ((HOME, "home"), (AWAY, "away")):
        counted = _counted(view, half, number)
        is_over = number < inning or (half == AWAY and side == HOME) or counted.pop("is_over")
        counted.pop("is_over", None)
        if not is_over and not counted["runs"]:
            del counted["runs"]
        written[name] = counted
    return written


def _counted(view: BallView, side: int, inning: int | None = None) -> dict[str, Any]:
    mine = [p for p in view.plays if p.side == side and inning in (None, p.inning)]
    theirs = [p for p in view.plays if p.side != side and inning in (None, p.inning)]
    runs, ends = sum(p.runs for p in mine), [p for p in mine if p.is_last]
    outs = sum(p.outs_made for p in mine)
    free = {p.inning for p in mine if p.inning > view.scheduled_innings}
    return {
        "runs": runs,
        "hits": sum(p.result.is_hit for p in mine),
        "errors": sum(p.result is Result.ERROR for p in theirs),
        "leftOnBase": len(mine) + len(free) - outs - runs,
        "is_over": bool(ends),
    }


def _side(view: BallView, side: int) -> dict[str, Any]:
    counted = _counted(view, side)
    del counted["is_over"]
    return counted


def _defence(view: BallView, side: int) -> dict[str, Any]:
    fixture, game = view.fixture, view.contest.game
    assert game is not None
    written: dict[str, Any] = {"pitcher": person(pitching(view, side))}
    order = batting_order(view, side)
    for player, place in zip(order, game.nines[side].positions, strict=True):
        if place in _DEFENCE:
            written[_DEFENCE[place]] = person(player)
    club = (fixture.home, fixture.away)[side]
    return {**written, **_next_up(view, side), "team": club_link(club)}


def _offence(view: BallView, side: int) -> dict[str, Any]:
    club = (view.fixture.home, view.fixture.away)[side]
    bases = {
        name: person(player) for name, player in zip(_BASES, on_base(view), strict=True) if player
    }
    pitcher = {"pitcher": person(pitching(view, side))}
    up = _next_up(view, side)
    return {**up, **bases, **pitcher, "team": club_link(club)}


def _next_up(view: BallView, side: int) -> dict[str, Any]:
    order = batting_order(view, side)
    mine = [play for play in view.plays if play.side == side]
    slot = (mine[-1].slot + 1) % 9 if mine else 0
    names = ("batter", "onDeck", "inHole")
    up = {name: person(order[(slot + place) % 9]) for place, name in enumerate(names)}
    return {**up, "battingOrder": slot + 1}
