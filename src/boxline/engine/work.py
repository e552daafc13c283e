"""What a plan is made of: cells to compute, cells that wait, and the window that was looked at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Parked
from boxline.engine.landed_work import BatchWork, LandedWork
from boxline.engine.ports import Landed

if TYPE_CHECKING:
    from boxline.engine.fetch_plan import Fetch


class Reason(Enum):
    """Why work exists."""

    MISSING = "missing"  # never committed
    INPUTS_CHANGED = "inputs changed"  # what it reads has other content than when it was made
    CODE_CHANGED = "code changed"  # it would be computed otherwise today
    ASKED = "asked for"  # somebody wants it looked at anew
    REJECTS_LOST = "its rejects were lost"  # with the ledger that listed them


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days that are looked at, both ends included; None is open.

    Attributes:
        only: datasets to look at; empty for all.
        documents_from: league -> first day whose documents are wanted; of a league that is not
            named every day's are.
        remake: whether facts are made again, and replayed predictions where they would differ now.
        shrink_reason: why documents may have fewer rows than those published; empty: they may not.
        accepted_because: why days may not look as their columns declare; empty: they must.
        replay: (dataset, day or landed id) to be worked on whatever stands.
        asked: the window that a wider look is taken for: its days of `only` are asked for by name;
            None is this one.
        today: the present league day, beyond which a dataset looks its horizon ahead; None is open.
    """

    first: date | None = None
    last: date | None = None
    only: frozenset[str] = frozenset()
    documents_from: Mapping[str, date] = field(default_factory=dict)
    remake: bool = False
    replay: frozenset[tuple[str, str]] = frozenset()
    shrink_reason: str = ""
    accepted_because: str = ""
    asked: Window | None = None
    today: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies inside."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def is_to_remake(self, dataset: str, day: date) -> bool:
        """Whether what stands for a day is asked for anew."""
        return self.remake or (dataset, day.isoformat()) in self.replay

    def part_of(self, days: Sequence[date]) -> Sequence[date]:
        """Those of some sorted days that lie inside."""
        begin = 0 if self.first is None else bisect_left(days, self.first)
        end = len(days) if self.last is None else bisect_right(days, self.last)
        return days[begin:end]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day of one dataset to be computed, and the input version it will then have."""

    dataset: str
    day: date
    reason: Reason
    inputs: int


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """A day that cannot be computed, and the cell it waits for."""

    dataset: str
    day: date
    waits_for: str


@dataclass(frozen=True, kw_only=True)
class Range:
    """Neighbouring days of one dataset and season, computed and committed as one set.

    Attributes:
        passed_over: days among them that cannot be computed, and are left as they are.
    """

    dataset: str
    cells: tuple[Cell, ...]
    passed_over: tuple[date, ...] = ()

    @property
    def first(self) -> date:
        return self.cells[0].day

    @property
    def last(self) -> date:
        return self.cells[-1].day

    @property
    def halves(self) -> tuple[Range, Range]:
        """Its earlier and its later days."""
        middle = len(self.cells) // 2
        return replace(self, cells=self.cells[:middle]), replace(self, cells=self.cells[middle:])


@dataclass(frozen=True, kw_only=True)
class DatasetPlan:
    """What one dataset needs: certain cells, blocked ones, days that may follow; and the cells
    that failed and are left alone.

    Attributes:
        days: all that were looked at, sorted.
        absent: those of them that lack something which is not coming, whether or not it is owed.
    """

    dataset: str
    cells: tuple[Cell, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    may_follow: tuple[date, ...] = ()
    parked: tuple[Parked, ...] = ()
    days: tuple[date, ...] = field(default=(), repr=False)
    absent: frozenset[date] = field(default=frozenset(), repr=False)

    @property
    def unsettled(self) -> list[date]:
        """Days that are about to change, sorted. Parked ones are not: they are not coming."""
        return sorted({*(cell.day for cell in self.cells), *self.may_follow})

    def ranges(self, seasons: SeasonRule, *, is_apart: bool = False) -> list[Range]:
        """The certain cells in runs, season by season. A run passes over days that lack something
        (an All-Star day has a game and no box score), and ends at any other that stays as it is.
        Where days are apart, each is a run."""
        if is_apart:
            return [self._range([cell]) for cell in self.cells]
        cells = {cell.day: cell for cell in self.cells}
        runs: list[list[Cell]] = [[]]
        season = None
        for day in self.days:
            if season != seasons.start_year(day) or (day not in cells and day not in self.absent):
                season = seasons.start_year(day)
                runs.append([])
            if day in cells:
                runs[-1].append(cells[day])
        return [self._range(run) for run in runs if run]

    def _range(self, run: Sequence[Cell]) -> Range:
        first, last = run[0].day, run[-1].day
        passed_over = sorted(day for day in self.absent if first < day < last)
        return Range(dataset=self.dataset, cells=tuple(run), passed_over=tuple(passed_over))


@dataclass(frozen=True)
class PlanView:
    """What a run would do now: replies to ask for, batches to load, and a plan for each computed
    dataset."""

    batches: Sequence[BatchWork]
    plans: Sequence[DatasetPlan]
    fetches: Sequence[Fetch] = ()

    @property
    def to_load(self) -> list[LandedWork]:
        """Landed objects to be read."""
        return [work for batch in self.batches for work in batch.works]

    @property
    def refused(self) -> list[tuple[Landed, str]]:
        """Landed objects that are left alone, and why."""
        return [one for batch in self.batches for one in batch.left_out]
