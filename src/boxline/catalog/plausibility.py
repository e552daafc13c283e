"""What a column's values look like on any day: declared beside the column, judged day by day.

A value may keep its contract and still be wrong together with all the others of its day: a score
that is 0 for everybody, a share that nobody has any more. A day is judged against the days before
it only, so a source that does not exist yet, or begins in mid-season, is nothing to wonder at.
"""

from __future__ import annotations

from dataclasses import dataclass

#: What came before a day: the rows of so many days before it.
DAYS_BEFORE = 30

#: Less than so many days with values among them say nothing of what is usual.
LEAST_DAYS_BEFORE = 5


@dataclass(frozen=True)
class Varies:
    """The values of a day are not all the same.

    Attributes:
        days: game days looked at as one, the day itself the last of them: more than one where a
            single evening may well be all alike (nobody plays two days in a row).
        rows: fewer values than this are not judged.
    """

    days: int = 1
    rows: int = 20

    def __str__(self) -> str:
        return f"not the same in all rows of {'a day' if self.days == 1 else f'{self.days} days'}"


@dataclass(frozen=True)
class Known:
    """At least this share of a day's rows has a value, whatever stood before: for what is always
    known. It finds a column that new code empties on every day at once.

    Attributes:
        share: from 0 to 1.
        rows: a day with fewer rows is not judged.
    """

    share: float
    rows: int = 20

    def __str__(self) -> str:
        return f"known in {_percent(self.share)} of a day's rows"


@dataclass(frozen=True)
class KnownAsBefore:
    """The share of rows with a value falls by at most this much below that of the days before.

    Attributes:
        fall: from 0 to 1; 0.3 is 30 percentage points.
        rows: a day with fewer rows is not judged, nor against fewer.
    """

    fall: float = 0.3
    rows: int = 20

    def __str__(self) -> str:
        return f"known at most {_percent(self.fall)} of the rows less than in the days before"


@dataclass(frozen=True)
class MeanAsBefore:
    """The mean of a day lies near that of the days before.

    Attributes:
        deviations: how far at most, in standard deviations of single values in the days before.
        rows: fewer values are not judged, nor against fewer. The mean of n rows strays by itself
            by about 1 / sqrt(n) deviations, more where the rows of one game are alike.
    """

    deviations: float = 1.0
    rows: int = 20

    def __str__(self) -> str:
        return f"mean within {self.deviations:g} standard deviations of the days before"


Check = Varies | Known | KnownAsBefore | MeanAsBefore


def _percent(share: float) -> str:
    return f"{100 * share:g} %"
