"""Injury reports in both layouts, as the sandbox prints them: every line comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from boxline.catalog import UnreadableReply
from boxline.nba.injury_report_pdf import read_injury_report
from boxline.sandbox.pdf_injury_report import Layout, ReportLine, injury_report_pdf
from boxline.sandbox.pdf_pages import PlacedText
from tests.nba.printed import AT, GAME, LINES, LONG, NEXT, listed


def told(row: dict[str, object]) -> ReportLine:
    """A row as the line that was printed."""
    assert row["trouble"] == ""
    return ReportLine(
        game_date=date.fromisoformat(str(row["game_date"])),
        **{k: row[k] for k in ("game_time_et", "matchup", "team", "player_name", "status")},
        reason=row["reason"] or "",
    )


@pytest.mark.parametrize("layout", Layout)
def test_every_line_comes_back(layout: Layout) -> None:
    rows = read_injury_report(injury_report_pdf(AT, LINES, layout=layout))
    assert [told(row) for row in rows] == LINES
    assert {row["reported_at"] for row in rows} == {datetime(2024, 12, 19, 22, 30, tzinfo=UTC)}
    assert rows[-1]["page"] > 2
    assert (rows[0]["away_team"], rows[0]["home_team"]) == ("CHA", "WAS")
    assert [row["is_submitted"] for row in rows[-2:]] == [False, True]


@pytest.mark.parametrize("above", range(12, 19))
def test_a_reason_goes_on_over_the_end_of_a_page(above: int) -> None:
    lines = [listed(f"Name, Number {n}") for n in range(above)]
    longer = f"{LONG}, {LONG}"
    lines += [listed("Long, Luc", longer), listed("After, Abe")]
    rows = read_injury_report(injury_report_pdf(AT, lines))
    assert [told(row) for row in rows] == lines


def test_a_line_that_comes_twice_is_two_rows() -> None:
    star = replace(GAME, matchup="UNK@UNK", team="Non-NBA Team")
    rows = read_injury_report(injury_report_pdf(AT, [star, star, listed("Mann, Tre")]))
    assert [row["line_number"] for row in rows] == [1, 2, 1]


def test_a_report_without_lines_has_no_rows() -> None:
    assert read_injury_report(injury_report_pdf(AT, [])) == []


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (listed("Mann, Tre", status="Undecided"), "its status is none of Available, Probable"),
        (listed("Mann, Tre", status=""), "the line has not a status"),
        (listed("", "Rest"), "the line has not a player"),
        (replace(GAME, matchup="CHA", player_name="Mann, Tre", status="Out"), "no AWY@HOM: CHA"),
        (listed("Mann, Tre", of=replace(GAME, team="")), "the line has not a club"),
        (listed("Mann, Tre", of=replace(GAME, team="Utah Jazz")), "Utah Jazz is no side of CHA@"),
        (listed("Mann, Tre", of=replace(GAME, game_time_et="")), "the line has not a game time"),
    ],
)
def test_a_line_that_cannot_be_understood_says_why(line: ReportLine, trouble: str) -> None:
    good = listed("Good, Guy", of=NEXT)
    rows = read_injury_report(injury_report_pdf(AT, [line, good]))
    assert trouble in rows[0]["trouble"]
    assert "Out" in rows[0]["text"] or "Undecided" in rows[0]["text"] or "Rest" in rows[0]["text"]
    assert told(rows[1]) == good


def printed(*pages: tuple[str, str, str]) -> bytes:
    """Pages with a title, names of columns and a footer."""
    paper = PlacedText(842, 595)
    for title, headings, footer in pages:
        paper.add_page()
        paper.write(314, 65, title)
        paper.write(20, 111, headings)
        paper.write(400, 548, footer)
    return paper.as_bytes()


TITLE = "Injury Report: 12/19/24 05:30 PM"
HEADINGS = "Game Date Game Time Matchup Team Player Name Current Status Reason"


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([("Referee Report", HEADINGS, "Page 1 of 1")], "page 1 has no title"),
        ([(TITLE, "Game Date Club Player", "Page 1 of 1")], "page 1 does not name the columns"),
        ([(TITLE, HEADINGS, "Page 1 of 2")], "page 1 of 1 says of itself: 1 of 2"),
        ([(TITLE, HEADINGS, "")], "page 1 of 1 says of itself: nothing"),
        ([("Injury Report: 13/41/24 05:30 PM", HEADINGS, "Page 1 of 1")], "names no instant"),
        (
            [
                (TITLE, HEADINGS, "Page 1 of 2"),
                ("Injury Report: 12/19/24 06:30 PM", HEADINGS, "Page 2 of 2"),
            ],
            "its pages are of several reports",
        ),
    ],
)
def test_what_is_no_whole_report_is_refused(pages: list[tuple[str, str, str]], why: str) -> None:
    with pytest.raises(UnreadableReply, match=why):
        read_injury_report(printed(*pages))
