"""`boxline prune`: what is declared to be kept no longer goes, and nothing that is counted on."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boxline.home.retention import FOR_EVER, RETENTION
from boxline.stores.durable import TEMPORARY
from tests.builders import NOON, home_at, leased, named_catalog
from tests.cli.answers import SCHEDULE, SCHEDULE_REPLY, CommandLine, contents, refused

LONG_AGO = NOON - timedelta(days=1000)
OPERATIONS = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command."""
    line = CommandLine(capsys, monkeypatch)
    line.declared = named_catalog
    return line


@pytest.fixture
def home(boxline: CommandLine, tmp_path: Path) -> Path:
    """A home that has one landed file, and one run of long ago besides today's."""
    path = tmp_path / "home"
    assert boxline("tokens", "new", "nightly", home=path).exit == 0
    here = home_at(path, declared=named_catalog)
    for run_id, at in (("old", LONG_AGO), ("new", NOON)):
        here.ledger.start(run_id, "run", at)
        here.ledger.finish(run_id, "done", at, [])
    here.close()
    return path


def add(home: Path, table: str, **values: object) -> None:
    """A row of the ledger."""
    with closing(sqlite3.connect(home / "ledger.sqlite")) as ledger, ledger:
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        ledger.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values.values()))


def held(home: Path, query: str) -> list[object]:
    """One column of the ledger."""
    with closing(sqlite3.connect(home / "ledger.sqlite")) as ledger:
        return [row[0] for row in ledger.execute(query)]


def pruned(boxline: CommandLine, home: Path, *words: str) -> dict[str, tuple[int, int, int]]:
    """What goes: rows, files and bytes, by what it is."""
    answer = boxline("prune", "--json", *words, home=home)
    assert (answer.exit, answer.talk) == (0, "")
    found = {row["what"]: (row["rows"], row["files"], row["bytes"]) for row in answer.json}
    return {what: gone for what, gone in found.items() if any(gone)}


def exchange(home: Path, at: datetime, code: str = "", host: str = "api", cell: str = "1") -> None:
    add(
        home,
        "exchanges",
        at=at.isoformat(),
        run_id="old",
        provider="p",
        host=host,
        dataset="d",
        cell=cell,
        page=1,
        attempt=1,
        status=200,
        code=code,
        is_settled=1,
        sha256="",
        headers="{}",
        seconds=0.1,
    )


def test_an_old_run_goes_with_its_steps_and_the_newest_stays_whatever_its_age(
    boxline: CommandLine, home: Path
):
    step = {"dataset": "d", "days": 1, "reason": "r", "seconds": 0.1}
    counts = dict.fromkeys(("rows_in", "rows_kept", "rows_rejected", "rows_stored"), 0)
    for run_id in ("old", "new"):
        add(home, "steps", run_id=run_id, **step, **counts)
    assert pruned(boxline, home) == {"runs": (2, 0, 0)}
    assert (
        held(home, "SELECT run_id FROM runs") == held(home, "SELECT run_id FROM steps") == ["new"]
    )
    boxline.now += timedelta(days=10_000)
    assert pruned(boxline, home) == {}


