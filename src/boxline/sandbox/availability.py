"""What each club says of its players before a game, and how that changes by the hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from boxline.sandbox.squads import Event, Member
from boxline.sandbox.teams import Club

_Drawn = TypeVar("_Drawn")
_HOUR = timedelta(hours=1)
_TWO_WAY_MINUTES = 9.0  # a mean below which some are on two-way contracts
_SHARE_TWO_WAY = 0.5  # of those
_REGULAR_MINUTES = 15.0  # a mean from which nobody stays out without a word
_SHARE_ABSENT_LISTED = 0.85  # the other regulars turn out shortly before the tip-off
_SHARE_OUT_LATE = 0.3  # of those who are questionable before they are out
_SHARE_PLAYING_LISTED = 0.1
_ABSENT = {
    ("Out",): 12,
    ("Questionable", "Out"): 4,
    ("Doubtful", "Out"): 2,
    ("Doubtful",): 1,
    ("Questionable",): 1,
}
_PLAYING = {
    ("Questionable", "Available"): 4,
    ("Probable", "Available"): 2,
    ("Probable",): 2,
    ("Questionable",): 1,
}
_SIDES = ("Left", "Right")
_PLACES = ("Ankle; Sprain", "Knee; Soreness", "Hamstring; Strain", "Calf; Strain", "Hip; Contusion")
#: When a club first reports and when it changes its mind: hours from midnight of the game's day.
_SUBMITTED = {-6.5: 5, -3.5: 4, -0.5: 4, 12.5: 2}
_CHANGED = {11.5: 1, 14.5: 3, 15.5: 3, 16.5: 3, 17.5: 3, 18.5: 1}
_LAST_REPORT = 23.5


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusRun:
    """An unbroken run of one status in the hourly reports; both instants Eastern wall clock."""

    member: Member
    status: str
    reason: str
    first_report_et: datetime
    last_report_et: datetime
    run_no: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClubReport:
    """What one side said before one game; nothing before `submitted_at`, Eastern wall clock."""

    event: Event
    club: Club
    submitted_at: datetime
    runs: tuple[StatusRun, ...]


def club_reports(event: Event, *, seed: int) -> Iterator[ClubReport]:
    """Away side first, as the league's reports have it."""
    for club in (event.fixture.away, event.fixture.home):
        rng = Random(f"{seed}/injuries/{event.fixture.game_id}/{club.team}")
        submitted_at = _at(event, _drawn(_SUBMITTED, rng))
        listed = [member for member in event.members if member.club == club]
        runs = [run for who in listed for run in _runs(event, who, submitted_at, seed)]
        yield ClubReport(event=event, club=club, submitted_at=submitted_at, runs=tuple(runs))


def _runs(event: Event, member: Member, submitted_at: datetime, seed: int) -> Iterator[StatusRun]:
    # Drawn for himself: what is said of him is the same whoever else is in the squad.
    rng = Random(f"{seed}/injuries/{event.fixture.game_id}/{member.player.player_id}")
    is_listed = rng.random() < (_SHARE_PLAYING_LISTED if member.plays else _SHARE_ABSENT_LISTED)
    is_regular = member.usual["minutes"] >= _REGULAR_MINUTES
    if not is_listed and (member.plays or not is_regular):
        return
    reason, late_hours = usual_reason(member, seed=seed), _late_report(event)
    statuses = _drawn(_PLAYING if member.plays else _ABSENT, rng)
    changed_hours = _drawn(_CHANGED, rng)
    if late_hours and not is_listed:
        statuses, submitted_at = ("Out",), _at(event, late_hours)
    elif reason.startswith("G League"):
        statuses = statuses[-1:]
    elif late_hours and statuses == ("Questionable", "Out") and rng.random() < _SHARE_OUT_LATE:
        changed_hours = late_hours
    begins = [submitted_at, max(submitted_at + _HOUR, _at(event, changed_hours))]
    ends = [begins[1] - _HOUR] * (len(statuses) - 1) + [_at(event, _LAST_REPORT)]
    for place, status in enumerate(statuses):
        yield StatusRun(
            member=member,
            status=status,
            reason=reason,
            first_report_et=begins[place],
            last_report_et=ends[place],
            run_no=place + 1,
        )


def _late_report(event: Event) -> float | None:
    """The hourly report half an hour before the start, in hours; None where none comes out then."""
    tip = event.fixture.tip_time_et
    return tip.hour - 0.5 if tip.minute == 0 else None


def usual_reason(member: Member, *, seed: int) -> str:
    """Why he misses a game: everybody has one weak spot; a few play in the G League."""
    is_small = member.usual["minutes"] < _TWO_WAY_MINUTES
    return _reason(member.player.player_id, seed, is_small=is_small)


@cache
def _reason(player_id: int, seed: int, *, is_small: bool) -> str:
    rng = Random(f"{seed}/reason/{player_id}")
    if is_small and rng.random() < _SHARE_TWO_WAY:
        return "G League - Two-Way"
    return f"Injury/Illness - {rng.choice(_SIDES)} {rng.choice(_PLACES)}"


def _at(event: Event, hours: float) -> datetime:
    return datetime.combine(event.fixture.game_date, time()) + timedelta(hours=hours)


def _drawn(weights: dict[_Drawn, int], rng: Random) -> _Drawn:
    return rng.choices(list(weights), list(weights.values()))[0]
