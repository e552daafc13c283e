"""cdn.nba.com: the schedule, the scoreboard and live data, as files with an ETag."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.directory import Directory, league_day
from boxline.sandbox.servers.live_box_score import live_box_score
from boxline.sandbox.servers.nba_play_by_play import play_by_play
from boxline.sandbox.servers.nba_schedule import schedule_reply
from boxline.sandbox.servers.nba_shapes import scoreboard
from boxline.sandbox.servers.replies import (
    ACCESS_DENIED,
    Reply,
    Request,
    Routes,
    html_reply,
    json_reply,
)

HOST = "cdn.nba.com"
_LIVE = "/static/json/liveData"
_DOCUMENT = "application/json"


class NbaCdn:
    """Files that change while games are on; one of a game that has not begun is denied."""

    hosts = (HOST,)
    busy = replace(html_reply(429, "Too Many Requests"))

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._final: dict[tuple[str, str, int], Reply] = {}
        self._routes = Routes(
            {
                "/static/json/staticData/scheduleLeagueV2(_1)?.json": self._schedule,
                f"{_LIVE}/scoreboard/todaysScoreboard_00.json": self._scoreboard,
                rf"{_LIVE}/playbyplay/playbyplay_(\d{{10}}).json": self._play_by_play,
                rf"{_LIVE}/boxscore/boxscore_(\d{{10}}).json": self._box_score,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The file, or 304 where the client has it."""
        reply = self._routes.answer(request, ACCESS_DENIED)
        return _unless_held(reply, request) if reply.status == 200 else reply

    def _schedule(self, request: Request, _: re.Match[str]) -> Reply:
        season = self._directory.world.season(request.at).season
        return schedule_reply(self._directory, season, request.at)

    def _scoreboard(self, request: Request, _: re.Match[str]) -> Reply:
        day = league_day(request.at)
        games = self._directory.on_day(day, request.at, counted=False)
        board = scoreboard(self._directory, games, day.isoformat(), request.at)
        return json_reply({"meta": _meta("scoreboard", request.at), "scoreboard": board})

    def _play_by_play(self, request: Request, found: re.Match[str]) -> Reply:
        return self._of_game(request, found[1], "playbyplay", play_by_play)

    def _box_score(self, request: Request, found: re.Match[str]) -> Reply:
        return self._of_game(request, found[1], "boxscore", live_box_score)

    def _of_game(
        self,
        request: Request,
        game_id: str,
        what: str,
        make: Callable[[Directory, GameView, datetime], dict[str, Any]],
    ) -> Reply:
        """A game's file; that of a final game is made once for each of its corrections."""
        view = self._directory.one(game_id, request.at)
        if view is None or view.status is GameStatus.SCHEDULED:
            return ACCESS_DENIED
        key = (what, game_id, view.corrections)
        if key in self._final and view.status is GameStatus.FINAL:
            return self._final[key]
        at = view.ended_at or request.at
        made = make(self._directory, view, request.at)
        value = {"meta": _meta(f"games/{game_id}/{what}", at), "game": made}
        reply = json_reply(value, headers={"Last-Modified": format_datetime(at, usegmt=True)})
        if view.status is GameStatus.FINAL:
            self._final[key] = reply
        return reply


def _meta(what: str, at: datetime) -> dict[str, Any]:
    return {
        "version": 1,
        "code": 200,
        "request": f"http://nba.cloud/{what}?Format=json",
        "time": f"{at:%Y-%m-%d %H:%M:%S}.000000",
    }


def _unless_held(reply: Reply, request: Request) -> Reply:
    """The reply with its ETag; 304 without a body where the client sent that."""
    tag = f'"{hashlib.blake2b(reply.body, digest_size=16).hexdigest()}"'
    headers = {**reply.headers, "ETag": tag, "Cache-Control": "max-age=10"}
    sent = request.headers.get("if-none-match", "").split(",")
    held = {each.strip().removeprefix("W/") for each in sent}
    if tag in held:
        return Reply(status=304, headers=headers)
    return replace(reply, headers=headers, content_type=_DOCUMENT)
