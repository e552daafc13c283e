"""Raw tables of a scratch warehouse, filled with what a snapshot says was known at an instant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from boxline.catalog import Catalog, Raw
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
    manifest = snapshot.manifest()
    if manifest is None:
        raise SnapshotOutdated("there is none yet")
    return sum(_seed(writer, raw, snapshot, manifest, as_of, run_id) for raw in catalog.raw)


def _seed(
    writer: Writer,
    raw: Raw,
    snapshot: Snapshot,
    manifest: dict[str, object],
    as_of: datetime,
    run_id: str,
) -> int:
    shown = manifest["tables"].get(raw.name)  # type: ignore[attr-defined]
    if shown is None or shown["columns"] != {c.name: SQL_TYPES[c.type] for c in raw.stored_columns}:
        raise SnapshotOutdated(f"it shows {raw.name} otherwise than it is declared now")
    files = [str(snapshot.root / file["path"]) for file in shown["files"]]
    if not files:
        return 0
    columns, day, target = names(raw.stored_columns), quoted(raw.partition), quoted(raw.name)
    connection = writer.connection
    with writer.transaction():
        try:
            added = connection.execute(
                f"INSERT INTO {target} ({columns}) SELECT {columns} FROM read_parquet($files) "
                "WHERE known_at <= $as_of",
                {"files": files, "as_of": as_of.astimezone(UTC).replace(tzinfo=None)},
            ).fetchone()
        except duckdb.IOException as cause:
            if all(Path(file).exists() for file in files):
                raise
            raise SnapshotOutdated("a run has replaced it meanwhile") from cause
        version = content_version([c.name for c in raw.stored_columns])
        found = connection.execute(
            f"SELECT {day}, count(*), {version} FROM {target} GROUP BY {day}"
        ).fetchall()
        commits = {
            one: Commit(content=int(hexed, 16), inputs=0, code="", rows=count, rejected=0)
            for one, count, hexed in found
        }
        record_commits(connection, raw.name, commits, run_id, as_of)
    return int(added[0]) if added else 0
