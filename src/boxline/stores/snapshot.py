"""The readers' snapshot: every table as Parquet by season, immutable, behind one manifest.

Readers never open the warehouse. A file's name carries the content version of its part and that of
the columns, so only what changed is written anew, beside what readers still have open, and a
snapshot that a crash cut short is mended by the next run.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.engine.versions import Settled
from boxline.errors import StoreDamaged
from boxline.stores.contract_sql import SQL_TYPES, content_version, quoted
from boxline.stores.durable import write_durably
from boxline.stores.parquet_files import write_parquet
from boxline.stores.row_counts import HELD, counted

MANIFEST = "current.json"
RECORDS = ("ops.commits", "ops.loads")

#: A newest season that holds more values is written by months: every night adds a day to it, and
#: to write all of it anew would cost more than to compute the day.
VALUES_OF_A_PART = 500_000


#: A part of a table: its name, its content version, and its first and last day; None of a record.
Part = tuple[str, str, tuple[date, date] | None]

#: Sees to it that a connection shows some days of a table.
Bring = Callable[[Raw | Table, date, date], None]


class Snapshot:
    """A folder of Parquet files and the manifest that names those of the newest snapshot."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def manifest(self) -> dict[str, Any] | None:
        """What the newest snapshot holds; None before the first.

        Raises:
            StoreDamaged: the manifest is not what was written.
        """
        try:
            found = json.loads((self.root / MANIFEST).read_text())
            if not isinstance(found.get("tables"), dict):
                raise ValueError("it lists no tables")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (ValueError, AttributeError) as cause:
            raise self.damaged(MANIFEST, str(cause)) from cause
        manifest: dict[str, Any] = found
        return manifest

    def damaged(self, file: str, why: str) -> StoreDamaged:
        """The error for a file of the snapshot that cannot be read."""
        next_step = f"Move the folder {self.root} away: `boxline run` writes a new one."
        return StoreDamaged(str(self.root / file), why, next_step)

    def publish(
        self,
        connection: duckdb.DuckDBPyConnection,
        catalog: Catalog,
        settled: Settled,
        now: datetime,
        bring: Bring = lambda *_: None,
    ) -> int:
        """Write what changed and swap the manifest; how many files were written.

        Args:
            bring: sees to it that the connection shows some days of a table.
        """
        before = self.manifest() or {"tables": {}, "previous_files": []}
        held = {
            (name, file["part"]): file
            for name, table in before["tables"].items()
            for file in table["files"]
        }
        shown = {name: table["columns"] for name, table in before["tables"].items()}
        written = 0
        tables: dict[str, Any] = {}
        for name, columns, parts in self._wanted(connection, catalog, settled):
            files = []
            for part, version, days in parts:
                known = held.get((name, part))
                if known is None or known["version"] != version or columns != shown.get(name):
                    named = f"{part}-{version[:16]}-{_short_hash(columns)}"
                    path = self._write(
                        connection, catalog.datasets.get(name), name, named, days, bring
                    )
                    known = {"part": part, "version": version, "path": path}
                    written += 1
                files.append(known)
            tables[name] = {"columns": columns, "files": files}
        tables[HELD] = counted(self.root, connection, catalog, tables, before["tables"])
        manifest = before
        if tables != before["tables"]:
            manifest = {
                "made_at": now.isoformat(),
                "tables": tables,
                "previous_files": sorted(_files(before["tables"])),
            }
            self.root.mkdir(parents=True, exist_ok=True)
            write_durably(self.root / MANIFEST, json.dumps(manifest).encode())
        self._prune(manifest)
        return written

    def _wanted(
        self, connection: duckdb.DuckDBPyConnection, catalog: Catalog, settled: Settled
    ) -> Iterator[tuple[str, dict[str, str], list[Part]]]:
        """Each table: its name, columns, and parts."""
        for name, dataset in sorted(catalog.datasets.items()):
            if isinstance(dataset, Export):
                continue
            columns = {c.name: SQL_TYPES[c.type] for c in dataset.stored_columns}
            yield name, columns, _parts(catalog, dataset, settled)
        for name in RECORDS:
            described = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
            columns = {row[0]: row[1] for row in described}
            version = connection.execute(
                f"SELECT {content_version(list(columns))} FROM {quoted(name)}"
            ).fetchone()
            assert version is not None
            yield name, columns, [("all", version[0], None)] if version[0] else []

    def _write(
        self,
        connection: duckdb.DuckDBPyConnection,
        dataset: Raw | Table | Export | None,
        name: str,
        named: str,
        days: tuple[date, date] | None,
        bring: Bring,
    ) -> str:
        path, where = f"{name}/{named}.parquet", "true"
        if days is not None and dataset is not None and not isinstance(dataset, Export):
            bring(dataset, *days)
            first, last = days
            where = f"{quoted(dataset.partition)} BETWEEN DATE '{first}' AND DATE '{last}'"
        write_parquet(connection, f"SELECT * FROM {quoted(name)} WHERE {where}", self.root / path)
        return path

    def _prune(self, manifest: dict[str, Any]) -> None:
        """Remove files that neither this snapshot nor the one before names, and what killed runs
        left of them."""
        kept = {MANIFEST, *_files(manifest["tables"]), *manifest["previous_files"]}
        for path in (*self.root.glob("*.json*"), *self.root.glob("*/*")):
            if str(path.relative_to(self.root)) not in kept:
                path.unlink(missing_ok=True)


def _short_hash(columns: dict[str, str]) -> str:
    """The columns as eight hex digits: a history that gains one has the contents it had."""
    return sha256(json.dumps(columns).encode()).hexdigest()[:8]


def _files(tables: dict[str, Any]) -> set[str]:
    return {file["path"] for table in tables.values() for file in table["files"]}


def _parts(catalog: Catalog, dataset: Raw | Table, settled: Settled) -> list[Part]:
    """Every part of a table that has rows: its seasons, and of a large newest one the months."""
    seasons = catalog.league(dataset).seasons
    timeline, held = settled.timeline(dataset.name), settled.of(dataset.name)
    if not timeline.days:
        return []
    newest = seasons.span(timeline.days[-1])
    rows = sum(commit.rows for day, commit in held.items() if newest[0] <= day <= newest[1])
    is_split = rows * len(dataset.stored_columns) > VALUES_OF_A_PART

    def around(day: date) -> tuple[date, date]:
        season = seasons.span(day)
        if season != newest or not is_split:
            return season
        month_ends = date(day.year, day.month, monthrange(day.year, day.month)[1])
        return max(season[0], day.replace(day=1)), min(season[1], month_ends)

    found: list[Part] = []
    for first, last in timeline.spans(around):
        is_month = is_split and first >= newest[0]
        part = f"{first:%Y-%m}" if is_month else seasons.season_of(first)
        found.append((part, f"{timeline.between(first, last):032x}", (first, last)))
    return found
