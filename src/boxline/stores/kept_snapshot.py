"""The newest snapshot, kept open for many questions: to open it for each costs more than to ask."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from boxline.errors import SnapshotOutdated, StoreDamaged
from boxline.stores.bounds import Bounds, bounded_rows
from boxline.stores.duckdb_errors import first_line, is_of_a_file
from boxline.stores.reading import connect_to
from boxline.stores.snapshot import MANIFEST, Snapshot

#: Files of a snapshot go when the second one after it is written: then the newest is asked.
_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Rows, and the version of the snapshot that they are of."""

    version: str
    rows: list[tuple[Any, ...]]


class KeptSnapshot:
    """Answers questions from the newest snapshot, several at once.

    It is opened when it is first asked, and anew when a newer one is there. What is under way then
    ends on the one that it began with.
    """

    def __init__(self, snapshot: Snapshot, only: Collection[str], bounds: Bounds) -> None:
        self._snapshot, self._only, self._bounds = snapshot, only, bounds
        self._lock = threading.Lock()
        self._opened: tuple[str, duckdb.DuckDBPyConnection] | None = None

    def version(self) -> str:
        """Which snapshot is the newest: another text for each; empty before the first."""
        try:
            found = (self._snapshot.root / MANIFEST).stat()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        # It is swapped by a rename: each is a file of its own.
        return f"{found.st_mtime_ns:x}-{found.st_ino:x}-{found.st_size:x}"

    def ask(self, query: str, parameters: Sequence[Any]) -> Answered:
        """The rows of a query.

        Raises:
            NothingPublished: there is no snapshot yet.
            SnapshotOutdated: it lacks a table or a column.
            QueryTooCostly: the query needs more than it may take.
            StoreDamaged: a file cannot be read.
        """
        for tried in range(1, _TRIES + 1):
            try:
                return self._ask(query, parameters)
            except StoreDamaged:
                # Its files may have gone while it was opened or read, because newer ones came.
                if tried == _TRIES or not self._is_outdated():
                    raise
        raise AssertionError("the last try returned or raised")

    def _ask(self, query: str, parameters: Sequence[Any]) -> Answered:
        version, cursor = self._cursor()
        try:
            result = cursor.execute(query, list(parameters))
            return Answered(version=version, rows=bounded_rows(result, self._bounds))
        except (duckdb.CatalogException, duckdb.BinderException) as cause:
            raise SnapshotOutdated(first_line(cause)) from cause
        except duckdb.Error as cause:
            # Where a file is gone it is looked for as a folder, which is not allowed.
            if is_of_a_file(cause) or isinstance(cause, duckdb.PermissionException):
                raise self._snapshot.damaged(".", first_line(cause)) from cause
            if costly := self._bounds.exceeded(cause):
                raise costly from cause
            raise
        finally:
            cursor.close()

    def _cursor(self) -> tuple[str, duckdb.DuckDBPyConnection]:
        with self._lock:
            newest = self.version()
            if self._opened is None or self._opened[0] != newest:
                # The one before is let go of and not closed: that would end those who still ask it.
                self._opened = newest, connect_to(self._snapshot, self._only, self._bounds)
            version, connection = self._opened
            return version, connection.cursor()

    def _is_outdated(self) -> bool:
        with self._lock:
            return self._opened is None or self._opened[0] != self.version()

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            self._opened = None
