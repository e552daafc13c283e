"""A ledger that an older Boxline made gains what may be NULL; one of a stranger is left alone."""

from __future__ import annotations

import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from boxline.errors import StoreDamaged
from boxline.stores.ledger import Ledger
from tests.builders import NOON


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A ledger with one run, made before runs knew their code."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.start("old", "run", NOON)
    ledger.finish("old", "done", NOON, [])
    ledger.close()
    altered(path, "ALTER TABLE runs DROP COLUMN code", "ALTER TABLE runs DROP COLUMN release")
    return path


def altered(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def columns_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(runs)")]


def test_what_a_newer_version_records_is_added_and_older_rows_say_nothing_of_it(
    older: Path,
) -> None:
    ledger = Ledger(older)
    ledger.start("new", "run", NOON, code="c", release="1.0")
    assert [(ledger.run(name) or {})["code"] for name in ("old", "new")] == [None, "c"]
    ledger.close()
    assert columns_of(older)[-2:] == ["code", "release"]


def test_a_column_that_nobody_declares_refuses_the_ledger_and_changes_nothing(older: Path) -> None:
    altered(older, "ALTER TABLE runs ADD COLUMN mood VARCHAR")
    with pytest.raises(StoreDamaged, match="another version of Boxline wrote it"):
        Ledger(older)
    assert "code" not in columns_of(older)


def test_a_lacking_column_that_may_not_be_null_refuses_the_ledger(older: Path) -> None:
    altered(older, "ALTER TABLE runs DROP COLUMN command")
    with pytest.raises(StoreDamaged, match="another version of Boxline wrote it"):
        Ledger(older)
    assert "code" not in columns_of(older)


def _open(path: Path, ready: multiprocessing.Barrier) -> None:  # type: ignore[name-defined]
    ready.wait()
    Ledger(path).close()


def test_of_processes_that_open_it_at_once_none_fails(older: Path) -> None:
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(4)
    opening = [context.Process(target=_open, args=(older, ready)) for _ in range(4)]
    for process in opening:
        process.start()
    for process in opening:
        process.join()
    assert [process.exitcode for process in opening] == [0, 0, 0, 0]
    assert columns_of(older)[-2:] == ["code", "release"]
