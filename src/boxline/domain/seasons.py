"""Which season a day belongs to, and the first and last day a season can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class SeasonRule:
    """A league's seasons: each begins on one day of the year, with named exceptions.

    Attributes:
        begins: (month, day) from which days belong to the season that starts in that year.
        exceptions: start year -> the first day of that season, a day of that same year.
        spans_years: whether names carry two years (`2024-25`) or one (`2025`).
    """

    begins: tuple[int, int]
    exceptions: Mapping[int, date] = field(default_factory=dict)
    spans_years: bool = True

    def __post_init__(self) -> None:
        for year, first in self.exceptions.items():
            if first.year != year:
                raise ValueError(f"the season that starts in {year} cannot begin on {first}")

    def first_day(self, start_year: int) -> date:
        """The first day that can belong to the season that starts in `start_year`."""
        return self.exceptions.get(start_year, date(start_year, *self.begins))

    def start_year(self, day: date) -> int:
        """The start year of the season that `day` belongs to."""
        year = day.year
        return year if day >= self.first_day(year) else year - 1

    def name(self, start_year: int) -> str:
        """The season's name, for example `2024-25`."""
        return f"{start_year}-{(start_year + 1) % 100:02d}" if self.spans_years else str(start_year)

    def season_of(self, day: date) -> str:
        """The name of the season that `day` belongs to."""
        return self.name(self.start_year(day))

    def span(self, day: date, *, seasons: int = 1) -> tuple[date, date]:
        """First and last day of the season of `day`, begun `seasons - 1` seasons earlier."""
        year = self.start_year(day)
        return self.first_day(year - seasons + 1), self.first_day(year + 1) - timedelta(days=1)
