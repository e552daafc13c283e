"""The planner: what should exist against what is committed. Pure: no storage, no clock.

Daily run, backfill, repair, late correction and code upgrade are this one comparison with other
windows (law 4). A plan holds certain work, and days that may follow once inputs have settled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from boxline.catalog import Catalog
from boxline.catalog.datasets import Dataset, Export, Table
from boxline.catalog.expectations import GameState
from boxline.catalog.inputs import Input, Past, Same
from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Attempts, Parked
from boxline.engine.calendar import Calendar
from boxline.engine.reachable import coverage_of, history_begins, is_required
from boxline.engine.versions import (
    MODULUS,
    Commit,
    Timeline,
    any_between,
    odd_constant,
    span_of,
    version_text,
)
from boxline.engine.work import Blocked, Cell, DatasetPlan, Reason, Window


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


@dataclass(frozen=True)
class Planner:
    """What plans are made from.

    Attributes:
        code: dataset -> code version.
        attempts: what failed before; a cell that is parked by it is left out and shown.
        reject_scopes: tells (dataset, day) of the rejects on record now. A day that has some and
            whose record was lost with a ledger is computed again. None looks for no such day.
    """

    catalog: Catalog
    code: Mapping[str, str]
    calendar: Calendar
    settled: Settled
    attempts: Attempts = field(default_factory=Attempts)
    reject_scopes: Callable[[], frozenset[tuple[str, str]]] | None = None

    def plan(self, window: Window) -> list[DatasetPlan]:
        """Plan every dataset that is computed, each after its inputs."""
        pending: dict[str, list[date]] = {}
        plans = []
        for dataset in self.catalog.computed:
            found = self.dataset(dataset, window, pending=pending)
            pending[dataset.name] = found.unsettled
            if not window.only or dataset.name in window.only:
                plans.append(found)
        return plans

    def unsettled(self) -> dict[str, list[date]]:
        """Dataset -> sorted days that any run would still change, whatever its window."""
        return {found.dataset: found.unsettled for found in self.plan(Window())}

    def dataset(
        self,
        dataset: Table | Export,
        window: Window,
        *,
        pending: Mapping[str, list[date]] | None = None,
    ) -> DatasetPlan:
        """Plan one dataset: every day that one of its inputs has, or that is committed already.

        Args:
            pending: dataset -> sorted days about to change; nothing when its inputs have settled.
        """
        inputs = _inputs(self.catalog, dataset, pending or {})
        days = _days(dataset, inputs, self.settled, window)
        committed = self.settled.of(dataset.name)
        owed = _owed(self.catalog, dataset, self.calendar, self.settled)
        seasons = self.catalog.league(dataset).seasons
        cells: list[Cell] = []
        blocked: list[Blocked] = []
        parked: list[Parked] = []
        may_follow: list[date] = []
        scopes = cache(self.reject_scopes) if self.reject_scopes else None
        for day in days:
            sight = _look(inputs, self.settled, day, seasons)
            if sight.absent and day not in committed:
                if owed(day):
                    blocked.append(Blocked(dataset=dataset.name, day=day, waits_for=sight.absent))
                continue
            reason = self._reason(dataset, day, sight.version, window, scopes)
            # What is committed to a history stays: it is made only from inputs that have settled.
            is_early = dataset.is_history and sight.is_unsettled
            if reason is not None and not sight.waits and not is_early:
                left = self._parked(dataset, day, sight.version, window)
                if left is not None:
                    parked.append(left)
                else:
                    cells.append(
                        Cell(dataset=dataset.name, day=day, reason=reason, inputs=sight.version)
                    )
            elif sight.is_unsettled:
                may_follow.append(day)
        return DatasetPlan(
            dataset=dataset.name,
            cells=tuple(cells),
            blocked=tuple(blocked),
            may_follow=tuple(may_follow),
            parked=tuple(parked),
            days=tuple(days),
        )

    def _reason(
        self,
        dataset: Dataset,
        day: date,
        version: int,
        window: Window,
        scopes: Callable[[], frozenset[tuple[str, str]]] | None,
    ) -> Reason | None:
        commit = self.settled.of(dataset.name).get(day)
        if commit is None:
            return Reason.MISSING
        if (dataset.name, day.isoformat()) in window.replay:
            return Reason.ASKED
        if commit.inputs != version:
            return Reason.INPUTS_CHANGED
        if dataset.is_history:
            return Reason.ASKED if window.remake else None
        if commit.code != self.code[dataset.name]:
            return Reason.CODE_CHANGED
        if commit.rejected and scopes is not None:
            is_on_record = (dataset.name, day.isoformat()) in scopes()
            return None if is_on_record else Reason.REJECTS_LOST
        return None

    def _parked(self, dataset: Dataset, day: date, version: int, window: Window) -> Parked | None:
        cell = day.isoformat()
        is_allowed = (
            window.shrink_reason if isinstance(dataset, Export) else window.accepted_because
        )
        if is_allowed or (dataset.name, cell) in window.replay:
            return None
        code = self.code[dataset.name]
        return self.attempts.parked(dataset.name, cell, inputs=version_text(version), code=code)


@dataclass(frozen=True, kw_only=True)
class _Watched:
    """An input as the planner sees it."""

    dataset: str
    given: Input
    weight: int
    pending: list[date]


@dataclass(frozen=True, kw_only=True)
class _Sight:
    """What a cell sees: its input version, a required input that is absent and not coming, one
    that is absent and coming, and whether anything in reach is about to change."""

    version: int
    absent: str
    waits: bool
    is_unsettled: bool


def _inputs(
    catalog: Catalog, dataset: Dataset, pending: Mapping[str, list[date]]
) -> list[_Watched]:
    return [
        _Watched(
            dataset=given.dataset.name,
            given=given,
            weight=odd_constant(dataset.name, parameter),
            pending=pending.get(given.dataset.name, []),
        )
        for parameter, given in catalog.inputs(dataset.name).items()
        if given.dataset is not None
    ]


def _days(dataset: Dataset, inputs: list[_Watched], settled: Settled, window: Window) -> list[date]:
    present = [w for w in inputs if not isinstance(w.given.reach, Past)]
    drivers = [w for w in present if not w.given.is_optional] or present
    days = set(settled.of(dataset.name))
    for driver in drivers:
        days.update(settled.of(driver.dataset), driver.pending)
    oldest = window.documents_from if isinstance(dataset, Export) else None
    if isinstance(dataset, Table) and dataset.horizon_days is not None and window.today:
        horizon = window.today + timedelta(days=dataset.horizon_days)
        days = {day for day in days if day <= horizon}
    held = settled.of(dataset.name)  # an older season's document that is published is kept true
    return sorted(
        d for d in days if window.holds(d) and (oldest is None or d >= oldest or d in held)
    )


def _look(inputs: list[_Watched], settled: Settled, day: date, seasons: SeasonRule) -> _Sight:
    """What a cell sees now. A day committed without a row is there, and empty."""
    version, absent, waits, is_unsettled = 0, "", False, False
    either: list[tuple[str, bool, bool]] = []
    for watched in inputs:
        reach = watched.given.reach
        if isinstance(reach, Same):
            commit = settled.of(watched.dataset).get(day)
            content, is_there = (commit.content, True) if commit else (0, False)
            coming = bool(watched.pending) and any_between(watched.pending, day, day)
        else:
            first, last = span_of(reach, day, day, seasons)
            content = settled.timeline(watched.dataset).between(first, last)
            is_there = bool(content)
            coming = bool(watched.pending) and any_between(watched.pending, first, last)
        version += watched.weight * content
        is_unsettled = is_unsettled or coming
        if watched.given.is_either:
            either.append((watched.dataset, is_there, coming))
        elif not is_there and is_required(watched.given):
            waits = waits or coming
            absent = absent or ("" if coming else f"{watched.dataset} of {day}")
    if either and not any(is_there for _, is_there, _ in either):
        is_coming = any(coming for _, _, coming in either)
        waits = waits or is_coming
        absent = absent or ("" if is_coming else f"{_told_of(either, settled)} of {day}")
    return _Sight(version=version % MODULUS, absent=absent, waits=waits, is_unsettled=is_unsettled)


def _told_of(either: list[tuple[str, bool, bool]], settled: Settled) -> str:
    """Those of some sources of one fact that have ever said anything; all, where none has."""
    names = [name for name, _, _ in either]
    return " or ".join([name for name in names if settled.of(name)] or names)


def _owed(
    catalog: Catalog, dataset: Dataset, calendar: Calendar, settled: Settled
) -> Callable[[date], bool]:
    """Whether a day's cell is owed: games that its sources cover, after its history began."""

    def first_held(name: str) -> date | None:
        return next(iter(settled.timeline(name).days), None)

    coverage = coverage_of(catalog, dataset.name, first_held)
    begins = history_begins(catalog, dataset.name, first_held)
    state = dataset.expects.state if dataset.expects else GameState.SCHEDULED
    return lambda day: (
        begins is not None and day >= begins and calendar.games(day, state, coverage) > 0
    )
