"""The MLB Stats API: no key, no pages; days, games and people."""

from __future__ import annotations

import re
from datetime import date, timedelta

from boxline.errors import UnknownGame
from boxline.sandbox.baseball.clubs import CLUB_OF
from boxline.sandbox.baseball.tallies import Tallies
from boxline.sandbox.baseball.world import BaseballWorld, Listed
from boxline.sandbox.servers.baseball.mlb_feed import feed
from boxline.sandbox.servers.baseball.mlb_people import People, stats_reply
from boxline.sandbox.servers.baseball.mlb_schedule import hydrations, schedule
from boxline.sandbox.servers.baseball.mlb_words import COPYRIGHT, club_in_full
from boxline.sandbox.servers.directory import league_day
from boxline.sandbox.servers.replies import (
    Refusal,
    Reply,
    Request,
    Routes,
    day_of,
    json_reply,
    number_of,
)

HOST = "statsapi.mlb.com"
_MOST_DAYS = 400


def _error(status: int, message: str) -> Reply:
    body = {"messageNumber": 11, "message": message, "timestamp": "", "traceId": None}
    return json_reply(body, status=status)


_NOT_FOUND = _error(404, "Object not found")
_BAD = _error(400, "Invalid Request with value(s)")


class MlbStatsApi:
    """Schedule, live feed, people and their stats, teams."""

    hosts = (HOST,)
    busy = _error(429, "Too Many Requests")

    def __init__(self, world: BaseballWorld) -> None:
        self._world = world
        self._tallies = Tallies(world)
        self._people = People(self._tallies)
        self._routes = Routes(
            {
                "/api/v1/schedule/?": self._schedule,
                r"/api/v1\.1/game/(\d{1,10})/feed/live": self._feed,
                "/api/v1/people": self._many,
                r"/api/v1/people/(\d{1,10})": self._one,
                r"/api/v1/people/(\d{1,10})/stats": self._stats,
                "/api/v1/sports/1/players": self._everybody,
                "/api/v1/stats": self._pool,
                "/api/v1/teams": self._teams,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The reply; it asks nobody for a key."""
        return self._routes.answer(request, _NOT_FOUND)

    def _schedule(self, request: Request, _: re.Match[str]) -> Reply:
        """Days from `date`, or `startDate` to `endDate`; today without either."""
        if request.first("sportId", "1") != "1":
            return json_reply(schedule([], self._world, frozenset()))
        today = league_day(request.at).isoformat()
        asked = request.first("date")
        first = day_of(asked or request.first("startDate") or today, _BAD)
        last = day_of(asked or request.first("endDate") or first.isoformat(), _BAD)
        if not 0 <= (last - first).days <= _MOST_DAYS:
            raise Refusal(_BAD)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        listed = [(day, self._asked(day, request)) for day in days]
        return json_reply(schedule(listed, self._world, hydrations(request.first("hydrate"))))

    def _asked(self, day: date, request: Request) -> list[Listed]:
        """The list of a day: of the team or the games that were asked for, or all of it."""
        teams = {number_of(text, _BAD) for text in _split(request, "teamId")}
        games = {*_split(request, "gamePk"), *_split(request, "gamePks")}
        found = []
        for each in self._world.listed(day, request.at):
            fixture = each.view.fixture
            sides = {fixture.home.team_id, fixture.away.team_id}
            if (not teams or teams & sides) and (not games or fixture.game_id in games):
                found.append(each)
        return found

    def _feed(self, request: Request, found: re.Match[str]) -> Reply:
        try:
            view = self._world.game(found[1], request.at)
        except UnknownGame:
            return _NOT_FOUND
        return json_reply(feed(view, self._tallies))

    def _many(self, request: Request, _: re.Match[str]) -> Reply:
        ids = [number_of(text, _BAD) for text in _split(request, "personIds")]
        return json_reply(self._people.reply(ids, request.at, request.first("hydrate")))

    def _one(self, request: Request, found: re.Match[str]) -> Reply:
        told = self._people.reply([int(found[1])], request.at, request.first("hydrate"))
        return json_reply(told) if told["people"] else _NOT_FOUND

    def _stats(self, request: Request, found: re.Match[str]) -> Reply:
        player_id = int(found[1])
        if self._world.player(player_id, request.at) is None:
            return _NOT_FOUND
        opponent = request.first("opposingPlayerId")
        season = request.first("season")
        groups = self._people.groups(
            player_id,
            request.at,
            kinds=_split(request, "stats"),
            named=_split(request, "group"),
            season=number_of(season, _BAD) if season else None,
            codes=_split(request, "sitCodes"),
            opponent=number_of(opponent, _BAD) if opponent else None,
        )
        return json_reply(stats_reply(groups))

    def _everybody(self, request: Request, _: re.Match[str]) -> Reply:
        """Everybody of a season; of one whose calendar is not out, nobody."""
        asked = request.first("season")
        newest = self._world.season(request.at).season
        season = number_of(asked, _BAD) if asked else newest
        people = self._people.of_season(season, request.at) if season <= newest else []
        return json_reply({"copyright": COPYRIGHT, "people": people})

    def _pool(self, request: Request, _: re.Match[str]) -> Reply:
        """The same stats of everybody of a season, `limit` of them from `offset` on."""
        season = number_of(request.first("season"), _BAD)
        players = self._people.ids_of(season, request.at)
        pooled = self._people.pooled(
            players,
            request.at,
            kind=request.first("stats"),
            group=request.first("group"),
            season=season,
            codes=_split(request, "sitCodes"),
        )
        first = number_of(request.first("offset", "0"), _BAD)
        limit = number_of(request.first("limit", "50"), _BAD)
        for block in pooled:
            block["splits"] = block["splits"][first : first + limit]
        return json_reply(stats_reply(pooled))

    def _teams(self, request: Request, _: re.Match[str]) -> Reply:
        season = self._world.season(request.at).season
        teams = [club_in_full(CLUB_OF[c.team_id], season) for c in self._world.league.clubs]
        return json_reply({"copyright": COPYRIGHT, "teams": teams})


def _split(request: Request, name: str) -> tuple[str, ...]:
    return tuple(part for value in request.every(name) for part in value.split(",") if part)
