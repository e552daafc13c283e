"""Injury reports and gamebooks in their raw tables: what is kept, rejected and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from boxline.catalog import Raw
from boxline.engine.parsing import Parsed, parse
from boxline.engine.ports import Landed
from boxline.fetching.sending import path_of
from boxline.leagues import load_catalog
from boxline.sandbox.pdf_gamebook import gamebook_pdf
from boxline.sandbox.pdf_injury_report import injury_report_pdf
from tests.builders import NOON, home_at
from tests.nba.printed import AT, BOOK, HOME, NEXT, listed

REPORT, BOOKS = "nba_raw.nbac_injury_report", "nba_raw.nbac_gamebook"
CATALOG = load_catalog()


def raw_dataset(name: str) -> Raw:
    raw = CATALOG[name]
    assert isinstance(raw, Raw)
    return raw


def parsed(dataset: str, body: bytes, **asked: str) -> Parsed:
    """A PDF that was fetched, read into rows and rejects."""
    landed = Landed(
        landed_id="1", content_id="1", dataset=dataset, fetched_at=NOON, pages=(), asked=asked
    )
    return parse(CATALOG, raw_dataset(dataset), landed, [("reply.pdf", body)])


def rows(dataset: str, body: bytes, **asked: str) -> list[dict[str, Any]]:
    found = parsed(dataset, body, **asked)
    assert not found.rejects
    return found.table.to_pylist()


def test_a_line_of_a_report() -> None:
    lines = [listed("Hardaway Jr., Tim", "Injury/Illness - Left Knee; Sprain"), NEXT]
    body = injury_report_pdf(AT, lines)
    row, blank = rows(REPORT, body, date="2024-12-19", hour="05PM")
    assert row == {
        "reported_at": datetime(2024, 12, 19, 22, 30),  # noqa: DTZ001 (kept so, in UTC)
        "game_date": date(2024, 12, 19),
        "game_time_et": "07:00 (ET)",
        "matchup": "CHA@WAS",
        "away_team": "CHA",
        "home_team": "WAS",
        "team": "Charlotte Hornets",
        "line_of": "Hardaway Jr., Tim",
        "line_number": 1,
        "is_submitted": True,
        "player_name": "Hardaway Jr., Tim",
        "status": "Out",
        "reason": "Injury/Illness - Left Knee; Sprain",
        "page": 1,
        "known_at": NOON.replace(tzinfo=None),
        "file_row": 1,
    }
    assert (blank["line_of"], blank["is_submitted"]) == ("NOT YET SUBMITTED", False)
    assert (blank["player_name"], blank["status"], blank["reason"]) == (None, None, None)


def test_each_pdf_is_asked_for_by_the_name_that_its_provider_gives_it() -> None:
    words = {"date": "2024-12-19", "yyyymmdd": "20241219", "away": "CHA", "home": "WAS"}
    asked = {}
    for name in (REPORT, BOOKS):
        request = raw_dataset(name).request
        assert request is not None
        asked[name] = path_of(request, {**words, "hour": "05PM"})
    assert asked == {
        REPORT: "/referee/injury/Injury-Report_2024-12-19_05PM.pdf",
        BOOKS: "/pdfs/20241219/20241219_CHAWAS.pdf",
    }


def test_a_line_in_trouble_is_rejected_with_its_text() -> None:
    lines = [listed("Mann, Tre"), listed("Odd, Oda", status="Undecided")]
    found = parsed(REPORT, injury_report_pdf(AT, lines))
    assert (found.rows_in, found.table.num_rows) == (2, 1)
    (reject,) = found.rejects
    assert reject.reason.startswith("its status is none of Available")
    assert "Odd, Oda | Undecided | Rest" in reject.content


def test_a_report_of_another_day_than_asked_for_is_rejected() -> None:
    body = injury_report_pdf(AT, [listed("Mann, Tre")])
    (reject,) = parsed(REPORT, body, date="2024-12-18").rejects
    assert reject.reason == "the report is of 2024-12-19, and one of 2024-12-18 was asked for"


def test_a_player_of_a_gamebook() -> None:
    found = rows(BOOKS, gamebook_pdf(BOOK), game_id="0022301165", date="2024-04-10")
    by_name = {(row["player_name"], row["name_number"]): row for row in found}
    row = by_name["Tor Sand", 1]
    assert (row["game_code"], row["game_id"]) == ("20240410/MEMCLE", "0022301165")
    assert (row["team"], row["is_home"], row["is_starter"]) == ("CLE", True, True)
    assert (row["rebounds"], row["seconds_played"], row["plus_minus"]) == (9, 2142, -13)
    bench = by_name["GG Still", 1]
    assert (bench["status"], bench["reason"]) == ("dnp", "DNP - Coach's Decision")
    assert (bench["points"], bench["is_starter"], bench["position"]) == (None, False, None)
    assert by_name["Bane", 2]["reason"] == "G League - Two-Way"


def test_a_gamebook_of_another_day_than_asked_for_is_rejected() -> None:
    found = parsed(BOOKS, gamebook_pdf(BOOK), date="2024-04-11")
    why = "the book is of 2024-04-10, and one of 2024-04-11 was asked for"
    assert {reject.reason for reject in found.rejects} == {why}
    assert found.table.num_rows == 0


def test_sides_that_are_no_clubs_go_by_name() -> None:
    stars = replace(HOME, team_name="Team Elsewhere", nickname="Elsewhere")
    found = rows(BOOKS, gamebook_pdf(replace(BOOK, home=stars)))
    assert {row["game_code"] for row in found} == {"20240410/MEMTeam Elsewhere"}
    assert {row["team"] for row in found} == {"MEM", "Team Elsewhere"}


def test_what_comes_again_without_a_line_takes_it_back(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    lines = [listed("Mann, Tre"), listed("Miller, Brandon")]
    replies = [
        (REPORT, injury_report_pdf(AT, lines)),
        (BOOKS, gamebook_pdf(BOOK)),
        (REPORT, injury_report_pdf(AT + timedelta(hours=1), lines[:1])),  # another report
        (REPORT, injury_report_pdf(AT, lines[1:])),
        (BOOKS, gamebook_pdf(replace(BOOK, away=replace(BOOK.away, inactive=[])))),
    ]
    for number, (dataset, body) in enumerate(replies):
        when = NOON - timedelta(hours=9 - number)
        home.land(raw_dataset(dataset), [("reply.pdf", body)], fetched_at=when, asked={})
    assert not home.load("load").failures
    gone = {}
    with home.warehouse("test") as warehouse:
        for name in (REPORT, BOOKS):
            sql = f"SELECT player_name FROM {name} WHERE is_retracted ORDER BY ALL"
            gone[name] = [player for (player,) in warehouse.connection.execute(sql).fetchall()]
    assert gone[REPORT] == ["Mann, Tre"]
    assert gone[BOOKS] == sorted(one.last_name for one in BOOK.away.inactive)
