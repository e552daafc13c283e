"""Every transform of both leagues gives DuckDB's rows on a real cluster: of real seasons, and of
small leagues what nobody's archive holds.

Two months of one real season each; `benchmarks/bench_spark_season.py` takes whole ones. Odds,
injury reports and officials as they are fetched, what two sources tell, the weather of a simulated
week and what models are fitted on come from simulated leagues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from boxline.engine.work import Window
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.sandbox import write_archive
from boxline.stores.spark import SparkCluster
from tests.builders import NOON, bring_in, home_at, run, settled_league_home, shared_data
from tests.fetched_league import SEASON, Teller, land_all, league_of
from tests.league_replies import (
    FROM_REPLIES,
    Played,
    Row,
    box_score,
    fetched_after,
    land,
    player_list,
    stats,
)
from tests.mlb.homes import mlb_catalog, real_home_at, small_home_at
from tests.mlb.rainy_week import lived
from tests.scale.spark.comparing import Compared, compared, opened, statements_of
from tests.scale.spark.standalone import Standalone

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
    home.run("run", Window(first=date(2023, 10, 24), last=date(2023, 12, 31)))
    return home


def fetched(path: Path) -> Home:
    """A league of two clubs, of which all is fetched."""
    teller = Teller(league_of(7))
    home = home_at(path / "home", now=NOON)
    land_all(home, list(teller.told(teller.days)))
    home.run("run", Window())
    return home


def sent_twice(path: Path) -> Home:
    """A league out of an archive, of which two providers send a day again: one counts an assist
    more, the other tells who sat on the bench."""
    write_archive(league_of(11), path / "archive")
    home = home_at(path / "home", now=NOON)
    bring_in(home, [path / "archive"])
    lines = {"nba_core.player_games", "nba_core.team_games"}
    only = home.catalog.with_sources(FROM_REPLIES | lines)
    run(home, only=only)
    played = Played.of(home)
    day, at = played.days[0], fetched_after(played.days[0])
    game = next(one for one in played.games if one["game_date"] == day)

    def more(_source: str, row: Row) -> Row:
        return row | {"assists": row["assists"] + 1}

    land(home, "nbac_player_list", player_list(played.lines, SEASON), at=at)
    land(home, "bdl_player_box_scores", stats(played.lines_of(game_date=day), more), at=at)
    reply = box_score(played, game, benched="Bench Warmer")
    asked = {"game_id": game["game_id"], "date": str(day)}
    land(home, "nbac_team_boxscore", reply, at=at, asked=asked)
    run(home, only=only)
    return home


@dataclass(frozen=True, kw_only=True)
class Case:
    """A home, and what is computed again there.

    Attributes:
        span: the first and the last day; None for all that are committed.
        only: layers or tables; empty for all.
    """

    make: Callable[[Path], Home]
    span: tuple[date, date] | None = None
    only: frozenset[str] = frozenset()


CASES = {
    "season of the NBA": Case(make=nba_season, span=(date(2023, 11, 1), date(2023, 12, 31))),
    "season of MLB": Case(
        make=lambda path: real_home_at(path, real_data()),
        span=(date(2025, 4, 1), date(2025, 5, 31)),
    ),
    "fetched": Case(make=fetched, only=frozenset({"nba_core", "nba_exports"})),
    "sent twice": Case(make=sent_twice, only=FROM_REPLIES),
    "predicted": Case(
        make=lambda path: settled_league_home(path, with_old_models=True),
        only=frozenset({"nba_predictions", "nba_exports"}),
    ),
    "baseball": Case(
        make=small_home_at, only=frozenset({"mlb_core", "mlb_predictions", "mlb_exports"})
    ),
    "rain": Case(make=lambda path: lived(path / "home").home),
}

#: Case -> how many of its statements are to have rows of real games.
REAL_AT_LEAST = {"season of the NBA": 35, "season of MLB": 15}

#: Makes the comparison of a case, once.
Compare = Callable[[str], dict[str, Compared]]


@pytest.fixture(scope="module")
def cluster(spark: Standalone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    one = SparkCluster(spark.master, tmp_path_factory.mktemp("way"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def beside(cluster: SparkCluster, tmp_path_factory: pytest.TempPathFactory) -> Compare:
    @cache
    def compare(name: str) -> dict[str, Compared]:
        case = CASES[name]
        home = case.make(tmp_path_factory.mktemp("home"))
        span = case.span or span_of(home)
        home.close()
        with opened(home.path / "warehouse.duckdb") as connection:
            every = compared(home.catalog, connection, cluster, span, home.clock(), only=case.only)
            return {one.name: one for one in every}

    return compare


def span_of(home: Home) -> tuple[date, date]:
    with home.warehouse("test") as warehouse:
        days = [day for of in warehouse.commits().values() for day in of]
    return min(days), max(days)


def with_rows(found: dict[str, Compared]) -> set[str]:
    return {name for name, one in found.items() if one.rows}


@pytest.mark.parametrize("name", CASES)
def test_a_transform_gives_duckdb_s_rows(beside: Compare, name: str) -> None:
    found = beside(name)
    assert {one.name: one.differing for one in found.values() if one.differing} == {}
    assert len(with_rows(found)) >= REAL_AT_LEAST.get(name, 1)


def test_every_statement_of_both_leagues_has_given_rows(beside: Compare) -> None:
    statements = statements_of(load_catalog()) | statements_of(mlb_catalog())
    assert statements - set().union(*(with_rows(beside(name)) for name in CASES)) == set()
