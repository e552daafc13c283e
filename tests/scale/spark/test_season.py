"""A real season on a real cluster: every transform of both leagues gives DuckDB's rows.

Two months of one season here; `benchmarks/bench_spark_season.py` takes whole ones. What nobody's
archive holds (odds, injury reports and officials as they are fetched, and what is predicted) is
computed over the small simulated leagues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from boxline.engine.work import Window
from boxline.home import Home
from boxline.stores.spark import SparkCluster
from tests.builders import NOON, bring_in, home_at, settled_league_home, shared_data
from tests.fetched_league import Teller, land_all, league_of
from tests.mlb.homes import mlb_catalog, real_home_at, small_home_at
from tests.scale.spark.comparing import Compared, compared, opened
from tests.scale.spark.standalone import Standalone

NBA_MONTHS = (date(2023, 11, 1), date(2023, 12, 31))
MLB_MONTHS = (date(2025, 4, 1), date(2025, 5, 31))

#: What the season of the NBA is made of.
FILES = (
    "nba_box_scores/regular/player_games_2023-24.parquet",
    "nba_team_games",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
    "nba_shots/shots_2023-24.parquet",
    "nba_injuries",
    "nba_prop_lines/pra_lines_2023-24_and_2024-25.parquet",
    "nba_game_lines",
)

#: How many statements are to have rows of real games, of those of either league.
REAL_AT_LEAST = {"nba": 35, "mlb": 15}


@pytest.fixture(scope="module")
def cluster(spark: Standalone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    one = SparkCluster(spark.master, tmp_path_factory.mktemp("way"))
    yield one
    one.close()


def real_data() -> Path:
    data = shared_data()
    if data is None:
        pytest.skip("the shared data are absent")
    return data


def nba_season(path: Path) -> Home:
    """The months of a real season, everything of them computed."""
    home = home_at(path / "home", now=NOON)
    bring_in(home, [real_data() / name for name in FILES])
    # Rows of an archive are rejected, and days lack what it does not hold.
    home.run("run", Window(first=date(2023, 10, 24), last=NBA_MONTHS[1]))
    return home


def fetched(path: Path) -> Home:
    """A league of two clubs, of which all is fetched."""
    teller = Teller(league_of(7))
    home = home_at(path / "home", now=NOON)
    land_all(home, list(teller.told(teller.days)))
    home.run("run", Window())
    return home


def beside(
    home: Home, cluster: SparkCluster, span: tuple[date, date], *, only: set[str] | None = None
) -> dict[str, Compared]:
    home.close()
    with opened(home.path / "warehouse.duckdb") as connection:
        now, names = home.clock(), only or set()
        found = compared(home.catalog, connection, cluster, span, now, only=names)
        return {one.name: one for one in found}


def unlike(found: dict[str, Compared]) -> dict[str, tuple[str, ...]]:
    return {one.name: one.differing for one in found.values() if one.differing}


def with_rows(found: dict[str, Compared]) -> set[str]:
    return {name for name, one in found.items() if one.rows}


def span_of(home: Home) -> tuple[date, date]:
    with home.warehouse("test") as warehouse:
        days = [day for of in warehouse.commits().values() for day in of]
    return min(days), max(days)


def test_each_transform_of_the_nba_gives_duckdb_s_rows_of_a_real_season(
    cluster: SparkCluster, tmp_path: Path
) -> None:
    found = beside(nba_season(tmp_path), cluster, NBA_MONTHS)
    assert unlike(found) == {}
    assert len(with_rows(found)) >= REAL_AT_LEAST["nba"]


def test_each_transform_of_mlb_gives_duckdb_s_rows_of_a_real_season(
    cluster: SparkCluster, tmp_path: Path
) -> None:
    found = beside(real_home_at(tmp_path, real_data()), cluster, MLB_MONTHS)
    assert unlike(found) == {}
    assert len(with_rows(found)) >= REAL_AT_LEAST["mlb"]


@pytest.mark.parametrize(
    "made",
    [fetched, lambda path: settled_league_home(path, with_old_models=True), small_home_at],
    ids=["fetched", "predicted", "baseball"],
)
def test_a_simulated_league_gives_duckdb_s_rows_where_no_archive_has_any(
    cluster: SparkCluster, tmp_path: Path, made: Callable[[Path], Home]
) -> None:
    home = made(tmp_path)
    (league,) = home.catalog.leagues
    layers = {f"{league}_predictions", f"{league}_exports"} | (
        {f"{league}_core"} if made in (fetched, small_home_at) else set()
    )
    only = {one.name for one in home.catalog.computed if one.name.split(".")[0] in layers}
    found = beside(home, cluster, span_of(home), only=only)
    assert unlike(found) == {}
    assert with_rows(found)


def test_every_dataset_of_both_leagues_that_a_query_computes_is_compared() -> None:
    nba = home_at(Path("nowhere"), now=NOON).catalog
    for catalog in (nba, mlb_catalog()):
        computed = {one.name for one in catalog.computed}
        assert set(catalog.transforms) - computed == set()
