"""A home whose ledger is on Postgres does what one does whose ledger is a file of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import psycopg

from boxline.home import Home
from tests.fetching.sandboxed import WEEK, fetching_home, sandbox
from tests.scale.postgres.server import Server


def run(home: Home) -> Home:
    home.run("run", WEEK)
    home.close()
    return home


def rows_of(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every table of the warehouse that is not about runs, whole."""
    with duckdb.connect(str(home.path / "warehouse.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables "
            "WHERE table_schema LIKE 'nba_%' ORDER BY ALL"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
            for (name,) in tables
        }


def test_a_run_fetches_computes_and_publishes_the_same(tmp_path: Path, url: str) -> None:
    with sandbox() as server:
        plain = run(fetching_home(tmp_path / "plain", server))
        asked = len(server.log.after())
        shared = run(fetching_home(tmp_path / "shared", server, ledger=url))
        assert len(server.log.after()) == 2 * asked
        assert not (shared.path / "ledger.sqlite").exists()
        assert rows_of(shared) == rows_of(plain)
        again = fetching_home(tmp_path / "shared", server, ledger=url)
        report = again.run("run", WEEK)
        assert (report.steps, report.failures) == ([], [])
        assert len(server.log.after()) == 2 * asked
        told = [(each["command"], each["state"]) for each in again.ledger.runs(9)]
        assert told == [("run", "done"), ("run", "done")]
        again.close()


def test_a_user_who_owns_the_database_and_nothing_else_is_enough(
    tmp_path: Path, postgres: Server
) -> None:
    url = postgres.new_database_of_another()
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert found.fetchone() == (False,)
    with sandbox() as server:
        home = fetching_home(tmp_path / "home", server, ledger=url)
        assert home.run("run", WEEK).failures == []
        assert [each["state"] for each in home.ledger.runs(9)] == ["done"]
        home.close()
