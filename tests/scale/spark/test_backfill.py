"""A backfill commits with a Spark master what it commits without; where none answers, nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from boxline.engine.work import Window
from boxline.errors import ClusterLost
from boxline.home import Home
from boxline.stores.spark import SparkCluster
from tests.builders import commits_of, rows_of_all, same
from tests.mlb.archive_files import small_seasons
from tests.mlb.homes import mlb_catalog, mlb_home
from tests.scale.ports import free_port
from tests.scale.spark.standalone import Standalone

#: A season of the small league of baseball is computed on the cluster.
FROM_DAYS = 5

#: What is computed: starts and how pitchers stand after them, and all that they rest on.
TABLES = frozenset(
    name
    for name in mlb_catalog().with_sources(["mlb_analytics.pitcher_form"])
    if name in mlb_catalog().transforms
)
BACKFILL = Window(only=TABLES, accepted_because="it is a toy")


def on(home: Home, master: str) -> Home:
    """The same home with the setting."""
    home.close()
    settings = replace(home.settings, spark=master, spark_from_days=FROM_DAYS)
    return replace(home, settings=settings)


@pytest.fixture(scope="module")
def with_spark(spark: Standalone, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose long windows were computed on the cluster, and how many those were."""
    path = tmp_path_factory.mktemp("with")
    sent = path / "sent"
    with pytest.MonkeyPatch.context() as spied:
        compute = SparkCluster.compute

        def noted(cluster: SparkCluster, dataset: str, *others: object) -> None:
            with sent.open("a") as file:
                file.write(f"{dataset}\n")
            compute(cluster, dataset, *others)  # type: ignore[arg-type]

        spied.setattr(SparkCluster, "compute", noted)
        home = on(mlb_home(path, small_seasons()), spark.master)
        report = home.run("run", BACKFILL)
    assert not report.failures, report.failures
    return home


@pytest.fixture(scope="module")
def without_spark(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = mlb_home(tmp_path_factory.mktemp("without"), small_seasons())
    report = home.run("run", BACKFILL)
    assert not report.failures, report.failures
    return home


def test_what_is_long_was_computed_on_the_cluster(with_spark: Home) -> None:
    sent = (with_spark.path.parent / "sent").read_text().split()
    assert {"mlb_core.games", "mlb_core.pitcher_games", "mlb_analytics.pitcher_form"} <= set(sent)


def test_the_same_content_versions_are_committed(with_spark: Home, without_spark: Home) -> None:
    here, there = commits_of(without_spark), commits_of(with_spark)
    assert there.keys() == here.keys()
    for dataset, days in here.items():
        assert there[dataset] == days, dataset


def test_the_same_rows_stand_in_the_tables(with_spark: Home, without_spark: Home) -> None:
    here, there = rows_of_all(without_spark, TABLES), rows_of_all(with_spark, TABLES)
    for table in TABLES:
        assert len(here[table]) == len(there[table]), table
        for one, other in zip(here[table], there[table], strict=True):
            assert same(one, other), (table, one, other)


def test_a_second_run_without_the_setting_finds_nothing_to_do(with_spark: Home) -> None:
    settings = replace(with_spark.settings, spark="")
    again = replace(with_spark, settings=settings).run("run", BACKFILL)
    assert again.steps == []


def test_nothing_is_left_of_what_went_there_and_back(with_spark: Home) -> None:
    assert list((with_spark.path / "spark").iterdir()) == []


def test_a_master_that_is_not_there_ends_the_run_and_nothing_half_is_committed(
    tmp_path: Path,
) -> None:
    home = on(mlb_home(tmp_path, small_seasons()), f"spark://127.0.0.1:{free_port()}")
    before = commits_of(home)
    with pytest.raises(ClusterLost, match="nobody answers"):
        home.run("run", BACKFILL)
    assert commits_of(home) == before
    here = replace(home, settings=replace(home.settings, spark=""))
    report = here.run("run", BACKFILL)
    assert not report.failures, report.failures
    assert report.steps


def test_the_command_says_it_in_one_sentence_and_ends_with_1(tmp_path: Path) -> None:
    home = mlb_home(tmp_path, small_seasons())
    home.close()
    master = f"spark://127.0.0.1:{free_port()}"
    settings = {
        "BOXLINE_LEAGUES": "mlb",
        "BOXLINE_SPARK": master,
        "BOXLINE_SPARK_FROM_DAYS": str(FROM_DAYS),
    }
    command = [sys.executable, "-c", "from boxline.cli import main; main()"]
    found = subprocess.run(
        [*command, "run", "--home", str(home.path), "--only", "mlb_core.games"],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 1
    assert f"{master}: nobody answers" in found.stderr
    assert "unset BOXLINE_SPARK" in found.stderr
    assert "Traceback" not in found.stderr


def test_without_the_setting_nothing_of_spark_is_imported(tmp_path: Path) -> None:
    told = (
        "import sys; from boxline.cli import main\n"
        f"sys.argv = ['boxline', 'run', '--only', 'nba_core.games', '--home', {str(tmp_path)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('pyspark', 'py4j')))"
    )
    found = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout.splitlines()[-1] == "[]"
