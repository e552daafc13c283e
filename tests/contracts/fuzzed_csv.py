"""Damaged CSV files on the way of `boxline import`: each is staged, or refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from pyarrow import csv as arrow_csv

from boxline.engine.ports import Landed, LandedPage, Load, Reject
from boxline.engine.recognition import recognise
from boxline.engine.sql_cache import SqlCache
from boxline.errors import BadData
from boxline.sandbox import write_archive
from boxline.stores.given_files import archive_columns
from boxline.stores.raw_stage import TEMPORARY, verify
from tests.builders import NOON, small_league
from tests.contracts.mutated_replies import mutated
from tests.contracts.test_recorded_replies import CATALOG

#: Rows of a file: few, so that damage meets one of each column.
ROWS = 6


class NoLedger:
    """Keeps no rejects."""

    def reject(self, dataset: str, scopes: Sequence[str], found: Sequence[Reject]) -> None:
        """Look at them as the ledger does."""
        assert all(one.dataset == dataset and one.reason for one in found), scopes


class CsvFiles:
    """Small CSV files of every archive dataset that the sandbox writes, and what reads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = duckdb.connect()
        self._sql = SqlCache(CATALOG, {raw.name: raw.name for raw in CATALOG.raw}, folder, "duckdb")

    @cached_property
    def bodies(self) -> list[bytes]:
        """Whole files, one of each dataset."""
        write_archive(small_league(), self._folder / "archive")
        found: dict[str, bytes] = {}
        for path in sorted((self._folder / "archive").rglob("*.parquet")):
            table = pq.read_table(path).slice(0, ROWS)
            raw = recognise(CATALOG, path.name, table.column_names)
            sink = BytesIO()
            arrow_csv.write_csv(_as_written(table), sink)
            found.setdefault(raw.name, sink.getvalue())
        return [*found.values()]

    def damaged(self, seed: int) -> bytes:
        """A damaged file; the same for the same seed."""
        rng = Random(f"csv {seed}")
        return mutated(self.bodies[seed % len(self.bodies)], rng)

    def end(self, body: bytes) -> str:
        """How a file ends: `whole`, `with rejects`, or `refused`."""
        try:
            raw = recognise(CATALOG, "given.csv", archive_columns(Path("given.csv"), body))
            path = self._folder / "given.csv.zst"
            path.write_bytes(zstandard.compress(body))
            landed = Landed(
                landed_id="l",
                content_id="c",
                dataset=raw.name,
                fetched_at=NOON,
                pages=(LandedPage(path=path.name, sha256="", bytes=0, file_name="given.csv"),),
            )
            work = Load(
                raw=raw,
                landed=landed,
                code="",
                run_id="",
                now=NOON,
                files=[str(path)],
                sql=self._sql.sql(raw.name),
            )
            (found,) = verify(self._connection, [work], NoLedger())
        except BadData:
            return "refused"
        finally:
            for table in TEMPORARY:
                self._connection.execute(f"DROP TABLE IF EXISTS {table}")
        assert len(found.rejects) <= found.rows_in
        return "with rejects" if found.rejects else "whole"


def _as_written(table: pa.Table) -> pa.Table:
    """Instants as CSV files write them: in UTC."""
    for number, one in enumerate(table.schema):
        if pa.types.is_timestamp(one.type):
            column = table.column(number).cast(pa.timestamp("us"))
            table = table.set_column(number, one.name, column.cast(pa.string()))
    return table
