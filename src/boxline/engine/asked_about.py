"""Something that a provider is asked about, and the moments at which a reply about it is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from boxline.catalog.moments import From, Moment
from boxline.domain.days import from_eastern


@dataclass(frozen=True, kw_only=True)
class AskedAbout:
    """Something that is asked about, with what its moments are counted from."""

    words: Mapping[str, str]
    day: date
    first_start: datetime | None = None
    last_start: datetime | None = None
    ends: datetime | None = None  # after it nothing new is to be expected


def newest_moment(moments: Sequence[Moment], cell: AskedAbout, now: datetime) -> datetime | None:
    """The newest moment that has passed; None where none has."""
    instants = (_instant(moment, cell, now) for moment in moments)
    return max((at for at in instants if at is not None and at <= now), default=None)


def _instant(moment: Moment, cell: AskedAbout, now: datetime) -> datetime | None:
    if moment.since is From.CLOCK:
        until = min(now, cell.ends) if cell.ends else now
        seconds = moment.hours * 3600
        return datetime.fromtimestamp(until.timestamp() // seconds * seconds, UTC)
    if moment.since is From.MIDNIGHT:
        day = cell.day + timedelta(days=int(moment.hours // 24))
        minutes = round(moment.hours % 24 * 60)
        return from_eastern(day, f"{minutes // 60:02d}:{minutes % 60:02d}")
    base = cell.first_start if moment.hours < 0 else cell.last_start
    return None if base is None else base + timedelta(hours=moment.hours)
