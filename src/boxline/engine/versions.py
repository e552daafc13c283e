"""Content and input versions: 128-bit sums, so that a reach of days is one subtraction.

A partition's content version is a sum over its rows, so an empty partition's is 0, like that of
one that does not exist. A cell's input version is, over its inputs, an odd constant of the input
times the sum of the content versions in reach, modulo 2^128.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from boxline.catalog.inputs import Now, Past, Reach, Same, SameSeason
from boxline.domain.seasons import SeasonRule

MODULUS = 1 << 128


class Commit(NamedTuple):
    """What is committed for one day of one dataset.

    `content` and `inputs` are versions below 2^128, `code` the code version the rows were made by.
    """

    content: int
    inputs: int
    code: str
    rows: int
    rejected: int


def version_text(version: int) -> str:
    """A version as records hold it: 32 hex digits."""
    return f"{version:032x}"


def odd_constant(dataset: str, parameter: str) -> int:
    """A fixed odd number below 2^128 for one input of one dataset."""
    digest = hashlib.sha256(f"{dataset}({parameter})".encode()).digest()
    return int.from_bytes(digest[:16], "big") | 1


class Timeline:
    """The content versions of one dataset by day, summed from the left."""

    def __init__(self, commits: Mapping[date, Commit]) -> None:
        self.days = sorted(day for day, commit in commits.items() if commit.content)
        self._sums = [0]
        for day in self.days:
            self._sums.append(self._sums[-1] + commits[day].content)

    @property
    def first(self) -> date | None:
        """The first day that has content."""
        return self.days[0] if self.days else None

    def between(self, first: date, last: date) -> int:
        """Sum of the content versions of both days and those between; 0 where there are none."""
        if last < first:
            return 0  # the past of a season's first day
        left, right = bisect_left(self.days, first), bisect_right(self.days, last)
        return (self._sums[right] - self._sums[left]) % MODULUS

    def reached(self, reach: Reach, days: Sequence[date], seasons: SeasonRule) -> list[int]:
        """Sums over what each of some sorted days of one season may see, not reduced yet."""
        first, last = span_of(reach, days[0], days[-1], seasons)
        begun = self._sums[bisect_left(self.days, first)]
        if isinstance(reach, Past):
            place_of = bisect_right if reach.with_today else bisect_left
            return [self._sums[place_of(self.days, day)] - begun for day in days]
        return [self._sums[bisect_right(self.days, last)] - begun] * len(days)

    def spans(self, around: Callable[[date], tuple[date, date]]) -> Iterator[tuple[date, date]]:
        """The spans of days that have content, where `around` gives that of a day."""
        place = 0
        while place < len(self.days):
            first, last = around(self.days[place])
            yield first, last
            place = bisect_right(self.days, last)


class Settled:
    """The commits as they stand while a run goes on, with the sums that planning needs."""

    def __init__(self, commits: Mapping[str, Mapping[date, Commit]]) -> None:
        self._commits = {name: dict(of) for name, of in commits.items()}
        self._timelines: dict[str, Timeline] = {}

    def of(self, dataset: str) -> Mapping[date, Commit]:
        """Day -> commit of one dataset."""
        return self._commits.get(dataset, {})

    def timeline(self, dataset: str) -> Timeline:
        """The dataset's content by day."""
        if dataset not in self._timelines:
            self._timelines[dataset] = Timeline(self.of(dataset))
        return self._timelines[dataset]

    def record(self, dataset: str, commits: Mapping[date, Commit]) -> None:
        """Take in what was committed."""
        self._commits.setdefault(dataset, {}).update(commits)
        self._timelines.pop(dataset, None)


def any_between(days: list[date], first: date, last: date) -> bool:
    """Whether a sorted list has a day in the closed span."""
    place = bisect_left(days, first)
    return place < len(days) and days[place] <= last


def span_of(reach: Reach, first: date, last: date, seasons: SeasonRule) -> tuple[date, date]:
    """The days of an input that the cells `first` to `last`, of one season, may see."""
    match reach:
        case Same():
            return first, last
        case SameSeason():
            return seasons.span(first)
        case Past(seasons=back, with_today=with_today):
            begin = date.min if back is None else seasons.span(first, seasons=back)[0]
            return begin, last if with_today else last - timedelta(days=1)
        case Now():
            raise TypeError("the clock has no days")
