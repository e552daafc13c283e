"""Homes that cannot be used, are damaged, were lost in part, or are held by somebody else."""

from __future__ import annotations

import os
import shlex
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from boxline.stores.lock import locked
from tests.cli.answers import (
    BOOKKEEPING,
    PLAYERS,
    SCHEDULE,
    SCHEDULE_REPLY,
    CommandLine,
    changed,
    contents,
    refused,
)


@pytest.fixture(scope="module")
def good(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that can be imported, and that no home has seen."""
    path = tmp_path_factory.mktemp("good") / "some.parquet"
    pq.write_table(pq.read_table(archive / PLAYERS).slice(0, 20), path)
    return path


COMMANDS = [
    "import {good}",
    f"land {SCHEDULE} {{reply}}",
    "plan",
    "run",
    "status",
    "sql 'SELECT 1'",
    "runs list",
    "runs show one",
]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_home_that_is_a_file_is_refused(
    boxline: CommandLine, good: Path, tmp_path: Path, words: str
):
    home = tmp_path / "home"
    home.write_text("mine")
    told = shlex.split(words.format(good=good, reply=SCHEDULE_REPLY))
    answer = boxline(*told, home=home)
    refused(answer, 2, str(home), "it is a file", "Choose another with --home")
    assert home.read_text() == "mine"


@pytest.mark.parametrize("words", ["import {good}", f"land {SCHEDULE} {{reply}}"])
def test_a_home_inside_a_file_is_refused(
    boxline: CommandLine, good: Path, tmp_path: Path, words: str
):
    (tmp_path / "file").write_text("mine")
    told = shlex.split(words.format(good=good, reply=SCHEDULE_REPLY))
    answer = boxline(*told, home=tmp_path / "file" / "home")
    refused(answer, 2, "Not a directory", "Choose another with --home")


def test_a_home_of_nobody_is_refused(boxline: CommandLine):
    refused(boxline("status", home=Path("~nobody-of-this-name/home")), 2, "~nobody", "--home")


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A folder in which nobody may write, also where the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.rmdir()


@pytest.mark.parametrize(
    ("below", "code", "parts"),
    [
        ("", 1, ["unable to open database file", "Check its permissions"]),
        ("home", 2, ["Permission denied", "Choose another with --home"]),
    ],
)
def test_a_home_that_cannot_be_written_is_refused(
    boxline: CommandLine,
    settled_copy: Path,  # by now every module is imported, should nobody be able to read them
    unwritable: Path,
    below: str,
    code: int,
    parts: list[str],
):
    refused(boxline("run", home=unwritable / below), code, str(unwritable / below), *parts)
    assert list(unwritable.iterdir()) == []


DAMAGED = [
    ("ledger.sqlite", ["run", "plan", "runs list", "runs show one", "import {good}"], "a new one"),
    ("warehouse.duckdb", ["run", "plan", "import {good}"], "`boxline run` rebuilds it"),
    (
        "snapshot/current.json",
        ["run", "status", "sql 'SELECT 1'"],
        "`boxline run` writes a new one",
    ),
    ("snapshot/nba_core.games", ["status", "sql 'SELECT 1'"], "`boxline run` writes a new one"),
    ("published/current/manifest.json", ["run", "plan", "status"], "`boxline run` makes it anew"),
]


def damage(path: Path, how: str) -> None:
    """Spoil a file, or every file of a folder."""
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        body = file.read_bytes()
        third = len(body) // 3
        whole = 4_096 if "ledger" in file.name else 12_288  # the headers say that all is well
        spoilt = {
            "emptied": b"",
            "cut": body[: len(body) // 2],
            "written over": b"not what it was. " * 1_000,
            "damaged inside": body[:whole] + b"\xa5" * len(body[whole:]),
            "damaged between its ends": body[:third] + b"\xa5" * third + body[2 * third :],
        }
        file.write_bytes(spoilt[how])


@pytest.mark.parametrize(("file", "commands", "next_step"), DAMAGED)
@pytest.mark.parametrize("how", ["emptied", "cut", "written over", "damaged inside"])
def test_a_damaged_file_of_the_home_is_named_with_the_way_out(
    boxline: CommandLine,
    good: Path,
    settled: Path,
    file: str,
    commands: list[str],
    next_step: str,
    how: str,
):
    if (file, how) == ("ledger.sqlite", "emptied"):
        pytest.skip("an empty file is a new ledger")
    if (file, how) == ("snapshot/nba_core.games", "damaged inside"):
        pytest.skip("the next test: it is found where its rows are read")
    damage(settled / file, how)
    before = contents(settled)
    for words in commands:
        told = shlex.split(words.format(good=good))
        answer = boxline(*told, home=settled)
        refused(answer, 1, str(settled / file), "cannot be read", "away", next_step)
    found = changed(before, contents(settled), apart=BOOKKEEPING)
    assert [path for path in found if not path.startswith("landing/")] == []


@pytest.mark.parametrize("words", [["status"], ["sql", "FROM nba_core.games"]], ids=lambda w: w[0])
def test_a_table_whose_rows_are_damaged_is_no_fault_of_the_query(
    boxline: CommandLine, settled: Path, words: list[str]
):
    damage(settled / "snapshot/nba_core.games", "damaged between its ends")
    answer = boxline(*words, home=settled)
    refused(answer, 1, str(settled / "snapshot"), "cannot be read", "away: `boxline run`")


@pytest.mark.parametrize(
    "lost",
    [
        "ledger.sqlite",
        *(
            pytest.param(lost, marks=pytest.mark.thorough)  # whole seasons are made anew
            for lost in ("warehouse.duckdb", "snapshot", "published")
        ),
    ],
)
def test_what_was_moved_away_is_made_anew_by_a_run(
    boxline: CommandLine, settled: Path, tmp_path: Path, lost: str
):
    asked = "SELECT * FROM nba_predictions.prediction_accuracy ORDER BY ALL"
    before, published = boxline("sql", asked, home=settled), contents(settled / "published/current")
    (settled / lost).rename(tmp_path / "away")
    assert boxline("run", home=settled).exit == 0
    assert boxline("sql", asked, home=settled) == before
    assert contents(settled / "published/current").keys() == published.keys()
    assert boxline("run", home=settled).talk == "Nothing to do.\n"


def test_a_held_warehouse_is_not_waited_for_without_end_and_its_holder_is_named(
    boxline: CommandLine, good: Path, settled: Path
):
    before = contents(settled)
    boxline.now += timedelta(hours=1)
    with locked(settled / "warehouse.lock", doing="run", wait_seconds=0):
        for words in (["run"], ["run", "--json"], ["plan"]):
            held_by = f"is held by process {os.getpid()} (run, since "
            answer = boxline(*words, home=settled)
            refused(answer, 1, str(settled), held_by, "Wait for it to finish, or end that process")
        assert boxline("status", home=settled).exit == 0
        assert boxline("sql", "SELECT 1", home=settled).exit == 0
    assert changed(before, contents(settled), apart=BOOKKEEPING) == set()
    newest, *_ = boxline("runs", "list", "--json", home=settled).json
    assert newest["state"] == "failed"
    assert "is held by process" in newest["message"]


def test_what_landed_while_the_warehouse_was_held_is_loaded_by_the_next_run(
    boxline: CommandLine, settled: Path
):
    with locked(settled / "warehouse.lock", doing="run", wait_seconds=0):
        refused(boxline("land", SCHEDULE, SCHEDULE_REPLY, home=settled), 1, "is held by process")
    (load, *_) = boxline("run", "--json", home=settled).json["steps"]
    assert (load["dataset"], load["rows_stored"]) == (SCHEDULE, 2)
