"""Runs that found the home held: each has a row, also where the ledger was held as well."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from boxline.engine.conditions import Condition
from boxline.engine.program_version import program_version
from boxline.engine.work import Window
from boxline.errors import HomeBusy, StoreDamaged
from boxline.home import Home
from boxline.home.refusals import REFUSED
from boxline.stores import ledger_on_sqlite
from tests import builders
from tests.builders import leased, named_catalog, run

league_home = partial(builders.league_home, declared=named_catalog)


@contextmanager
def ledger_held(home: Home) -> Iterator[None]:
    """Somebody stands still while he writes it."""
    with closing(sqlite3.connect(home.path / "ledger.sqlite", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield


def refuse(home: Home) -> None:
    """A run that finds the ledger held."""
    with ledger_held(home), pytest.raises(HomeBusy, match="by a process that writes its ledger"):
        home.run("run", Window())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Waits a moment for who writes the ledger."""
    monkeypatch.setattr(ledger_on_sqlite, "WAIT_SECONDS", 0.1)
    return league_home(tmp_path)


def kept(home: Home) -> list[Path]:
    return list((home.path / REFUSED).iterdir())


def rows(home: Home) -> list[tuple[str, str]]:
    return sorted((row["state"], row["message"]) for row in home.ledger.runs(10))


def times_held(home: Home) -> int:
    return home.ledger.conditions.counts()[Condition.HELD][0]


def test_a_run_that_finds_the_home_held_has_its_row_at_once(home: Home) -> None:
    with leased(home.path), pytest.raises(HomeBusy) as busy:
        home.run("run", Window())
    [row] = [row for row in home.ledger.runs(10) if row["state"] == "busy"]
    assert (row["command"], row["message"]) == ("run", str(busy.value))
    assert (row["process_id"], row["code"]) == (os.getpid(), program_version())
    assert row["started_at"] == row["ended_at"] == home.clock().isoformat()
    assert times_held(home) == 1
    assert not (home.path / REFUSED).exists()


def test_one_that_finds_the_ledger_held_has_it_from_the_next_run_on(home: Home) -> None:
    before = rows(home)
    refuse(home)
    assert len(kept(home)) == 1
    assert (rows(home), times_held(home)) == (before, 0)
    run(home)
    assert kept(home) == []
    [(_, message)] = [row for row in rows(home) if row[0] == "busy"]
    assert "is held by a process that writes its ledger" in message
    assert times_held(home) == 1


def test_one_that_is_refused_although_it_has_the_lease_has_its_row_too(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever held the ledger came between the lease and the row."""
    from boxline.home import run_record

    def held(*_given: object) -> None:
        raise HomeBusy(str(home.path), "somebody", 0)

    monkeypatch.setattr(run_record, "take_in_refusals", held)
    with pytest.raises(HomeBusy):
        home.run("run", Window())
    assert [message for state, message in rows(home) if state == "busy"] != []


def test_a_row_that_was_taken_in_before_the_kill_is_not_taken_in_again(home: Home) -> None:
    refuse(home)
    [file] = kept(home)
    body = file.read_bytes()
    run(home)
    file.write_bytes(body)
    run(home)
    assert kept(home) == []
    assert [state for state, _ in rows(home)].count("busy") == 1
    assert times_held(home) == 1


def test_a_file_that_nobody_can_read_is_named_with_the_next_step(home: Home) -> None:
    refuse(home)
    [file] = kept(home)
    whole = file.read_text()
    file.write_text(whole[:20])
    with pytest.raises(StoreDamaged, match=rf"{file.name}.*Remove it: no data is in it"):
        home.run("run", Window())
    file.write_text(whole)
    run(home)
    assert json.loads(whole)["run_id"] in {row["run_id"] for row in home.ledger.runs(10)}
