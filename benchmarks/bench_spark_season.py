"""A whole real season of each league, by DuckDB and by a Spark cluster on this machine.

Whether the rows agree, and what either takes.

`bench_spark_season.py [HOME ...]`: of homes that are made already, else of those that it makes.
Needs the extra `spark` and Java.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from measuring import boxline, machine, scratch, shared_data, show

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from boxline.leagues import load_catalog
from boxline.stores.spark import SparkCluster
from tests.scale.spark.comparing import Compared, compared, opened
from tests.scale.spark.standalone import standalone, why_not

NOW = datetime(2026, 11, 1, tzinfo=UTC)
#: League -> the season, what is imported, and from where to where it is run.
SEASONS = {
    "nba": (
        (date(2023, 10, 24), date(2024, 6, 17)),
        (
            "nba_box_scores/regular/player_games_2022-23.parquet",
            "nba_box_scores/regular/player_games_2023-24.parquet",
            "nba_team_games",
            "nba_schedule/schedule_2015-16_to_2024-25.parquet",
            "nba_shots/shots_2022-23.parquet",
            "nba_shots/shots_2023-24.parquet",
            "nba_injuries",
            "nba_prop_lines/pra_lines_2023-24_and_2024-25.parquet",
            "nba_game_lines",
        ),
        ("--from", "2022-10-18", "--to", "2024-06-17"),
    ),
    "mlb": (
        (date(2025, 3, 27), date(2025, 9, 29)),
        ("mlb_games", "mlb_pitchers"),
        ("--from", "2023-03-30", "--to", "2025-09-29"),
    ),
}


def made(league: str, home: Path) -> Path:
    """A home of a league's real season, everything computed."""
    os.environ["BOXLINE_LEAGUES"] = league
    _, files, window = SEASONS[league]
    given = [str(shared_data() / name) for name in files]
    # 1: rows of the archive are rejected.
    boxline("import", *given, "--home", str(home), "--json", allow=(0, 1))
    boxline("run", *window, "--home", str(home), "--json", allow=(0, 1))
    return home


def beside(league: str, home: Path, cluster: SparkCluster) -> list[Compared]:
    """Each statement of a league as it is compared."""
    found = []
    with opened(home / "warehouse.duckdb") as connection:
        catalog, (span, *_) = load_catalog([league]), SEASONS[league]
        for one in compared(catalog, connection, cluster, span, NOW):
            found.append(one)
            print(
                f"{one.name:58} {one.rows:9,} {one.duckdb_seconds:7.2f} {one.spark_seconds:8.2f} "
                f"{one.largest:8.1e}  {'; '.join(one.differing)}",
                flush=True,
            )
    return found


def main(homes: list[str]) -> None:
    if why_not():
        raise SystemExit(why_not())
    print(f"A season on Spark, {machine()}")
    print(f"{'statement':58} {'rows':>9} {'DuckDB':>7} {'Spark':>8} {'apart':>8}")
    with scratch() as folder, standalone(folder / "spark") as up:
        os.environ.update(up.variables)
        cluster = SparkCluster(up.master, folder / "way")
        try:
            for place, league in enumerate(SEASONS):
                given = Path(homes[place]) if place < len(homes) else made(league, folder / league)
                told(league, beside(league, given, cluster))
        finally:
            cluster.close()


def told(league: str, found: list[Compared]) -> None:
    """The figures of a league."""
    here, there = (sum(getattr(c, f"{e}_seconds") for c in found) for e in ("duckdb", "spark"))
    differing = sum(bool(one.differing) for one in found)
    with_rows = sum(bool(one.rows) for one in found)
    show(f"{league}: statements, of them with rows", f"{len(found)}, {with_rows}", "-")
    show(f"{league}: rows", f"{sum(one.rows for one in found):,}", "-")
    show(f"{league}: statements that differ", str(differing), "0")
    show(f"{league}: largest difference", f"{max(c.largest for c in found):.1e}", "1e-9")
    show(f"{league}: DuckDB", f"{here:.1f} s", "-")
    show(f"{league}: Spark, {there / here:.1f} times as long", f"{there:.1f} s", "-")


if __name__ == "__main__":
    main(sys.argv[1:])
