"""What tests share: homes, small leagues, and the few values that most of them need."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from boxline.catalog import Catalog, Export, Raw
from boxline.config import Settings
from boxline.engine.report import Report
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Window
from boxline.forecasting import gradient_boosting
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.sandbox import League, simulate_league, write_archive
from boxline.stores.archives import find_archives
from boxline.stores.leases import Lease
from boxline.stores.ledger import Ledger
from tests.made_once import SHELF

# A season of the small league is enough to fit models on, in every process that tests start. How
# good they are no home is asked.
gradient_boosting.LEAST_GAMES = 400
gradient_boosting.TREES = gradient_boosting.RATE_TREES = 12

NOON = datetime(2025, 6, 30, 16, 0, tzinfo=UTC)


def shared_data() -> Path | None:
    """The shared real data: `BOXLINE_SHARED`, else beside the checkout; None where it is absent."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    found = Path(os.environ.get("BOXLINE_SHARED") or beside) / "data"
    return found if found.is_dir() else None


#: A raw dataset of API replies, and a recorded request of two pages.
STATS = "nba_raw.bdl_player_box_scores"


def stats_pages() -> list[tuple[str, bytes]]:
    """The pages of the recorded request."""
    files = sorted((Path(__file__).parent / "recorded").glob("bdl_player_box_scores-*.json"))
    return [(file.name, file.read_bytes()) for file in files]


def _resting(names: Iterable[str]) -> Catalog:
    """The catalog of every raw dataset and every league's calendar, of some others, and of what
    they rest on."""
    whole = load_catalog()
    kept = whole.with_sources([*names, *(one.calendar for one in whole.leagues.values())])
    raw = [name for name, dataset in whole.datasets.items() if isinstance(dataset, Raw)]
    facts = whole.facts_of_days
    return replace(
        whole,
        feeds={},  # tests of feeds declare the whole catalog
        facts_of_days={n: f for n, f in facts.items() if {t.name for t in f.reads} <= kept},
        datasets={n: d for n, d in whole.datasets.items() if n in kept or n in raw},
        transforms={name: one for name, one in whole.transforms.items() if name in kept},
        works={name: one for name, one in whole.works.items() if name in kept},
    )


@cache
def published_catalog() -> Catalog:
    """The catalog without what no document rests on, for tests of predictions and of whatever is
    said of every dataset."""
    whole = load_catalog()
    return _resting(name for name, one in whole.datasets.items() if isinstance(one, Export))


@cache
def named_catalog() -> Catalog:
    """The catalog of everything raw, of who is expected and of whose name was sent, with a document
    of each day: a fifth of the tables, for tests of how stores keep them and not of which."""
    return _resting(["nba_exports.name_matches", "nba_core.teams"])


def home_at(
    path: Path,
    *,
    now: datetime = NOON,
    lease_seconds: float = 15.0,
    declared: Callable[[], Catalog] = load_catalog,
) -> Home:
    """A home whose clock stands still."""
    settings = Settings(home=path, lock_wait_seconds=0.5, lease_seconds=lease_seconds)
    return Home(settings=settings, clock=lambda: now, declared=declared)


@contextmanager
def leased(path: Path) -> Iterator[Lease]:
    """A lease of a home that nobody else works on."""
    ledger = Ledger(path / "ledger.sqlite")
    lease = ledger.leases.acquire(run_id="r", doing="test", now=NOON, seconds=15, wait_seconds=1)
    try:
        yield lease
    finally:
        lease.release()
        ledger.close()


def bring_in(home: Home, paths: Iterable[Path]) -> Report:
    """Import archive files as the command does."""
    found = find_archives(home.catalog, list(paths))
    batch = home.new_batch()
    for archive in found.archives:
        home.land(archive.raw, [archive.page], fetched_at=home.clock(), batch=batch)
    return home.load("import")


def run(home: Home, **window: Any) -> Report:
    """Run as the command does, and insist that nothing failed."""
    report = home.run("run", Window(**window))
    assert not report.failures, report.failures
    return report


def every_dataset(home: Home) -> frozenset[str]:
    """All names, for a run that makes also the older days of what looks back only so far."""
    return frozenset(home.catalog.datasets)


@cache
def small_league() -> League:
    """Two short seasons of six clubs, the newer with games still to come."""
    return simulate_league(
        seed=7, seasons=("2023-24", "2024-25"), teams=6, games_per_team=14, preseason_games=2
    )


def next_game_day() -> datetime:
    """The afternoon of the small league's next games: the day after the last that were played."""
    played = max(g.fixture.game_date for g in small_league().newest.games if g.is_played)
    return datetime(played.year, played.month, played.day, 17, tzinfo=UTC) + timedelta(days=1)


