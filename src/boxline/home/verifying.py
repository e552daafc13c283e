"""Verifying a home: what stands is counted again, and a sample of it is computed again."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from boxline.catalog import Export, Table
from boxline.catalog.datasets import is_lasting
from boxline.catalog.worked import ModelStore
from boxline.domain.days import league_day
from boxline.engine.attempts import Attempt
from boxline.engine.plan import Planner
from boxline.engine.ports import Batch, Loaded, Outcome, Replacement, Selection
from boxline.engine.recording import Record
from boxline.engine.run import Runner
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Reason, Window
from boxline.health.examining.examined import Examined, fine, problem
from boxline.health.recount import recount
from boxline.stores.contract_sql import quoted
from boxline.stores.rehearsing import rehearse
from boxline.stores.watching import watched

if TYPE_CHECKING:
    from boxline.catalog import League
    from boxline.engine.calendar import Calendar
    from boxline.engine.versions import Commit
    from boxline.home.home import Home
    from boxline.home.place import Warehouse
    from boxline.stores.leases import Lease

#: How long counting all rows may take.
RECOUNT_SECONDS = 3600.0

_ALTERED = (
    "Its rows, its commit or its inputs were altered: restore a backup, or move warehouse.duckdb* "
    "away, and `boxline run` rebuilds it from landing/."
)


def verify_warehouse(home: Home, *, sample: int, seed: int) -> Iterator[Examined]:
    """Count every commit again, and compute a sample of them again; nothing is changed.

    Args:
        sample: how many days of datasets are computed.
        seed: chooses them.
    Raises:
        HomeBusy: somebody is at work on the home.
    """
    with home.lease("verify") as lease, home.warehouse("verify", lease=lease, prepare=False) as one:
        landed = {each.landed_id for each in home.ledger.landed()}
        with watched(one.writer, RECOUNT_SECONDS, "verify"):
            stored = [n for n, d in home.catalog.datasets.items() if not isinstance(d, Export)]
            connection = one.showing(stored)
            yield from recount(connection, home.catalog, home.code, landed, one.outdated)
        yield from _rebuild(home, one, lease, sample=sample, seed=seed)


def _rebuild(
    home: Home, warehouse: Warehouse, lease: Lease, *, sample: int, seed: int
) -> Iterator[Examined]:
    planner = home.planner(warehouse)
    cells = chosen(_comparable(planner, warehouse, league_day(home.clock())), sample, seed)
    rehearsal = Rehearsal(warehouse=warehouse)
    record = Record(run_id="verify", code=home.code, attempts=Unrecorded(), clock=home.clock)
    runner = Runner(
        warehouse=rehearsal,
        sql=SqlCache(home.catalog, home.code, home.path / "cache", home.dialect),
        record=record,
        lease=lease,
        models=Forgotten(kept=home.models),
        failed_before=(),
        clock=home.clock,
        as_of=max(home.clock(), home.ledger.newest_fetched_at() or home.clock()),
        is_bounded=False,
    )
    wrong = skipped = 0
    for name, day in cells:
        committed = planner.settled.of(name)[day]
        window = Window(
            first=day,
            last=day,
            only=frozenset({name}),
            replay=frozenset({(name, day.isoformat())}),
            remake=True,
        )
        before = len(record.report.failures)
        runner.compute(planner, window)
        failed = record.report.failures[before:]
        found = rehearsal.made.get((name, day))
        if found is None and not failed:
            skipped += 1  # what it rests on is about to change
        elif failed or found is None:
            wrong += 1
            yield problem("rebuild", failed[0].message, _ALTERED)
        elif found != (committed.rows, committed.content):
            wrong += 1
            told = f"{name} of {day}: computed again it has {found[0]} rows"
            if found[0] == committed.rows:
                told += " that say something else than was committed"
            else:
                told += f", and {committed.rows} were committed"
            yield problem("rebuild", told, _ALTERED)
    if not wrong:
        names = len({name for name, _ in cells})
        count = len(cells) - skipped
        told = f"{count} days of {names} tables came out as committed (--seed {seed})"
        yield fine("rebuild", told)


def chosen(cells: Mapping[str, Sequence[date]], sample: int, seed: int) -> list[tuple[str, date]]:
    """So many (dataset, day), all tables in turn, so that each is looked at before any twice."""
    draw = random.Random(seed)
    names = sorted(name for name, days in cells.items() if days)
    draw.shuffle(names)
    left = {name: draw.sample(list(cells[name]), len(cells[name])) for name in names}
    found: list[tuple[str, date]] = []
    while len(found) < sample and any(left.values()):
        found += [(name, left[name].pop()) for name in names if left[name]]
    return found[:sample]


def _comparable(planner: Planner, warehouse: Warehouse, today: date) -> dict[str, list[date]]:
    """Dataset -> past days that would come out as they stand: nothing they rest on has changed
    since, nor the code."""
    found = {}
    for table in planner.catalog.computed:
        if not isinstance(table, Table):
            continue
        held = planner.settled.of(table.name)
        plan = planner.dataset(table, Window(today=today, remake=True))
        code = planner.code[table.name]
        if is_lasting(table):
            # All are asked for anew; of those whose inputs are others now that is the reason.
            same = {cell.day for cell in plan.cells if cell.reason is Reason.ASKED}
        else:
            open_ = {cell.day for cell in plan.cells} | {each.day for each in plan.blocked}
            same = set(held) - open_ - {date.fromisoformat(one.cell) for one in plan.parked}
        if table.is_history:
            same &= _first_replays(warehouse, table)
        found[table.name] = sorted(
            day for day in same if day in held and held[day].code == code and day < today
        )
    return found


def _first_replays(warehouse: Warehouse, table: Table) -> set[date]:
    """The days of a history on which only replays stand, each in its first version: what was live
    was said by the clock, and a further version stands beside the one before."""
    day = quoted(table.partition)
    rows = (
        warehouse.showing([table.name])
        .execute(
            f"SELECT {day} FROM {quoted(table.name)} GROUP BY {day} "
            "HAVING max(version) = 1 AND bool_and(origin = 'replay')"
        )
        .fetchall()
    )
    return {one for (one,) in rows}


@dataclass(kw_only=True)
class Rehearsal:
    """A warehouse in which work is done and taken back.

    Attributes:
        made: (dataset, day) -> rows and content version of what was computed.
    """

    warehouse: Warehouse
    made: dict[tuple[str, date], tuple[int, int]] = field(default_factory=dict)
    dialect: str = field(init=False)

    def __post_init__(self) -> None:
        self.dialect = self.warehouse.dialect

    def replace(self, replacement: Replacement) -> Outcome:
        """Compute a range of days, and leave what stands."""
        table = replacement.table
        writer = self.warehouse.writer
        with watched(writer, table.deadline_seconds, table.name) as progress:
            found = rehearse(writer, replacement, progress, self.warehouse.source)
        self.made.update({(table.name, day): found.get(day, (0, 0)) for day in replacement.wanted})
        return Outcome(dataset=table.name, days=0, rows_in=0, kept=0, rejected=0, stored=0)

    def commits(self) -> dict[str, dict[date, Commit]]:
        """What is committed."""
        return self.warehouse.commits()

    def calendar(self, leagues: Sequence[League]) -> Calendar:
        """The games in the leagues' tables of them."""
        return self.warehouse.calendar(leagues)

    def load(self, batch: Batch) -> Loaded:
        """Nothing is loaded in a rehearsal."""
        raise NotImplementedError

    def select(self, selection: Selection) -> list[tuple[Any, ...]]:
        """The rows of an export."""
        return self.warehouse.select(selection)


class Unrecorded:
    """Where attempts of a rehearsal go: what it finds is told, and parks nothing."""

    def note_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Forget them."""

    def mend(
        self, dataset: str, done: Mapping[str, str], *, code: str, run_id: str, now: datetime
    ) -> None:
        """Leave those that are on record."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """Models that are fitted in a rehearsal: named as ever, and not kept."""

    kept: ModelStore

    def put(self, body: bytes) -> str:
        """The name that it would have."""
        return sha256(body).hexdigest()

    def get(self, sha256: str) -> bytes:
        """One that is kept."""
        return self.kept.get(sha256)
