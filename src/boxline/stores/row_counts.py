"""`ops.held`: how many rows each table of a snapshot holds of each game and day.

The grid of all of history is made from these. They are counted once for each file of the snapshot,
when it is written: to count the rows of ten seasons each time somebody looks takes half a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Catalog, Raw
from boxline.catalog.datasets import GAME_COLUMN, names_games
from boxline.stores.contract_sql import quoted, text
from boxline.stores.parquet_files import write_parquet

HELD = "ops.held"

#: `file` holds the rows. `rows` are of all versions; where `is_plain`, all became known at one
#: instant and none is retracted, so that each row has one version.
COLUMNS = {
    "dataset": "VARCHAR",
    "file": "VARCHAR",
    "game_id": "VARCHAR",
    "day": "DATE",
    "rows": "BIGINT",
    "is_plain": "BOOLEAN",
}

_NONE = "SELECT " + ", ".join(f"CAST(NULL AS {t}) AS {c}" for c, t in COLUMNS.items()) + " LIMIT 0"


def counted(
    root: Path,
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    tables: Mapping[str, Any],
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """Count the rows of the files that are new, and keep what is known of the others.

    Args:
        tables: those of the snapshot that is being written, with their files.
        before: those of the one before.
    Returns:
        What the manifest says of the table.
    """
    files = _files(catalog, tables)
    version = sha256("\n".join(sorted(files)).encode()).hexdigest()[:32]
    known = before.get(HELD)
    if known is not None and known["columns"] != COLUMNS:
        known = None
    if known is not None and known["files"][0]["version"] == version:
        return dict(known)
    path = f"{HELD}/all-{version[:16]}.parquet"
    kept = "" if known is None else str(root / known["files"][0]["path"])
    counted_before = files.keys() & _files(catalog, before)
    try:
        write_parquet(connection, _query(root, catalog, files, kept, counted_before), root / path)
    except duckdb.Error:
        if not kept:
            raise
        # What was counted before is lost or damaged: no reason for a run to end.
        write_parquet(connection, _query(root, catalog, files, "", set()), root / path)
    file = {"part": "all", "version": version, "path": path}
    return {"columns": dict(COLUMNS), "files": [file]}


def _query(
    root: Path, catalog: Catalog, files: Mapping[str, str], kept: str, counted_before: Set[str]
) -> str:
    """The counts of some files: of those counted before out of what was kept of that."""
    parts: list[str] = []
    if kept:
        names = ", ".join(map(text, sorted(counted_before))) or "''"
        parts.append(f"SELECT * FROM read_parquet({text(kept)}) WHERE file IN ({names})")
    for name in sorted(set(files.values())):
        new = [file for file, of in files.items() if of == name and file not in counted_before]
        if new:
            parts.append(_count(root, catalog, name, new))
    rows = " UNION ALL BY NAME ".join(parts) or _NONE
    return f"SELECT * FROM ({rows}) ORDER BY dataset, day, game_id"


def _files(catalog: Catalog, tables: Mapping[str, Any]) -> dict[str, str]:
    """File -> the table whose rows it holds."""
    return {
        file["path"]: name
        for name, table in tables.items()
        if name in catalog.datasets
        for file in table["files"]
    }


def _count(root: Path, catalog: Catalog, name: str, files: Sequence[str]) -> str:
    dataset = catalog[name]
    game = quoted(GAME_COLUMN) if names_games(dataset) else "''"
    day = quoted(dataset.partition)
    plain = "true"
    if isinstance(dataset, Raw):
        plain = "min(known_at) = max(known_at) AND NOT bool_or(is_retracted)"
    paths = ", ".join(text(str(root / path)) for path in files)
    file = f"substr(filename, {len(str(root)) + 2})"
    return (
        f"SELECT {text(name)} AS dataset, {file} AS file, coalesce({game}, '') AS game_id, "
        f"{day} AS day, count(*) AS rows, {plain} AS is_plain "
        f"FROM read_parquet([{paths}], filename = true) GROUP BY ALL"
    )
