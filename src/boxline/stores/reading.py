"""Reading the newest snapshot: tables under their own names, and nothing else within reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from boxline.errors import BadQuery, NothingPublished
from boxline.stores.contract_sql import quoted, text
from boxline.stores.snapshot import Snapshot


@contextmanager
def open_snapshot(snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory whose views are the snapshot's tables; no other file can be opened.

    Raises:
        NothingPublished: there is no snapshot yet.
    """
    manifest = snapshot.manifest()
    if manifest is None:
        raise NothingPublished(str(snapshot.root.parent))
    connection = duckdb.connect()
    try:
        files = [
            str(snapshot.root / file["path"])
            for table in manifest["tables"].values()
            for file in table["files"]
        ]
        for schema in sorted({name.split(".")[0] for name in manifest["tables"]}):
            connection.execute(f"CREATE SCHEMA {quoted(schema)}")
        for name, table in manifest["tables"].items():
            connection.execute(_view(snapshot, name, table))
        paths = ", ".join(map(text, files))
        connection.execute(f"SET allowed_paths = [{paths}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def _view(snapshot: Snapshot, name: str, table: dict[str, Any]) -> str:
    paths = ", ".join(text(str(snapshot.root / file["path"])) for file in table["files"])
    if paths:
        return f"CREATE VIEW {quoted(name)} AS SELECT * FROM read_parquet([{paths}])"
    columns = ", ".join(f"CAST(NULL AS {t}) AS {quoted(c)}" for c, t in table["columns"].items())
    return f"CREATE VIEW {quoted(name)} AS SELECT {columns} WHERE false"


def query_rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of one SELECT.

    Raises:
        BadQuery: it is no single SELECT, or DuckDB refuses it.
    """
    try:
        statements = connection.extract_statements(query)
        reads = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
        if len(statements) != 1 or statements[0].type not in reads:
            raise BadQuery("`boxline sql` answers one SELECT at a time; it changes nothing.")
        result = connection.execute(statements[0])
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    except duckdb.Error as cause:
        first = str(cause).strip().splitlines()[0]
        hint = "Tables are listed by `boxline datasets list`."
        raise BadQuery(f"The query was refused: {first}. {hint}") from cause
