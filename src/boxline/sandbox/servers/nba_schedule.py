"""NBA.com's schedule of a season (scheduleLeagueV2), as of an instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any

from boxline.sandbox.fixtures import SeasonType, opening_day
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers.biographies import split_name
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import Directory, league_day, zulu
from boxline.sandbox.servers.nba_shapes import (
    LABELS,
    eastern,
    game_code,
    nba_name,
    side,
    status_text,
)
from boxline.sandbox.servers.replies import Reply, json_reply

_MIDNIGHT = "00:00:00"
_WEEKS = 26
_BROADCASTERS = ("nationalTv", "nationalRadio", "homeTv", "homeRadio", "awayTv", "awayRadio")


@lru_cache(maxsize=4)
def schedule_reply(directory: Directory, season: str, at: datetime) -> Reply:
    """The schedule as a reply; both hosts send it, and it is large."""
    return json_reply(schedule(directory, season, at))


def schedule(directory: Directory, season: str, at: datetime) -> dict[str, Any]:
    """The season by day, preseason and All-Star among it.

    Eastern times carry a `Z`, as NBA.com writes them.
    """
    games = directory.games(at, season)
    by_day = groupby(games, key=lambda view: view.fixture.game_date)
    return {
        "meta": {
            "version": 1,
            "request": f"http://nba.cloud/league/00/{season}/scheduleleaguev2?Format=json",
            # The file is written anew each day.
            "time": f"{league_day(at).isoformat()}T10:00:00.000Z",
        },
        "leagueSchedule": {
            "seasonYear": season,
            "leagueId": "00",
            "gameDates": [
                {
                    "gameDate": f"{day:%m/%d/%Y} {_MIDNIGHT}",
                    "games": [
                        _game(directory, view, number, at) for number, view in enumerate(of_day, 1)
                    ],
                }
                for day, of_day in by_day
            ],
            "weeks": _weeks(season),
            "broadcasterList": [],
        },
    }


def _game(directory: Directory, view: GameView, number: int, at: datetime) -> dict[str, Any]:
    fixture = view.fixture
    records = directory.records(at, fixture.season)
    day = fixture.game_date.isoformat()
    start = eastern(view.starts_at)
    week = _week(fixture.season, view)
    is_neutral = fixture.season_type is SeasonType.ALL_STAR
    return {
        "gameId": fixture.game_id,
        "gameCode": game_code(fixture),
        "gameStatus": view.status.value,
        "gameStatusText": status_text(view),
        "gameSequence": number,
        "gameDateEst": f"{day}T{_MIDNIGHT}Z",
        "gameTimeEst": f"1900-01-01T{start[11:]}",
        "gameDateTimeEst": start,
        "gameDateUTC": f"{day}T05:00:00Z",
        "gameTimeUTC": f"1900-01-01T{zulu(view.starts_at)[11:]}",
        "gameDateTimeUTC": zulu(view.starts_at),
        "awayTeamTime": start,
        "homeTeamTime": start,
        "day": f"{fixture.game_date:%a}",
        "monthNum": fixture.game_date.month,
        "weekNumber": week,
        "weekName": f"Week {week}" if week else "",
        "ifNecessary": False,
        "seriesGameNumber": _series_game(view),
        "gameLabel": LABELS.get(fixture.season_type, ""),
        "gameSubLabel": "",
        "seriesText": "",
        "arenaName": fixture.home.arena,
        "arenaState": facts_of(fixture.home).state,
        "arenaCity": fixture.home.arena_city,
        # A game that was moved stands on its new day with N, as in the real feed.
        "postponedStatus": "N",
        "branchLink": "",
        "gameSubtype": "",
        "isNeutral": is_neutral,
        "broadcasters": {f"{whose}Broadcasters": [] for whose in _BROADCASTERS},
        "homeTeam": side(fixture.home, records.get(fixture.home.team_id), view.home_points),
        "awayTeam": side(fixture.away, records.get(fixture.away.team_id), view.away_points),
        "pointsLeaders": _points_leaders(view),
    }


def _week(season: str, view: GameView) -> int:
    """From 1 in the week of opening night; 0 in the preseason."""
    first = opening_day(season)
    monday = first - timedelta(days=first.weekday())
    return max(0, (view.fixture.game_date - monday).days // 7 + 1)


def _weeks(season: str) -> list[dict[str, Any]]:
    first = opening_day(season)
    monday = first - timedelta(days=first.weekday())
    return [
        {
            "weekNumber": number + 1,
            "weekName": f"Week {number + 1}",
            "startDate": f"{max(first, monday + timedelta(weeks=number))}T{_MIDNIGHT}Z",
            "endDate": f"{monday + timedelta(weeks=number, days=6)}T{_MIDNIGHT}Z",
        }
        for number in range(_WEEKS)
    ]


def _series_game(view: GameView) -> str:
    return f"Game {view.series.game_number}" if view.series else ""


def _points_leaders(view: GameView) -> list[dict[str, Any]]:
    if view.status is not GameStatus.FINAL:
        return []
    lines = [(side.club, line) for side in view.sides for line in side.lines]
    club, best = max(lines, key=lambda found: (found[1].stats.pts, -found[1].player.player_id))
    first, last = split_name(nba_name(best.player))
    facts = facts_of(club)
    return [
        {
            "personId": best.player.player_id,
            "firstName": first,
            "lastName": last,
            "teamId": club.team_id,
            "teamCity": facts.city,
            "teamName": facts.name,
            "teamTricode": club.team,
            "points": float(best.stats.pts),
        }
    ]