def small_archive() -> Path:
    """The files of the small league. Whoever wants to change one copies it."""
    return SHELF.made_once("archive", lambda folder: write_archive(small_league(), folder))


def made_home(
    name: str,
    make: Callable[[Path], object],
    path: Path,
    *,
    now: datetime = NOON,
    declared: Callable[[], Catalog] = load_catalog,
) -> Home:
    """A home of one's own like one that is made once, in a folder `home`; also what stands beside
    it there."""
    shutil.copytree(SHELF.made_once(name, make), path, symlinks=True, dirs_exist_ok=True)
    return home_at(path / "home", now=now, declared=declared)


def league_home(
    path: Path, *, now: datetime = NOON, declared: Callable[[], Catalog] = load_catalog
) -> Home:
    """A home into which the small league was imported, and its files in `archive` beside it."""

    def make(folder: Path) -> None:
        home = home_at(folder / "home", now=now, declared=declared)
        shutil.copytree(small_archive(), folder / "archive")
        report = bring_in(home, [folder / "archive"])
        assert not report.failures, report.failures
        compiled = SqlCache(home.catalog, home.code, home.path / "cache", "duckdb")
        for dataset in home.catalog.transforms:
            compiled.prepare(dataset)  # so that no process which a test starts has to
        home.close()

    name = f"imported-{declared.__name__}-{now:%Y%m%dT%H%M}"
    return made_home(name, make, path, now=now, declared=declared)


def settled_league_home(
    path: Path,
    *,
    now: datetime = NOON,
    declared: Callable[[], Catalog] = load_catalog,
    with_old_models: bool = False,
) -> Home:
    """The same, and all that a run computes of it computed.

    Args:
        with_old_models: whether models are fitted for weeks that lie behind too, which a run does
            where it is asked for them by name.
    """

    def make(folder: Path) -> None:
        home = league_home(folder, now=now, declared=declared)
        run(home, only=every_dataset(home) if with_old_models else frozenset())
        home.close()

    models = "-models" if with_old_models else ""
    name = f"settled-{declared.__name__}-{now:%Y%m%dT%H%M}{models}"
    return made_home(name, make, path, now=now, declared=declared)


def rows_of(home: Home, table: str) -> list[dict[str, Any]]:
    """All rows of a table, straight from the warehouse, in the order of its key."""
    (rows,) = rows_of_all(home, [table]).values()
    return rows


def rows_of_all(home: Home, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The same of several tables by name, with the warehouse opened once."""
    found = {}
    with home.warehouse("test") as warehouse:
        for table in tables:
            dataset = home.catalog[table]
            key = ", ".join(dict.fromkeys([dataset.partition, *dataset.key]))
            names = [c.name for c in dataset.columns]
            query = f"SELECT {', '.join(names)} FROM {table} ORDER BY {key}"
            rows = warehouse.showing([table]).execute(query).fetchall()
            found[table] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def facts_of(home: Home, table: str) -> list[dict[str, Any]]:
    """A table's rows without the stamps that say when they were made."""
    (rows,) = facts_of_all(home, [table]).values()
    return rows


def facts_of_all(home: Home, tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The same of several tables by name, with the warehouse opened once."""
    found = {}
    for table, rows in rows_of_all(home, tables).items():
        stamps = {c.name for c in home.catalog[table].columns if c.is_stamp}
        found[table] = [{k: v for k, v in row.items() if k not in stamps} for row in rows]
    return found


def open_tables(home: Home) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory in which the computed tables of a home's snapshot stand under their names
    without the league and layer, and which may read other files too."""
    connection = duckdb.connect()
    for path in home.snapshot.root.iterdir():
        schema, _, table = path.name.partition(".")
        if path.is_dir() and schema in ("nba_core", "nba_analytics", "nba_precompute"):
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{path}/*')")
    return connection


def commits_of(home: Home) -> dict[str, dict[date, Any]]:
    """Everything committed."""
    with home.warehouse("test") as warehouse:
        return warehouse.commits()


def documents_of(home: Home) -> dict[str, str]:
    """What is published, by path, as hashes of what it says; when it was said does not count. What
    tells of the home itself tells of its runs, and is left out."""
    entries = home.published.manifest()["documents"]
    return {
        path: entry.get("content", entry["sha256"])
        for path, entry in entries.items()
        if "health" not in path and path != "v1/status.json"
    }


def rewrite(path: Path, change: Any) -> None:
    """Rewrite a Parquet file's rows: `change` takes a row and gives the row, or None to drop it."""
    table = pq.read_table(path)
    rows = [changed for row in table.to_pylist() if (changed := change(dict(row))) is not None]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Rows equal: keys, integers and NULLs identical, floats within 1e-9 relative."""
    return one.keys() == other.keys() and all(_close(one[k], other[k]) for k in one)


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    return bool(one == other)
