"""A game's live box score as cdn.nba.com has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from boxline.sandbox.box_scores import COUNTED, PlayerLine, StatLine, TeamBox
from boxline.sandbox.game_views import Absence, AbsenceKind, GameStatus, GameView
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import EASTERN, Directory, zulu
from boxline.sandbox.servers.nba_shapes import (
    clock,
    counts,
    duration,
    game_code,
    jersey,
    names,
    periods,
    person,
    share,
    status_text,
)
from boxline.sandbox.servers.periods import period_points

_NOTHING = StatLine(**dict.fromkeys(COUNTED, 0))


def live_box_score(directory: Directory, view: GameView, at: datetime) -> dict[str, Any]:
    """A game that has begun, with its officials, both sides, and every player of both rosters."""
    fixture = view.fixture
    start_et = view.starts_at.astimezone(EASTERN).isoformat()
    ended = view.ended_at or at
    crew = directory.world.officials(fixture.game_id, at)
    points = period_points(view)
    home, away = view.sides
    return {
        "gameId": fixture.game_id,
        "gameTimeLocal": start_et,
        "gameTimeUTC": zulu(view.starts_at),
        "gameTimeHome": start_et,
        "gameTimeAway": start_et,
        "gameEt": start_et,
        "duration": round((ended - (view.tipped_off_at or ended)).total_seconds() / 60),
        "gameCode": game_code(fixture),
        "gameStatusText": status_text(view),
        "gameStatus": view.status.value,
        "regulationPeriods": 4,
        "period": view.period,
        "gameClock": clock(view.seconds_left if view.status is GameStatus.LIVE else 0.0),
        "attendance": 0,
        "sellout": "0",
        "arena": {
            "arenaId": fixture.home.team_id % 1000,
            "arenaName": fixture.home.arena,
            "arenaCity": fixture.home.arena_city,
            "arenaState": facts_of(fixture.home).state,
            "arenaCountry": "US",
            "arenaTimezone": "America/New_York",
        },
        "officials": [
            {
                "personId": each.official_id,
                **names(each.official_name),
                "jerseyNum": str(each.jersey_number),
                "assignment": f"OFFICIAL{number}",
            }
            for number, each in enumerate(crew, 1)
        ],
        "homeTeam": _side(view, home, points[0], against=away),
        "awayTeam": _side(view, away, points[1], against=home),
    }


def _side(view: GameView, side: TeamBox, points: list[int], *, against: TeamBox) -> dict[str, Any]:
    facts = facts_of(side.club)
    absent = [each for each in view.absences if each.club == side.club]
    players: list[PlayerLine | Absence] = [*side.lines, *absent]
    return {
        "teamId": side.club.team_id,
        "teamName": facts.name,
        "teamCity": facts.city,
        "teamTricode": side.club.team,
        "score": side.stats.pts,
        "inBonus": "0",
        "timeoutsRemaining": 0,
        "periods": periods(points),
        "players": [_player(each, order) for order, each in enumerate(players, 1)],
        "statistics": {
            **_counts(side.stats),
            "reboundsPersonal": side.stats.reb,
            "reboundsTeam": side.team_rebounds,
            "turnoversTeam": side.team_turnovers,
            "turnoversTotal": side.stats.tov + side.team_turnovers,
            "pointsAgainst": against.stats.pts,
            "minutes": duration(*side.lines),
        },
    }


def _player(of: PlayerLine | Absence, order: int) -> dict[str, Any]:
    plays = isinstance(of, PlayerLine)
    starts = isinstance(of, PlayerLine) and of.start_position
    found: dict[str, Any] = {
        "status": "ACTIVE",
        "order": order,
        "personId": of.player.player_id,
        "jerseyNum": jersey(of.player),
        "starter": "1" if starts else "0",
        "oncourt": "0",
        "played": "1" if plays else "0",
        **person(of.player),
    }
    if isinstance(of, Absence):
        is_inactive = of.kind is AbsenceKind.INACTIVE
        found |= {"status": "INACTIVE"} if is_inactive else {}
        reason = "INACTIVE_INJURY" if is_inactive else "DNP_COACH"
        why = {"notPlayingReason": reason, "notPlayingDescription": of.reason}
        return found | why | {"statistics": _NOT_PLAYED}
    if starts:
        found["position"] = of.player.position
    return found | {
        "statistics": {
            **_counts(of.stats),
            "minutes": duration(of),
            "minutesCalculated": f"PT{of.stats.minutes:02d}M",
            "plusMinusPoints": float(of.plus_minus),
        }
    }


def _counts(stats: StatLine) -> dict[str, Any]:
    twos = {
        "twoPointersMade": stats.fgm - stats.fg3m,
        "twoPointersAttempted": stats.fga - stats.fg3a,
        "twoPointersPercentage": share(stats.fgm - stats.fg3m, stats.fga - stats.fg3a),
    }
    return {**counts(stats), **twos}


_NOT_PLAYED = {
    **_counts(_NOTHING),
    "minutes": clock(0),
    "minutesCalculated": "PT00M",
    "plusMinusPoints": 0.0,
}
