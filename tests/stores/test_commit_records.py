"""The records of commits, read whole or around one day."""

from __future__ import annotations

import random
from datetime import date, timedelta

import duckdb

from boxline.engine.versions import Commit, Settled
from boxline.stores.commit_records import read_commits, read_commits_around

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(40)]
NAMES = ("toy_core.one", "toy_core.two")


def recorded() -> tuple[duckdb.DuckDBPyConnection, dict[str, dict[date, Commit]]]:
    """A database with the records of random commits, some of days without content, and those."""
    draw = random.Random(8)
    commits = {
        name: {
            day: Commit(
                0 if draw.random() < 0.1 else draw.getrandbits(128),
                draw.getrandbits(128),
                draw.choice(["a", "b"]),
                draw.randrange(9),
                draw.randrange(3),
            )
            for day in DAYS
            if draw.random() < 0.8
        }
        for name in NAMES
    }
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA ops")
    connection.execute(
        "CREATE TABLE ops.commits (dataset VARCHAR, day DATE, content VARCHAR, inputs VARCHAR, "
        "code VARCHAR, rows_kept BIGINT, rows_rejected BIGINT)"
    )
    for name, of in commits.items():
        for day, one in of.items():
            told = [f"{one.content:032x}", f"{one.inputs:032x}", one.code, one.rows, one.rejected]
            connection.execute(
                "INSERT INTO ops.commits VALUES (?, ?, ?, ?, ?, ?, ?)", [name, day, *told]
            )
    return connection, commits


def test_every_record_comes_back() -> None:
    connection, commits = recorded()
    assert read_commits(connection) == commits


def test_around_a_day_its_own_record_is_whole_and_every_span_of_bounds_sums_to_the_same() -> None:
    connection, commits = recorded()
    for day in DAYS[5:35:3]:
        bounds = [day - timedelta(days=5), day, day + timedelta(days=1), day + timedelta(days=4)]
        near = read_commits_around(connection, NAMES, day, bounds)
        whole, summed = Settled(commits), Settled(near)
        for name in NAMES:
            assert near[name].get(day) == commits[name].get(day)
            firsts = [date.min, *bounds]
            lasts = [bound - timedelta(days=1) for bound in bounds] + [date.max]
            for first in firsts:
                for last in lasts:
                    if first <= last:
                        expected = whole.timeline(name).between(first, last)
                        assert summed.timeline(name).between(first, last) == expected


def test_of_other_datasets_nothing_is_read() -> None:
    connection, _ = recorded()
    assert set(read_commits_around(connection, NAMES[:1], DAYS[7], [DAYS[7]])) == {NAMES[0]}
