"""How time, memory and files grow with history: one real season, ten and a hundred copies of it.

`bench_growth.py [SEASONS ...] [--json FILE] [--keep FOLDER] [--whole SEASONS]`, by default 1 and 10
seasons. Each layer of each size is computed in a process of its own, so that the peak memory is
that layer's. Of more seasons than `--whole`, features are made for the newest season only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from measuring import machine, median_seconds, process, scratch, shared_data, show
from replicating import FIRST, MOST, NEWEST, NIGHT, copied_in, copies, starts_of, widened

#: Noon of the night that comes on top, and of the day after it.
BEFORE = datetime.combine(copied_in(NIGHT, NEWEST), time(16), UTC)
AFTER = BEFORE + timedelta(days=1)

#: Takes what is measured so far of one size.
Note = Callable[[dict[str, Any]], None]

LAYERS = ("core", "analytics", "precompute")

#: Seasons that are imported together.
TOGETHER = 10

#: Up to so many seasons everything is computed, unless more is asked for.
WHOLE = 30


def home_at(path: Path, now: datetime) -> Any:
    """A home whose sources can have every copy, and whose clock stands still."""
    from boxline.config import Settings
    from boxline.home import Home
    from boxline.leagues import load_catalog

    return Home(
        settings=Settings(home=path),
        clock=lambda: now,
        declared=lambda: widened(load_catalog(), MOST),
    )


def tables_of(catalog: Any, layers: Sequence[str]) -> frozenset[str]:
    """The computed tables of some layers."""
    from boxline.catalog import Table
    from boxline.catalog.datasets import layer

    return frozenset(
        one.name for one in catalog.computed if isinstance(one, Table) and layer(one) in layers
    )


def bring_in(home: Any, folder: Path) -> Any:
    """Land and load the files of a folder as `import` does, so many seasons at once: what lands
    together is read in one transaction, which holds all of it."""
    from boxline.stores.archives import find_archives

    found = find_archives(home.catalog, [folder])
    if found.skipped:
        raise SystemExit(f"Nothing reads {found.skipped[0].path}: {found.skipped[0].why}")
    batches: dict[int, str] = {}
    landed: Counter[str] = Counter()
    for archive in found.archives:
        number = landed[archive.raw.name] // TOGETHER
        landed[archive.raw.name] += 1
        batch = batches.setdefault(number, home.new_batch())
        home.land(archive.raw, [archive.page], fetched_at=home.clock(), batch=batch)
    return home.load("import")


def judged(home: Any) -> Mapping[str, Any]:
    """How long every cell of the grid takes, in a process that is warm, and how many there are."""
    from boxline.engine.work import Window
    from boxline.health.grid.gaps import find_gaps
    from boxline.home.looking import looked_at

    with looked_at(home) as found:
        columns = found.grid.columns.values()
        cells = sum(len(column.judged.slots) for column in columns)

    def judge() -> None:
        with looked_at(home) as look:
            find_gaps(look.grid, Window())

    return {"cells": cells, "judged_seconds": round(median_seconds(judge, times=3), 3)}


def ledger_writes(home: Any) -> Mapping[str, Any]:
    """How many small transactions of its own a process gets through the ledger in a second."""
    leases, times = home.ledger.leases, 200

    def write() -> None:
        for _ in range(times):
            leases.acquire(
                run_id="", doing="measure", now=home.clock(), seconds=15, wait_seconds=1
            ).release()

    return {"writes_per_second": round(2 * times / median_seconds(write, times=5))}


#: What is asked of a home and changes nothing that stands.
ASKED = {"grid": judged, "ledger": ledger_writes}


def step(home: Path, now: datetime, what: str, given: Sequence[str]) -> None:
    """What the process of one step does; it prints what came of it."""
    from boxline.engine.work import Window

    here = home_at(home, now)
    if what in ASKED:
        print(json.dumps(ASKED[what](here)))
        return
    if what == "load":
        report = bring_in(here, Path(given[0]))
    else:
        first, *layers = given
        asked = tables_of(here.catalog, layers)
        report = here.run("run", Window(only=asked, first=date.fromisoformat(first)))
    here.close()
    for failure in report.failures[:5]:
        print(failure.dataset, failure.message, file=sys.stderr)
    print(json.dumps([one.record() for one in report.steps]))
    sys.exit(1 if report.failures else 0)


def measured(home: Path, now: datetime, what: str, *given: str) -> dict[str, Any]:
    """One step as a process of its own."""
    done = process([sys.executable, __file__, "--step", str(home), now.isoformat(), what, *given])
    told = json.loads(done.output)
    found: dict[str, Any] = {
        "seconds": round(done.seconds, 2),
        "cpu_seconds": round(done.cpu_seconds, 2),
        "peak_mebibytes": round(done.peak_mebibytes),
    }
    if what in ASKED:
        return {**found, **told}
    by_dataset: dict[str, float] = {}
    for one in told:
        by_dataset[one["dataset"]] = by_dataset.get(one["dataset"], 0.0) + one["seconds"]
    slowest = sorted(by_dataset.items(), key=lambda each: -each[1])
    return {
        **found,
        "rows_stored": sum(one["rows_stored"] for one in told),
        "seconds_by_dataset": {name: round(taken, 2) for name, taken in slowest},
    }


def sizes(home: Path) -> dict[str, Any]:
    """Bytes of every part of a home, files, and rows by layer."""
    warehouse = home / "warehouse.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        block, total, free = connection.execute(
            "SELECT block_size, total_blocks, free_blocks FROM pragma_database_size()"
        ).fetchall()[0]
        rows = dict(
            connection.execute(
                "SELECT split_part(schema_name, '_', 2), sum(estimated_size)::BIGINT "
                "FROM duckdb_tables() WHERE schema_name LIKE 'nba_%' GROUP BY ALL"
            ).fetchall()
        )
    found: dict[str, Any] = {
        "warehouse_bytes": warehouse.stat().st_size,
        "warehouse_used_bytes": block * (total - free),
        "ledger_bytes": (home / "ledger.sqlite").stat().st_size,
        "rows": {name: count for name, count in rows.items() if count},
    }
    for part in ("landing", "snapshot"):
        files = [path for path in (home / part).rglob("*") if path.is_file()]
        found[f"{part}_files"] = len(files)
        found[f"{part}_bytes"] = sum(path.stat().st_size for path in files)
    return found


def grown(folder: Path, seasons: int, cache: Path, note_it: Note, *, whole: int) -> None:
    """Measure everything of so many seasons, and note each figure as soon as it is there."""
    files, home = folder / "files", folder / "home"
    found: dict[str, Any] = {"seasons": seasons, "steps": {}}
    found["rows_sent"] = sum(rows for _, rows in copies(shared_data(), files, seasons))
    home.mkdir(parents=True)
    shutil.copytree(cache, home / "cache")
    oldest = copied_in(FIRST, starts_of(seasons)[0]).isoformat()
    newest = copied_in(FIRST, NEWEST).isoformat()

    def note(name: str, now: datetime, what: str, *given: str) -> None:
        found["steps"][name] = one = measured(home, now, what, *given)
        told(seasons, name, one)
        note_it(found)

    note("load", BEFORE, "load", str(files / "before"))
    note("core", BEFORE, "run", oldest, "core")
    note("analytics", BEFORE, "run", oldest, "analytics")
    if seasons <= whole:
        note("precompute", BEFORE, "run", oldest, "precompute")
        note("nothing to do", BEFORE, "run", oldest, *LAYERS)
    else:
        note("precompute, newest season", BEFORE, "run", newest, "precompute")
        note("nothing to do", BEFORE, "run", newest, *LAYERS)
    note("night: load", AFTER, "load", str(files / "night"))
    note("night: all layers", AFTER, "run", newest, *LAYERS)
    note("grid", AFTER, "grid")
    note("ledger", AFTER, "ledger")
    found["sizes"] = sizes(home)
    for name, size in found["sizes"].items():
        show(f"{seasons} seasons: {name}", str(size), "-")
    note_it(found)


def told(seasons: int, name: str, one: Mapping[str, Any]) -> None:
    """One line of what was measured."""
    figure = f"{one['seconds']:.1f} s"
    show(f"{seasons} seasons: {name}, {one['peak_mebibytes']:,} MiB at most", figure, "-")
    slowest = [*one.get("seconds_by_dataset", {}).items()][:3]
    print(f"  of both cores {one['cpu_seconds']:.1f} s; slowest: {dict(slowest)}", flush=True)


def noted(file: Path | None, found: dict[str, Any]) -> None:
    """Write what is measured of one size beside what the file holds of others."""
    if file is None:
        return
    held = json.loads(file.read_text()) if file.exists() else {"sizes": []}
    others = [one for one in held["sizes"] if one["seasons"] != found["seasons"]]
    sizes = sorted([*others, found], key=lambda one: one["seasons"])
    file.write_text(json.dumps({"machine": machine(), "sizes": sizes}, indent=1) + "\n")


@contextmanager
def warm_cache() -> Iterator[Path]:
    """A folder of compiled statements: each home would compile them once, whatever its size."""
    with scratch() as folder:
        for _ in copies(shared_data(), folder / "files", 1):
            pass
        measured(folder / "home", AFTER, "load", str(folder / "files" / "night"))
        measured(folder / "home", AFTER, "run", FIRST.isoformat(), *LAYERS)
        yield folder / "home" / "cache"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seasons", nargs="*", type=int, help="how many; by default 1 and 10")
    parser.add_argument(
        "--json", type=Path, help="keep the figures in this file, beside other sizes"
    )
    parser.add_argument("--keep", type=Path, help="make the homes here and leave them")
    parser.add_argument("--whole", type=int, default=WHOLE, help="see above")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        home, now, what, *more = given.step
        step(Path(home), datetime.fromisoformat(now), what, more)
        return
    print(f"Growth on {machine()}")
    with warm_cache() as cache:
        for seasons in given.seasons or [1, 10]:
            with scratch() as folder:
                place = given.keep / str(seasons) if given.keep else folder
                grown(place, seasons, cache, partial(noted, given.json), whole=given.whole)


if __name__ == "__main__":
    main()
