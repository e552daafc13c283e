"""Lines of the league's injury reports, out of the PDFs that NBA.com publishes every hour.

Two layouts are read. Until the summer of 2023 each line was one printed line, and every page
repeated the names of the columns; since then reasons wrap inside their cells, over the end of a
page too, and the names stand on the first page alone. Day, time, matchup and club are printed once
and hold for the lines below. What is read off one layout's places is read off both alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from boxline.catalog import UnreadableReply
from boxline.domain.days import EASTERN
from boxline.nba.clubs import code_of
from boxline.nba.injury_reports import NOT_SUBMITTED, STATUSES
from boxline.providers.pdf import Word, lines_of, read_pages, text_of

_TITLE = re.compile(r"Injury Report: (\d\d/\d\d/\d\d \d\d:\d\d [AP]M)")
_FOOTER = re.compile(r"Page (\d+) of (\d+)")
_HEADINGS = "Game Date Game Time Matchup Team Player Name Current Status Reason"
#: Which words of the headings begin a column.
_FIRST_WORDS = (0, 2, 4, 5, 6, 8, 10)
_DATE, _TIME, _MATCHUP, _TEAM, _PLAYER, _STATUS, _REASON = range(7)
_SHARED = (_DATE, _TIME, _MATCHUP, _TEAM)

# In points. Lines of one cell are 14 apart; those of two, 18 in the older layout and 22 since.
_SAME_CELL = 16.0
_SAME_ROW = 5.0
_LEFT_OF_HEADING = 3.0


@dataclass(frozen=True, kw_only=True)
class _Cell:
    column: int
    first: float  # middle of its first line
    middle: float
    text: str


@dataclass(kw_only=True)
class _Row:
    """Cells side by side: column -> text."""

    page: int
    middle: float
    cells: dict[int, str] = field(default_factory=dict)

    @property
    def is_rest_of_reason(self) -> bool:
        return set(self.cells) == {_REASON} and self.cells[_REASON] != NOT_SUBMITTED


def read_injury_report(body: bytes) -> list[dict[str, Any]]:
    """Every line of a report, in the order printed.

    Args:
        body: the PDF.
    Returns:
        For each line `page` (from 1), `text` (its cells as printed), `reported_at` (UTC),
        `game_date`, `game_time_et`, `matchup`, `away_team`, `home_team`, `team`, `player_name`,
        `status`, `reason`, `is_submitted`, `line_number` (1, 2, ... of lines about the same player
        of the same game and club) and `trouble`: why the line cannot be understood; empty where it
        can. A club that has not reported is a line without player, status and reason.
    Raises:
        UnreadableReply: it is no whole PDF, or no whole injury report.
    """
    pages = read_pages(body)
    reported_at = _reported_at(pages)
    shared: dict[int, str] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    found = []
    for row in _rows(pages):
        given = [column for column in _SHARED if column in row.cells]
        if given:  # what is printed anew ends what held right of it
            shared = {c: text for c, text in shared.items() if c < given[0]}
            shared |= {column: row.cells[column] for column in given}
        line = _line(row, shared) | {"reported_at": reported_at}
        who = (line["game_date"], line["matchup"], line["team"], line["player_name"])
        seen[who] += 1
        found.append(line | {"line_number": seen[who]})
    return found


def _reported_at(pages: Sequence[Sequence[Word]]) -> datetime:
    """The instant that all pages name; each is the one that its footer says, of all there are."""
    stamps = set()
    for number, words in enumerate(pages, 1):
        texts = [text_of(line) for line in lines_of(words)]
        titles = [found[1] for text in texts if (found := _TITLE.fullmatch(text))]
        footers = [found.groups() for text in texts if (found := _FOOTER.fullmatch(text))]
        if len(titles) != 1:
            raise UnreadableReply(f"page {number} has no title `Injury Report: day hour`")
        if footers != [(str(number), str(len(pages)))]:
            said = ", ".join(f"{page} of {of}" for page, of in footers) or "nothing"
            raise UnreadableReply(f"page {number} of {len(pages)} says of itself: {said}")
        stamps.add(titles[0])
    if len(stamps) != 1:
        raise UnreadableReply(f"its pages are of several reports: {', '.join(sorted(stamps))}")
    (stamp,) = stamps
    try:
        printed = datetime.strptime(stamp, "%m/%d/%y %I:%M %p").replace(tzinfo=EASTERN)
    except ValueError as cause:
        raise UnreadableReply(f"its title names no instant: {stamp}") from cause
    return printed.astimezone(UTC)


def _rows(pages: Sequence[Sequence[Word]]) -> Iterator[_Row]:
    lefts: tuple[float, ...] = ()
    last: _Row | None = None
    for number, words in enumerate(pages, 1):
        printed: list[Word] = []
        for line in lines_of(words):
            text = text_of(line)
            if text == _HEADINGS:
                lefts = tuple(line[first].left - _LEFT_OF_HEADING for first in _FIRST_WORDS)
            elif not _TITLE.fullmatch(text) and not _FOOTER.fullmatch(text):
                printed += line
        if not lefts:
            raise UnreadableReply(f"page {number} does not name the columns: {_HEADINGS}")
        for place, row in enumerate(_side_by_side(_cells(printed, lefts), number)):
            if place == 0 and last is not None and row.is_rest_of_reason:
                last.cells[_REASON] = f"{last.cells.get(_REASON, '')} {row.cells[_REASON]}".strip()
                continue
            if last is not None:
                yield last
            last = row
    if last is not None:
        yield last


def _cells(words: Sequence[Word], lefts: Sequence[float]) -> Iterator[_Cell]:
    """Each column's words in cells: lines that follow closely are one."""
    columns: dict[int, list[Word]] = {}
    for word in words:
        column = max(sum(left <= word.left for left in lefts) - 1, 0)
        columns.setdefault(column, []).append(word)
    for column, own in columns.items():
        cell: list[list[Word]] = []
        for line in lines_of(own):
            if cell and line[0].middle - cell[-1][0].middle > _SAME_CELL:
                yield _cell(column, cell)
                cell = []
            cell.append(line)
        yield _cell(column, cell)