def test_a_run_that_wrote_no_end_stays(boxline: CommandLine, home: Path):
    with closing(sqlite3.connect(home / "ledger.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE runs SET ended_at = NULL WHERE run_id = 'old'")
    assert pruned(boxline, home) == {}


def test_the_newest_exchange_of_each_kind_stays_for_it_is_gone_by(boxline: CommandLine, home: Path):
    old = LONG_AGO
    exchange(home, old)
    exchange(home, old + timedelta(hours=1))
    exchange(home, old, code="server_failed")
    exchange(home, old, host="other")
    exchange(home, old, cell="2")
    exchange(home, old, code="not_yet")
    exchange(home, old + timedelta(hours=1), code="not_yet")
    exchange(home, NOON, cell="2")
    assert pruned(boxline, home)["exchanges"] == (2, 0, 0)
    kept = held(home, "SELECT host || ' ' || cell || ' ' || code FROM exchanges")
    assert sorted(map(str, kept)) == [
        "api 1 ",
        "api 1 not_yet",
        "api 1 not_yet",
        "api 1 server_failed",
        "api 2 ",
        "other 1 ",
    ]


def test_calls_and_credits_of_long_ago_go_and_tokens_stay(boxline: CommandLine, home: Path):
    call = {
        "token": "t",
        "client": "c",
        "method": "POST",
        "path": "/run",
        "asked": "",
        "status": 202,
    }
    for at in (LONG_AGO, NOON):
        add(home, "audit", at=at.isoformat(), run_id="", calls=1, **call)
        add(home, "credits", provider="p", day=at.date().isoformat(), spent=1)
    found = pruned(boxline, home)
    assert (found["audit"], found["exchanges"]) == ((1, 0, 0), (1, 0, 0))
    assert len(boxline("tokens", "list", "--json", home=home).json) == 1


def test_rejects_stay_as_long_as_what_they_are_of(boxline: CommandLine, home: Path):
    boxline.now = NOON
    boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
    (landed,) = held(home, "SELECT landed_id FROM landed")
    rest = {"file": "f", "row": 1, "field": "x", "value": "", "reason": "r", "content": "{}"}
    for scope in (landed, "0" * 32, "2015-01-01"):
        add(home, "rejects", dataset="d", scope=scope, **rest)
    assert pruned(boxline, home)["rejects"] == (1, 0, 0)
    kept = held(home, "SELECT scope FROM rejects WHERE dataset = 'd'")
    assert sorted(map(str, kept)) == sorted([str(landed), "2015-01-01"])


def write(path: Path, size: int, *, at: datetime = LONG_AGO) -> Path:
    """A file of so many bytes that was last changed at an instant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_logs_go_by_the_moment_in_their_name(boxline: CommandLine, home: Path):
    old = write(home / "logs" / f"{LONG_AGO:%Y%m%dT%H%M%S}-0a.log", 10)
    new = write(home / "logs" / f"{NOON:%Y%m%dT%H%M%S}-0b.log", 10)
    assert pruned(boxline, home)["logs"] == (0, 1, 10)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_scratch_home_that_nobody_touched_for_long_goes_unless_somebody_is_at_work_there(
    boxline: CommandLine, home: Path
):
    idle, busy, young = (home / "as-of" / name for name in ("2024-01-01", "2024-01-02", "2025"))
    for path in (idle, busy):
        write(path / "warehouse.duckdb", 100)
    write(young / "warehouse.duckdb", 100, at=datetime.now(UTC) + timedelta(days=9_999))
    with leased(busy):
        for path in (idle, busy, *busy.iterdir()):
            os.utime(path, (LONG_AGO.timestamp(),) * 2)
        _, files, size = pruned(boxline, home)["as-of"]
    assert (files, size) == (1, 100)
    assert (idle.exists(), busy.exists(), young.exists()) == (False, True, True)


def test_what_killed_processes_left_goes_and_what_is_being_written_stays(
    boxline: CommandLine, home: Path
):
    cut = write(home / "models" / f"m.1{TEMPORARY}", 7)
    write(home / "spill" / "duckdb_temp_block-1.block", 5)
    writing = write(home / "models" / f"m.2{TEMPORARY}", 3)
    with writing.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert pruned(boxline, home)["leftovers"] == (0, 2, 12)
    assert (cut.exists(), writing.exists()) == (False, True)


def test_a_dry_run_shows_the_same_and_removes_nothing(boxline: CommandLine, home: Path):
    write(home / "logs" / f"{LONG_AGO:%Y%m%dT%H%M%S}-0a.log", 10)
    before = contents(home)
    would = pruned(boxline, home, "--dry-run")
    assert {path: told for path, told in contents(home).items() if path in before} == before
    assert would == pruned(boxline, home) == {"runs": (1, 0, 0), "logs": (0, 1, 10)}
    assert pruned(boxline, home) == {}


def test_landed_files_tables_and_models_are_never_touched(boxline: CommandLine, home: Path):
    boxline("land", SCHEDULE, SCHEDULE_REPLY, home=home)
    write(home / "models" / "0.model.zst", 9)
    write(home / "backtests" / "one" / "result.json", 9)
    kept = ("landing", "models", "backtests", "warehouse.duckdb")
    before = {part: contents(home / part) for part in kept if part != "warehouse.duckdb"}
    told = (home / "warehouse.duckdb").read_bytes()
    boxline.now += timedelta(days=10_000)
    pruned(boxline, home)
    assert {part: contents(home / part) for part in before} == before
    assert (home / "warehouse.duckdb").read_bytes() == told


def test_who_is_at_work_is_waited_for_and_named(boxline: CommandLine, home: Path):
    with leased(home):
        refused(boxline("prune", home=home), 1, f"is held by process {os.getpid()}")
        assert pruned(boxline, home, "--dry-run") == {"runs": (1, 0, 0)}
    assert held(home, "SELECT count(*) FROM runs") == [2]


def test_where_there_is_no_home_none_is_made(boxline: CommandLine, tmp_path: Path):
    answer = boxline("prune", home=tmp_path / "none")
    assert (answer.exit, answer.talk) == (0, "There is nothing to prune.\n")
    assert not (tmp_path / "none").exists()


def test_each_declaration_says_how_long_and_why_and_the_page_has_them_all() -> None:
    for one in RETENTION:
        assert bool(one.kept) != bool(one.setting), one.what
        kept = f"`{one.setting}` days" if one.setting else one.kept
        assert f"| {one.what} | {kept} | {one.why} |" in OPERATIONS
    assert {one.what for one in RETENTION if one.kept == FOR_EVER} >= {"landing", "warehouse"}
    assert not any(one.is_pruned for one in RETENTION if one.kept == FOR_EVER)
