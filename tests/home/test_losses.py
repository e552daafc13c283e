"""A lost ledger, and a warehouse put back from an old copy: a run alone makes them good."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.sandbox.servers import SandboxServer
from boxline.stores.ledger_loss import MADE_ANEW
from tests.builders import commits_of, rows_of
from tests.faults.pipeline import (
    COMMANDS,
    CORRECTED,
    FIRST,
    give,
    state_of,
    toy_catalog,
    toy_home,
)
from tests.home.fetched_home import (
    LATER,
    LINES,
    box_score_home,
    games_asked,
    healed,
    healing,
    run,
)


def lose(home: Path, pattern: str) -> None:
    lost = list(home.glob(pattern))
    assert lost
    for path in lost:
        path.unlink()


def landings(home: Home) -> set[tuple[str, str]]:
    return {(one.landed_id, one.dataset) for one in home.ledger.landed()}


def test_without_its_ledger_a_home_asks_for_nothing_again_and_does_no_work_twice(
    whole: Home, server: SandboxServer
) -> None:
    rows, index, commits = rows_of(whole, LINES), landings(whole), commits_of(whole)
    before = games_asked(server)
    whole.close()
    lose(whole.path, "ledger.sqlite*")
    home = box_score_home(whole.path, server, now=LATER)
    assert not run(home).steps
    assert landings(home) == index
    assert (rows_of(home, LINES), commits_of(home)) == (rows, commits)
    assert games_asked(server) == before
    # Those before went with the ledger; that it was lost is told beside the one since.
    assert {one["command"] for one in home.ledger.runs(10)} == {MADE_ANEW, "run"}
    # That replies were seen again, unchanged, was known to the ledger alone: of those it asks once.
    again = healing(home).repairs
    assert not any(one.gaps for one in again)
    healed(home)
    assert games_asked(server) == before + len(again)
    assert not healing(home).repairs
    home.close()


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A toy home after all its commands, and all that it holds."""
    path, catalog = tmp_path_factory.mktemp("toy") / "home", toy_catalog()
    for command in COMMANDS:
        give(command, path, catalog)
    return path, state_of(path, catalog)


def test_without_its_ledger_a_home_has_the_same_rejects_after_a_run(
    toy: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path, whole = toy
    assert whole["rejects"]
    copy = shutil.copytree(path, tmp_path / "home", symlinks=True)
    lose(copy, "ledger.sqlite*")
    home = toy_home(copy, toy_catalog(), CORRECTED)
    run(home)
    assert not run(home).steps
    home.close()
    found = state_of(copy, toy_catalog())
    # What a landed object added when it was read first, it does not add again.
    for name in ("ops.loads", "snapshot of ops.loads"):
        assert len(found.pop(name)) == len(whole[name])
    assert found == {name: whole[name] for name in found}


def test_an_old_copy_of_the_warehouse_reaches_the_rows_of_today_by_a_run(
    begun: Path, server: SandboxServer, tmp_path: Path
) -> None:
    path = shutil.copytree(begun, tmp_path / "home", symlinks=True)
    shutil.copy(path / "warehouse.duckdb", tmp_path / "old.duckdb")
    home = box_score_home(path, server, now=LATER)
    old = rows_of(home, LINES)
    assert not healed(home).report.failures
    today, asked = rows_of(home, LINES), games_asked(server)
    assert len(today) > len(old)
    home.close()

    lose(path, "warehouse.duckdb*")
    shutil.copy(tmp_path / "old.duckdb", path / "warehouse.duckdb")
    home = box_score_home(path, server, now=LATER)
    assert rows_of(home, LINES) == old
    assert not run(home).failures
    assert rows_of(home, LINES) == today
    assert not run(home).steps
    assert games_asked(server) == asked
    home.close()


def test_an_old_copy_of_the_warehouse_forgets_no_correction(
    toy: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """The copy is of before the correction landed, which the ledger knows as read."""
    _, whole = toy
    path, catalog = tmp_path / "home", toy_catalog()
    for command in COMMANDS[:2]:
        give(command, path, catalog)
    shutil.copy(path / "warehouse.duckdb", tmp_path / "old.duckdb")
    for command in COMMANDS[2:]:
        give(command, path, catalog)
    shutil.copy(tmp_path / "old.duckdb", path / "warehouse.duckdb")
    home = toy_home(path, catalog, CORRECTED)
    assert not run(home).failures
    home.close()
    assert len(FIRST) > 2
    assert state_of(path, catalog) == whole
