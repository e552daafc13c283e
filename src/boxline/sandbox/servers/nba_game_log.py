"""leaguegamelog: a row for each player, or each side, of final games."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boxline.sandbox.box_scores import TeamBox
from boxline.sandbox.game_views import GameView
from boxline.sandbox.servers.bdl_averages import fantasy_points
from boxline.sandbox.servers.directory import home_won
from boxline.sandbox.servers.nba_shapes import nba_name
from boxline.sandbox.servers.nba_tables import COUNTS, counted, result_set, tables

_GAME = "GAME_ID GAME_DATE MATCHUP WL MIN"
_TEAM = "TEAM_ID TEAM_ABBREVIATION TEAM_NAME"
_COUNTS = " ".join(COUNTS)
_PLAYERS = (
    f"SEASON_ID PLAYER_ID PLAYER_NAME {_TEAM} {_GAME} {_COUNTS} PLUS_MINUS FANTASY_PTS "
    "VIDEO_AVAILABLE"
)
_TEAMS = f"SEASON_ID {_TEAM} {_GAME} {_COUNTS} PLUS_MINUS VIDEO_AVAILABLE"


def player_log(games: Sequence[GameView], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A row for each player who played; by date, then by points."""
    rows = [
        [
            _season_id(view),
            line.player.player_id,
            nba_name(line.player),
            *_club(side),
            *_game(view, side),
            line.stats.minutes,
            *counted(line.stats),
            line.plus_minus,
            fantasy_points(line),
            1,
        ]
        for view in games
        for side in view.sides
        for line in side.lines
    ]
    return _log(parameters, _PLAYERS, rows)


def team_log(games: Sequence[GameView], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A row for each side; by date, then by points."""
    rows = [
        [
            _season_id(view),
            *_club(side),
            *_game(view, side),
            side.stats.minutes,
            *counted(side.stats),
            side.plus_minus,
            1,
        ]
        for view in games
        for side in view.sides
    ]
    return _log(parameters, _TEAMS, rows)


def _log(parameters: Mapping[str, Any], headers: str, rows: list[list[Any]]) -> dict[str, Any]:
    names = headers.split()
    day, points = names.index("GAME_DATE"), names.index("PTS")
    is_newest_first = parameters["Direction"] != "ASC"
    rows.sort(key=lambda row: row[points], reverse=True)
    rows.sort(key=lambda row: row[day], reverse=is_newest_first)
    return tables("leaguegamelog", parameters, result_set("LeagueGameLog", headers, rows))


def _season_id(view: GameView) -> str:
    """The part of the season as NBA.com numbers it, then the year: 22024."""
    fixture = view.fixture
    return f"{fixture.game_id[2]}{fixture.season[:4]}"


def _club(side: TeamBox) -> list[Any]:
    return [side.club.team_id, side.club.team, side.club.team_name]


def _game(view: GameView, side: TeamBox) -> list[Any]:
    fixture = view.fixture
    is_home = side.club == fixture.home
    matchup = (
        f"{fixture.home.team} vs. {fixture.away.team}"
        if is_home
        else f"{fixture.away.team} @ {fixture.home.team}"
    )
    won = home_won(view) == is_home
    return [fixture.game_id, fixture.game_date.isoformat(), matchup, "W" if won else "L"]
