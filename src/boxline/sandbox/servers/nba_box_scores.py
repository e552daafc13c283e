"""One game's box score from stats.nba.com: nested (third version) and as tables (second)."""

from __future__ import annotations

from typing import Any

from boxline.sandbox.box_scores import COUNTED, PlayerLine, StatLine, TeamBox
from boxline.sandbox.game_views import Absence, AbsenceKind, GameView
from boxline.sandbox.servers.biographies import slug_of
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import zulu
from boxline.sandbox.servers.nba_shapes import counts, jersey, minutes_text, nba_name, person, total
from boxline.sandbox.servers.nba_tables import counted, result_set, tables

_NOTHING = StatLine(**dict.fromkeys(COUNTED, 0))
_COUNTS = "MIN FGM FGA FG_PCT FG3M FG3A FG3_PCT FTM FTA FT_PCT OREB DREB REB AST STL BLK TO PF PTS"
_TEAM = "GAME_ID TEAM_ID TEAM_NAME TEAM_ABBREVIATION TEAM_CITY"
_PLAYERS = (
    "GAME_ID TEAM_ID TEAM_ABBREVIATION TEAM_CITY PLAYER_ID PLAYER_NAME NICKNAME START_POSITION "
    f"COMMENT {_COUNTS} PLUS_MINUS"
)


def box_score_v3(view: GameView) -> dict[str, Any]:
    """The nested answer of a game that has begun; who stayed on the bench has empty minutes."""
    fixture = view.fixture
    home, away = view.sides
    at = view.ended_at or view.starts_at
    return {
        "meta": {
            "version": 1,
            "request": f"http://nba.cloud/games/{fixture.game_id}/boxscoretraditional?Format=json",
            "time": zulu(at),
        },
        "boxScoreTraditional": {
            "gameId": fixture.game_id,
            "awayTeamId": fixture.away.team_id,
            "homeTeamId": fixture.home.team_id,
            "homeTeam": _side(view, home),
            "awayTeam": _side(view, away),
        },
    }


def _side(view: GameView, side: TeamBox) -> dict[str, Any]:
    facts = facts_of(side.club)
    starters = [line for line in side.lines if line.start_position]
    bench = [line for line in side.lines if not line.start_position]
    return {
        "teamId": side.club.team_id,
        "teamCity": facts.city,
        "teamName": facts.name,
        "teamTricode": side.club.team,
        "teamSlug": facts.slug,
        "players": [
            *(_player(line) for line in side.lines),
            *(_on_the_bench(each) for each in _not_played(view, side)),
        ],
        "statistics": {
            "minutes": minutes_text(*side.lines),
            **counts(side.stats),
            "plusMinusPoints": float(side.plus_minus),
        },
        "starters": _together(starters),
        "bench": _together(bench),
    }


def _together(lines: list[PlayerLine]) -> dict[str, Any]:
    return {"minutes": minutes_text(*lines), **counts(total(lines))}


def _player(line: PlayerLine) -> dict[str, Any]:
    return {
        **_person(line.player),
        "position": line.start_position or "",
        "comment": "",
        "jerseyNum": jersey(line.player),
        "statistics": {
            "minutes": minutes_text(line),
            **counts(line.stats),
            "plusMinusPoints": float(line.plus_minus),
        },
    }


def _on_the_bench(absence: Absence) -> dict[str, Any]:
    return {
        **_person(absence.player),
        "position": "",
        "comment": f"DNP - {absence.reason.removeprefix('DNP - ')}",
        "jerseyNum": jersey(absence.player),
        "statistics": {"minutes": "", **counts(_NOTHING), "plusMinusPoints": 0.0},
    }


def _person(player: Any) -> dict[str, Any]:
    named = person(player)
    return {
        "personId": player.player_id,
        "firstName": named["firstName"],
        "familyName": named["familyName"],
        "nameI": named["nameI"],
        "playerSlug": slug_of(named["name"]),
    }


def _not_played(view: GameView, side: TeamBox) -> list[Absence]:
    return [
        each
        for each in view.absences
        if each.club == side.club and each.kind is AbsenceKind.DID_NOT_PLAY
    ]


def box_score_tables(view: GameView) -> dict[str, Any]:
    """The tables of a game that has begun; who stayed on the bench has no counts."""
    game_id = view.fixture.game_id
    parameters = {
        "GameID": game_id,
        "StartPeriod": 0,
        "EndPeriod": 0,
        "StartRange": 0,
        "EndRange": 0,
        "RangeType": 0,
    }
    sides = view.sides[::-1]
    return tables(
        "boxscore",
        parameters,
        result_set("PlayerStats", _PLAYERS, (r for side in sides for r in _rows(view, side))),
        result_set(
            "TeamStats",
            f"{_TEAM} {_COUNTS} PLUS_MINUS",
            (_team(game_id, side) for side in sides),
        ),
        result_set(
            "TeamStarterBenchStats",
            f"{_TEAM} STARTERS_BENCH {_COUNTS}",
            (row for side in sides for row in _parts(game_id, side)),
        ),
    )


def _rows(view: GameView, side: TeamBox) -> list[list[Any]]:
    facts = facts_of(side.club)
    club = [view.fixture.game_id, side.club.team_id, side.club.team, facts.city]
    played = [
        [
            *club,
            line.player.player_id,
            nba_name(line.player),
            nba_name(line.player).split(" ")[0],
            line.start_position or "",
            "",
            minutes_text(line),
            *counted(line.stats),
            line.plus_minus,
        ]
        for line in side.lines
    ]
    width = len(_PLAYERS.split())
    absent = []
    for each in _not_played(view, side):
        name = nba_name(each.player)
        comment = f"DNP - {each.reason.removeprefix('DNP - ')}"
        row = [*club, each.player.player_id, name, name.split(" ")[0], "", comment]
        absent.append([*row, *[None] * (width - len(row))])
    return played + absent


def _team(game_id: str, side: TeamBox) -> list[Any]:
    minutes = minutes_text(*side.lines)
    return [*_club(game_id, side), minutes, *counted(side.stats), side.plus_minus]


def _club(game_id: str, side: TeamBox) -> list[Any]:
    facts = facts_of(side.club)
    return [game_id, side.club.team_id, facts.name, side.club.team, facts.city]


def _parts(game_id: str, side: TeamBox) -> list[list[Any]]:
    found = []
    for name, starts in (("Starters", True), ("Bench", False)):
        lines = [line for line in side.lines if bool(line.start_position) is starts]
        row = [*_club(game_id, side), name, minutes_text(*lines), *counted(total(lines))]
        found.append(row)
    return found
