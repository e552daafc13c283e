"""The moments of a schedule: Eastern wall-clock times, through both nights on which clocks change.

Each kind says, as of an instant, which of its moments is the newest that has come and which comes
next. On the night that clocks go forward an hour of the wall is left out and has no moment; on the
night that they go back an hour is there twice, and what is hourly has a moment in each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from boxline.domain.days import from_eastern, league_day


class Times(Protocol):
    """When something is due."""

    def newest(self, now: datetime) -> datetime:
        """The last moment that has come, in UTC."""

    def following(self, now: datetime) -> datetime:
        """The first moment after an instant, in UTC."""


@dataclass(frozen=True)
class Daily:
    """Once a league day, at an Eastern time `HH:MM`."""

    clock: str

    def newest(self, now: datetime) -> datetime:
        """Today's, or yesterday's."""
        today = league_day(now)
        moment = from_eastern(today, self.clock)
        return moment if moment <= now else from_eastern(today - timedelta(days=1), self.clock)

    def following(self, now: datetime) -> datetime:
        """Today's, or tomorrow's."""
        today = league_day(now)
        moment = from_eastern(today, self.clock)
        return moment if moment > now else from_eastern(today + timedelta(days=1), self.clock)

    def __str__(self) -> str:
        return f"{self.clock} Eastern"


#: As `date.weekday` counts them.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Weekly:
    """Once a week, at an Eastern time `HH:MM` of a weekday."""

    weekday: str
    clock: str

    def newest(self, now: datetime) -> datetime:
        """This week's, or last week's."""
        today = league_day(now)
        day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(self.weekday)) % 7)
        moment = from_eastern(day, self.clock)
        return moment if moment <= now else from_eastern(day - timedelta(days=7), self.clock)

    def following(self, now: datetime) -> datetime:
        """The one after the newest."""
        return from_eastern(league_day(self.newest(now)) + timedelta(days=7), self.clock)

    def __str__(self) -> str:
        return f"{self.weekday}s, {self.clock} Eastern"


@dataclass(frozen=True)
class Each:
    """Every so many minutes of an hour, from its beginning: Eastern hours begin when UTC's do."""

    minutes: int

    def newest(self, now: datetime) -> datetime:
        """The last whole number of them."""
        utc = now.astimezone(UTC).replace(second=0, microsecond=0)
        return utc - timedelta(minutes=utc.minute % self.minutes)

    def following(self, now: datetime) -> datetime:
        """The next whole number of them."""
        return self.newest(now) + timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        return {60: "each hour", 1: "each minute"}.get(self.minutes, f"each {self.minutes} minutes")
