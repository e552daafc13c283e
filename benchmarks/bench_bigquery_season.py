"""A real season through all layers in a file and on BigQuery's emulator: equal row for row.

`.venv-scale/bin/python benchmarks/bench_bigquery_season.py [SEASON]`, by default 2023-24: one of
which there are shots and injury reports. Ends with 1 where a row or a document differs, or where
nothing was compared. The emulator is that of `make test-scale`; its figures say nothing of how fast
BigQuery is.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from measuring import machine, scratch, shared_data

from boxline.catalog import Export
from boxline.engine.work import Window
from boxline.home import Home

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the emulator, and what "the same row" means, are the tests' word

from tests.builders import bring_in, documents_of, home_at, rows_of, same  # noqa: E402
from tests.scale.bigquery.emulator import running  # noqa: E402

FILES = (
    "nba_box_scores/regular/player_games_{season}.parquet",
    "nba_team_games/team_games_2014-15_to_2024-25.parquet",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
    "nba_schedule/team_schedule_2018-19_to_2024-25.parquet",
    "nba_shots/shots_{season}.parquet",
    "nba_injuries/official_reports_1pm_5pm_2022-23_to_2024-25.parquet",
)


def filled(home: Home, season: str) -> float:
    """Import and run a season; how long it took, in seconds."""
    began = time.perf_counter()
    files = [shared_data() / name.format(season=season) for name in FILES]
    year = int(season[:4])
    window = Window(first=date(year, 10, 1), last=date(year + 1, 7, 31))
    everything = frozenset(home.catalog.datasets)
    for report in (
        bring_in(home, files),
        home.run("run", Window(only=frozenset({"nba_core.games"}))),
        home.run("run", replace(window, only=everything)),
    ):
        if report.failures:
            raise SystemExit("\n".join(f"{one.dataset}: {one.message}" for one in report.failures))
    return time.perf_counter() - began


def differing(one: Home, other: Home, name: str) -> tuple[int, int]:
    """How many rows a table has, and how many of them differ."""
    here, there = rows_of(one, name), rows_of(other, name)
    unlike = sum(not same(a, b) for a, b in zip(here, there, strict=False))
    return len(here), abs(len(here) - len(there)) + unlike


def main() -> int:
    season = sys.argv[1] if len(sys.argv) > 1 else "2023-24"
    print(f"{season} in a file and on BigQuery's emulator, on {machine()}")
    with scratch() as folder:
        (folder / "emulator").mkdir()
        with running(folder / "emulator") as url:
            local = home_at(folder / "local")
            remote = home_at(folder / "remote")
            at = f"bigquery://boxline-bench/season?endpoint={url}"
            remote = replace(remote, settings=replace(remote.settings, warehouse=at))
            print(f"in a file: {filled(local, season):.0f} s", flush=True)
            print(f"on the emulator: {filled(remote, season):.0f} s", flush=True)
            tables = [n for n, d in local.catalog.datasets.items() if not isinstance(d, Export)]
            found = {name: differing(local, remote, name) for name in tables}
            is_published = documents_of(local) == documents_of(remote)
    for name, (rows, unlike) in found.items():
        if unlike:
            print(f"{name}: {unlike} of {rows} rows differ")
    rows, unlike = (sum(counts[place] for counts in found.values()) for place in (0, 1))
    filled_tables = sum(count > 0 for count, _ in found.values())
    print(f"{rows:,} rows of {filled_tables} tables, {unlike} differ")
    print(f"documents {'are' if is_published else 'are NOT'} the same")
    return 0 if rows and not unlike and is_published else 1


if __name__ == "__main__":
    sys.exit(main())
