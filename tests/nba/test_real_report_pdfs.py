"""NBA.com's real PDFs: every line of every report, beside the archive's copy of the same report.

The archive was made of the same PDFs by somebody else. Where the two differ, the page was looked
at, and the difference has a name here: each is a defect of the archive, and all are of one kind.
In the layout of 2022-23 a page that is full has 27 lines, and the archive lost the 27th. Where that
line named the next club or game, the lines after it stand in the archive under those before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from boxline.catalog import UnreadableReply
from boxline.domain.days import EASTERN
from boxline.nba.gamebook_pdf import read_gamebook
from boxline.nba.injury_report_pdf import read_injury_report
from boxline.nba.injury_reports import NOT_SUBMITTED
from tests.real_replies.nba_com_pdf import LINES_OF_REPORTS

pytestmark = pytest.mark.thorough  # every real report is read

#: The 27th lines of full pages, which the archive has not.
LOST = {
    "Injury-Report_2022-10-18_05PM": ["Oladipo, Victor", "Kleber, Maxi"],
    "Injury-Report_2022-12-25_01PM": ["Gillespie, Collin"],
    "Injury-Report_2023-03-15_05PM": ["Ryan, Matt", "Birch, Khem", "Stewart, Isaiah"],
}
#: Player -> the club or game under which the archive has him, and the report's.
_HEAT = ("CHI@MIA Chicago Bulls", "CHI@MIA Miami Heat")
_NUGGETS = ("MEM@GSW Memphis Grizzlies", "PHX@DEN Denver Nuggets")
_SUNS = ("MEM@GSW Phoenix Suns", "PHX@DEN Phoenix Suns")
MISPLACED = {
    "Injury-Report_2022-10-18_05PM": {"Yurtseven, Omer": _HEAT},
    "Injury-Report_2022-12-25_01PM": {
        "Green, Jeff": _NUGGETS,
        "Murray, Jamal": _NUGGETS,
        "Nnaji, Zeke": _NUGGETS,
        "Booker, Devin": _SUNS,
        "Crowder, Jae": _SUNS,
        "Johnson, Cameron": _SUNS,
        "Payne, Cameron": _SUNS,
    },
}

Line = tuple[Any, ...]


@pytest.fixture(scope="module")
def reports(shared: Path) -> dict[str, list[dict[str, Any]]]:
    """The lines of every report, by the name of its file. Tests only read them."""
    folder = shared / "payloads/nba_com/injury_report_pdf"
    return {path.stem: read_injury_report(path.read_bytes()) for path in folder.glob("*.pdf")}


@pytest.fixture(scope="module")
def archived(shared: Path) -> Callable[[str, Any], list[dict[str, Any]]]:
    """Rows of one of the archive's files that a condition picks."""

    def rows(name: str, condition: Any) -> list[dict[str, Any]]:
        path = shared / f"nba_injuries/{name}_2022-23_to_2024-25.parquet"
        found: list[dict[str, Any]] = pq.read_table(path, filters=condition).to_pylist()
        return found

    return rows


def wall_clock(rows: list[dict[str, Any]]) -> Any:
    """When a report was made, Eastern, as the archive keeps it."""
    return rows[0]["reported_at"].astimezone(EASTERN).replace(tzinfo=None)


def line_of(row: dict[str, Any]) -> Line:
    reason = row["reason"] if row.get("is_submitted", True) else NOT_SUBMITTED
    keys = ("game_time_et", "matchup", "team", "player_name", "status")
    return (str(row["game_date"]), *(row[key] for key in keys), reason)


def test_every_report_is_read_whole(reports: dict[str, list[dict[str, Any]]]) -> None:
    assert {name: len(rows) for name, rows in reports.items()} == LINES_OF_REPORTS
    assert not [row for rows in reports.values() for row in rows if row["trouble"]]


@pytest.mark.parametrize("name", [name for name in LINES_OF_REPORTS if name.startswith("Injury")])
def test_it_differs_from_the_archive_where_the_archive_is_wrong(
    name: str,
    reports: dict[str, list[dict[str, Any]]],
    archived: Callable[[str, Any], list[dict[str, Any]]],
) -> None:
    at = wall_clock(reports[name])
    ours = Counter(map(line_of, reports[name]))
    theirs = Counter(
        map(line_of, archived("official_reports_1pm_5pm", pc.field("report_time_et") == at))
    )
    only_ours, only_theirs = list((ours - theirs).elements()), list((theirs - ours).elements())
    place = {line[4]: f"{line[2]} {line[3]}" for line in only_theirs}
    moved = {
        line[4]: (place[line[4]], f"{line[2]} {line[3]}") for line in only_ours if line[4] in place
    }
    lost = [line[4] for line in only_ours if line[4] not in place]
    assert lost == LOST.get(name, [])
    assert moved == MISPLACED.get(name, {})
    assert place.keys() == moved.keys()
    # What a misplaced line says of its player is right.
    said = {line[4]: line[5:] for line in only_theirs}
    assert said == {line[4]: line[5:] for line in only_ours if line[4] in place}


def test_what_the_archive_lost_is_the_last_line_of_a_full_page(
    reports: dict[str, list[dict[str, Any]]],
) -> None:
    for name, lost in LOST.items():
        pages = Counter(row["page"] for row in reports[name])
        last = {row["page"]: row["player_name"] for row in reports[name]}
        full = [page for page, lines in pages.items() if lines == 27]
        held = [last[page] for page in full if last[page] is not None]
        assert [player for player in held if player in lost] == lost


def test_a_report_of_another_hour_is_as_the_hourly_history_says(
    reports: dict[str, list[dict[str, Any]]],
    archived: Callable[[str, Any], list[dict[str, Any]]],
) -> None:
    rows = reports["f4391904"]
    at = wall_clock(rows)
    during = (pc.field("first_report_et") <= at) & (pc.field("last_report_et") >= at)
    theirs = archived("official_status_history", during)
    days = {row["game_date"] for row in rows}
    ours = sorted(line_of(row) for row in rows if row["is_submitted"])
    assert len(ours) == 14
    assert ours == sorted(line_of(row) for row in theirs if str(row["game_date"]) in days)


def test_the_gamebook_lost_its_bytes_before_it_came_here(shared: Path) -> None:
    """Read as text once, and what is no UTF-8 dropped: nine thousand bytes of its 26,658 and more
    are gone, and none of its numbers can be had back."""
    body = (shared / "payloads/nba_com/gamebook_pdf/0173bcd1.pdf").read_bytes()
    assert body.decode("utf-8").encode() == body
    with pytest.raises(UnreadableReply, match="at byte 26658 of 17543"):
        read_gamebook(body)
