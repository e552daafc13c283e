"""Reading the newest snapshot: tables under their own names, and nothing else within reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import duckdb

from boxline.errors import BadQuery, NothingPublished, StoreDamaged
from boxline.stores.bounds import Bounds, bounded_rows
from boxline.stores.contract_sql import quoted, text
from boxline.stores.duckdb_errors import first_line, is_of_a_file
from boxline.stores.snapshot import Snapshot


@contextmanager
def open_snapshot(
    snapshot: Snapshot, only: Collection[str] | None = None, bounds: Bounds | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory whose views are the snapshot's tables; no other file can be opened.

    Args:
        only: the tables that are wanted, each of which costs a look at its files; None for all.
        bounds: what queries may cost; None for those that are our own.

    Raises:
        NothingPublished: there is no snapshot yet.
        StoreDamaged: its manifest or one of its files cannot be read.
    """
    with _reading(snapshot, connect_to(snapshot, only, bounds)) as connection:
        yield connection


@contextmanager
def opening_snapshot(
    snapshot: Snapshot,
) -> Iterator[Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]]:
    """The same, begun at once in a thread of its own, for who has something else to do meanwhile:
    DuckDB takes a tenth of a second for it, and needs Python for nearly nothing of that.

    Yields:
        Waits until it is open, and raises what kept it from that.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="snapshot") as one:
        begun = one.submit(connect_to, snapshot)
        try:
            yield lambda: _reading(snapshot, begun.result())
        finally:
            if not begun.cancel() and begun.exception() is None:
                begun.result().close()


@contextmanager
def _reading(
    snapshot: Snapshot, connection: duckdb.DuckDBPyConnection
) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        yield connection
    except duckdb.Error as cause:
        if is_of_a_file(cause):
            raise snapshot.damaged(".", first_line(cause)) from cause
        raise
    finally:
        connection.close()


def connect_to(
    snapshot: Snapshot, only: Collection[str] | None = None, bounds: Bounds | None = None
) -> duckdb.DuckDBPyConnection:
    """The same, to be closed by the caller."""
    manifest = snapshot.manifest()
    if manifest is None:
        raise NothingPublished(str(snapshot.root.parent))
    tables = {n: t for n, t in manifest["tables"].items() if only is None or n in only}
    connection = duckdb.connect()
    try:
        connection.execute("SET enable_progress_bar = false")  # stdout is for data
        # A file of a snapshot never changes, so one look at what it holds serves every query.
        connection.execute("SET parquet_metadata_cache = true")
        for setting in bounds.settings if bounds else ():
            connection.execute(setting)
        files = [
            str(snapshot.root / file["path"])
            for table in tables.values()
            for file in table["files"]
        ]
        for schema in sorted({name.split(".")[0] for name in tables}):
            connection.execute(f"CREATE SCHEMA {quoted(schema)}")
        _add_views(connection, snapshot, tables)
        paths = ", ".join(map(text, files))
        connection.execute(f"SET allowed_paths = [{paths}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except (duckdb.Error, StoreDamaged):
        connection.close()
        raise
    return connection


def _add_views(
    connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, tables: Mapping[str, dict[str, Any]]
) -> None:
    views = {name: _view(snapshot, name, table) for name, table in tables.items()}
    try:
        connection.execute("; ".join(views.values()))  # at once: each call waits for Python's lock
    except duckdb.Error:
        for name, view in views.items():  # which of them was it?
            try:
                connection.execute(view)
            except duckdb.Error as cause:
                raise snapshot.damaged(name, first_line(cause)) from cause


def _view(snapshot: Snapshot, name: str, table: dict[str, Any]) -> str:
    paths = ", ".join(text(str(snapshot.root / file["path"])) for file in table["files"])
    if paths:
        return f"CREATE OR REPLACE VIEW {quoted(name)} AS SELECT * FROM read_parquet([{paths}])"
    columns = ", ".join(f"CAST(NULL AS {t}) AS {quoted(c)}" for c, t in table["columns"].items())
    return f"CREATE OR REPLACE VIEW {quoted(name)} AS SELECT {columns} WHERE false"


def query_rows(
    connection: duckdb.DuckDBPyConnection, query: str, bounds: Bounds | None = None
) -> list[dict[str, Any]]:
    """The rows of one SELECT; of columns with one name, the later ones get a number.

    Args:
        bounds: those that the snapshot was opened with.
    Raises:
        BadQuery: it is no single SELECT, or DuckDB refuses it.
        QueryTooCostly: it needs more than the bounds allow.
    """
    try:
        statements = connection.extract_statements(query)
        kinds = [statement.type.name for statement in statements]
        if kinds != ["SELECT"]:
            given = ", then ".join(kinds) or "nothing"
            raise BadQuery(
                f"`boxline sql` answers one SELECT at a time and changes nothing; this is {given}. "
                "Give one SELECT."
            )
        result = connection.execute(statements[0])
        names = _apart([column[0] for column in result.description])
        rows = result.fetchall() if bounds is None else bounded_rows(result, bounds)
        return [dict(zip(names, row, strict=True)) for row in rows]
    except duckdb.Error as cause:
        if is_of_a_file(cause):
            raise
        if bounds is not None and (costly := bounds.exceeded(cause)):
            raise costly from cause
        hint = "Tables are listed by `boxline datasets list`."
        raise BadQuery(f"The query was refused: {first_line(cause)}. {hint}") from cause


def _apart(names: Sequence[str]) -> list[str]:
    """Names made different: `a`, `a_2` of `a`, `a`."""
    found: dict[str, None] = {}
    for name in names:
        count, one = 1, name
        while one in found:
            count += 1
            one = f"{name}_{count}"
        found[one] = None
    return list(found)
