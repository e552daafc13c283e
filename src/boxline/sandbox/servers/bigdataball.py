"""BigDataBall's play-by-play: a CSV file for each game, with who is on the floor on every line.

The real files lie in a shared folder behind a service account; here they have a host of their own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from io import StringIO
from math import hypot
from typing import Any

from boxline.sandbox.events import Kind, period_seconds
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.players import Player
from boxline.sandbox.servers.directory import Directory
from boxline.sandbox.servers.game_events import Told, told
from boxline.sandbox.servers.replies import Reply, Request, Routes, html_reply
from boxline.sandbox.spellings import spelled

HOST = "bigdataball.sandbox"
_DENIED = html_reply(403, "403 Forbidden")
_RELEASED = timedelta(hours=7)  # after the end of the game
_HOOP_FEET = 5.25
COLUMNS = tuple(
    "game_id data_set date a1 a2 a3 a4 a5 h1 h2 h3 h4 h5 period away_score home_score "  # noqa: SIM905
    "remaining_time elapsed play_length play_id team event_type assist away home block entered "
    "left num opponent outof player points possession reason result steal type shot_distance "
    "original_x original_y converted_x converted_y description".split()
)
_KINDS = {
    Kind.PERIOD_START: "start of period",
    Kind.PERIOD_END: "end of period",
    Kind.JUMP_BALL: "jump ball",
    Kind.SHOT: "shot",
    Kind.FREE_THROW: "free throw",
    Kind.REBOUND: "rebound",
    Kind.TURNOVER: "turnover",
    Kind.FOUL: "foul",
    Kind.SUBSTITUTION: "substitution",
    Kind.TIMEOUT: "timeout",
}


class BigDataBall:
    """Files by season, day and game; denied until seven hours after the end."""

    hosts = (HOST,)
    busy = html_reply(429, "Too Many Requests")

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        path = r"/(\d{4}-\d{2})/(\d{4}-\d{2}-\d{2})/game_(\d{8,10})\.csv"
        self._routes = Routes({path: self._file})

    def answer(self, request: Request) -> Reply:
        """The file; 403 where it is not released."""
        return self._routes.answer(request, _DENIED)

    def _file(self, request: Request, found: re.Match[str]) -> Reply:
        view = self._directory.one(found[3].zfill(10), request.at)
        if view is None or view.status is not GameStatus.FINAL or view.ended_at is None:
            return _DENIED
        day, season = view.fixture.game_date.isoformat(), view.fixture.season
        if (found[1], found[2]) != (season, day) or request.at < view.ended_at + _RELEASED:
            return _DENIED
        return Reply(body=_written(self._directory, view, request.at), content_type="text/csv")


def _written(directory: Directory, view: GameView, at: datetime) -> bytes:
    events = directory.world.events(view.fixture.game_id, at)
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    before: tuple[int, int] | None = None
    for number, each in enumerate(told(view, events), 1):
        event = each.event
        is_same_period = before is not None and before[0] == event.period
        length = before[1] - event.seconds_left if before and is_same_period else 0
        writer.writerow(_row(view, each, number, length))
        before = (event.period, event.seconds_left)
    return text.getvalue().encode()


def _row(view: GameView, each: Told, number: int, length: int) -> dict[str, Any]:
    event, fixture = each.event, view.fixture
    home, away = each.on_floor
    is_playoff = fixture.season_type is SeasonType.PLAYOFFS
    year = int(fixture.season[:4]) + 1
    played = period_seconds(event.period) - event.seconds_left
    row: dict[str, Any] = {
        "game_id": fixture.game_id.lstrip("0"),
        "data_set": f"NBA {year} {'Playoffs' if is_playoff else 'Regular Season'}",
        "date": fixture.game_date.isoformat(),
        **{f"a{place}": name for place, name in enumerate(_names(away), 1)},
        **{f"h{place}": name for place, name in enumerate(_names(home), 1)},
        "period": event.period,
        "away_score": event.away_points,
        "home_score": event.home_points,
        "remaining_time": _time(event.seconds_left),
        "elapsed": _time(played),
        "play_length": _time(length),
        "play_id": number,
        "team": event.club.team if event.club else "",
        "event_type": _KINDS[event.kind],
        "player": _name(event.player),
        "type": event.detail.lower() or _KINDS[event.kind],
        "description": _description(each),
    }
    return row | _details(view, each)


def _details(view: GameView, each: Told) -> dict[str, Any]:
    """What only some kinds of events have."""
    event = each.event
    other = _name(event.other)
    if event.kind is Kind.JUMP_BALL:
        is_home = event.club == view.fixture.home
        jumpers = (_name(event.player), other)
        return dict(zip(("home", "away") if is_home else ("away", "home"), jumpers, strict=True))
    if event.kind is Kind.SUBSTITUTION:
        return {"entered": _name(event.player), "left": other, "type": "sub"}
    if event.kind is Kind.TURNOVER:
        return {"reason": event.detail, "steal": other}
    if event.kind is Kind.FOUL:
        return {"opponent": other}
    if event.kind is Kind.REBOUND:
        return {"type": f"rebound {event.detail}"}
    made = {"points": event.value * event.is_made, "result": "made" if event.is_made else "missed"}
    if event.kind is Kind.FREE_THROW:
        num, outof = event.number_of_shots
        return {**made, "num": num, "outof": outof, "type": f"free throw {num}/{outof}"}
    if event.kind is Kind.SHOT and event.spot:
        # Tenths of feet from the hoop, as on the shot chart; then feet, from a corner of the floor.
        x, y = event.spot.loc_x, event.spot.loc_y - _HOOP_FEET
        return {
            **made,
            "assist" if event.is_made else "block": other,
            "shot_distance": int(hypot(x, y)),
            "original_x": round(-10 * x),
            "original_y": round(10 * y),
            "converted_x": round(25 - x, 1),
            "converted_y": round(event.spot.loc_y, 1),
        }
    return {}


def _names(five: Sequence[Player]) -> list[str]:
    return [_name(player) for player in five]


def _name(player: Player | None) -> str:
    return spelled(player.player_name, "bigdataball") if player else ""


def _time(seconds: int) -> str:
    return f"0:{seconds // 60:02d}:{seconds % 60:02d}"


def _description(each: Told) -> str:
    event = each.event
    words = [_name(event.player), event.detail, _KINDS[event.kind]]
    missed = event.kind in (Kind.SHOT, Kind.FREE_THROW) and not event.is_made
    return " ".join(filter(None, (["MISS"] if missed else []) + words))
