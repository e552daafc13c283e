"""Gamebooks as the sandbox prints them: every player comes back, and sums that are wrong show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boxline.catalog import UnreadableReply
from boxline.nba.gamebook_inactive import read_inactive
from boxline.nba.gamebook_pdf import read_gamebook
from boxline.sandbox.pdf_gamebook import Dressed, Gamebook, gamebook_pdf
from tests.nba.printed import AWAY, BOOK, HOME
from tests.pdf_parts import recompressed


def read(book: Gamebook, *, is_whole_book: bool = False) -> list[dict[str, Any]]:
    return read_gamebook(gamebook_pdf(book, is_whole_book=is_whole_book))


@pytest.mark.parametrize("is_whole_book", [False, True], ids=["short", "whole"])
def test_every_player_comes_back_once(is_whole_book: bool) -> None:
    rows = read(BOOK, is_whole_book=is_whole_book)
    assert not any(row["trouble"] for row in rows)
    assert [
        (row["role"], row["status"], row["player_name"], row.get("reason")) for row in rows
    ] == [
        ("away", "active", "Abel Vossler Jr.", None),
        ("away", "active", "Karl-Otto O'Dell II", None),
        ("away", "dnp", "GG Still", "DNP - Coach's Decision"),
        ("away", "dnp", "Remy Kovac", "NWT - Injury/Illness - Toe; Sprain"),
        ("home", "active", "Tor Sand", None),
        *(("away", "inactive", one.last_name, one.reason) for one in AWAY.inactive),
    ]
    assert [row["name_number"] for row in rows if row["player_name"] == "Bane"] == [1, 2]


def test_a_line_has_all_that_is_printed() -> None:
    row = read(BOOK)[0]
    assert row == {
        "text": "00 Abel Vossler Jr. F 35:42 7 21 2 10 6 6 0 0 0 0 0 0 0 0 -13 22",
        "trouble": "",
        "game_date": "2024-04-10",
        "officials": "#24 Ann O'Day, #3 Bo Field",
        "away_name": "Memphis Grizzlies",
        "home_name": "CLEVELAND CAVALIERS",
        "role": "away",
        "status": "active",
        "jersey": "00",
        "player_name": "Abel Vossler Jr.",
        "name_number": 1,
        "position": "F",
        "seconds_played": 35 * 60 + 42,
        "field_goals_made": 7,
        "field_goals_attempted": 21,
        "threes_made": 2,
        "threes_attempted": 10,
        "free_throws_made": 6,
        "free_throws_attempted": 6,
        "offensive_rebounds": 0,
        "defensive_rebounds": 0,
        "rebounds": 0,
        "assists": 0,
        "personal_fouls": 0,
        "steals": 0,
        "turnovers": 0,
        "blocks": 0,
        "plus_minus": -13,
        "points": 22,
    }


def troubles(book: Gamebook) -> list[str]:
    return [row["trouble"] for row in read(book) if row["trouble"]]


def test_a_score_by_period_that_is_not_the_boxs_is_a_row_in_trouble() -> None:
    book = replace(BOOK, home=replace(HOME, points_by_period=[1, 1, 1, 2]))
    assert troubles(book) == ["4 points in the box, 5 by period"]


def test_a_count_that_does_not_make_the_total_is_a_row_in_trouble() -> None:
    body = gamebook_pdf(BOOK)
    # The first 3 of the page is the big man's assists; the totals keep theirs.
    changed = recompressed(body, lambda content: content.replace(b"(3) Tj", b"(4) Tj", 1))
    found = [row["trouble"] for row in read_gamebook(changed) if row["trouble"]]
    assert found == ["the totals say 3 assists, the players make 4"]


def test_a_line_that_is_nobodys_is_a_row_in_trouble() -> None:
    odd = Dressed(jersey="5", player_name="Odd Man", reason="sick")
    book = replace(BOOK, home=replace(HOME, players=[odd, *HOME.players]))
    assert [(row["text"], row["trouble"]) for row in read(book) if row["trouble"]] == [
        ("5 Odd Man sick", "the line is neither a player's nor the totals")
    ]


def test_a_page_of_something_else_is_refused() -> None:
    content = recompressed(gamebook_pdf(BOOK), lambda text: text.replace(b"FINAL BOX", b"BOX"))
    with pytest.raises(UnreadableReply, match="no page with the title FINAL BOX"):
        read_gamebook(content)


def test_a_renamed_column_is_refused() -> None:
    content = recompressed(gamebook_pdf(BOOK), lambda text: text.replace(b"(3PA)", b"(TPA)"))
    with pytest.raises(UnreadableReply, match="the columns of Memphis Grizzlies are not POS MIN"):
        read_gamebook(content)


SIDES = {"away": "Memphis Grizzlies", "home": "Cleveland Cavaliers"}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            ["Inactive: Grizzlies - Bane (Rest), Goodwin", "(G League)", "Points in the Paint: 4"],
            [("away", "Bane", "Rest"), ("away", "Goodwin", "G League")],
        ),
        (
            ["Inactive: Grizzlies - Bane (Rest) Inactive: Cavaliers - Wade (Toe; a, b)"],
            [("away", "Bane", "Rest"), ("home", "Wade", "Toe; a, b")],
        ),
        (
            ["Inactive: Grizzlies - Bane ()", "MEMO: none", "Inactive: CAVALIERS - Wade"],
            [("away", "Bane", None), ("home", "Wade", None)],
        ),
        (["Inactive: Grizzlies - None", "Inactive: Cavaliers -"], []),
        (["nobody"], []),
    ],
)
def test_inactive_players_are_told_apart(
    texts: list[str], found: list[tuple[str, str, str | None]]
) -> None:
    rows = read_inactive(texts, SIDES)
    assert [(row["role"], row["player_name"], row.get("reason")) for row in rows] == found


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("Inactive: Suns - Booker (Rest)", "the inactive are of neither side"),
        ("Inactive: Grizzlies - Bane (Rest", "does not end with him"),
        ("Inactive: Grizzlies - Bane (Rest) Bench Points: 20 (of 90)", "does not end with him"),
    ],
)
def test_inactive_text_that_cannot_be_understood_says_why(text: str, trouble: str) -> None:
    (row,) = read_inactive([text], SIDES)
    assert trouble in row["trouble"]
