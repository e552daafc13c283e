"""The toy league's pipeline: commands, the homes they work on, and what a home then holds."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from boxline.catalog import Catalog, Export, Raw, build_catalog, modules_of
from boxline.config import Settings
from boxline.engine.work import Window
from boxline.home import Home
from boxline.stores.lock import is_locked
from boxline.stores.reading import open_snapshot
from tests.faults.effects import PROCESS

#: The last two games are still to come.
EVENING = datetime(2025, 3, 4, 16, tzinfo=UTC)
CORRECTED = EVENING + timedelta(hours=1)
RESULTS = "toy_raw.scores"


def toy_catalog() -> Catalog:
    """The declarations of `tests.faults.league`."""
    return build_catalog(modules_of(["tests.faults.league"]))


def toy_home(path: Path, catalog: Catalog, now: datetime) -> Home:
    """A home of the toy league whose clock stands still, and whose lease is never renewed for want
    of time: however slow the machine is, each command has the same effects."""
    settings = Settings(home=path, lock_wait_seconds=0.5, lease_seconds=3600)
    return Home(settings=settings, clock=lambda: now, declared=lambda: catalog)


def line(name: str, day: int, goals: list[int] | None, away: str = "B") -> dict[str, Any]:
    return {
        "id": name,
        "day": date(2025, 3, day).isoformat(),
        "starts_at": f"2025-03-{day:02d}T20:00:00Z",
        "home": "A",
        "away": away,
        "goals": goals,
    }


#: A side without a name is rejected by the analytics, a game of 99 goals by the raw table.
FIRST = [line("g1", 1, [2, 1]), line("g2", 2, [0, 3], away=""), line("bad", 2, [99, 0])]
SECOND = [line("g3", 3, [1, 1]), line("g4", 4, None), line("g5", 5, None)]
CORRECTION = [line("g1", 1, [5, 1]), line("g2", 2, [0, 3])]


def land(home: Home, lines: list[dict[str, Any]], name: str) -> None:
    raw = home.catalog[RESULTS]
    assert isinstance(raw, Raw)
    body = json.dumps({"rows": lines}).encode()
    home.land(raw, [(name, body)], fetched_at=home.clock())


def _bring_in(home: Home) -> None:
    land(home, FIRST, "first.json")
    land(home, SECOND, "second.json")
    _well(home.load("land"))


def _run(home: Home) -> None:
    _well(home.run("run", Window()))


def _correct(home: Home) -> None:
    land(home, CORRECTION, "correction.json")


def _well(report: Any) -> None:
    assert not report.failures, report.failures


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a user does, and when; killed, it is given again."""

    name: str
    now: datetime
    do: Callable[[Home], None]


COMMANDS = (
    Command(name="land and load two replies", now=EVENING, do=_bring_in),
    Command(name="run", now=EVENING, do=_run),
    Command(name="land a correction", now=CORRECTED, do=_correct),
    Command(name="run again", now=CORRECTED, do=_run),
)


def give(command: Command, path: Path, catalog: Catalog) -> None:
    """Give one command as a process of its own would."""
    home = toy_home(path, catalog, command.now)
    command.do(home)
    home.close()


def state_of(path: Path, catalog: Catalog) -> dict[str, Any]:
    """Everything that a home holds, without the ids and instants of its runs."""
    home = toy_home(path, catalog, CORRECTED)
    stored = [d for d in catalog.datasets.values() if not isinstance(d, Export)]
    found: dict[str, Any] = {}
    with home.warehouse("look", prepare=False) as warehouse:
        for name in (*(d.name for d in stored), *RECORDS):
            rows = warehouse.connection.execute(f"SELECT {_kept(name)} FROM {name} ORDER BY ALL")
            found[name] = rows.fetchall()
    found["rejects"] = sorted(home.ledger.rejects(), key=repr)
    found["landed"] = sorted(landed.landed_id for landed in home.ledger.landed())
    found["described"] = sorted(landed.landed_id for landed in home.landing.described())
    check_what_readers_see(path)
    found["published"] = home.published.manifest()["documents"]
    found |= _seen_in_snapshot(home)
    found["models"] = home.models.kept()
    found["is_locked"] = is_locked(path / "warehouse.lock")
    found["lease"] = home.ledger.leases.holder()
    found["strays"] = strays(path)
    home.close()
    return found


#: Records in the warehouse beside the declared tables.
RECORDS = ("ops.commits", "ops.loads")


def _kept(name: str) -> str:
    return "* EXCLUDE (run_id, committed_at)" if name in RECORDS else "*"


def check_what_readers_see(path: Path) -> None:
    """Fail where the published set or the snapshot is not whole; a reader may look at any time."""
    current = (path / "published" / "current").resolve()
    if current.exists():
        listed = json.loads((current / "manifest.json").read_text())["documents"]
        for document, entry in listed.items():
            body = (current / document).read_bytes()
            assert hashlib.sha256(body).hexdigest() == entry["sha256"], f"{document} is another"
        found = {str(file.relative_to(current)) for file in current.rglob("*") if file.is_file()}
        assert found == {"manifest.json", *listed}
    snapshot = path / "snapshot"
    if (snapshot / "current.json").exists():
        for table in json.loads((snapshot / "current.json").read_text())["tables"].values():
            for file in table["files"]:
                pq.read_metadata(snapshot / file["path"])


def _seen_in_snapshot(home: Home) -> dict[str, Any]:
    manifest = home.snapshot.manifest()
    if manifest is None:
        return {}
    with open_snapshot(home.snapshot) as connection:
        return {
            f"snapshot of {name}": connection.execute(
                f"SELECT {_kept(name)} FROM {name} ORDER BY ALL"
            ).fetchall()
            for name in manifest["tables"]
        }


def strays(path: Path) -> list[str]:
    """What a killed process left half-made, and nobody has cleared away."""
    found = [p for p in path.rglob("*") if p.name.endswith(".tmp")]
    found += (path / "published").glob("current.*")
    sets = path / "published" / "sets"
    found += [p for p in sets.glob("*") if not (p / "manifest.json").exists()]
    return sorted(str(p.relative_to(path)) for p in found)


def files_of(path: Path) -> set[str]:
    """The names of a home's files, without those of processes, logs of runs, and SQLite's own
    beside the ledger, which come and go with its connections."""
    files = (file for file in path.rglob("*") if file.is_symlink() or file.is_file())
    names = (PROCESS.sub("PID", str(file.relative_to(path))) for file in files)
    return {name for name in names if not name.startswith(("ledger.sqlite-", "logs/"))}


#: Rows of the ledger that say which process did something when.
OF_RUNS = 'INSERT INTO "(runs|leases)"'


def image_of(path: Path) -> str:
    """A hash of all that a home's files hold. Of the ledger its rows count, not its bytes; the
    numbers of processes, logs of runs, and what the lock file says of its last holder, count
    nowhere."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        name = PROCESS.sub("PID", str(file.relative_to(path)))
        if file.is_symlink():
            digest.update(f"{name} {file.readlink()}".encode())
        elif file.is_file() and not name.startswith(("ledger.sqlite", "warehouse.lock", "logs/")):
            digest.update(f"{name} {file.stat().st_size} ".encode() + file.read_bytes())
    with TemporaryDirectory() as copies:
        for file in path.glob("ledger.sqlite*"):
            shutil.copy(file, copies)
        with closing(sqlite3.connect(Path(copies) / "ledger.sqlite")) as ledger:
            rows = [row for row in ledger.iterdump() if not re.match(OF_RUNS, row)]
    return f"{digest.hexdigest()} {rows}"
