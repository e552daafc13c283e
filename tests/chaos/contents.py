"""What two homes hold, compared: rows lost, rows doubled, and documents that say something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Catalog, Export, Raw
from boxline.stores.contract_sql import names, quoted
from boxline.stores.input_sql import newest_versions

#: A column that says when something came; a home through a storm was told of it later.
KNOWN = "known_at"

#: What a commit says of a day, but for which run said it and when. Where the rows hold an instant
#: of coming, as those of standings do, their content does.
COMMITS = """\
SELECT dataset, day, rows_kept, rows_rejected,
    CASE WHEN dataset <> 'nba_core.standings' THEN content END AS content
FROM {db}.ops.commits WHERE dataset NOT LIKE '%raw.%'
"""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Rows of a table that a home lacks, and rows that it has beyond those of the calm one."""

    table: str
    lost: int
    beyond: int
    example: str = ""

    def __str__(self) -> str:
        return f"{self.table}: {self.lost} lost, {self.beyond} beyond; {self.example}"


def differences(calm: Path, stormy: Path, catalog: Catalog) -> list[Difference]:
    """What two warehouses hold otherwise.

    Of a raw table the newest version of every row counts: wrong words that were put right stay as
    older versions, and what came later than in calm is known later. Nothing that a run stamps
    counts.
    """
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{calm}' AS calm (READ_ONLY)")
    connection.execute(f"ATTACH '{stormy}' AS stormy (READ_ONLY)")
    try:
        return list(_differences(connection, catalog))
    finally:
        connection.close()


def _differences(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> Iterator[Difference]:
    for name, query in _queries(catalog):
        calm, stormy = (query.replace("{db}", db) for db in ("calm", "stormy"))
        lost = connection.execute(f"({calm}) EXCEPT ALL ({stormy})").fetchall()
        beyond = connection.execute(f"({stormy}) EXCEPT ALL ({calm})").fetchall()
        if lost or beyond:
            yield Difference(
                table=name,
                lost=len(lost),
                beyond=len(beyond),
                example=f"lost {lost[:1]}, beyond {beyond[:1]}"[:400],
            )


def _queries(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for name, dataset in catalog.datasets.items():
        if isinstance(dataset, Raw):
            yield name, f"SELECT {names(dataset.columns)} FROM ({_newest(dataset)})"
        elif not isinstance(dataset, Export):
            kept = [one for one in dataset.columns if not one.is_stamp and one.name != KNOWN]
            yield name, f"SELECT {names(kept)} FROM {{db}}.{quoted(name)}"
    yield "ops.commits", COMMITS


def _newest(raw: Raw) -> str:
    query = newest_versions(raw, "true").replace("$as_of", "TIMESTAMP '2100-01-01'")
    return query.replace(quoted(raw.name), f"{{db}}.{quoted(raw.name)}")


def doubled(warehouse: Path, catalog: Catalog) -> dict[str, int]:
    """Table -> how many keys it holds more than once; no table that holds none."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{warehouse}' AS held (READ_ONLY)")
    found = {}
    for name, dataset in catalog.datasets.items():
        if isinstance(dataset, Export):
            continue
        rows = f"({_newest(dataset)})" if isinstance(dataset, Raw) else f"{{db}}.{quoted(name)}"
        key = ", ".join(quoted(each) for each in dict.fromkeys((*dataset.key, dataset.partition)))
        query = f"SELECT {key} FROM {rows} GROUP BY ALL HAVING count(*) > 1"
        many = len(connection.execute(query.replace("{db}", "held")).fetchall())
        if many:
            found[name] = many
    connection.close()
    return found


def documents_of(home: Path) -> dict[str, Any]:
    """What is published of the league, by path; what tells of the home itself, and when a document
    came to say what it says, is left out."""
    current = home / "published" / "current"
    found = {}
    for path in sorted(current.glob("v1/**/*.json")):
        name = str(path.relative_to(current))
        if name not in ("v1/health.json", "v1/status.json"):
            document = json.loads(path.read_bytes())
            found[name] = {k: v for k, v in document.items() if k != "generated_at"}
    return found
