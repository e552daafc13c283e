"""The league's injury report as the PDF that NBA.com publishes, in both of its layouts.

Until the summer of 2023 every line was one printed line and every page repeated the names of the
columns. Since then reasons wrap inside their cells, over the end of a page too, and the names stand
on the first page alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from boxline.nba.injury_reports import NOT_SUBMITTED
from boxline.sandbox.pdf_pages import PlacedText

_HEADINGS = ("Game Date", "Game Time", "Matchup", "Team", "Player Name", "Current Status", "Reason")


class Layout(Enum):
    """How a report is printed."""

    ONE_LINE = "one line"  # until 2022-23
    WRAPPED = "wrapped"  # since 2023-24


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportLine:
    """One line of a report, every cell filled in.

    Attributes:
        game_date: the league day of the game.
        game_time_et: `07:30 (ET)`.
        matchup: `CHA@UTA`: away, home.
        team: city and nickname of the club whose line it is.
        player_name: `Hardaway Jr., Tim`; None where the club has not reported yet.
        status: None where the club has not reported yet.
        reason: as printed; not shown where the club has not reported yet.
    """

    game_date: date
    game_time_et: str
    matchup: str
    team: str
    player_name: str | None = None
    status: str | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class _Form:
    """Where things stand on a page, in points from its left and top."""

    lefts: tuple[float, ...]
    title: float
    headings: float
    first_row: float  # below the headings
    next_row: float  # on a page without headings
    end: float
    footer: float
    row: float  # the height that a row has besides its lines
    line: float
    reason_width: float


_FORMS = {
    Layout.ONE_LINE: _Form(
        lefts=(20, 94, 169, 243, 370, 498, 604),
        title=19,
        headings=62,
        first_row=72,
        next_row=72,
        end=559,
        footer=577,
        row=18,
        line=0,
        reason_width=10_000,
    ),
    Layout.WRAPPED: _Form(
        lefts=(24, 121, 201, 265, 426, 587, 667),
        title=60,
        headings=111,
        first_row=122,
        next_row=76,
        end=522,
        footer=541,
        row=8,
        line=14,
        reason_width=150,
    ),
}


def injury_report_pdf(
    reported_at_et: datetime, lines: Sequence[ReportLine], *, layout: Layout = Layout.WRAPPED
) -> bytes:
    """A report as a PDF; the same lines give the same bytes.

    Args:
        reported_at_et: Eastern wall clock, to the minute; printed on every page.
        lines: in the order printed. What a line shares with the one above it is printed once.
        layout: of which years.
    """
    # How many pages there are stands on each of them, and is known only when they are laid out.
    pages = _Printing(reported_at_et, layout, of=0).print(lines).page
    return _Printing(reported_at_et, layout, of=pages).print(lines).paper.as_bytes()


class _Printing:
    """A report being printed: the page it has come to, and how far down."""

    def __init__(self, at: datetime, layout: Layout, *, of: int) -> None:
        self.paper = PlacedText(842, 595, is_turned=layout is Layout.ONE_LINE)
        self.page, self._of = 0, of
        self._title = f"Injury Report: {at:%m/%d/%y %I:%M %p}"
        self._form, self._repeats_headings = _FORMS[layout], layout is Layout.ONE_LINE
        self._turn_over()

    def print(self, lines: Sequence[ReportLine]) -> _Printing:
        above: tuple[str, ...] = ("",) * 4
        for line in lines:
            shared = (f"{line.game_date:%m/%d/%Y}", line.game_time_et, line.matchup, line.team)
            self._print_row(
                (*_unlike(shared, above), line.player_name or "", line.status or ""),
                NOT_SUBMITTED if line.player_name is None else line.reason,
            )
            above = shared
        return self

    def _turn_over(self) -> None:
        form = self._form
        self.page += 1
        self.paper.add_page()
        self.paper.write(314, form.title + 5, self._title, size=16)
        self.paper.write(400, form.footer + 3, f"Page {self.page} of {self._of}")
        self._top = form.next_row
        if self.page == 1 or self._repeats_headings:
            self._top = form.first_row
            for left, heading in zip(form.lefts, _HEADINGS, strict=True):
                self.paper.write(left - 1, form.headings + 3, heading)

    def _print_row(self, cells: tuple[str, ...], reason: str) -> None:
        """A reason that does not fit goes on at the top of the next page, without the cells."""
        form = self._form
        rest = self.paper.wrapped(reason, form.reason_width)
        if self._top + form.row + form.line > form.end:
            self._turn_over()
        while True:
            room = form.end - self._top - form.row
            fit = int(room // form.line) if form.line else 1
            self._print_part(cells, rest[:fit])
            cells, rest = (), rest[fit:]
            if not rest:
                return
            self._turn_over()

    def _print_part(self, cells: tuple[str, ...], reason: Sequence[str]) -> None:
        form = self._form
        height = form.row + form.line * len(reason)
        middle = self._top + height / 2
        for left, cell in zip(form.lefts, cells, strict=False):
            self.paper.write(left, middle + 3, cell)
        first = middle - form.line * (len(reason) - 1) / 2
        for number, text in enumerate(reason):
            self.paper.write(form.lefts[-1], first + 3 + form.line * number, text)
        self._top += height


def _unlike(cells: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    """The cells from the first that differs from the line above; those before it are blank."""
    same = [cell == other for cell, other in zip(cells, above, strict=True)]
    first = same.index(False) if False in same else len(cells)
    return ("",) * first + cells[first:]
