"""A game's play-by-play as stats.nba.com has it, third version: flatter, no second players."""

from __future__ import annotations

from datetime import datetime
from math import hypot
from typing import Any

from boxline.sandbox.events import Event, Kind
from boxline.sandbox.game_views import GameView
from boxline.sandbox.players import Player
from boxline.sandbox.servers.biographies import initialled, split_name
from boxline.sandbox.servers.directory import Directory, zulu
from boxline.sandbox.servers.game_events import Told, told
from boxline.sandbox.servers.nba_shapes import clock, nba_name
from boxline.sandbox.teams import Club

_HOOP_FEET = 5.25
_KINDS = {
    Kind.PERIOD_START: "period",
    Kind.PERIOD_END: "period",
    Kind.JUMP_BALL: "Jump Ball",
    Kind.FREE_THROW: "Free Throw",
    Kind.REBOUND: "Rebound",
    Kind.TURNOVER: "Turnover",
    Kind.FOUL: "Foul",
    Kind.SUBSTITUTION: "Substitution",
    Kind.TIMEOUT: "Timeout",
}


def stats_play_by_play(directory: Directory, view: GameView, at: datetime) -> dict[str, Any]:
    """The actions so far; a steal or a block is an action of its own, under the same number."""
    game_id = view.fixture.game_id
    actions: list[dict[str, Any]] = []
    for each in told(view, directory.world.events(game_id, at)):
        for action in _actions(view, each):
            actions.append({**action, "actionId": len(actions) + 1})
    return {
        "meta": {
            "version": 1,
            "request": f"http://nba.cloud/games/{game_id}/playbyplay?Format=json",
            "time": zulu(view.ended_at or at),
        },
        "game": {"gameId": game_id, "videoAvailable": 0, "actions": actions},
    }


def _actions(view: GameView, each: Told) -> list[dict[str, Any]]:
    event = each.event
    # Of a substitution they name who goes out.
    player = event.other if event.kind is Kind.SUBSTITUTION else event.player
    found = [_action(view, each, event.club, player, _description(each))]
    is_second = event.kind is Kind.TURNOVER or (event.kind is Kind.SHOT and not event.is_made)
    if is_second and event.other:
        fixture = view.fixture
        club = fixture.away if event.club == fixture.home else fixture.home
        what, short = ("STEAL", "STL") if event.kind is Kind.TURNOVER else ("BLOCK", "BLK")
        said = f"{_family(event.other)} {what} ({each.other_count} {short})"
        action = _action(view, each, club, event.other, said)
        bare = {"actionType": "", "subType": "", "isFieldGoal": 0, "shotResult": ""}
        found.append({**action, **bare, "xLegacy": 0, "yLegacy": 0, "shotDistance": 0})
    return found


def _action(
    view: GameView, each: Told, club: Club | None, player: Player | None, said: str
) -> dict[str, Any]:
    event = each.event
    x, y = (event.spot.loc_x, event.spot.loc_y - _HOOP_FEET) if event.spot else (0.0, 0.0)
    is_try = event.kind in (Kind.SHOT, Kind.FREE_THROW)
    # The score stands only where it changes, and at the start and end of periods.
    is_told = event.is_made or event.club is None
    return {
        "actionNumber": event.number,
        "clock": clock(event.seconds_left),
        "period": event.period,
        "teamId": club.team_id if club and player else 0,
        "teamTricode": club.team if club and player else "",
        # What is nobody's carries the club's id in place of a player's.
        "personId": player.player_id if player else club.team_id if club else 0,
        "playerName": _family(player) if player else "",
        "playerNameI": initialled(nba_name(player)) if player else "",
        "xLegacy": round(-10 * x),
        "yLegacy": round(10 * y),
        "shotDistance": int(hypot(x, y)),
        "shotResult": _result(event) if event.kind is Kind.SHOT else "",
        "isFieldGoal": int(event.kind is Kind.SHOT),
        "scoreHome": str(event.home_points) if is_told else "",
        "scoreAway": str(event.away_points) if is_told else "",
        "pointsTotal": each.points if is_try and event.is_made else 0,
        "location": "" if club is None else "h" if club == view.fixture.home else "v",
        "description": said,
        "actionType": _KINDS.get(event.kind, f"{_result(event)} Shot"),
        "subType": _subtype(event),
        "videoAvailable": 0,
        "shotValue": event.value if event.kind is Kind.SHOT else 0,
    }


def _result(event: Event) -> str:
    return "Made" if event.is_made else "Missed"


def _subtype(event: Event) -> str:
    if event.kind in (Kind.PERIOD_START, Kind.PERIOD_END):
        return "start" if event.kind is Kind.PERIOD_START else "end"
    if event.kind is Kind.FREE_THROW:
        return "Free Throw {} of {}".format(*event.number_of_shots)
    if event.kind is Kind.REBOUND:
        return "Unknown"
    return "Regular" if event.kind is Kind.TIMEOUT else event.detail.title()


def _description(each: Told) -> str:
    event, who = each.event, _family(each.event.player)
    if event.kind in (Kind.PERIOD_START, Kind.PERIOD_END):
        return f"{_subtype(event).title()} of Period {event.period}"
    if event.kind is Kind.JUMP_BALL:
        return f"Jump Ball {who} vs. {_family(event.other)}"
    if event.kind is Kind.SUBSTITUTION:
        return f"SUB: {who} FOR {_family(event.other)}"
    if event.kind in (Kind.SHOT, Kind.FREE_THROW):
        what = _subtype(event) if event.kind is Kind.FREE_THROW else event.detail
        if not event.is_made:
            return f"MISS {who} {what}"
        assist = f" ({_family(event.other)} {each.other_count} AST)" if event.other else ""
        return f"{who} {what} ({each.points} PTS){assist}"
    if event.kind is Kind.REBOUND:
        counts = f"(Off:{each.offensive} Def:{each.defensive})"
        return f"{who} REBOUND {counts}" if who else "Team Rebound"
    return f"{who} {event.detail.title()} {_KINDS[event.kind]}".strip()


def _family(player: Player | None) -> str:
    return split_name(nba_name(player))[1] if player else ""
