"""`ops.held`: how many rows each table of a snapshot holds of each game and day.

The grid of all of history is made from these. They are counted once for each file of the snapshot,
when it is written: to count the rows of ten seasons each time somebody looks takes half a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Catalog, Raw
from boxline.stores.contract_sql import quoted, text
from boxline.stores.parquet_files import write_parquet

HELD = "ops.held"

#: The column that says which game a row is about.
_GAME = "game_id"

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
    parts: list[str] = []
    if known is not None:
        counts, kept = root / known["files"][0]["path"], files.keys() & _files(catalog, before)
        names = ", ".join(map(text, sorted(kept))) or "''"
        parts.append(f"SELECT * FROM read_parquet({text(str(counts))}) WHERE file IN ({names})")
        files = {file: name for file, name in files.items() if file not in kept}
    for name in sorted(set(files.values())):
        new = [file for file, of in files.items() if of == name]
        parts.append(_count(root, catalog, name, new))
    rows = " UNION ALL BY NAME ".join(parts) or _NONE
    write_parquet(connection, f"SELECT * FROM ({rows}) ORDER BY dataset, day, game_id", root / path)
    file = {"part": "all", "version": version, "path": path}
    return {"columns": dict(COLUMNS), "files": [file]}


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
    has_games = any(column.name == _GAME for column in dataset.columns)
    game, day = quoted(_GAME) if has_games else "''", quoted(dataset.partition)
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
