"""What BigQuery would bill for a league's year, computed from the bytes of a home's tables.

`bench_bigquery_cost.py [HOME [LEAGUE]]`; without a home two are made: of ten NBA seasons, and of
the MLB's files. It counts the statements of the warehouse on BigQuery (docs/bigquery.md) one by
one; nothing is asked of BigQuery itself.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from bigquery_bytes import (
    DOLLARS_PER_STORED_GIBIBYTE,
    DOLLARS_PER_TEBIBYTE,
    GIBIBYTE,
    MEBIBYTE,
    TEBIBYTE,
    Cost,
    Held,
    Statement,
    commit_of,
    cost_of,
    dollars_of_months,
    held_bytes,
    reading,
    record_bytes,
)
from measuring import boxline, machine, scratch, shared_data, show, ten_seasons

from boxline.catalog import Catalog, EachRow, Export, Raw, Table
from boxline.catalog.datasets import layer
from boxline.catalog.plausibility import DAYS_BEFORE
from boxline.engine.code_version import CodeVersions
from boxline.engine.run import inputs_of
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Cell, Range, Reason
from boxline.leagues import load_catalog
from boxline.stores.reading import open_snapshot
from boxline.stores.snapshot import VALUES_OF_A_PART, Snapshot

#: Of a day with games: runs in which everything moves (the night's, and those in which lines,
#: injuries or rosters did), and runs that find nothing to do; one begins every hour. Of a day
#: without games, one and the rest.
FULL_RUNS, RUNS = 9, 24

#: Of a year.
DAYS = 365

#: How often a run opens the warehouse: before it fetches, and after.
OPENINGS = 2

#: How long after its start a game may be on.
HOURS_OF_A_GAME = 3

MLB_FOLDERS = ("mlb_games", "mlb_pitchers", "mlb_prop_lines", "mlb_batters")


@dataclass(frozen=True, kw_only=True)
class Pricing:
    """A league's tables, their bytes, and the statements that work on them."""

    catalog: Catalog
    held: Mapping[str, Held]
    rows: Mapping[str, int]
    records: Mapping[str, int]
    sql: SqlCache

    @cached_property
    def tables(self) -> list[Raw | Table]:
        return [d for d in self.catalog.datasets.values() if not isinstance(d, Export)]

    def of(self, dataset: Raw | Table) -> Held:
        return self.held.get(dataset.name, Held())

    def opening(self) -> list[Statement]:
        """What stands on record, read whole, and what requests go by."""
        return [*map(reading, self.records.values()), *self.showing()]

    def showing(self) -> Iterator[Statement]:
        about = [raw.request.about for raw in self.catalog.raw if raw.request is not None]
        leagues = self.catalog.leagues.values()
        names = {
            *(league.calendar for league in leagues),
            *(league.teams for league in leagues if league.teams),
            *(one.dataset for one in about if isinstance(one, EachRow)),
        }
        for name in sorted(names):
            if self.held.get(name):
                yield reading(self.held[name].bytes_of())

    def load(self, raw: Raw, day: date) -> list[Statement]:
        """One batch of replies of one day."""
        held, columns = self.of(raw), [c.name for c in raw.stored_columns]
        season = self.catalog.league(raw).seasons.span(day)
        scope = {*(raw.complete_within or raw.key), raw.partition}
        return [
            reading(held.bytes_of(scope, *season)),
            reading(held.bytes_of(columns, day, day)),
            *commit_of(
                held,
                columns,
                {*raw.key, "known_at"},
                raw.partition,
                day,
                day,
                records=list(self.records.values()),
            ),
        ]

    def replace(self, table: Table, first: date, last: date) -> list[Statement]:
        """One range of days, computed and committed."""
        held, columns = self.of(table), [c.name for c in table.stored_columns]
        is_judged = any(column.checks for column in table.columns)
        before = first - timedelta(days=DAYS_BEFORE if is_judged else 0)
        return [
            reading(held.bytes_of(columns, before, last)),
            *self.selecting(table, first, last),
            *commit_of(
                held,
                columns,
                table.key,
                table.partition,
                first,
                last,
                records=[self.records["ops.commits"]],
            ),
        ]

    def selecting(self, dataset: Table | Export, first: date, last: date) -> Iterator[Statement]:
        """What a transform reads of its inputs; of one that is worked in Python, each material."""
        cells = tuple(
            Cell(dataset=dataset.name, day=day, reason=Reason.MISSING, inputs=0)
            for day in dict.fromkeys((first, last))
        )
        inputs = inputs_of(self.catalog, dataset, Range(dataset=dataset.name, cells=cells))
        if dataset.name in self.catalog.works:
            texts = [sql for sql, _ in self.sql.materials(dataset.name).values()]
        else:
            texts = [self.sql.sql(dataset.name)]
        for text in texts:
            words = {*re.findall(r"\w+", text), *(column.name for column in dataset.columns)}
            yield reading(
                *(
                    self.of(rows.dataset).bytes_of(
                        _read(rows.dataset, words), rows.first, rows.last
                    )
                    for name, rows in inputs.items()
                    if rows.dataset is not None and name in words
                )
            )

    def snapshot(self, tables: Iterable[Raw | Table], day: date) -> Iterator[Statement]:
        """The parts of the snapshot that a day's change is written into anew."""
        for one in tables:
            columns = [c.name for c in one.stored_columns]
            season = self.catalog.league(one).seasons.span(day)
            held = self.of(one)
            values = self.rows.get(one.name, 0) * len(columns)
            seasons = max(1, len({month[:4] for month in held.months}))
            span = (day, day) if values / seasons > VALUES_OF_A_PART else season
            yield reading(held.bytes_of(columns, *span))

    def run(self, day: date, *, only: frozenset[str] | None = None) -> Cost:
        """A run in which everything moves on one day, or of a few datasets."""

        def is_asked(name: str) -> bool:
            return only is None or name in only

        raw = [one for one in self.catalog.raw if one.request is not None and is_asked(one.name)]
        computed = [one for one in self.catalog.computed if is_asked(one.name)]
        changed = [*raw, *(one for one in computed if isinstance(one, Table))]
        statements = OPENINGS * self.opening()
        statements += [s for one in raw for s in self.load(one, day)]
        for one in computed:
            if isinstance(one, Table):
                statements += self.replace(one, day, day)
            else:
                statements += self.selecting(one, day, day)
        return cost_of([*statements, *self.snapshot(changed, day)])

    def idle(self) -> Cost:
        """A run that finds nothing to do."""
        return cost_of(OPENINGS * self.opening())

    def live(self, day: date) -> Cost:
        """A minute of what is looked at while games are on."""
        live = frozenset(n for league in self.catalog.leagues.values() for n in league.live)
        return self.run(day, only=live) if live else cost_of([])

    def backfill(self, first: date, last: date) -> Cost:
        """Every computed table of a span of days, one range each."""
        tables = [one for one in self.catalog.computed if isinstance(one, Table)]
        return cost_of(s for one in tables for s in self.replace(one, first, last))

    def stored_by_layer(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.tables:
            found[layer(one)] = found.get(layer(one), 0) + self.of(one).bytes_of()
        return found


def _read(dataset: Raw | Table, words: set[str]) -> set[str]:
    """The columns of an input that a statement may read: whichever stand somewhere in it, and those
    by which the newest version of a raw row is found."""
    named = {column.name for column in dataset.stored_columns if column.name in words}
    found = named | {dataset.partition}
    return found | {*dataset.key, "known_at", "is_retracted"} if isinstance(dataset, Raw) else found


def pricing_of(home: Path, league: str, scratch_folder: Path) -> tuple[Pricing, Mapping[str, Any]]:
    """A home's tables measured, and what its calendar tells of a year."""
    catalog = load_catalog([league])
    tables = [d for d in catalog.datasets.values() if not isinstance(d, Export)]
    with open_snapshot(Snapshot(home / "snapshot")) as connection:
        held, rows = {}, {}
        for one in tables:
            held[one.name] = held_bytes(connection, one.name, one.stored_columns, one.partition)
            rows[one.name] = connection.execute(f"SELECT count(*) FROM {one.name}").fetchall()[0][0]
        records = {name: record_bytes(connection, name) for name in ("ops.commits", "ops.loads")}
        year = _year(connection, catalog, league)
    code = CodeVersions(catalog, scratch_folder / "code.json").all()
    sql = SqlCache(catalog, code, scratch_folder, "bigquery")
    return Pricing(catalog=catalog, held=held, rows=rows, records=records, sql=sql), year


def _year(connection: Any, catalog: Catalog, league: str) -> Mapping[str, Any]:
    """Of the season with most days of games: how many, how many hours games are on in it, and the
    busiest month's middle day."""
    told = catalog.leagues[league]
    starts = told.starts
    days = connection.execute(
        f"SELECT game_date, date_diff('minute', min({starts}), max({starts})) / 60 + "
        f"{HOURS_OF_A_GAME} FROM {told.calendar} GROUP BY game_date ORDER BY game_date"
    ).fetchall()
    seasons: dict[str, list[tuple[date, float]]] = {}
    for day, hours in days:
        seasons.setdefault(told.seasons.season_of(day), []).append(
            (day, float(hours or HOURS_OF_A_GAME))
        )
    name, found = max(seasons.items(), key=lambda one: (len(one[1]), one[0]))
    months: dict[str, list[date]] = {}
    for day, _ in seasons[max(seasons)]:
        months.setdefault(f"{day:%Y-%m}", []).append(day)
    busiest = max(months.values(), key=len)
    return {
        "season": name,
        "days": len(found),
        "hours": sum(hours for _, hours in found),
        "night": busiest[len(busiest) // 2],
        "seasons": sorted(seasons),
        "months": [sum(1 for d, _ in found if d.month == m) for m in range(1, 13)],
        "all_days": [day for day, _ in days],
    }


def priced(home: Path, league: str) -> dict[str, Any]:
    """A league's table of costs, printed and returned."""
    with scratch() as folder:
        pricing, year = pricing_of(home, league, folder)
        night: date = year["night"]
        full, idle, live = pricing.run(night), pricing.idle(), pricing.live(night)
        month = night.replace(day=1), (night.replace(day=1) + timedelta(days=32)).replace(day=1)
        backfill = pricing.backfill(month[0], month[1] - timedelta(days=1))
        seasons = pricing.catalog.leagues[league].seasons
        spans = {seasons.span(day) for day in year["all_days"]}
        history = sum((pricing.backfill(*span) for span in sorted(spans)), cost_of([]))
        stored = sum(pricing.stored_by_layer().values())
    minutes, days = round(year["hours"] * 60), year["days"]
    busy = full.times(FULL_RUNS) + idle.times(RUNS - FULL_RUNS)
    quiet = full + idle.times(RUNS - 1)
    lines = {
        "a run in which everything moves": full,
        "a run with nothing to do": idle,
        **({"a live minute": live} if live.statements else {}),
        "a month computed anew": backfill,
        f"{len(spans)} seasons computed anew": history,
    }
    print(f"\n{league}: {stored / GIBIBYTE:.2f} GiB in BigQuery's sizes; night {night}")
    for name, size in pricing.stored_by_layer().items():
        show(f"  {name}", f"{size / MEBIBYTE:,.0f} MiB", "-")
    for what, cost in lines.items():
        figure = f"{cost.billed / GIBIBYTE:,.1f} GiB, {cost.dollars:,.2f} USD"
        read = f"reads {cost.processed / GIBIBYTE:,.2f} GiB"
        show(f"{what}, {cost.statements:,} statements", figure, read)
    years: dict[str, tuple[Cost, Cost]] = {
        f"{days} nights, one run each": (full, cost_of([])),
        f"the same, and a run every hour of {DAYS} days": (busy, quiet),
    }
    if live.statements:
        with_live = busy + live.times(minutes / days)
        years[f"the same, and {minutes:,} live minutes"] = (with_live, quiet)
    bills = {}
    for what, (with_games, without) in years.items():
        months = [
            (with_games.times(n) + without.times(max(0, DAYS / 12 - n))).billed / TEBIBYTE
            for n in year["months"]
        ]
        bills[what] = bill = {
            "tebibytes": sum(months),
            "list_dollars": sum(months) * DOLLARS_PER_TEBIBYTE,
            "paid_dollars": dollars_of_months(months),
        }
        figure = f"{bill['list_dollars']:,.0f}, {bill['paid_dollars']:,.0f} USD"
        show(f"a year of {what}: list, paid", figure, f"{bill['tebibytes']:,.1f} TiB")
    storage = stored / GIBIBYTE * DOLLARS_PER_STORED_GIBIBYTE * 12
    show("a year of storage", f"{storage:.2f} USD", "10 GiB are free")
    return {
        "league": league,
        "stored_gibibytes": stored / GIBIBYTE,
        "storage_dollars": storage,
        "lines": {what: vars(cost) | {"dollars": cost.dollars} for what, cost in lines.items()},
        "years": bills,
    }


def main(given: Sequence[str]) -> None:
    print(f"BigQuery's bill on {machine()}")
    if given:
        priced(Path(given[0]), given[1] if len(given) > 1 else "nba")
        return
    with scratch() as folder:
        ten_seasons(folder / "nba")
        priced(folder / "nba", "nba")
        os.environ["BOXLINE_LEAGUES"] = "mlb"
        folders = [str(shared_data() / name) for name in MLB_FOLDERS]
        # 1: names and lines that are nobody's are rejected.
        boxline("import", *folders, "--home", str(folder / "mlb"), allow=(0, 1))
        boxline("run", "--home", str(folder / "mlb"), allow=(0, 1))
        priced(folder / "mlb", "mlb")


if __name__ == "__main__":
    main(sys.argv[1:])
