"""stats.nba.com: tables and box scores for whoever looks like a browser on nba.com."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.directory import Directory
from boxline.sandbox.servers.nba_box_scores import box_score_tables, box_score_v3
from boxline.sandbox.servers.nba_game_log import player_log, team_log
from boxline.sandbox.servers.nba_players import player_index, player_movement
from boxline.sandbox.servers.nba_schedule import schedule_reply
from boxline.sandbox.servers.nba_scoreboard import scoreboard_v2
from boxline.sandbox.servers.nba_shapes import scoreboard
from boxline.sandbox.servers.replies import (
    ACCESS_DENIED,
    Refusal,
    Reply,
    Request,
    Routes,
    day_of,
    html_reply,
    json_reply,
)
from boxline.sandbox.servers.stats_play_by_play import stats_play_by_play

HOST = "stats.nba.com"
_BAD = Reply(status=400, body=b"The request was invalid.", content_type="text/plain")
_NOT_FOUND = html_reply(404, "404 Not Found")
_PARTS = {
    "Regular Season": SeasonType.REGULAR,
    "Playoffs": SeasonType.PLAYOFFS,
    "Pre Season": SeasonType.PRESEASON,
    "All Star": SeasonType.ALL_STAR,
    "PlayIn": None,  # the simulated league has no such games
    "IST": None,
}


class NbaStats:
    """Denies callers without a browser's headers, as the real host denies machines."""

    hosts = (HOST,)
    busy = html_reply(429, "Too Many Requests")

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._routes = Routes(
            {
                "/stats/scheduleleaguev2(int)?": self._schedule,
                "/stats/scoreboard[vV]2": self._scoreboard_v2,
                "/stats/scoreboard[vV]3": self._scoreboard_v3,
                "/stats/leaguegamelog": self._game_log,
                "/stats/boxscoretraditionalv3": self._box_score_v3,
                "/stats/boxscoretraditionalv2": self._box_score_v2,
                "/stats/playbyplayv3": self._play_by_play,
                "/stats/playerindex": self._player_index,
                "/js/data/playermovement/NBA_Player_Movement.json": self._movement,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The reply; 403 for whoever does not look like a browser on nba.com."""
        if not request.path.startswith("/js/") and not _looks_like_a_browser(request):
            return ACCESS_DENIED
        return self._routes.answer(request, _NOT_FOUND)

    def _schedule(self, request: Request, _: re.Match[str]) -> Reply:
        return schedule_reply(self._directory, self._season(request), request.at)

    def _season(self, request: Request) -> str:
        """The season asked for.

        Raises:
            Refusal: it is not written like 2024-25.
        """
        season = request.first("Season")
        if not re.fullmatch(r"\d{4}-\d{2}", season):
            raise Refusal(_BAD)
        return season

    def _games_of_day(self, request: Request) -> tuple[date, list[GameView]]:
        day = day_of(request.first("GameDate"), _BAD)
        return day, self._directory.on_day(day, request.at, counted=False)

    def _scoreboard_v2(self, request: Request, _: re.Match[str]) -> Reply:
        day, games = self._games_of_day(request)
        return json_reply(scoreboard_v2(self._directory, games, day, request.at))

    def _scoreboard_v3(self, request: Request, _: re.Match[str]) -> Reply:
        day, games = self._games_of_day(request)
        board = scoreboard(self._directory, games, day.isoformat(), request.at)
        meta = {"version": 1, "request": "http://nba.cloud/scoreboard", "time": request.at}
        return json_reply({"meta": meta, "scoreboard": board})

    def _game_log(self, request: Request, _: re.Match[str]) -> Reply:
        asked, of_whom = request.first("SeasonType"), request.first("PlayerOrTeam")
        if asked not in _PARTS or of_whom not in ("P", "T"):
            raise Refusal(_BAD)
        season = self._season(request)
        first = day_of(request.first("DateFrom") or "1900-01-01", _BAD)
        last = day_of(request.first("DateTo") or "2900-01-01", _BAD)
        games = [
            view
            for view in self._directory.games(request.at, season)
            if view.status is GameStatus.FINAL
            and view.fixture.season_type is _PARTS[asked]
            and first <= view.fixture.game_date <= last
        ]
        parameters = {
            "LeagueID": "00",
            "Season": season,
            "SeasonType": asked,
            "PlayerOrTeam": of_whom,
            "Counter": 1000,
            "Sorter": "DATE",
            "Direction": request.first("Direction", "DESC"),
            "DateFrom": request.first("DateFrom") or None,
            "DateTo": request.first("DateTo") or None,
        }
        make = player_log if of_whom == "P" else team_log
        return json_reply(make(games, parameters))

    def _box_score_v3(self, request: Request, _: re.Match[str]) -> Reply:
        return json_reply(box_score_v3(self._begun(request)))

    def _box_score_v2(self, request: Request, _: re.Match[str]) -> Reply:
        return json_reply(box_score_tables(self._begun(request)))

    def _play_by_play(self, request: Request, _: re.Match[str]) -> Reply:
        view = self._begun(request)
        return json_reply(stats_play_by_play(self._directory, view, request.at))

    def _begun(self, request: Request) -> GameView:
        """The game asked for.

        Raises:
            Refusal: it is no id, no game, or has not begun; the real host answers 400 too.
        """
        view = self._directory.one(request.first("GameID"), request.at)
        if view is None or not view.sides:
            raise Refusal(_BAD)
        return view

    def _player_index(self, request: Request, _: re.Match[str]) -> Reply:
        return json_reply(player_index(self._directory, self._season(request), request.at))

    def _movement(self, request: Request, _: re.Match[str]) -> Reply:
        moves: Any = player_movement(self._directory.world.moves(request.at))
        return json_reply(moves)


def _looks_like_a_browser(request: Request) -> bool:
    sent = request.headers
    is_browser = sent.get("user-agent", "").startswith("Mozilla/")
    came_from = (sent.get("referer", ""), sent.get("origin", ""))
    return is_browser and any("://www.nba.com" in each for each in came_from)
