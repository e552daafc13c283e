"""stats.nba.com's list of players and of who moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from boxline.sandbox.moves import Move
from boxline.sandbox.servers.biographies import biography, slug_of, split_name
from boxline.sandbox.servers.club_facts import facts_of
from boxline.sandbox.servers.directory import EASTERN, Directory
from boxline.sandbox.servers.nba_shapes import nba_name
from boxline.sandbox.servers.nba_tables import result_set, tables
from boxline.sandbox.spellings import without_diacritics

_INDEX = (
    "PERSON_ID PLAYER_LAST_NAME PLAYER_FIRST_NAME PLAYER_SLUG TEAM_ID TEAM_SLUG IS_DEFUNCT "
    "TEAM_CITY TEAM_NAME TEAM_ABBREVIATION JERSEY_NUMBER POSITION HEIGHT WEIGHT COLLEGE COUNTRY "
    "DRAFT_YEAR DRAFT_ROUND DRAFT_NUMBER ROSTER_STATUS FROM_YEAR TO_YEAR PTS REB AST "
    "STATS_TIMEFRAME"
)
_FILTERS = """TeamID Country College DraftYear DraftPick PlayerPosition Height Weight Active
    AllStar""".split()  # noqa: SIM905
_MOVE_COLUMNS = {
    "Transaction_Type": "String",
    "TRANSACTION_DATE": "DateTime",
    "TRANSACTION_DESCRIPTION": "String",
    "TEAM_ID": "Decimal",
    "TEAM_SLUG": "String",
    "PLAYER_ID": "Decimal",
    "PLAYER_SLUG": "String",
    "Additional_Sort": "Decimal",
    "GroupSort": "String",
}


def player_index(directory: Directory, season: str, at: datetime) -> dict[str, Any]:
    """Everybody on a roster now, by last name; `season` is only told back, as they do."""
    rows = [
        _index_row(player, club, season)
        for club in directory.world.league.clubs
        for player in directory.world.roster(club.team_id, at)
    ]
    parameters = {"LeagueID": "00", "Season": season, "Historical": 0, **dict.fromkeys(_FILTERS)}
    rows.sort(key=lambda row: (row[1], row[0]))
    return tables("playerindex", parameters, result_set("PlayerIndex", _INDEX, rows))


def _index_row(player: Any, club: Any, season: str) -> list[Any]:
    facts, name = facts_of(club), nba_name(player)
    told = biography(player.player_id, player.position_group)
    first, last = split_name(name)
    return [
        player.player_id,
        last,
        first,
        slug_of(name),
        club.team_id,
        facts.slug,
        0,
        facts.city,
        facts.name,
        club.team,
        told.jersey_number,
        player.position_group,
        told.height,
        str(told.weight_pounds),
        told.college,
        told.country,
        told.draft_year,
        told.draft_round,
        told.draft_number,
        1.0,
        str(told.draft_year or season[:4]),
        season[:4],
        None,
        None,
        None,
        "Season",
    ]


def player_movement(moves: Sequence[Move]) -> dict[str, Any]:
    """Every move so far, newest first; ids are floats, as they send them."""
    rows = [_move_row(move, number) for number, move in enumerate(moves)]
    columns = [{"Name": name, "DataType": kind} for name, kind in _MOVE_COLUMNS.items()]
    return {"NBA_Player_Movement": {"rows": rows[::-1], "columns": columns}}


def _move_row(move: Move, number: int) -> dict[str, Any]:
    club = move.to_club or move.from_club
    is_trade = bool(move.from_club and move.to_club)
    moved = move.moved_at.astimezone(EASTERN)
    # The lines of one trade share its number: they are announced at one instant.
    group = f"{moved:%Y%m%d%H%M}" if is_trade else str(1_000_000 + number)
    return {
        "Transaction_Type": move.kind.value,
        "TRANSACTION_DATE": f"{moved:%Y-%m-%d}T00:00:00",
        "TRANSACTION_DESCRIPTION": move.text,
        "TEAM_ID": float(club.team_id) if club else 0.0,
        "TEAM_SLUG": facts_of(club).slug if club else "",
        "PLAYER_ID": float(move.player.player_id),
        "PLAYER_SLUG": slug_of(without_diacritics(move.player.player_name)),
        "Additional_Sort": float(move.from_club.team_id) if is_trade and move.from_club else 0.0,
        "GroupSort": f"{move.kind.value} {group}",
    }
