"""The league's injury report of one day's games as it stood at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from boxline.domain.days import EASTERN
from boxline.sandbox.availability import ClubReport, StatusRun, club_reports
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.players import Player
from boxline.sandbox.spellings import last_name_first
from boxline.sandbox.squads import Event
from boxline.sandbox.teams import Club

NOT_YET_SUBMITTED = "NOT YET SUBMITTED"
_HALF_HOUR = timedelta(minutes=30)
_FIRST_REPORT = timedelta(hours=-7)  # from midnight of the games' day
_LAST_REPORT = timedelta(hours=23, minutes=30)


@dataclass(frozen=True, kw_only=True, slots=True)
class InjuryLine:
    """A line of the report: a player, or a club that has not reported.

    Attributes:
        reported_at: the half hour on which the report came out, UTC.
        fixture: the game, as scheduled then.
        club: the side.
        player: who; None where the club has not reported.
        player_name: as the report writes it, last name first; None likewise.
        status: Available, Probable, Questionable, Doubtful or Out; None likewise.
        reason: such as "Injury/Illness - Left Ankle; Sprain", or NOT YET SUBMITTED.
    """

    reported_at: datetime
    fixture: Fixture
    club: Club
    player: Player | None
    player_name: str | None
    status: str | None
    reason: str


class GameReports:
    """All that the two clubs of one game say of their players, over time."""

    def __init__(self, event: Event, *, seed: int) -> None:
        self.fixture = event.fixture
        self._reports: tuple[ClubReport, ...] = tuple(club_reports(event, seed=seed))
        self._runs: dict[int, list[StatusRun]] = {}
        for report in self._reports:
            for run in report.runs:
                self._runs.setdefault(run.member.player.player_id, []).append(run)

    def run(self, player_id: int, at: datetime) -> StatusRun | None:
        """What a player's club says of him at an instant; None where it does not name him."""
        return self._newest(player_id, _eastern(at))

    def last_run(self, player_id: int) -> StatusRun | None:
        """The last word on a player; None where he was never named."""
        runs = self._runs.get(player_id)
        return runs[-1] if runs else None

    def changes(self) -> list[tuple[datetime, int, str]]:
        """(instant, player id, status) of each status that comes out, oldest first."""
        return sorted(
            (_utc(run.first_report_et), who, run.status)
            for who, runs in self._runs.items()
            for run in runs
        )

    def lines(self, printed_et: datetime) -> Iterator[InjuryLine]:
        """The lines of the report that came out then, visitors first."""
        reported_at = _utc(printed_et)
        for report in self._reports:
            if printed_et < report.submitted_at:
                yield InjuryLine(
                    reported_at=reported_at,
                    fixture=self.fixture,
                    club=report.club,
                    player=None,
                    player_name=None,
                    status=None,
                    reason=NOT_YET_SUBMITTED,
                )
            for who in dict.fromkeys(run.member.player.player_id for run in report.runs):
                run = self._newest(who, printed_et)
                if run:
                    yield InjuryLine(
                        reported_at=reported_at,
                        fixture=self.fixture,
                        club=report.club,
                        player=run.member.player,
                        player_name=last_name_first(run.member.player.player_name),
                        status=run.status,
                        reason=run.reason,
                    )

    def _newest(self, player_id: int, at_et: datetime) -> StatusRun | None:
        begun = [run for run in self._runs.get(player_id, ()) if run.first_report_et <= at_et]
        return begun[-1] if begun else None


def newest_report_et(day: date, at: datetime) -> datetime | None:
    """When the newest report on a day's games came out, Eastern wall clock; None before the first.

    Reports come out on each half hour from 17:00 of the day before until 23:30 of the day.
    """
    midnight = datetime.combine(day, time())
    since = min(_eastern(at) - midnight, _LAST_REPORT)
    printed = midnight + since // _HALF_HOUR * _HALF_HOUR
    return printed if since >= _FIRST_REPORT else None


def _eastern(at: datetime) -> datetime:
    return at.astimezone(EASTERN).replace(tzinfo=None)


def _utc(at_et: datetime) -> datetime:
    return at_et.replace(tzinfo=EASTERN).astimezone(UTC)
