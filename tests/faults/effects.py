"""Every effect of the product, intercepted from outside: counted, and killed at.

An effect changes a file, the warehouse or the ledger. `Effects.install` wraps the functions of the
operating system, DuckDB and SQLAlchemy by which the product makes them, for the rest of the
process: so it is called in a process that ends soon. What only reads is no effect.
"""

from __future__ import annotations

import builtins
import io
import os
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

MUTATING = re.compile(
    r"\s*(ATTACH|BEGIN|COMMIT|ROLLBACK|CHECKPOINT|COPY|CREATE|DROP|ALTER|INSERT|UPDATE|DELETE|"
    r"MERGE)\b",
    re.IGNORECASE,
)
OPENING = re.compile(r"\s*ATTACH '[^']*warehouse\.duckdb'")
#: What differs from one process to the next in the name of a file: the process, and the version of
#: a record, which holds the run's id.
PROCESS = re.compile(r"(?<=\.)\d+(?=(\.tmp)?$)|(?<=/all-)[0-9a-f]{16}")


class Effects:
    """The effects of this process in order, numbered from 1.

    Right before one is right after the one before it: nothing lies between them. So that there is
    a moment after the last one, the command's end is met as well.

    Args:
        home: only files in this folder count.
        kill_at: the number of the effect at which the process ends itself by SIGKILL, before
            anything of it is done; 0 for none.
        tell: is told of each effect before it happens, and while nothing else happens.
    """

    def __init__(
        self, home: Path, *, kill_at: int = 0, tell: Callable[[str], None] = lambda label: None
    ) -> None:
        self._within = f"{home.resolve()}/"
        self._kill_at, self._tell = kill_at, tell
        self._lock = threading.Lock()
        self._count = 0

    def meet(self, label: str) -> None:
        """Count an effect that is about to happen, or a moment at which the process may die."""
        with self._lock:
            self._count += 1
            self._tell(label)
            if self._count == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Intercept every effect of this process from now on."""
        for name in ("replace", "rename", "link", "symlink"):
            self._wrap(os, name, path_at=1)
        for name in ("unlink", "remove", "rmdir"):
            self._wrap(os, name, is_effect=_exists)
        self._wrap(os, "mkdir", is_effect=_is_new_folder)
        for name in ("fsync", "ftruncate", "pwrite"):
            self._wrap(os, name)
        self._wrap(builtins, "open", is_effect=_writes)
        self._wrap(io, "open", is_effect=_writes)
        self._wrap_ledger()
        self._wrap_warehouse()

    def _wrap(
        self,
        owner: Any,
        name: str,
        *,
        path_at: int = 0,
        is_effect: Callable[..., bool] = lambda *_, **__: True,
    ) -> None:
        original = getattr(owner, name)

        def wrapped(*given: Any, **named: Any) -> Any:
            place = self._place(given[path_at], named.get("dir_fd"))
            if place is None or not is_effect(*given, **named):
                return original(*given, **named)
            self.meet(f"{name} {place}")
            result = original(*given, **named)
            if name == "open":
                self.meet(f"write {place}")  # it is there, and empty
            return result

        setattr(owner, name, wrapped)

    def _place(self, path: Any, folder: int | None) -> str | None:
        """A path, or an open file, inside the home; None for another."""
        if isinstance(path, int):
            path = Path(f"/proc/self/fd/{path}").readlink()
        elif folder is not None:
            path = Path(f"/proc/self/fd/{folder}").readlink() / os.fsdecode(path)
        whole = Path(os.fsdecode(path))
        found = f"{os.path.realpath(whole.parent)}/{whole.name}"  # a link counts where it stands
        if not found.startswith(self._within):
            return None
        return PROCESS.sub("PID", found.removeprefix(self._within))

    def _wrap_ledger(self) -> None:
        dialect = sa.engine.default.DefaultDialect
        commit = dialect.do_commit

        def committed(self_: Any, connection: Any) -> None:
            # SQLite is in one only where something was written; Postgres always is.
            if getattr(connection, "in_transaction", True):
                self.meet("ledger COMMIT")
            commit(self_, connection)

        dialect.do_commit = committed  # type: ignore[method-assign]
        for name in ("do_execute", "do_executemany"):
            self._wrap_statements(dialect, name)

    def _wrap_statements(self, dialect: Any, name: str) -> None:
        original = getattr(dialect, name)

        def executed(self_: Any, cursor: Any, statement: str, *rest: Any, **named: Any) -> None:
            if MUTATING.match(statement) and not _stands(cursor, statement):
                self.meet(f"ledger {_words(statement)}")
            original(self_, cursor, statement, *rest, **named)

        setattr(dialect, name, executed)

    def _wrap_warehouse(self) -> None:
        connect = duckdb.connect

        def connected(database: Any = ":memory:", *given: Any, **named: Any) -> Any:
            return _Connection(connect(database, *given, **named), self)

        duckdb.connect = connected


class _Connection:
    """A DuckDB connection whose statements are met before they are carried out, from the moment
    that it opens the warehouse: what is done in memory alone is no effect."""

    def __init__(
        self, real: duckdb.DuckDBPyConnection, effects: Effects, *, is_open: bool = False
    ) -> None:
        self._real, self._effects, self._is_open = real, effects, is_open

    def execute(self, query: Any, *given: Any) -> Any:
        """Each statement of a text alone: what DuckDB commits alone can be killed alone."""
        statements = [query] if given else self._real.extract_statements(query)
        result = None  # of a text without any
        for statement in statements:
            text = statement if isinstance(statement, str) else statement.query
            self._is_open = self._is_open or OPENING.match(text) is not None
            if self._is_open and MUTATING.match(text):
                self._effects.meet(f"warehouse {_words(text)}")
            result = self._real.execute(statement, *given)
        return result

    def cursor(self) -> _Connection:
        return _Connection(self._real.cursor(), self._effects, is_open=self._is_open)

    def close(self) -> None:
        """Closing writes what was committed from the log into the file."""
        if self._is_open:
            self._effects.meet("warehouse close")
        self._real.close()

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def _exists(path: Any, *_: Any, **named: Any) -> bool:
    return named.get("dir_fd") is not None or os.path.lexists(path)


def _stands(cursor: Any, statement: str) -> bool:
    """Whether a statement would make what the ledger has already."""
    wanted = re.match(r"\s*CREATE \w+ IF NOT EXISTS (\w+)", statement)
    if wanted is None:
        return False
    query = "SELECT 1 FROM sqlite_master WHERE name = ?"
    return cursor.connection.execute(query, [wanted[1]]).fetchone() is not None


def _is_new_folder(path: Any, *_: Any, **__: Any) -> bool:
    return not os.path.lexists(path) and Path(path).parent.is_dir()


def _writes(_path: Any, mode: str = "r", *_: Any, **__: Any) -> bool:
    return bool(set(mode) & set("wax+"))


def _words(statement: str) -> str:
    """How a statement begins, up to the name of what it is about."""
    words = re.findall(r'[\w."]+', statement)[:6]
    return " ".join(word for word in words[:4] if word.upper() not in ("IF", "NOT", "EXISTS"))
