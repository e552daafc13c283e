"""The planner: what should exist against what is committed. Pure: no storage, no clock.

Daily run, backfill, repair, late correction and code upgrade are this one comparison with other
windows (law 4). A plan holds certain work, and days that may follow once inputs have settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from boxline.catalog import Catalog
from boxline.catalog.datasets import Dataset, Export, Table, is_lasting, league_name
from boxline.catalog.expectations import GameState
from boxline.catalog.inputs import Past
from boxline.engine.attempts import Attempts, Parked
from boxline.engine.calendar import Calendar
from boxline.engine.reachable import Reachable, first_wanted
from boxline.engine.sights import Watched, sights, watched
from boxline.engine.versions import Commit, Settled, version_text
from boxline.engine.work import Blocked, Cell, DatasetPlan, Reason, Window


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
    _reachable: dict[date | None, Reachable] = field(default_factory=dict)

    def plan(self, window: Window) -> list[DatasetPlan]:
        """Plan every dataset that is computed, each after its inputs."""
        found = self._plans(window, window.only or self.catalog.datasets)
        return [plan for plan in found if not window.only or plan.dataset in window.only]

    def unsettled(self, dataset: Dataset, window: Window) -> dict[str, list[date]]:
        """Dataset -> sorted days that any run would still change, whatever the days of its window;
        of all that a dataset is made from."""
        of_any_day = Window(only=window.only, today=window.today, asked=window)
        found = self._plans(of_any_day, self.catalog.reads(dataset.name))
        return {plan.dataset: plan.unsettled for plan in found}

    def _plans(self, window: Window, names: Iterable[str]) -> list[DatasetPlan]:
        """Plans of some datasets and of all that they are made from, in the order of their work."""
        looked_at = self.catalog.with_sources(names)
        pending: dict[str, list[date]] = {}
        plans = []
        for dataset in self.catalog.computed:
            if dataset.name in looked_at:
                plans.append(self.dataset(dataset, window, pending=pending))
                pending[dataset.name] = plans[-1].unsettled
        return plans

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
        inputs = watched(self.catalog, dataset, pending or {})
        days = _days(dataset, inputs, self.settled, window)
        committed = self.settled.of(dataset.name)
        seasons = self.catalog.league(dataset).seasons
        cells: list[Cell] = []
        blocked: list[Blocked] = []
        parked: list[Parked] = []
        may_follow: list[date] = []
        absent = set[date]()
        # A committed fact is no work whatever becomes of its inputs, and nothing waits for it.
        is_fact = isinstance(dataset, Table) and dataset.is_fact
        scopes = cache(self.reject_scopes) if self.reject_scopes else None
        for day, sight in zip(days, sights(inputs, self.settled, days, seasons), strict=True):
            commit = committed.get(day)
            if is_fact and commit is not None and not window.is_to_remake(dataset.name, day):
                continue
            if sight.absent:
                absent.add(day)
                # Also where rows stand: an input that was made anew and is not back yet (it was
                # left out by `only`) says nothing, and they would be replaced by none.
                if commit is not None or self._is_owed(dataset, day, window.today):
                    blocked.append(Blocked(dataset=dataset.name, day=day, waits_for=sight.absent))
                continue
            reason = self._reason(dataset, day, commit, sight.version, window, scopes)
            # What is committed of these stays: it is made only from inputs that have settled.
            is_early = is_lasting(dataset) and sight.is_unsettled
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
            absent=frozenset(absent),
        )

    def _is_owed(self, dataset: Dataset, day: date, today: date | None) -> bool:
        """Whether a day has games that a dataset's sources cover, after its history began."""
        # While plans are made, no raw dataset changes.
        reachable = self._reachable.setdefault(
            today, Reachable(self.catalog, lambda name: self.settled.timeline(name).first, today)
        )
        coverage = reachable.coverage(dataset.name)
        begins = reachable.begins(dataset.name)
        state = dataset.expects.state if dataset.expects else GameState.SCHEDULED
        is_begun = begins is not None and day >= begins
        league = self.catalog.league(dataset)
        return is_begun and self.calendar.games(league, day, state, coverage) > 0

    def _reason(
        self,
        dataset: Dataset,
        day: date,
        commit: Commit | None,
        version: int,
        window: Window,
        scopes: Callable[[], frozenset[tuple[str, str]]] | None,
    ) -> Reason | None:
        if commit is None:
            return Reason.MISSING
        if window.replay and (dataset.name, day.isoformat()) in window.replay:
            return Reason.ASKED
        if commit.inputs != version:
            return Reason.INPUTS_CHANGED
        if is_lasting(dataset):
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


def _days(
    dataset: Dataset, inputs: Sequence[Watched], settled: Settled, window: Window
) -> Sequence[date]:
    """The sorted days of a dataset that a window holds."""
    present = [w for w in inputs if not isinstance(w.given.reach, Past)]
    drivers = [w for w in present if not w.given.is_optional] or present
    held = settled.of(dataset.name)
    is_fact = isinstance(dataset, Table) and dataset.is_fact
    days = set(held).union(*(w.pending for w in drivers))
    for driver in drivers:
        commits = settled.of(driver.dataset)
        # A fact stands for good: where its input holds nothing it is not begun.
        days.update(day for day, commit in commits.items() if commit.rows or not is_fact)
    if isinstance(dataset, Table) and dataset.horizon_days is not None and window.today:
        horizon = window.today + timedelta(days=dataset.horizon_days)
        days = {day for day in days if day <= horizon}
    oldest = _oldest(dataset, window)
    if oldest is not None:  # what stands of older days is kept true
        days = {
            day for day in days if day >= oldest or day in held or _is_asked(dataset, day, window)
        }
    return window.part_of(sorted(days))


def _oldest(dataset: Dataset, window: Window) -> date | None:
    """The first day that is made where it was never made before; None for all of history."""
    if isinstance(dataset, Export):
        return window.documents_from.get(league_name(dataset))
    return first_wanted(dataset, window.today) if isinstance(dataset, Table) else None


def _is_asked(dataset: Dataset, day: date, window: Window) -> bool:
    """Whether a day is asked for by name: its dataset's, within the days of what was asked."""
    asked = window.asked or window
    return isinstance(dataset, Table) and dataset.name in asked.only and asked.holds(day)
