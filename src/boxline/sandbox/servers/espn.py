"""ESPN's site API: scoreboards and rosters, with ids and codes of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from boxline.sandbox.box_scores import TeamBox
from boxline.sandbox.fixtures import SeasonType, opening_day
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.club_facts import FACTS, ClubFacts, facts_of
from boxline.sandbox.servers.directory import Directory, Record, league_day
from boxline.sandbox.servers.espn_rosters import athletes, team_row
from boxline.sandbox.servers.periods import period_points
from boxline.sandbox.servers.replies import Reply, Request, Routes, day_of, html_reply, json_reply

HOST = "site.api.espn.com"
_NBA = "/apis/site/v2/sports/basketball/nba"
_BAD = json_reply({"code": 400, "message": "Failed to get events endpoint."}, status=400)
_NOT_FOUND = json_reply({"code": 404, "message": "not found"}, status=404)
_STATES = {
    GameStatus.SCHEDULED: ("1", "STATUS_SCHEDULED", "pre", "Scheduled"),
    GameStatus.LIVE: ("2", "STATUS_IN_PROGRESS", "in", "In Progress"),
    GameStatus.FINAL: ("3", "STATUS_FINAL", "post", "Final"),
}


class Espn:
    """No key, no pages."""

    hosts = (HOST,)
    busy = html_reply(429, "Too Many Requests")

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._routes = Routes(
            {
                f"{_NBA}/scoreboard": self._scoreboard,
                rf"{_NBA}/teams/(\w{{1,5}})": self._team,
                rf"{_NBA}/teams/(\w{{1,5}})/roster": self._roster,
            }
        )

    def answer(self, request: Request) -> Reply:
        """The reply."""
        return self._routes.answer(request, _NOT_FOUND)

    def _scoreboard(self, request: Request, _: re.Match[str]) -> Reply:
        asked = request.first("dates")
        first, _dash, last = asked.partition("-")
        day = day_of(first, _BAD) if first else league_day(request.at)
        until = day_of(last, _BAD) if last else day
        games = self._directory.between(day, until, request.at)
        games.sort(key=lambda view: (view.starts_at, view.fixture.game_id))
        events = [self._event(view, request.at) for view in games]
        return json_reply({"leagues": [self._league(day, request.at)], "events": events})

    def _league(self, day: date, at: datetime) -> dict[str, Any]:
        year = day.year + (day.month >= 8)
        season = f"{year - 1}-{year % 100:02d}"
        days = sorted({view.fixture.game_date for view in self._directory.counted(at, season)})
        first = days[0] if days else opening_day(season)
        return {
            "id": "46",
            "uid": "s:40~l:46",
            "name": "National Basketball Association",
            "abbreviation": "NBA",
            "slug": "nba",
            "season": {
                "year": year,
                "startDate": f"{first - timedelta(days=20)}T07:00Z",
                "endDate": f"{days[-1] if days else first}T06:59Z",
                "displayName": season,
                "type": {"id": "2", "type": 2, "name": "Regular Season", "abbreviation": "reg"},
            },
            "calendarType": "day",
            "calendarIsWhitelist": True,
            "calendar": [f"{each}T07:00Z" for each in days],
        }

    def _event(self, view: GameView, at: datetime) -> dict[str, Any]:
        fixture, event_id = view.fixture, self._directory.game_id_espn(view.fixture.game_id)
        home, away = facts_of(fixture.home), facts_of(fixture.away)
        is_playoff = fixture.season_type is SeasonType.PLAYOFFS
        records = self._directory.records(at, fixture.season)
        starts = f"{view.starts_at:%Y-%m-%dT%H:%MZ}"
        points = period_points(view)
        sides = dict(zip(("home", "away"), view.sides, strict=False))
        status = _status(view)
        competition = {
            "id": event_id,
            "uid": f"s:40~l:46~e:{event_id}~c:{event_id}",
            "date": starts,
            "attendance": 0,
            "type": {"id": "1", "abbreviation": "STD"},
            "timeValid": True,
            "neutralSite": False,
            "conferenceCompetition": home.conference == away.conference,
            "playByPlayAvailable": view.status is not GameStatus.SCHEDULED,
            "venue": {
                "id": str(1800 + home.id_espn),
                "fullName": fixture.home.arena,
                "address": {"city": fixture.home.arena_city, "state": home.state},
                "indoor": True,
            },
            "competitors": [
                _competitor(where, facts, scores, sides.get(where), records, view)
                for where, facts, scores in (("home", home, points[0]), ("away", away, points[1]))
            ],
            "notes": [],
            "status": status,
            "format": {"regulation": {"periods": 4}},
            "startDate": starts,
        }
        return {
            "id": event_id,
            "uid": f"s:40~l:46~e:{event_id}",
            "date": starts,
            "name": f"{away.full_name} at {home.full_name}",
            "shortName": f"{away.code_espn} @ {home.code_espn}",
            "season": {
                "year": int(fixture.season[:4]) + 1,
                "type": 3 if is_playoff else 2,
                "slug": "post-season" if is_playoff else "regular-season",
            },
            "competitions": [competition],
            "status": status,
        }

    def _team(self, request: Request, found: re.Match[str]) -> Reply:
        """A club by id or code; with its players where `enable=roster`."""
        asked = found[1].upper()
        facts = next((f for f in FACTS.values() if asked in (str(f.id_espn), f.code_espn)), None)
        if facts is None:
            return _NOT_FOUND
        team = team_row(facts)
        if "roster" in request.first("enable").split(","):
            team["athletes"] = athletes(self._directory.world, facts, request.at)
        season = self._directory.world.season(request.at).season
        record = self._directory.records(request.at, season).get(facts.club.team_id, Record())
        overall = {"type": "total", "summary": f"{record.wins}-{record.losses}"}
        team["record"] = {"items": [{"description": "Overall Record", **overall}]}
        return json_reply({"team": team})

    def _roster(self, request: Request, found: re.Match[str]) -> Reply:
        return self._team(_with_roster(request), found)


def _with_roster(request: Request) -> Request:
    return replace(request, query={**request.query, "enable": ("roster",)})


def _competitor(
    where: str,
    facts: ClubFacts,
    points: list[int],
    side: TeamBox | None,
    records: dict[int, Record],
    view: GameView,
) -> dict[str, Any]:
    record = records.get(facts.club.team_id, Record())
    score = (view.home_points if where == "home" else view.away_points) or 0
    other = (view.away_points if where == "home" else view.home_points) or 0
    found: dict[str, Any] = {
        "id": str(facts.id_espn),
        "uid": f"s:40~l:46~t:{facts.id_espn}",
        "type": "team",
        "order": 0 if where == "home" else 1,
        "homeAway": where,
        "team": team_row(facts),
        "score": str(score),
        "statistics": _statistics(side) if side else [],
        "records": [
            {
                "name": "overall",
                "abbreviation": "Game",
                "type": "total",
                "summary": f"{record.wins}-{record.losses}",
            }
        ],
    }
    if view.status is GameStatus.FINAL:
        found["winner"] = score > other
    if points:
        found["linescores"] = [
            {"value": float(each), "displayValue": str(each), "period": number}
            for number, each in enumerate(points, 1)
        ]
    return found


def _statistics(side: TeamBox) -> list[dict[str, Any]]:
    stats = side.stats
    named = (
        ("rebounds", "REB", stats.reb),
        ("assists", "AST", stats.ast),
        ("fieldGoalsAttempted", "FGA", stats.fga),
        ("fieldGoalsMade", "FGM", stats.fgm),
        ("freeThrowsAttempted", "FTA", stats.fta),
        ("freeThrowsMade", "FTM", stats.ftm),
        ("points", "PTS", stats.pts),
        ("threePointFieldGoalsAttempted", "3PA", stats.fg3a),
        ("threePointFieldGoalsMade", "3PM", stats.fg3m),
    )
    return [{"name": n, "abbreviation": a, "displayValue": str(value)} for n, a, value in named]


def _status(view: GameView) -> dict[str, Any]:
    number, name, state, words = _STATES[view.status]
    minutes, seconds = divmod(int(view.seconds_left), 60)
    how_many = view.overtimes if view.overtimes > 1 else ""
    final = f"Final/{how_many}OT" if view.overtimes else words
    detail = final if view.status is GameStatus.FINAL else words
    return {
        "clock": float(view.seconds_left),
        "displayClock": f"{minutes}:{seconds:02d}" if view.seconds_left else "0.0",
        "period": view.period,
        "type": {
            "id": number,
            "name": name,
            "state": state,
            "completed": view.status is GameStatus.FINAL,
            "description": words,
            "detail": detail,
            "shortDetail": detail,
        },
    }
