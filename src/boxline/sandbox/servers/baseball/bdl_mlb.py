"""balldontlie's API of MLB: the same pages as the NBA's, other words, ids of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from boxline.domain.days import EASTERN
from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.world import BaseballWorld
from boxline.sandbox.servers.baseball import bdl_mlb_rows as rows
from boxline.sandbox.servers.bdl_paging import BAD, Numbered, cursor_of, page
from boxline.sandbox.servers.replies import (
    Reply,
    Request,
    Routes,
    day_of,
    json_reply,
    number_of,
)

_NOT_FOUND = json_reply({"error": "Not Found"}, status=404)
_FIRST_GAME = 5_058_001
_LINES_PER_GAME = 1_000


class BalldontlieMlb:
    """Answers what `/mlb/v1/games`, `stats`, `players` and the like ask for."""

    prefix = "/mlb/v1/"

    def __init__(self, world: BaseballWorld) -> None:
        self._world = world
        self._number = {game_id: number for number, game_id in enumerate(world.game_ids)}
        self._game_ids = world.game_ids
        self._routes = Routes(
            {
                "/mlb/v1/stats": self._stats,
                "/mlb/v1/games": self._games,
                r"/mlb/v1/games/(\d{1,18})": self._game,
                "/mlb/v1/players": self._players,
                "/mlb/v1/players/active": self._players,
                "/mlb/v1/player_injuries": self._injuries,
                "/mlb/v1/teams": self._teams,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The reply to a caller whose key is good."""
        return self._routes.answer(request, _NOT_FOUND)

    def game_id_bdl(self, game_id: str) -> int:
        """Balldontlie's id of a game."""
        return _FIRST_GAME + self._number[game_id]

    def _stats(self, request: Request, _: re.Match[str]) -> Reply:
        cursor = cursor_of(request)
        wanted = {number_of(text, BAD) for text in request.every("player_ids")}
        begun = [view for view in self._asked(request) if view.box]
        late = [view for view in begun if self._first_line(view) + _LINES_PER_GAME > cursor]
        return page(request, self._lines(late, wanted))

    def _lines(self, views: list[BallView], wanted: set[int]) -> Iterator[Numbered]:
        for view in views:
            game = self._game_row(view)
            for place, row in enumerate(rows.stat_rows(view, game), 1):
                if not wanted or row["player"]["id"] in wanted:
                    yield self._first_line(view) + place, row

    def _first_line(self, view: BallView) -> int:
        return self._number[view.game_id] * _LINES_PER_GAME

    def _games(self, request: Request, _: re.Match[str]) -> Reply:
        numbered = (
            (self.game_id_bdl(view.game_id), self._game_row(view)) for view in self._asked(request)
        )
        return page(request, numbered)

    def _game(self, request: Request, found: re.Match[str]) -> Reply:
        views = self._by_ids({int(found[1])}, request.at)
        return json_reply({"data": self._game_row(views[0])}) if views else _NOT_FOUND

    def _game_row(self, view: BallView) -> dict[str, Any]:
        return rows.game_row(view, self.game_id_bdl(view.game_id))

    def _asked(self, request: Request) -> list[BallView]:
        """The games of the ids, days, seasons and teams asked for, by id."""
        at = request.at
        ids = {number_of(text, BAD) for text in request.every("game_ids")}
        days = {day_of(text, BAD) for text in request.every("dates")}
        seasons = {number_of(text, BAD) for text in request.every("seasons")}
        teams = {number_of(text, BAD) for text in request.every("team_ids")}
        if ids:
            views = self._by_ids(ids, at)
        else:
            years = seasons or {each.season for each in self._world.league.seasons}
            views = [view for year in sorted(years) for view in self._world.games(at, year)]
        kept = [
            view
            for view in views
            if (not days or _day(view) in days)
            and (not teams or teams & {view.fixture.home.team_id, view.fixture.away.team_id})
        ]
        return sorted(kept, key=lambda view: self._number[view.game_id])

    def _by_ids(self, ids: set[int], at: datetime) -> list[BallView]:
        wanted = {
            self._game_ids[each - _FIRST_GAME]
            for each in ids
            if 0 <= each - _FIRST_GAME < len(self._game_ids)
        }
        years = [each.season for each in self._world.league.seasons]
        views = (view for year in years for view in self._world.games(at, year))
        return [view for view in views if view.game_id in wanted]

    def _players(self, request: Request, _: re.Match[str]) -> Reply:
        squads = self._world.season(request.at).squads
        numbered = [
            (rows.player_id_bdl(player.player_id), rows.player_row(player, squad.club, request.at))
            for squad in squads
            for player in squad.players
        ]
        return page(request, sorted(numbered, key=lambda each: each[0]))

    def _injuries(self, request: Request, _: re.Match[str]) -> Reply:
        numbered = [
            (rows.player_id_bdl(each.player.player_id), rows.injury_row(each, request.at))
            for each in self._world.injuries(request.at)
        ]
        return page(request, sorted(numbered, key=lambda each: each[0]))

    def _teams(self, _: Request, __: re.Match[str]) -> Reply:
        clubs = self._world.league.clubs
        return json_reply({"data": [rows.team_row(club) for club in clubs]})


def _day(view: BallView) -> date:
    """The Eastern day of the start."""
    return view.slot.starts_at.astimezone(EASTERN).date()
