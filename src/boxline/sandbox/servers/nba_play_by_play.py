"""A game's play-by-play as cdn.nba.com has it: one action after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from math import hypot
from typing import Any

from boxline.sandbox import events as happened
from boxline.sandbox.court import Spot
from boxline.sandbox.events import Event, Kind
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.players import Player
from boxline.sandbox.servers.biographies import initialled, split_name
from boxline.sandbox.servers.directory import Directory, zulu
from boxline.sandbox.servers.game_events import Told, told
from boxline.sandbox.servers.nba_shapes import clock, nba_name
from boxline.sandbox.teams import Club

_COURT_FEET, _COURT_WIDTH_FEET, _HOOP_FEET = 94.0, 50.0, 5.25
_BANDS = {"Less Than 8 ft.": "0-8", "8-16 ft.": "8-16", "16-24 ft.": "16-24", "24+ ft.": "24+"}
_IN_THE_PAINT = ("Restricted Area", "In The Paint (Non-RA)")
_SHOTS = {"Layup": "Layup", "Dunk": "DUNK", "Hook": "Hook", "Tip": "Layup"}
_FOULS = {
    happened.SHOOTING_FOUL: ("personal", "shooting"),
    happened.PERSONAL_FOUL: ("personal", None),
    happened.OFFENSIVE_FOUL: ("offensive", None),
    happened.LOOSE_BALL_FOUL: ("personal", "loose ball"),
    happened.TAKE_FOUL: ("personal", "take"),
}


def play_by_play(directory: Directory, view: GameView, at: datetime) -> dict[str, Any]:
    """The actions so far; `game end` is the last of a final game."""
    game_id = view.fixture.game_id
    writer = _Writer(view, partial(directory.world.event_instant, game_id))
    for each in told(view, directory.world.events(game_id, at)):
        writer.write(each)
    if view.status is GameStatus.FINAL:
        writer.end()
    return {"gameId": view.fixture.game_id, "actions": writer.actions}


class _Writer:
    """Numbers the actions; one event can be two of them, such as a turnover and its steal."""

    def __init__(self, view: GameView, instant_of: Callable[[Event], datetime]) -> None:
        self.actions: list[dict[str, Any]] = []
        self._view = view
        self._instant_of = instant_of
        self._last_miss = 0
        self._number = 1

    def write(self, each: Told) -> None:
        """Add the actions of an event."""
        event = each.event
        if event.kind is Kind.SUBSTITUTION:
            for player, way in ((event.other, "out"), (event.player, "in")):
                said = f"SUB {way}: {_initialled(player)}"
                self._add(event, player, {"actionType": "substitution", "subType": way}, said)
            return
        told_here, said = _TELL[event.kind](each)
        if event.kind is Kind.REBOUND:
            told_here["shotActionNumber"] = self._last_miss
        self._add(event, event.player, told_here, said)
        if event.kind in (Kind.SHOT, Kind.FREE_THROW) and not event.is_made:
            self._last_miss = self._number - 1
        for kind, name in ((Kind.SHOT, "block"), (Kind.TURNOVER, "steal")):
            if event.kind is kind and event.other and not event.is_made:
                also = {"actionType": name, "subType": ""}
                count = f"({each.other_count} {'BLK' if name == 'block' else 'STL'})"
                said = f"{_initialled(event.other)} {name.upper()} {count}"
                self._add(event, event.other, also, said, club=_opponent(self._view, event.club))

    def end(self) -> None:
        """The last action of a final game."""
        last = self.actions[-1]
        self._number += 1
        ended = {"actionType": "game", "subType": "end", "description": "Game End"}
        number = {"actionNumber": self._number, "orderNumber": self._number * 10_000}
        self.actions.append({**last, **ended, **number})

    def _add(
        self,
        event: Event,
        player: Player | None,
        facts: dict[str, Any],
        said: str,
        club: Club | None = None,
    ) -> None:
        self._number += 1
        side = club or event.club
        time = zulu(self._instant_of(event))
        about: dict[str, Any] = {
            "actionNumber": self._number,
            "clock": clock(event.seconds_left),
            "timeActual": time.replace("Z", ".0Z"),
            "period": event.period,
            "periodType": "REGULAR" if event.period <= happened.QUARTERS else "OVERTIME",
        }
        if side:
            about |= {"teamId": side.team_id, "teamTricode": side.team}
        people = (event.player, event.other)
        about |= {
            "qualifiers": [],
            "personId": player.player_id if player else 0,
            "x": None,
            "y": None,
            "side": None,
            "possession": event.ball.team_id if event.ball else 0,
            "scoreHome": str(event.home_points),
            "scoreAway": str(event.away_points),
            "edited": time,
            "orderNumber": self._number * 10_000,
            "isTargetScoreLastPeriod": False,
            "xLegacy": None,
            "yLegacy": None,
            "isFieldGoal": 0,
            **facts,
            "description": said,
            "personIdsFilter": [each.player_id for each in people if each],
        }
        if event.spot and event.kind is Kind.SHOT and player is event.player:
            about |= _place(event, event.spot, self._view)
        if player:
            about |= {"playerName": _family(player), "playerNameI": _initialled(player)}
        self.actions.append(about)


def _place(event: Event, spot: Spot, view: GameView) -> dict[str, Any]:
    """Where a shot was taken: in percent of the floor, and in tenths of feet from the hoop.

    The home side shoots to the right in the first half and to the left afterwards.
    """
    is_right = (event.club == view.fixture.home) == (event.period <= 2)
    along = 100 * spot.loc_y / _COURT_FEET
    across = 100 * spot.loc_x / _COURT_WIDTH_FEET
    sector = spot.zone_name.replace(" Side", "")
    return {
        "x": round(100 - along if is_right else along, 8),
        "y": round(50 - across if is_right else 50 + across, 8),
        "side": "right" if is_right else "left",
        "area": spot.basic_zone,
        "areaDetail": f"{_BANDS.get(spot.zone_range, 'Back')} {sector}",
        "shotDistance": round(hypot(spot.loc_x, spot.loc_y - _HOOP_FEET), 2),
        "xLegacy": round(-10 * spot.loc_x),
        "yLegacy": round(10 * (spot.loc_y - _HOOP_FEET)),
        "qualifiers": ["pointsinthepaint"] if spot.basic_zone in _IN_THE_PAINT else [],
    }


def _period(each: Told) -> tuple[dict[str, Any], str]:
    way = "start" if each.event.kind is Kind.PERIOD_START else "end"
    return {"actionType": "period", "subType": way}, f"Period {way.title()}"


def _jump_ball(each: Told) -> tuple[dict[str, Any], str]:
    event = each.event
    won, lost = event.player, event.other
    facts = {
        "actionType": "jumpball",
        "subType": "recovered",
        "descriptor": "startperiod",
        "jumpBallRecoveredName": _initialled(won),
        "jumpBallRecoverdPersonId": won.player_id if won else 0,
        "jumpBallWonPlayerName": _family(won),
        "jumpBallWonPersonId": won.player_id if won else 0,
        "jumpBallLostPlayerName": _family(lost),
        "jumpBallLostPersonId": lost.player_id if lost else 0,
    }
    return facts, f"Jump Ball {_initialled(won)} vs. {_initialled(lost)}"


def _shot(each: Told) -> tuple[dict[str, Any], str]:
    event = each.event
    kind = next((name for word, name in _SHOTS.items() if word in event.detail), "Jump Shot")
    words = event.detail.lower().replace("jump", "").replace("shot", "").split()
    descriptor = " ".join(word for word in words if word != kind.lower())
    facts: dict[str, Any] = {
        "actionType": f"{event.value}pt",
        "subType": kind,
        "isFieldGoal": 1,
        "shotResult": "Made" if event.is_made else "Missed",
    }
    if descriptor:
        facts["descriptor"] = descriptor
    said = f"{_initialled(event.player)} {event.detail}"
    if not event.is_made:
        if event.other:
            who = event.other.player_id
            blocked = {"blockPlayerName": _family(event.other), "blockPersonId": who}
            return facts | blocked, f"MISS {said} - blocked"
        return facts, f"MISS {said}"
    facts["pointsTotal"] = each.points
    said = f"{said} ({each.points} PTS)"
    if event.other:
        facts["assistPlayerNameInitial"] = _initialled(event.other)
        facts["assistPersonId"] = event.other.player_id
        facts["assistTotal"] = each.other_count
        said = f"{said} ({_initialled(event.other)} {each.other_count} AST)"
    return facts, said


def _free_throw(each: Told) -> tuple[dict[str, Any], str]:
    event = each.event
    which = "{} of {}".format(*event.number_of_shots)
    facts: dict[str, Any] = {
        "actionType": "freethrow",
        "subType": which,
        "shotResult": "Made" if event.is_made else "Missed",
    }
    said = f"{_initialled(event.player)} Free Throw {which}"
    if event.is_made:
        return facts | {"pointsTotal": each.points}, f"{said} ({each.points} PTS)"
    return facts, f"MISS {said}"


def _rebound(each: Told) -> tuple[dict[str, Any], str]:
    event = each.event
    facts: dict[str, Any] = {"actionType": "rebound", "subType": event.detail}
    if event.player is None:
        code = event.club.team if event.club else ""
        return facts | {"qualifiers": ["team"]}, f"TEAM {event.detail} REBOUND {code}".strip()
    counts = {
        "reboundTotal": each.offensive + each.defensive,
        "reboundDefensiveTotal": each.defensive,
        "reboundOffensiveTotal": each.offensive,
    }
    said = f"(Off:{each.offensive} Def:{each.defensive})"
    return facts | counts, f"{_initialled(event.player)} REBOUND {said}"


def _turnover(each: Told) -> tuple[dict[str, Any], str]:
    event = each.event
    facts: dict[str, Any] = {"actionType": "turnover", "subType": event.detail}
    if event.player is None:
        code = event.club.team if event.club else ""
        return facts | {"qualifiers": ["team"]}, f"{code} {event.detail} Team TURNOVER"
    facts["turnoverTotal"] = each.turnovers
    if event.other:
        facts |= {"stealPlayerName": _family(event.other), "stealPersonId": event.other.player_id}
    return facts, f"{_initialled(event.player)} {event.detail} TURNOVER ({each.turnovers} TO)"


def _foul(each: Told) -> tuple[dict[str, Any], str]:
    event = each.event
    kind, descriptor = _FOULS[event.detail]
    facts: dict[str, Any] = {
        "actionType": "foul",
        "subType": kind,
        "foulPersonalTotal": each.fouls,
        "foulTechnicalTotal": 0,
    }
    if descriptor:
        facts["descriptor"] = descriptor
    if event.other:
        facts["foulDrawnPlayerName"] = _family(event.other)
        facts["foulDrawnPersonId"] = event.other.player_id
    words = f"{descriptor} {kind}" if descriptor else kind
    return facts, f"{_initialled(event.player)} {words} FOUL ({each.fouls} PF)"


def _timeout(each: Told) -> tuple[dict[str, Any], str]:
    code = each.event.club.team if each.event.club else ""
    return {"actionType": "timeout", "subType": "full", "qualifiers": ["team"]}, f"{code} Timeout"


_TELL = {
    Kind.PERIOD_START: _period,
    Kind.PERIOD_END: _period,
    Kind.JUMP_BALL: _jump_ball,
    Kind.SHOT: _shot,
    Kind.FREE_THROW: _free_throw,
    Kind.REBOUND: _rebound,
    Kind.TURNOVER: _turnover,
    Kind.FOUL: _foul,
    Kind.TIMEOUT: _timeout,
}


def _initialled(player: Player | None) -> str:
    return initialled(nba_name(player)) if player else ""


def _family(player: Player | None) -> str:
    return split_name(nba_name(player))[1] if player else ""


def _opponent(view: GameView, club: Club | None) -> Club:
    return view.fixture.away if club == view.fixture.home else view.fixture.home
