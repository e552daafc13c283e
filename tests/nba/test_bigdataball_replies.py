"""BigDataBall's files: every event of a game, and what is made of a broken file."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from boxline.errors import TooManyRejects, UnreadableFile
from tests.nba.landed import RECORDED, check

PLAYS = "nba_raw.bigdataball_play_by_play"
FILE = (RECORDED / "bigdataball_play_by_play.csv").read_bytes()


def test_an_event_is_one_row_under_our_names() -> None:
    found = check(PLAYS, FILE, asked={"game_id": "0022499001"})
    assert found.rejects == []
    shot = found.rows[2]
    assert {name: value for name, value in shot.items() if value is not None} == {
        "game_id": "0022499001",
        "play_number": 3,
        "game_date": date(2025, 1, 15),
        "data_set": "NBA 2024-2025 Regular Season",
        "period": 1,
        "remaining_seconds": 700,
        "elapsed_seconds": 20,
        "play_length_seconds": 18,
        "away_score": 0,
        "home_score": 3,
        "team": "NTH",
        "event_type": "shot",
        "event_subtype": "3pt jump shot",
        "player_name": "H One",
        "assist_name": "H Two",
        "result": "made",
        "points": 3,
        "shot_distance_feet": 25.0,
        "original_x": -41.0,
        "original_y": 247.0,
        "converted_x": 20.9,
        "converted_y": 29.7,
        "description": "One 25' 3PT (3 PTS) (Two 1 AST), assisted",
        **{f"away_player_{n}_name": f"A {name}" for n, name in enumerate(NUMBERS, 1)},
        **{f"home_player_{n}_name": f"H {name}" for n, name in enumerate(NUMBERS, 1)},
    }
    assert [row["away_jumper_name"] for row in found.rows] == [None, "A Five", None, None]
    assert [row["free_throws_awarded"] for row in found.rows] == [None, None, None, 2]


NUMBERS = ("One", "Two", "Three", "Four", "Five")


@pytest.mark.parametrize(
    ("sent", "instead", "field", "reason"),
    [
        (b",2,NTH,", b",2,NTH,,", "", "it has 45 fields, and the header has 44"),
        (b"0:11:58", b"11:58", "", "remaining_time is 11:58, which is no time of the form h:mm:ss"),
        (b"A Five,H Five,,", b"A Fiv\xe9,H Five,,", "", "it holds bytes that are no text in UTF-8"),
        (b"A Five,H Five,,", b"A\0Five,H Five,,", "", "it holds bytes that are no text in UTF-8"),
        (b",jump ball,,A", b',"jump ball,,A', "", "it is no line of a CSV file"),
        (b",2,NTH,", b",two,NTH,", "play_id", "Expected `int`, got `str`"),
        (b",1,0,0,0:11:58", b",13,0,0,0:11:58", "period", "period is 13, outside 1..12"),
        (b",2,NTH,jump ball", b"\n", "", "it has 19 fields, and the header has 44"),
    ],
)
def test_a_broken_line_spoils_no_other(
    sent: bytes, instead: bytes, field: str, reason: str
) -> None:
    found = check(PLAYS, FILE.replace(sent, instead))
    reject = found.rejects[0]
    assert (reject.row, reject.field) == (2, field)
    assert reason in reject.reason
    assert [row["play_number"] for row in found.rows] == [1, 3, 4]


def test_marks_and_line_ends_of_other_systems_make_no_difference() -> None:
    changed = b"\xef\xbb\xbf" + FILE.replace(b"\n", b"\r\n") + b"\r\n"
    assert check(PLAYS, changed).rows == check(PLAYS, FILE).rows


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (FILE.replace(b",", b";"), "its first line does not name the columns game_id, data_set"),
        (FILE.partition(b"\n")[2], "its first line does not name the columns"),
        (FILE.decode().encode("utf-16"), "its first line is no header of a CSV file"),
        (FILE.replace(b",description", b",type", 1), "does not name the columns description"),
        (b"<!DOCTYPE html>", "it is an HTML page"),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        check(PLAYS, body)


def test_a_file_of_another_game_than_was_asked_for_is_refused() -> None:
    found = check(PLAYS, FILE, asked={"game_id": "0022499002"})
    assert {reject.reason for reject in found.rejects} == {
        "the reply says game_id 0022499001, and 0022499002 was asked for"
    }
    assert found.rows == []


def test_no_noise_escapes() -> None:
    """Whatever stands in a file, it is read, rejected or refused."""
    chance = random.Random(5)
    for _ in range(40):
        body = bytearray(FILE)
        for _ in range(chance.randint(1, 40)):
            body[chance.randrange(len(body))] = chance.choice(b'",\n\r\0\xff0;-9e.')
        try:
            found = check(PLAYS, bytes(body))
        except (UnreadableFile, TooManyRejects):
            continue
        assert found.rows or found.rejects


class TestOfTheRealFile:
    def test_its_points_make_its_score_and_its_shots_lie_where_they_say(self, shared: Path):
        file = shared / "payloads" / "bigdataball/playbyplay_csv/746cfbef.csv"
        rows = check(PLAYS, file.read_bytes()).rows
        scored: Counter[str] = Counter()
        for row in rows:
            scored[row["team"]] += row["points"] or 0
        assert {row["game_id"] for row in rows} == {"0042400407"}
        assert (scored["IND"], scored["OKC"]) == (91, 103)
        assert (rows[-1]["away_score"], rows[-1]["home_score"]) == (91, 103)
        shots = [row for row in rows if row["event_type"] in ("shot", "miss")]
        assert len(shots) == 157
        for row in shots:
            feet = (row["original_x"] ** 2 + row["original_y"] ** 2) ** 0.5 / 10
            assert abs(feet - row["shot_distance_feet"]) < 1.0
        threes = [row for row in shots if row["event_subtype"].startswith("3pt")]
        assert {row["points"] for row in threes} == {0, 3}
