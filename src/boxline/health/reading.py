"""From one home's snapshot, ledger and documents to the facts that the grid is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import duckdb

from boxline.catalog import Catalog, Export
from boxline.domain.days import league_day
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import to_load
from boxline.engine.plan import Settled, plan
from boxline.engine.versions import Commit
from boxline.engine.work import Window
from boxline.health.facts import Facts, Parked
from boxline.health.grid import Grid, grid
from boxline.health.holdings import commits_of, held_by_game, loads_of, rejections, tables_of
from boxline.stores.calendar_sql import read_games
from boxline.stores.ledger import Ledger
from boxline.stores.published import Published


@dataclass(frozen=True, kw_only=True)
class Look:
    """A look at a home: the grid, the commits it rests on, and what was loaded."""

    facts: Facts
    grid: Grid
    commits: Mapping[str, Mapping[date, Commit]]
    loads: Mapping[tuple[str, str], str]


def look(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    code: Mapping[str, str],
    ledger: Ledger,
    published: Published,
    now: datetime,
    parked: Mapping[tuple[str, date], Parked] | None = None,
) -> Look:
    """The grid of a home as of its newest snapshot.

    Args:
        connection: the opened snapshot; the warehouse is never opened.
        code: dataset -> code version, as a plan takes it.
        parked: (dataset, day) -> what is left alone for now.
    """
    commits = {**commits_of(connection), **published.commits()}
    loads = loads_of(connection)
    games = read_games(connection, catalog.leagues.values())

    @cache
    def planned() -> dict[str, dict[date, str]]:
        window = Window(today=league_day(now))
        plans = plan(catalog, code, Calendar.of(games), Settled(commits), window)
        return {
            p.dataset: dict.fromkeys(p.may_follow, "may follow what changes before it")
            | {cell.day: cell.reason.value for cell in p.cells}
            for p in plans
        }

    unread = to_load(catalog, code, ledger.landed(), loads, ledger.refusals())
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
        unloaded=frozenset(one.raw.name for one in unread),
        parked=parked or {},
    )
    return Look(facts=facts, grid=grid(facts), commits=commits, loads=loads)