def _cell(column: int, lines: Sequence[Sequence[Word]]) -> _Cell:
    first, last = lines[0][0].middle, lines[-1][0].middle
    text = " ".join(text_of(line) for line in lines)
    return _Cell(column=column, first=first, middle=(first + last) / 2, text=text)


def _side_by_side(cells: Iterator[_Cell], page: int) -> list[_Row]:
    """Cells in rows from the top: those with one middle, and a reason that begins beside a row
    that has none."""
    rows: list[_Row] = []
    reasons = []
    for cell in sorted(cells, key=lambda cell: (cell.middle, cell.column)):
        if cell.column == _REASON:
            reasons.append(cell)
        elif rows and cell.middle - rows[-1].middle < _SAME_ROW:
            _put(rows[-1], cell)
        else:
            rows.append(_Row(page=page, middle=cell.middle))
            _put(rows[-1], cell)
    for cell in reasons:
        near = [
            row
            for row in rows
            if min(abs(row.middle - cell.middle), abs(row.middle - cell.first)) < _SAME_ROW
            and _REASON not in row.cells
        ]
        row = min(near, key=lambda row: abs(row.middle - cell.middle), default=None)
        if row is None:
            row = _Row(page=page, middle=cell.middle)
            rows.append(row)
        _put(row, cell)
    return sorted(rows, key=lambda row: row.middle)


def _put(row: _Row, cell: _Cell) -> None:
    row.cells[cell.column] = f"{row.cells.get(cell.column, '')} {cell.text}".strip()


def _line(row: _Row, shared: dict[int, str]) -> dict[str, Any]:
    away, _, home = shared.get(_MATCHUP, "").partition("@")
    is_submitted = row.cells.get(_REASON) != NOT_SUBMITTED
    line = {
        "page": row.page,
        "text": " | ".join(text for _, text in sorted(row.cells.items())),
        "game_date": _day(shared.get(_DATE, "")),
        "game_time_et": shared.get(_TIME),
        "matchup": shared.get(_MATCHUP),
        "away_team": away,
        "home_team": home,
        "team": shared.get(_TEAM),
        "player_name": row.cells.get(_PLAYER),
        "status": row.cells.get(_STATUS),
        "reason": row.cells.get(_REASON) if is_submitted else None,
        "is_submitted": is_submitted,
    }
    return line | {"trouble": _trouble(line)}


def _day(printed: str) -> str | None:
    try:
        return datetime.strptime(printed, "%m/%d/%Y").replace(tzinfo=EASTERN).date().isoformat()
    except ValueError:
        return None


def _trouble(line: dict[str, Any]) -> str:
    """Why a line cannot be understood; empty where it can."""
    wanted = {"a game date": "game_date", "a game time": "game_time_et", "a club": "team"}
    if line["is_submitted"]:
        wanted |= {"a player": "player_name", "a status": "status"}
    lacking = [name for name, key in wanted.items() if not line[key]]
    if lacking:
        return f"the line has not {', '.join(lacking)}"
    if not re.fullmatch(r"[A-Z]{3}@[A-Z]{3}", line["matchup"] or ""):
        return f"its matchup is no AWY@HOM: {line['matchup']}"
    sides = (line["away_team"], line["home_team"])
    if code_of(line["team"]) not in sides and all(map(code_of, sides)):
        return f"{line['team']} is no side of {line['matchup']}"
    if line["is_submitted"] and line["status"] not in STATUSES:
        return f"its status is none of {', '.join(STATUSES)}: {line['status']}"
    if not line["is_submitted"] and (line["player_name"] or line["status"]):
        return "the club has not reported, and a player stands in its line"
    if "\ufffd" in line["text"]:
        return "the PDF does not say which letters some of its signs are"
    return ""
