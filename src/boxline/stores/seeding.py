"""Tables of a scratch warehouse, filled with what a snapshot shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from boxline.catalog import Catalog, Raw, Table
from boxline.engine.versions import Commit
from boxline.errors import SnapshotOutdated
from boxline.stores.contract_sql import SQL_TYPES, content_version, names, quoted
from boxline.stores.replacing import record_commits
from boxline.stores.snapshot import Snapshot
from boxline.stores.transaction import Writer


def seed_raw(
    writer: Writer, catalog: Catalog, snapshot: Snapshot, *, as_of: datetime, run_id: str
) -> int:
    """Fill every raw table with the versions that were known at `as_of`; how many rows.

    Raises:
        SnapshotOutdated: it was written by other declarations, or not yet.
    """
    return sum(
        _seed(writer, raw, snapshot, code="", now=as_of, run_id=run_id, known_by=as_of)
        for raw in catalog.raw
    )


def seed_given(
    writer: Writer,
    tables: Iterable[Raw | Table],
    snapshot: Snapshot,
    *,
    code: Mapping[str, str],
    now: datetime,
    run_id: str,
    moved: Mapping[str, Mapping[str, timedelta]] = MappingProxyType({}),
) -> int:
    """Fill tables that nothing computes here with all that is shown of them; how many rows.

    Args:
        tables: empty ones.
        code: dataset -> code version; so that they stand as they are.
        moved: dataset -> columns of instants, and how much later each is here.
    Raises:
        SnapshotOutdated: it was written by other declarations, or not yet.
    """
    return sum(
        _seed(
            writer,
            one,
            snapshot,
            code=code[one.name],
            now=now,
            run_id=run_id,
            moved=moved.get(one.name, {}),
        )
        for one in tables
    )


def _seed(
    writer: Writer,
    table: Raw | Table,
    snapshot: Snapshot,
    *,
    code: str,
    now: datetime,
    run_id: str,
    known_by: datetime | None = None,
    moved: Mapping[str, timedelta] = MappingProxyType({}),
) -> int:
    manifest = snapshot.manifest()
    if manifest is None:
        raise SnapshotOutdated("there is none yet")
    shown = manifest["tables"].get(table.name)
    declared = {c.name: SQL_TYPES[c.type] for c in table.stored_columns}
    if shown is None or shown["columns"] != declared:
        raise SnapshotOutdated(f"it shows {table.name} otherwise than it is declared now")
    files = [str(snapshot.root / file["path"]) for file in shown["files"]]
    if not files:
        return 0
    columns, day = names(table.stored_columns), quoted(table.partition)
    given = ", ".join(
        f"{quoted(c.name)} + ${c.name}" if c.name in moved else quoted(c.name)
        for c in table.stored_columns
    )
    target = quoted(table.name)
    connection = writer.connection
    where = "true"
    parameters: dict[str, Any] = {"files": files, **moved}
    if known_by is not None:
        where = "known_at <= $known_by"
        parameters["known_by"] = known_by.astimezone(UTC).replace(tzinfo=None)
    with writer.transaction():
        try:
            added = connection.execute(
                f"INSERT INTO {target} ({columns}) SELECT {given} FROM read_parquet($files) "
                f"WHERE {where}",
                parameters,
            ).fetchone()
        except duckdb.IOException as cause:
            if all(Path(file).exists() for file in files):
                raise
            raise SnapshotOutdated("a run has replaced it meanwhile") from cause
        version = content_version([c.name for c in table.stored_columns])
        found = connection.execute(
            f"SELECT {day}, count(*), {version} FROM {target} GROUP BY {day}"
        ).fetchall()
        commits = {
            one: Commit(content=int(hexed, 16), inputs=0, code=code, rows=count, rejected=0)
            for one, count, hexed in found
        }
        record_commits(connection, table.name, commits, run_id, now)
    return int(added[0]) if added else 0
