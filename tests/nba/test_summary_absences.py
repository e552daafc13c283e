"""What a game's summaries say of who did not play, and of how many there were."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nba.line_rows import MAXEY, NYK, PHI, TOWNS, Row
from tests.nba.summary_rows import (
    BLOCKS,
    HART,
    OFFENSE,
    PASSES,
    SHOTS,
    WHY,
    ZONES,
    line,
    part,
    side,
    summaries,
    team_summaries,
)


def absent(player_id: int, kind: str, reason: str | None) -> Row:
    return {**side(NYK), "player_id": player_id, "kind": kind, "reason": reason}


DID_NOT_PLAY = ("has_played", "did_not_play_kind", "did_not_play_reason", "did_not_play_category")


def test_who_is_listed_and_did_not_play_is_told_with_kind_and_reason() -> None:
    rows = summaries(
        [line(TOWNS), line(HART, has_played=False, minutes_played=0), line(MAXEY)],
        absences=[
            absent(HART, "did not play", "DNP - Coach's Decision"),
            absent(7, "inactive", "Injury/Illness - Left Knee; Sprain"),
            absent(TOWNS, "inactive", "Rest"),  # he played after all
        ],
    )
    assert part(rows[TOWNS], *DID_NOT_PLAY) == (True, None, None, None)
    assert part(rows[HART], *DID_NOT_PLAY) == (
        *(False, "did not play", "DNP - Coach's Decision", "coach"),
    )
    assert part(rows[7], *DID_NOT_PLAY) == (
        *(False, "inactive", "Injury/Illness - Left Knee; Sprain", "injury"),
    )
    assert part(rows[7], "team_id", "opponent_team_id", "is_win") == (NYK, PHI, True)
    assert len(rows) == 4


def test_nothing_is_counted_of_who_did_not_play() -> None:
    rows = summaries(
        [line(TOWNS), line(HART, has_played=False, minutes_played=0), line(MAXEY)],
        absences=[absent(7, "inactive", None)],
        shots=SHOTS,
    )
    for player in (HART, 7):
        row = rows[player]
        counted = ("points", "minutes_played", "plus_minus_points", "usage_percent")
        assert part(row, *counted, *ZONES, *PASSES, *BLOCKS) == (None,) * 16
        assert part(row, "is_starter", WHY) == (False, "did not play")
    assert part(rows[HART], *DID_NOT_PLAY) == (False, "did not play", None, None)


def test_the_absent_of_a_game_without_a_box_score_are_not_told_yet() -> None:
    assert summaries([], absences=[absent(7, "inactive", None)]) == {}


SQUAD = ("players_used", "starters", "players_did_not_play", "players_inactive")


def squads(absences: list[Row]) -> dict[int, tuple[Any, ...]]:
    box = [
        line(TOWNS, is_starter=True),
        line(HART, is_starter=False),
        line(7, has_played=False),
        line(MAXEY),
    ]
    rows = team_summaries(OFFENSE, player_games=box, absences=absences)
    return {club: part(row, *SQUAD) for club, row in rows.items()}


def test_a_team_knows_how_many_of_it_started_played_and_stood_by() -> None:
    book = {"source": "nbac_gamebook"}
    absences = [
        absent(7, "did not play", None) | book,
        absent(8, "inactive", None) | book,
        absent(9, "inactive", None) | book,
    ]
    assert squads(absences) == {NYK: (2, 1, 1, 2), PHI: (1, None, 0, 0)}


def test_what_no_source_tells_of_a_squad_is_not_counted() -> None:
    assert squads([]) == {NYK: (2, 1, None, None), PHI: (1, None, None, None)}
    box_alone = [absent(7, "did not play", None) | {"source": "nbac_team_boxscore"}]
    assert squads(box_alone) == {NYK: (2, 1, 1, None), PHI: (1, None, 0, None)}
    assert part(team_summaries(OFFENSE)[NYK], *SQUAD) == (None,) * 4


@pytest.mark.parametrize(
    ("reason", "category"),
    [
        ("DNP - Coach's Decision", "coach"),
        ("DNP_COACH", "coach"),
        ("INACTIVE_INJURY", "injury"),
        ("NWT - Injury/Illness - Toe; Sprain", "injury"),
        ("DND - Sore Right Knee", "injury"),
        ("Return to Competition Reconditioning", "injury"),
        ("Health and Safety Protocols", "injury"),
        ("G League - Two-Way", "g_league"),
        ("INACTIVE_GLEAGUE_TWOWAY", "g_league"),
        ("Rest", "rest"),
        ("INACTIVE_REST", "rest"),
        ("Restricted", "other"),
        ("Personal Reasons", "personal"),
        ("League Suspension", "suspension"),
        ("Trade Pending", "trade"),
        ("Not With Team", "not_with_team"),
        ("INACTIVE_NOT_WITH_TEAM", "not_with_team"),
        ("Ineligible To Play", "ineligible"),
        ("Snowed in", "other"),
    ],
)
def test_the_ways_a_reason_is_written_come_down_to_a_few(reason: str, category: str) -> None:
    rows = summaries([line(TOWNS), line(MAXEY)], absences=[absent(7, "inactive", reason)])
    assert part(rows[7], "did_not_play_reason", "did_not_play_category") == (reason, category)
