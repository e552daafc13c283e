"""Whether DuckDB can read the warehouse, tried in a process of its own.

A process that has the file open must not open it a second time, and a damaged file may end the
process that reads it: both are reasons to leave it to a child. `python -m` runs it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from boxline.errors import HomeBusy
from boxline.health.examining.examined import Examined, fine, problem, warning
from boxline.stores.contract_sql import quoted
from boxline.stores.duckdb_errors import first_line
from boxline.stores.lock import locked

_LONGEST_SECONDS = 600
_READABLE, _UNREADABLE, _HELD = "readable", "unreadable", "held"


def examine_warehouse(home: Path, *, is_deep: bool, wait_seconds: float) -> Iterator[Examined]:
    """Whether the warehouse opens, and its records of commits; `is_deep` reads every row.

    Args:
        home: the home.
        is_deep: whether every table is read as a whole.
        wait_seconds: how long to wait for whoever holds it.
    """
    path = home / "warehouse.duckdb"
    if not path.exists():
        return
    command = [sys.executable, "-m", __name__, str(home), str(wait_seconds), str(int(is_deep))]
    next_step = (
        f"Move {path.name}* away: `boxline run` rebuilds it from landing/; see "
        '"The warehouse is damaged" for live predictions.'
    )
    try:
        child = subprocess.run(
            command, capture_output=True, text=True, timeout=_LONGEST_SECONDS, check=False
        )
    except OSError as cause:
        found = f"it was not looked at: {cause.filename}: {cause.strerror}"
        yield problem("warehouse", found, "Mend that first: the next run needs it too.")
        return
    except subprocess.TimeoutExpired:
        yield problem("warehouse", f"{path} was not read in {_LONGEST_SECONDS} s", next_step)
        return
    try:
        outcome = json.loads(child.stdout)
    except ValueError:
        found = f"{path}: reading it ended the process ({child.returncode})"
        yield problem("warehouse", found, next_step)
        return
    if outcome["state"] == _HELD:
        yield warning("warehouse", outcome["told"], "It was not looked at; ask again later.")
    elif outcome["state"] == _UNREADABLE:
        yield problem("warehouse", f"{path}: {outcome['told']}", next_step)
    else:
        yield fine("warehouse", outcome["told"])


def _probe(home: Path, wait_seconds: float, *, is_deep: bool) -> tuple[str, str]:
    try:
        with locked(home / "warehouse.lock", doing="doctor", wait_seconds=wait_seconds):
            return _READABLE, _read(home / "warehouse.duckdb", is_deep=is_deep)
    except HomeBusy as busy:
        return _HELD, f"it is held by {busy.holder}"
    except duckdb.Error as cause:
        return _UNREADABLE, first_line(cause)
    except OSError as cause:
        return _UNREADABLE, f"{cause.filename}: {cause.strerror}"


def _read(path: Path, *, is_deep: bool) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT temporary "
            "ORDER BY ALL"
        ).fetchall()
        names = [name for (name,) in tables]
        for name in names if is_deep else (n for n in names if n.startswith("ops.")):
            connection.execute(f"SELECT max(hash(t)) FROM {quoted(name)} AS t").fetchall()
    how = "every row was read" if is_deep else "--deep reads their rows"
    return f"{len(names)} tables are there; {how}"


if __name__ == "__main__":
    _home, _wait, _is_deep = sys.argv[1:]
    _state, _told = _probe(Path(_home), float(_wait), is_deep=bool(int(_is_deep)))
    sys.stdout.write(json.dumps({"state": _state, "told": _told}))
