"""From one home's snapshot, ledger and documents to the facts that the grid is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import duckdb

from boxline.catalog import Catalog, Export
from boxline.domain.days import league_day
from boxline.engine.attempts import Attempts
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import Loads, batches_to_load
from boxline.engine.plan import Planner
from boxline.engine.versions import Commit, Settled
from boxline.engine.work import DatasetPlan, Window
from boxline.health.facts import Facts
from boxline.health.grid import Grid, grid
from boxline.health.holdings import commits_of, held_by_game, loads_of, rejections, tables_of
from boxline.stores.calendar_sql import read_games
from boxline.stores.ledger import Ledger
from boxline.stores.published import Published


@dataclass(frozen=True, kw_only=True)
class Look:
    """A look at a home: the grid, the commits it rests on, what was loaded, and landed id -> why
    something was not."""

    facts: Facts
    grid: Grid
    commits: Mapping[str, Mapping[date, Commit]]
    loads: Loads
    refused: Mapping[str, str]


def look(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    code: Mapping[str, str],
    ledger: Ledger,
    published: Published,
    now: datetime,
    attempts: Attempts,
) -> Look:
    """The grid of a home as of its newest snapshot.

    Args:
        connection: the opened snapshot; the warehouse is never opened.
        code: dataset -> code version, as a plan takes it.
        attempts: what failed, and how that is judged now.
    """
    commits = {**commits_of(connection), **published.commits()}
    loads = loads_of(connection)
    games = read_games(connection, catalog.leagues.values())

    @cache
    def plans() -> list[DatasetPlan]:
        calendar = Calendar.of(games)
        planner = Planner(catalog, code, calendar, Settled(commits), attempts)
        return planner.plan(Window(today=league_day(now)))

    @cache
    def planned() -> dict[str, dict[date, str]]:
        return {
            p.dataset: dict.fromkeys(p.may_follow, "may follow what changes before it")
            | {cell.day: cell.reason.value for cell in p.cells}
            for p in plans()
        }

    # Where a batch of any size is refused, `boxline plan` says so: here all that matters is what.
    unread = batches_to_load(catalog, code, ledger.landed(), loads, attempts, max_failed_share=1.0)
    shown = tables_of(connection)
    owing = [d for d in catalog.datasets.values() if d.expects and not isinstance(d, Export)]
    facts = Facts(
        catalog=catalog,
        games=games,
        held={d.name: held_by_game(connection, d, now) for d in owing if d.name in shown},
        began={raw.name: min(commits[raw.name]) for raw in catalog.raw if commits.get(raw.name)},
        now=now,
        rejected=rejections(connection, catalog, ledger.rejects()),
        work=lambda dataset: planned().get(dataset, {}),
        unloaded=frozenset(batch.raw.name for batch in unread if batch.works),
        parked={
            (one.dataset, date.fromisoformat(one.cell)): one
            for found in (plans() if attempts.cells else ())
            for one in found.parked
        },
    )
    refused = {one.landed_id: why for batch in unread for one, why in batch.left_out}
    return Look(facts=facts, grid=grid(facts), commits=commits, loads=loads, refused=refused)
