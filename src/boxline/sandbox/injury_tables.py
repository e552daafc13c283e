"""The league's injury reports as the archive's files have them: two reports a day, and runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from boxline.sandbox.availability import ClubReport
from boxline.sandbox.blemishes import altered, repeated, unknown
from boxline.sandbox.parquet_schema import Row, schema_of
from boxline.sandbox.spellings import last_name_first

OFFICIAL_REPORTS = schema_of("""
    season str, report_time_et et, game_date date, game_time_et str, matchup str, team str,
    player_name str, status str, reason str
""")
STATUS_HISTORY = schema_of("""
    season str, game_date date, matchup str, team str, player_name str, game_time_et str,
    status str, reason str, first_report_et et, last_report_et et, n_reports i16, run_no i16
""")
_REPORTS = (time(13, 30), time(17, 30))  # named 1pm and 5pm by the hours they end


def report_rows(reports: Iterable[ClubReport], *, until_et: datetime) -> Iterator[Row]:
    """What the reports of a game's day and of the day before say, up to `until_et`."""
    for report in reports:
        for days_before in (1, 0):
            day = report.event.fixture.game_date - timedelta(days=days_before)
            for printed in (datetime.combine(day, of_day) for of_day in _REPORTS):
                if printed <= until_et:
                    yield from _printed(report, printed)


def _printed(report: ClubReport, at: datetime) -> Iterator[Row]:
    shared = _shared(report) | {"report_time_et": at}
    if at < report.submitted_at:
        blank = {"player_name": None, "status": None, "reason": "NOT YET SUBMITTED"}
        yield shared | blank
    for run in report.runs:
        if run.first_report_et <= at <= run.last_report_et:
            name = last_name_first(run.member.player.player_name)
            yield shared | {"player_name": name, "status": run.status, "reason": run.reason}


def history_rows(reports: Iterable[ClubReport], *, until_et: datetime) -> Iterator[Row]:
    """A row for each run of a status that began by `until_et`, as far as it had come then."""
    newest = until_et.replace(minute=30) - timedelta(hours=until_et.minute < 30)
    for report in reports:
        for run in report.runs:
            if run.first_report_et > newest:
                continue
            last = min(run.last_report_et, newest)
            yield _shared(report) | {
                "player_name": last_name_first(run.member.player.player_name),
                "status": run.status,
                "reason": run.reason,
                "first_report_et": run.first_report_et,
                "last_report_et": last,
                "n_reports": 1 + (last - run.first_report_et) // timedelta(hours=1),
                "run_no": run.run_no,
            }


def _shared(report: ClubReport) -> dict[str, object]:
    fixture = report.event.fixture
    return {
        "season": fixture.season,
        "game_date": fixture.game_date,
        "game_time_et": f"{fixture.tip_time_et:%I:%M} (ET)",
        "matchup": f"{fixture.away.team}@{fixture.home.team}",
        "team": report.club.team_name,
    }


#: A row that comes twice, a reason cut where the page ends, a name that nobody has.
INJURY_BLEMISHES = (
    repeated,
    altered(lambda row: {"reason": row["reason"][:17]}),
    unknown("player_name", is_last_first=True),
)
