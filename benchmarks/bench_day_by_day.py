"""A full real season day by day, and all at once: the analytics and precompute tables must agree.

`python benchmarks/bench_day_by_day.py [SEASON]`, by default 2023-24: one of which there are shots.
Ends with 1 where a row differs, or where a table has none: what is not there agrees with anything.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from measuring import FOUR_SEASONS, machine, scratch, shared_data, show, with_upstream

from boxline.engine.versions import Commit
from boxline.engine.work import Window
from boxline.home import Home

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # what "the same row" means is the tests' word

from tests.builders import bring_in, commits_of, home_at, rows_of, same  # noqa: E402
from tests.contracts.cutoffs import measured_tables  # noqa: E402


def computed(home: Home, tables: list[str], first: date, last: date) -> None:
    report = home.run("run", Window(only=frozenset(tables), first=first, last=last))
    if report.failures:
        raise SystemExit(f"{first}: {report.failures}")


def differing(one: Home, other: Home, name: str, days: list[date]) -> tuple[int, int]:
    """Rows of some days, and how many of them differ: only days whose content versions differ are
    looked at row by row."""
    here, there = (commits_of(home).get(name, {}) for home in (one, other))
    unlike = {day for day in days if _content(here, day) != _content(there, day)}
    found = 0
    if unlike:
        key = one.catalog[name].partition
        rows = [[row for row in rows_of(home, name) if row[key] in unlike] for home in (one, other)]
        found = abs(len(rows[0]) - len(rows[1]))
        found += sum(not same(a, b) for a, b in zip(*rows, strict=False))
    return sum(here[day].rows for day in days if day in here), found


def _content(commits: Mapping[date, Commit], day: date) -> int | None:
    return commits[day].content if day in commits else None


def main() -> int:
    season = sys.argv[1] if len(sys.argv) > 1 else "2023-24"
    print(f"{season} day by day and all at once on {machine()}")
    with scratch() as folder:
        at_once = home_at(folder / "at_once")
        bring_in(at_once, [shared_data() / name for name in FOUR_SEASONS])
        tables = measured_tables(at_once.catalog)
        everything = with_upstream(*tables)
        seasons = at_once.catalog.leagues["nba"].seasons
        computed(at_once, [t for t in everything if t not in tables], date.min, date.max)
        days = sorted(commits_of(at_once)["nba_core.games"])
        days = [day for day in days if seasons.season_of(day) == season]
        computed(at_once, everything, date.min, seasons.span(days[0])[0] - timedelta(days=1))
        at_once.close()
        shutil.copytree(folder / "at_once", folder / "daily")
        at_once, daily = home_at(folder / "at_once"), home_at(folder / "daily")
        started = time.perf_counter()
        computed(at_once, tables, days[0], days[-1])
        show("all at once", f"{time.perf_counter() - started:.0f} s", "-")
        started = time.perf_counter()
        for day in days:
            computed(daily, tables, day, day)
        show(f"{len(days)} days one by one", f"{time.perf_counter() - started:.0f} s", "-")
        unproven = []
        for name in tables:
            rows, differ = differing(at_once, daily, name, days)
            show(f"{name}: {rows:,} rows, differing", str(differ), "0")
            if differ or not rows:
                unproven.append(name)
        show("tables that differ or have no rows", ", ".join(unproven) or "0", "0")
    return 1 if unproven else 0


if __name__ == "__main__":
    sys.exit(main())
