"""Eight processes over one backfill: every reply is asked for once, whoever is killed meanwhile."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections import Counter
from pathlib import Path
from typing import TypeAlias

import duckdb
import psycopg
import pytest
import sqlalchemy as sa

from boxline.sandbox.servers import SandboxServer
from boxline.stores.claim_tables import WANTED
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_on_postgres import OnPostgres
from tests.scale.postgres.workers import DATASETS, Workers, season_words, slow_sandbox

#: Requests of the sandbox after which a worker is killed.
KILLED_AFTER = (12, 35, 60)
SECONDS_A_REPLY = 0.4

Rows: TypeAlias = dict[str, list[tuple[object, ...]]]


def requests(server: SandboxServer) -> Counter[str]:
    return Counter(f"{each.host}{each.path}?{each.query}" for each in server.log.after())


def loaded(home: Path) -> Rows:
    """Rows of each raw table, without when they were known."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        return {
            name: warehouse.execute(
                f"SELECT * EXCLUDE (known_at) FROM {name} ORDER BY ALL"
            ).fetchall()
            for name in DATASETS
        }


def runs_of(url: str, home: Path) -> list[tuple[str, str]]:
    """How each run ended, and what it said of that."""
    ledger = Ledger(home / "ledger.sqlite", OnPostgres(url))
    try:
        return [(run["state"], run["message"] or "") for run in ledger.runs(100)]
    finally:
        ledger.close()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Counter[str], Rows]:
    """What one worker asks for, by a ledger of his own, and what he loads."""
    home = tmp_path_factory.mktemp("alone") / "home"
    with slow_sandbox(0.0) as (server, _):
        workers = Workers(home=home, sandbox=server.url, ledger="", words=season_words(*DATASETS))
        workers.start(1)
        ends = workers.end()
        assert [code for code, _ in ends] == [0], ends
        return requests(server), loaded(home)


def test_eight_workers_ask_for_what_one_does_and_for_nothing_twice(
    tmp_path: Path, url: str, alone: tuple[Counter[str], Rows]
) -> None:
    with slow_sandbox(SECONDS_A_REPLY) as (server, _):
        workers = Workers(
            home=tmp_path / "home", sandbox=server.url, ledger=url, words=season_words(*DATASETS)
        )
        workers.start(8)
        ends = workers.end()
        assert [code for code, _ in ends] == [0] * 8, ends
        assert requests(server) == alone[0], ends
    assert loaded(workers.home) == alone[1]
    assert runs_of(url, workers.home) == [("done", "")]
    assert len([said for _, said in ends if cells_asked(said)]) > 1, ends
    assert deadlocks(url) == 0


def test_three_of_them_killed_at_random_leave_nothing_undone(
    tmp_path: Path, url: str, alone: tuple[Counter[str], Rows]
) -> None:
    chance, held = random.Random(10), 0
    with slow_sandbox(SECONDS_A_REPLY) as (server, _):
        workers = Workers(
            home=tmp_path / "home", sandbox=server.url, ledger=url, words=season_words(*DATASETS)
        )
        workers.start(8)
        for asked in KILLED_AFTER:
            until = time.monotonic() + 120
            while len(server.log.after()) < asked and time.monotonic() < until:
                time.sleep(0.02)
            victim = chance.choice(workers.alive())
            os.kill(victim.pid, signal.SIGSTOP)  # so that what he is at can be seen
            held += cells_held(url, victim.pid)
            workers.kill(victim)
        ends = workers.end()
        assert "Traceback" not in "".join(said for _, said in ends), ends
        killed = len(KILLED_AFTER)
        codes = Counter(code for code, _ in ends)
        assert codes == {-signal.SIGKILL: killed, 0: 8 - killed}, ends
        found = requests(server)
    assert found.keys() == alone[0].keys(), "all was asked for, and nothing else"
    assert sum((found - alone[0]).values()) <= held, "twice only what a killed one was at"
    assert loaded(workers.home) == alone[1]
    told = Counter(state for state, _ in runs_of(url, workers.home))
    assert told["done"] == 1
    assert set(told) <= {"done", "lost"}
    assert deadlocks(url) == 0


def cells_asked(said: str) -> int:
    """How many cells a worker says that he asked for, for others."""
    found = re.search(r"Asked for others: (\d+);", said)
    return int(found[1]) if found else 0


def deadlocks(url: str) -> int:
    """How many the server has broken in this database."""
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def cells_held(url: str, process_id: int) -> int:
    """How many cells a process is at."""
    engine = OnPostgres(url).engine()
    mine = (WANTED.c.pid == process_id) & WANTED.c.error.is_(None)
    try:
        with engine.connect() as connection:
            query = sa.select(sa.func.count()).select_from(WANTED).where(mine)
            return int(connection.execute(query).scalar_one())
    finally:
        engine.dispose()
