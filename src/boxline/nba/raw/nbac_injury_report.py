"""The league's injury reports as NBA.com publishes them: a PDF at half past every hour.

They cover today's and tomorrow's games. A club that has not reported yet stands there once, without
a player. Reports of 2022-23 are the older layout; the archive's copy of that season lost lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    Column,
    Day,
    EachDay,
    Flag,
    Form,
    Instant,
    Int,
    Raw,
    Request,
    Text,
    rows,
)
from boxline.domain.days import league_day
from boxline.nba.injury_report_pdf import read_injury_report
from boxline.nba.injury_reports import NOT_SUBMITTED, STATUSES
from boxline.providers.nba_com import NBA_COM

#: Reports that are asked for: the hour in the file's name, and the Eastern hour from which it is
#: there, made at half past. 13:30 and 17:30 are the deadlines; those after lead to the tips.
_REPORTS = {
    "11AM": 11.75,
    "01PM": 13.75,
    "03PM": 15.75,
    "05PM": 17.75,
    "06PM": 18.75,
    "07PM": 19.75,
    "08PM": 20.75,
    "09PM": 21.75,
    "10PM": 22.75,
}


@dataclass(frozen=True)
class InjuryReport:
    """A report: its lines."""

    rows: list[dict[str, Any]]

    @classmethod
    def from_bytes(cls, body: bytes) -> InjuryReport:
        """Read a PDF; `read_injury_report` says what its lines are."""
        return cls(read_injury_report(body))


class Line(msgspec.Struct):
    """One line; what it shares with the one above it is filled in."""

    trouble: str
    page: int
    reported_at: datetime
    is_submitted: bool
    line_number: int
    game_date: date | None = None
    game_time_et: str | None = None
    matchup: str | None = None
    away_team: str | None = None
    home_team: str | None = None
    team: str | None = None
    player_name: str | None = None
    status: str | None = None
    reason: str | None = None


NBAC_INJURY_REPORT = Raw(
    "nba_raw.nbac_injury_report",
    provider=NBA_COM,
    grain="one line of one report",
    landing="injury-report-data/{date}/{hour}",
    payload=InjuryReport,
    request=Request(
        host="injuries",
        path="/referee/injury/Injury-Report_{date}_{hour}.pdf",
        about=EachDay(),
        slot="hour",
        slots=_REPORTS,
        form=Form.PDF,
        not_yet=(403, 404),
    ),
    key=("reported_at", "matchup", "team", "line_of", "line_number"),
    complete_within=("reported_at",),
    columns=(
        Column("reported_at", Instant, doc="When the report was made, as printed on it, in UTC."),
        Column("game_date", Day, doc="The league day of the game."),
        Column("game_time_et", Text, doc="`07:30 (ET)`: Eastern, afternoon or evening."),
        Column("matchup", Text, doc="`CHA@UTA`: away, home; `UNK@UNK` of the All-Star game."),
        Column("away_team", Text, doc="Three-letter code, of `matchup`."),
        Column("home_team", Text, doc="Three-letter code, of `matchup`."),
        Column("team", Text, doc="City and nickname; `Non-NBA Team` of the All-Star game."),
        Column(
            "line_of",
            Text,
            doc="Whose line it is: `player_name`, or the words that stand in place of one.",
        ),
        Column(
            "line_number",
            Int,
            low=1,
            high=100,
            doc="1, 2, ... of a report's lines about the same player, game and club: some come "
            "twice.",
        ),
        Column("is_submitted", Flag, doc="False in the one line of a club that had not reported."),
        Column(
            "player_name",
            Text,
            nullable=True,
            doc="`Hardaway Jr., Tim`; NULL where the club had not reported.",
        ),
        Column(
            "status",
            Text,
            one_of=STATUSES,
            nullable=True,
            doc="How likely he is to play; NULL where the club had not reported.",
        ),
        Column(
            "reason",
            Text,
            nullable=True,
            doc="As printed, `-` too; NULL where the club had not reported, or the cell is blank.",
        ),
        Column("page", Int, low=1, high=100, doc="The page of the PDF that the line begins on."),
    ),
)


@rows(NBAC_INJURY_REPORT)
def nbac_injury_report(line: Line, asked: Asked) -> dict[str, Any]:
    """One row per player of a report, and one per club that had not reported."""
    if line.trouble:
        raise ValueError(line.trouble)
    day = league_day(line.reported_at).isoformat()
    if asked.params.get("date", day) != day:
        raise ValueError(f"the report is of {day}, and one of {asked.params['date']} was asked for")
    return {
        "reported_at": line.reported_at,
        "game_date": line.game_date,
        "game_time_et": line.game_time_et,
        "matchup": line.matchup,
        "away_team": line.away_team,
        "home_team": line.home_team,
        "team": line.team,
        "line_of": line.player_name or NOT_SUBMITTED,
        "line_number": line.line_number,
        "is_submitted": line.is_submitted,
        "player_name": line.player_name,
        "status": line.status,
        "reason": line.reason,
        "page": line.page,
    }
