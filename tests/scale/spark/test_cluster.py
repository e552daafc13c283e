"""Queries on a real cluster: what comes back, and what is said where nothing does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from boxline.errors import ClusterLost, ComputeFailed, WorkTimedOut
from boxline.stores.spark import SparkCluster
from tests.scale.spark.standalone import Standalone

#: Takes some seconds on either of two workers, and says whether every part of it was counted.
LONG = """
SELECT part, count(*) AS numbers, sum(number) AS total FROM (
    SELECT number, number % 4 AS part, sha2(repeat(CAST(number AS STRING), 20), 512) AS work
    FROM (SELECT explode(sequence(1, 400000)) AS number FROM steps)
) WHERE work <> '' GROUP BY part
"""

#: How many inputs a script has to have for its first job to be long in coming.
INPUTS = 400

#: How long a session may take to be opened, on a machine that is busy.
OPENING_SECONDS = 120.0


@contextmanager
def computing(master: str, folder: Path, **options: float) -> Iterator[SparkCluster]:
    cluster = SparkCluster(master, folder, **options)
    try:
        yield cluster
    finally:
        cluster.close()


def rows_of(
    cluster: SparkCluster,
    sql: str,
    inputs: dict[str, str],
    progress: Callable[[], None] = lambda: None,
) -> list[tuple[object, ...]]:
    """The rows that a query gives on a cluster, sorted.

    Args:
        inputs: relation -> a query of DuckDB for its rows.
    """
    with cluster.scratch() as folder, duckdb.connect() as connection:
        files = {name: folder / f"{name}.parquet" for name in inputs}
        for name, query in inputs.items():
            connection.execute(f"COPY ({query}) TO '{files[name]}' (FORMAT parquet)")
        cluster.compute("a table", f"-- give\n{sql}", files, folder / "made", progress)
        found = connection.execute(f"FROM read_parquet('{folder}/made/*.parquet')").fetchall()
    return sorted(found, key=repr)


def test_rows_come_back_as_they_were_sent_instants_and_nulls_among_them(
    spark: Standalone, tmp_path: Path
) -> None:
    sent = """
        SELECT * FROM (VALUES
            (1, TIMESTAMP '2024-03-10 02:30:00', DATE '2024-03-10', 0.1::DOUBLE, 'Dončić', true),
            (2, NULL, NULL, NULL, NULL, NULL),
            (3, TIMESTAMP '1969-12-31 23:59:59.999999', DATE '1850-01-01', -0.0, '', false)
        ) AS t (number, seen_at, game_date, share, name, is_one)
    """
    # 02:30 of that day exists in UTC, and not on the clocks of most of North America.
    with computing(spark.master, tmp_path) as cluster, duckdb.connect() as connection:
        found = rows_of(cluster, "SELECT * FROM sent", {"sent": sent})
        assert found == sorted(connection.execute(sent).fetchall(), key=repr)


def test_no_rows_come_back_as_no_rows(spark: Standalone, tmp_path: Path) -> None:
    with computing(spark.master, tmp_path) as cluster:
        assert rows_of(cluster, "SELECT n FROM none", {"none": "SELECT 1 AS n WHERE false"}) == []


def test_nothing_is_left_in_the_folder_whose_name_may_have_a_space(
    spark: Standalone, tmp_path: Path
) -> None:
    folder = tmp_path / "there and back"
    with computing(spark.master, folder) as cluster:
        assert rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"}) == [(1,)]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT lacking FROM one", "lacking"),
        ("SELECT CAST('x' AS INT) AS n FROM one", "CAST_INVALID_INPUT"),
    ],
)
def test_a_query_that_is_refused_fails_as_the_warehouse_s_would_and_says_why(
    spark: Standalone, tmp_path: Path, sql: str, why: str
) -> None:
    with computing(spark.master, tmp_path) as cluster:
        with pytest.raises(ComputeFailed, match=why):
            rows_of(cluster, sql, {"one": "SELECT 1 AS n"})
        assert rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"}) == [(1,)]


def stop() -> None:
    """Look, and say that it has taken too long."""
    raise WorkTimedOut("a table", 1)


def test_what_is_told_to_stop_stops_and_the_next_query_is_answered(
    spark: Standalone, tmp_path: Path
) -> None:
    with computing(spark.master, tmp_path) as cluster:
        rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"})
        with pytest.raises(WorkTimedOut):
            rows_of(cluster, LONG, {"steps": "SELECT unnest(range(200))"}, stop)
        assert rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"}) == [(1,)]


def test_what_is_told_to_stop_between_two_jobs_begins_no_other(
    spark: Standalone, tmp_path: Path
) -> None:
    steps = tmp_path / "steps.parquet"
    duckdb.sql(f"COPY (SELECT unnest(range(200))) TO '{steps}' (FORMAT parquet)")
    # To name so many inputs takes longer than to look, and there is no job meanwhile.
    inputs = {f"input_{number}": steps for number in range(INPUTS)} | {"steps": steps}
    with computing(spark.master, tmp_path / "way") as cluster:
        rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"})
        with pytest.raises(WorkTimedOut):
            cluster.compute("a table", f"-- give\n{LONG}", inputs, tmp_path / "made", stop)
        assert rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"}) == [(1,)]
    assert not (tmp_path / "made" / "_SUCCESS").exists()


def test_a_session_that_is_open_only_after_everybody_has_left_is_ended_too(
    spark: Standalone, tmp_path: Path
) -> None:
    from pyspark import SparkContext

    with computing(spark.master, tmp_path) as cluster, pytest.raises(WorkTimedOut):
        rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"}, stop)
    callers = [one for one in threading.enumerate() if one.name.startswith("spark")]
    for one in callers:
        one.join(OPENING_SECONDS)
    assert not any(one.is_alive() for one in callers)
    assert SparkContext._active_spark_context is None


def test_a_worker_that_dies_in_the_midst_costs_no_row(
    own_spark: Standalone, tmp_path: Path
) -> None:
    looks = 0

    def kill_once() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            own_spark.kill_worker()

    with computing(own_spark.master, tmp_path / "way") as cluster:
        rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"})
        found = rows_of(cluster, LONG, {"steps": "SELECT unnest(range(8))"}, kill_once)
    assert looks >= 1
    assert [row[1] for row in found] == [800_000] * 4


def test_a_cluster_without_workers_is_named_and_not_waited_for(
    own_spark: Standalone, tmp_path: Path
) -> None:
    own_spark.kill_worker()
    own_spark.kill_worker()
    with (
        computing(own_spark.master, tmp_path / "way", executor_seconds=2.0) as cluster,
        pytest.raises(ClusterLost, match="no worker has had room") as lost,
    ):
        rows_of(cluster, LONG, {"steps": "SELECT unnest(range(8))"})
    assert own_spark.master in str(lost.value)


def test_a_master_that_is_not_there_is_named_with_the_next_step(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        master = f"spark://127.0.0.1:{taken.getsockname()[1]}"
        with (
            computing(master, tmp_path) as cluster,
            pytest.raises(ClusterLost, match="nobody answers") as lost,
        ):
            rows_of(cluster, "SELECT n FROM one", {"one": "SELECT 1 AS n"})
    assert master in str(lost.value)
    assert "unset BOXLINE_SPARK" in str(lost.value)
