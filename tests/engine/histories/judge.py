"""What may never happen in a history, said without the planner's own words and sums."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from boxline.catalog import Table
from boxline.catalog.datasets import Dataset, is_lasting
from boxline.catalog.inputs import Past
from boxline.engine.attempts import Kind
from boxline.engine.plan import Planner
from boxline.engine.ports import Replacement
from boxline.engine.versions import Settled, version_text
from boxline.engine.work import DatasetPlan, Window
from tests.engine.histories.league import CATALOG, REJECTED, SCORECARD, TABLES
from tests.engine.histories.tables import number_of

if TYPE_CHECKING:
    from tests.engine.histories.home import MemoryHome


class Judge:
    """Watches each piece of work as it begins."""

    def __init__(self, home: MemoryHome) -> None:
        self._home = home
        self._window = Window()
        self.drafting: list[date] = []
        self.worked = 0

    def begin(self, window: Window) -> None:
        """A run begins."""
        self._window, self.drafting = window, []

    def before(self, work: Replacement) -> None:
        """A range is about to be computed."""
        name = work.table.name
        assert not self._window.only or name in self._window.only or name.startswith("toy_core")
        for day, inputs in work.wanted.items():
            self.worked += 1
            assert self._window.holds(day), f"{name} {day} lies outside {self._window}"
            made = self._home.tables.made.get((name, day))
            is_there = day in self._home.tables.commits.get(name, {})
            self._insist_on_news(work.table, day, made if is_there else None, work.code)
            self._insist_on_leave(name, day, version_text(inputs), work.code)
            self._insist_on_inputs(name, day)

    def draft(self, planner: Planner, window: Window) -> None:
        """Documents are about to be drafted."""
        if window.only and SCORECARD.name not in window.only:
            return
        for cell in planner.dataset(SCORECARD, window).cells:
            self.drafting.append(cell.day)
            made = self._home.published_of.get((SCORECARD.name, cell.day))
            code = self._home.code[SCORECARD.name]
            self._insist_on_news(SCORECARD, cell.day, made, code)
            if not window.shrink_reason:
                inputs = version_text(cell.inputs)
                self._insist_on_leave(SCORECARD.name, cell.day, inputs, code)
            self._insist_on_inputs(SCORECARD.name, cell.day)

    def _insist_on_news(
        self, dataset: Dataset, day: date, made: tuple[object, str] | None, code: str
    ) -> None:
        """Nothing is made twice of the same rows by the same code."""
        if made is None or (dataset.name, day.isoformat()) in self._window.replay:
            return
        if is_lasting(dataset) and self._window.remake:
            return
        what = f"{dataset.name} {day} is made again"
        assert not (isinstance(dataset, Table) and dataset.is_fact), f"{what}, and is a fact"
        is_news = made[0] != self._home.tables.made_of(dataset.name, day)
        is_new_code = made[1] != code and not is_lasting(dataset)
        assert is_news or is_new_code or self._lost_rejects(dataset.name, day), (
            f"{what}, for nothing"
        )

    def _lost_rejects(self, name: str, day: date) -> bool:
        commit = self._home.tables.commits.get(name, {}).get(day)
        is_on_record = (name, day.isoformat()) in self._home.ledger.reject_scopes()
        return commit is not None and commit.rejected > 0 and not is_on_record

    def _insist_on_leave(self, name: str, day: date, inputs: str, code: str) -> None:
        """A cell that failed is left alone as long as its failures say."""
        if self._window.accepted_because or (name, day.isoformat()) in self._window.replay:
            return
        failed = [
            a
            for a in self._home.ledger.attempts
            if (a.dataset, a.cell, a.inputs, a.code) == (name, day.isoformat(), inputs, code)
        ]
        what = f"{name} {day} is tried again"
        assert all(a.kind is Kind.TRANSIENT for a in failed), f"{what} on the same bad data"
        if len(failed) >= 3:
            ago = self._home.now - failed[-1].failed_at
            assert not timedelta(0) <= ago < timedelta(hours=24), f"{what} {ago} after {failed}"

    def _insist_on_inputs(self, name: str, day: date) -> None:
        """What is required of the same day stands there."""
        for given in CATALOG.inputs(name).values():
            assert given.dataset is not None
            is_needed = not (given.is_optional or given.is_either)
            if is_needed and not isinstance(given.reach, Past):
                days = self._home.tables.commits.get(given.dataset.name, {})
                seasons = CATALOG.league(given.dataset).seasons
                near = [d for d in days if seasons.season_of(d) == seasons.season_of(day)]
                assert near, f"{name} {day} has no {given.dataset.name}"


def plans_of(home: MemoryHome, seed: int | None = None) -> list[DatasetPlan]:
    """All plans of a home as it stands; with a seed, of the same records in another order."""
    planner = home.planner()
    if seed is not None:
        rng = random.Random(seed)
        held = {name: list(planner.settled.of(name).items()) for name in CATALOG.datasets}
        for days in held.values():
            rng.shuffle(days)
        names = list(held)
        rng.shuffle(names)
        shuffled = Settled({name: dict(held[name]) for name in names})
        planner = Planner(
            CATALOG,
            home.code,
            planner.calendar,
            shuffled,
            home.attempts(),
            home.ledger.reject_scopes,
        )
    return planner.plan(home.with_documents(home.window(), planner.calendar))


def is_idle(home: MemoryHome, before: tuple[int, int]) -> bool:
    """Whether a run asked nobody and worked on nothing since."""
    return before == (len(home.ledger.exchanges), home.judge.worked)


def insist_on_whole(home: MemoryHome) -> None:
    """Nothing is left to do, nothing waits for what is there, and every row is what its inputs
    say."""
    parked = set[tuple[str, date]]()
    blocked = set[tuple[str, date]]()
    for plan in plans_of(home):
        assert plan.cells == (), f"work is left: {plan.cells}"
        assert plan.may_follow == (), f"nothing is coming, and yet may follow: {plan}"
        for cell in plan.parked:
            assert cell.until is None or cell.until > home.now
            parked.add((plan.dataset, date.fromisoformat(cell.cell)))
        for one in plan.blocked:
            blocked.add((one.dataset, one.day))
            sources, _, day = one.waits_for.rpartition(" of ")
            for source in sources.split(" or "):
                found = home.tables.commits.get(source, {})
                held = found.get(date.fromisoformat(day))
                assert held is None or not held.content, f"{one} waits for what is there"
    for table in TABLES:
        _insist_on_table(home, table, parked | blocked)


def _insist_on_table(home: MemoryHome, table: Table, left: set[tuple[str, date]]) -> None:
    held = home.tables.commits.get(table.name, {})
    code = number_of(home.code[table.name])
    for day in held:
        rows = home.tables.rows[table.name][day]
        if (table.name, day) not in left and not is_lasting(table):
            wanted = [r for r in home.tables.rows_now(table.name, day, code) if r[1] != REJECTED]
            assert rows == wanted, f"{table.name} {day} has {rows} and should have {wanted}"
        games = [game for game, _ in rows]
        assert len(set(games)) == len(games), f"{table.name} {day} has a key twice: {rows}"
    for day in _owed(home, table):
        assert day in held or (table.name, day) in left, f"{table.name} {day} was never made"


def _owed(home: MemoryHome, table: Table) -> set[date]:
    """The days on which all that a table requires of the same day has rows."""
    required, either = [], []
    for given in CATALOG.inputs(table.name).values():
        assert given.dataset is not None
        days = {d for d, c in home.tables.commits.get(given.dataset.name, {}).items() if c.rows}
        if given.is_either:
            either.append(days)
        elif not given.is_optional and not isinstance(given.reach, Past):
            required.append(days)
    if either:
        required.append(set.union(*either))
    owed = set.intersection(*required)
    today = home.window().today
    assert today is not None
    if table.days_back is not None:
        owed = {day for day in owed if day >= today - timedelta(days=table.days_back)}
    if table.horizon_days is not None:
        owed = {day for day in owed if day <= today + timedelta(days=table.horizon_days)}
    return owed


def instant_after(home: MemoryHome) -> datetime:
    """A day after all that any record says, when every lock-out is over."""
    stamps = [a.failed_at for a in home.ledger.attempts]
    stamps += [one.at for one in home.ledger.exchanges]
    stamps += [one.fetched_at for one in home.landing.landings]
    return max([home.now, *stamps]) + timedelta(hours=25)
