"""From one home's snapshot, ledger and documents to the facts that the grid is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb

from boxline.catalog import Catalog, Export, League, Raw, Table
from boxline.catalog.datasets import Dataset
from boxline.catalog.inputs import Now
from boxline.domain.days import league_day
from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Attempts, Parked
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import BatchWork, Loads, batches_to_load
from boxline.engine.plan import Planner
from boxline.engine.ports import Landed
from boxline.engine.versions import Commit, Settled, span_of
from boxline.engine.work import DatasetPlan, Window
from boxline.health.grid.facts import Facts, Held
from boxline.health.grid.grid import Grid, grid
from boxline.health.grid.holdings import (
    count_by_slot,
    first_days,
    held_by_slot,
    loads_of,
    rejections,
)
from boxline.health.grid.places import Places
from boxline.stores.calendar_sql import read_games
from boxline.stores.commit_records import read_commits, read_commits_around
from boxline.stores.parts import parts_within
from boxline.stores.published_place import PublishedPlace
from boxline.stores.snapshot import Snapshot

if TYPE_CHECKING:
    from boxline.stores.ledger import Ledger
    from boxline.stores.ledger_glance import LedgerGlance

Code = Callable[[], Mapping[str, str]]


@dataclass(kw_only=True, eq=False)
class Look:
    """A look at a home as of its newest snapshot: the grid, and what it rests on, which is read
    when it is asked for.

    Attributes:
        about: the day that is asked about; None for all of history. It may be said as long as
            nothing was asked: of one day the plan and the records cost little.
    """

    connection: duckdb.DuckDBPyConnection
    snapshot: Snapshot
    catalog: Catalog
    code: Code
    ledger: Ledger | LedgerGlance
    published: PublishedPlace
    now: datetime
    attempts: Attempts
    about: date | None = None

    @cached_property
    def grid(self) -> Grid:
        """Every cell."""
        return grid(self.facts)

    @cached_property
    def facts(self) -> Facts:
        """What the cells are judged by."""
        held: dict[str, Held] = {}
        owing = {
            name: [one for one in self._owing if self._is_of(league, one)]
            for name, league in self.catalog.leagues.items()
        }
        # DuckDB counts while Python makes games of the calendar's rows.
        with self.connection.cursor() as own, ThreadPoolExecutor(1) as beside:
            counted = {
                name: beside.submit(count_by_slot, own, league.calendar, owing[name], self.now)
                for name, league in self.catalog.leagues.items()
                if owing[name]
            }
            places = self._places
            for name, counts in counted.items():
                held |= held_by_slot(counts.result(), places[name], owing[name])
        for name in self.catalog.documents:
            of = places[self.catalog.league(self.catalog[name]).name]
            days = dict.fromkeys((("", day) for day in self._documents.get(name, ())), 1)
            held[name] = Held.of(of, days, is_by_game=False)
        return Facts(
            catalog=self.catalog,
            places=places,
            held=held,
            began=first_days(self.connection, [raw.name for raw in self.catalog.raw]),
            now=self.now,
            rejected=rejections(self.connection, self.catalog, self.rejects),
            documents_from=self._documents_from,
            work=lambda dataset: self._work.get(dataset, {}),
            unloaded=lambda dataset: dataset in self._unloaded,
            parked=self._parked,
        )

    @cached_property
    def commits(self) -> Mapping[str, Mapping[date, Commit]]:
        """Dataset -> day -> commit, documents' too; where one day is asked about, of that one, and
        sums of the others."""
        if self.about is None:
            return self._every_commit
        found: dict[str, Mapping[date, Commit]] = {}
        for league in self.catalog.leagues.values():
            names = [
                name for name, one in self.catalog.datasets.items() if self._is_of(league, one)
            ]
            bounds = _bounds(self.catalog, names, self.about, league.seasons)
            found |= read_commits_around(self.connection, names, self.about, bounds)
        return {**found, **self._documents}

    @cached_property
    def _every_commit(self) -> Mapping[str, Mapping[date, Commit]]:
        return {**read_commits(self.connection), **self._documents}

    def _is_of(self, league: League, dataset: Dataset) -> bool:
        return self.catalog.league(dataset) is league

    def plan(self, window: Window) -> list[DatasetPlan]:
        """What is left to be computed of a window, as of the snapshot."""
        return self._plan(window, self._every_commit)

    def parts_within(self, spans: Mapping[str, tuple[date, date]]) -> Mapping[str, str]:
        """Table -> what to select from to see its rows of a span of days, and other rows too; a
        table that has none is left out."""
        return parts_within(self.snapshot, self.connection, spans)

    @cached_property
    def loads(self) -> Loads:
        """What was loaded of what landed."""
        return loads_of(self.connection)

    @cached_property
    def landed(self) -> Sequence[Landed]:
        """Every landed object, in the order fetched."""
        return self.ledger.landed()

    @cached_property
    def rejects(self) -> Sequence[Mapping[str, Any]]:
        """The rejects that stand, as the ledger tells them."""
        return self.ledger.rejects()

    @cached_property
    def refused(self) -> Mapping[str, str]:
        """Landed id -> why something was not loaded."""
        return {one.landed_id: why for batch in self._unread for one, why in batch.left_out}

    @cached_property
    def _places(self) -> Mapping[str, Places]:
        games = read_games(self.connection, self.catalog.leagues.values())
        return {
            name: Places([game for game in games if game.league == name], league.seasons)
            for name, league in self.catalog.leagues.items()
        }

    @cached_property
    def _owing(self) -> Sequence[Raw | Table]:
        shown = (self.snapshot.manifest() or {"tables": {}})["tables"]
        every = self.catalog.datasets.values()
        return [d for d in every if d.expects and not isinstance(d, Export) and d.name in shown]

    @cached_property
    def _documents(self) -> Mapping[str, Mapping[date, Commit]]:
        return self.published.commits()

    @property
    def _documents_from(self) -> dict[str, date]:
        """League -> the first day of its newest season in which a game was played."""
        newest = {
            name: max((game.day for game in places.games if game.is_final), default=None)
            for name, places in self._places.items()
        }
        return {
            name: self._places[name].seasons.span(day)[0] for name, day in newest.items() if day
        }

    @cached_property
    def _unread(self) -> Sequence[BatchWork]:
        # Where a batch of any size is refused, `boxline plan` says so: here all that matters is
        # what.
        code, attempts = self.code(), self.attempts
        return batches_to_load(
            self.catalog, code, self.landed, self.loads, attempts, max_failed_share=1.0
        )

    @cached_property
    def _unloaded(self) -> frozenset[str]:
        return frozenset(batch.raw.name for batch in self._unread if batch.works)

    def _plan(
        self, window: Window, commits: Mapping[str, Mapping[date, Commit]]
    ) -> list[DatasetPlan]:
        games = [
            game
            for places in self._places.values()
            for game in places.games
            if window.holds(game.day)
        ]
        settled = Settled(commits)
        planner = Planner(self.catalog, self.code(), Calendar.of(games), settled, self.attempts)
        return planner.plan(replace(window, today=league_day(self.now)))

    @cached_property
    def _work(self) -> Mapping[str, Mapping[date, str]]:
        return {
            plan.dataset: dict.fromkeys(plan.may_follow, "may follow what changes before it")
            | {cell.day: cell.reason.value for cell in plan.cells}
            for plan in self._plan(Window(first=self.about, last=self.about), self.commits)
        }

    @cached_property
    def _parked(self) -> Mapping[tuple[str, date], Parked]:
        standing = self.attempts.standing().items()
        names = frozenset(dataset for (dataset, _), parked in standing if parked)
        computed = {one.name for one in self.catalog.computed}
        if not names & computed:
            return {}
        plans = self._plan(Window(only=names & computed), self._every_commit)
        return {
            (one.dataset, date.fromisoformat(one.cell)): one
            for plan in plans
            for one in plan.parked
        }


def _bounds(catalog: Catalog, names: Iterable[str], day: date, seasons: SeasonRule) -> list[date]:
    """The first days of spans of which every reach of a day's cells is made up."""
    reaches = (one.reach for name in names for one in catalog.inputs(name).values())
    spans = (span_of(reach, day, day, seasons) for reach in reaches if not isinstance(reach, Now))
    found = {day, day + timedelta(days=1)}
    for first, last in spans:
        found |= {first, last + timedelta(days=1)}
    return sorted(found - {date.min})
