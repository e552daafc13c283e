"""The one transaction of a commit, as a script over what load jobs have staged; and that by which
an opening raises the fence.

A commit's takes no parameter and holds no value: whatever it writes or compares with stands in
tables of staging, so its text depends on names alone. The opening's holds one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxline.catalog import Column, Day, Flag, Int, Raw, Table
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.inputs import names, parted, quoted
from boxline.stores.bigquery.records import COMMITS, LOADS

#: What a check of the script says where it does not hold; with it the transaction is rolled back.
FENCE_IS_HIGHER = "boxline: a later run has committed"
OTHER_COUNT = "boxline: staging has other rows than were sent"
KEY_TWICE = "boxline: two staged rows have one key"
OTHER_ROWS = "boxline: a day has other rows than its commit says"

#: Of a staged row: it is one that the table loses.
IS_GONE = Column("boxline_is_gone", Flag, doc="Whether the table loses this row.")

#: One row: what the script goes by.
TERMS = (
    Column("token", Int, doc="The token of the lease."),
    Column("staged", Int, unit="rows", doc="How many rows were staged."),
    Column("first_day", Day, doc="The first day that is written to."),
    Column("last_day", Day, doc="The last one."),
)


@dataclass(frozen=True, kw_only=True)
class Staged:
    """The tables of staging that a commit takes over, as statements name them; `rows` and `loads`
    are empty where there are none."""

    terms: str
    commits: str
    rows: str = ""
    loads: str = ""


def key_of(dataset: Raw | Table) -> list[str]:
    """The columns by which no two rows of a stored table agree."""
    stamps = ["known_at"] if isinstance(dataset, Raw) else []
    return list(dict.fromkeys([*dataset.key, dataset.partition, *stamps]))


def script_of(address: Address, dataset: Raw | Table, staged: Staged) -> str:
    """The text of a commit: compare the fence, take over the rows, count them, and record."""
    statements = [
        f"DECLARE first_day DATE DEFAULT (SELECT first_day FROM {staged.terms})",
        f"DECLARE last_day DATE DEFAULT (SELECT last_day FROM {staged.terms})",
        "BEGIN TRANSACTION",
        _compared(address, f"(SELECT token FROM {staged.terms})"),
    ]
    if staged.rows:
        statements += _take_over(address, dataset, staged)
    statements.append(_count(address, dataset, staged))
    statements.append(
        _record(address.quoted("ops.commits"), staged.commits, COMMITS, ["dataset", "day"])
    )
    if staged.loads:
        keys = ["dataset", "landed_id"]
        statements.append(_record(address.quoted("ops.loads"), staged.loads, LOADS, keys))
    # Written by every commit: so of two at once BigQuery refuses one, whatever tables they are of.
    statements += _written(address, f"SELECT token FROM {staged.terms}")
    statements.append("COMMIT TRANSACTION")
    return ";\n".join(statements) + ";"


def fence_of(address: Address, token: int) -> str:
    """The text by which an opening compares the fence with its token, and raises it."""
    statements = [
        "BEGIN TRANSACTION",
        _compared(address, f"{token:d}"),
        *_written(address, f"SELECT {token:d}"),
        "COMMIT TRANSACTION",
    ]
    return ";\n".join(statements) + ";"


def _compared(address: Address, token: str) -> str:
    fence = address.quoted("ops.fence")
    return _refused(f"(SELECT COALESCE(MAX(token), 0) FROM {fence}) > {token}", FENCE_IS_HIGHER)


def _written(address: Address, token: str) -> list[str]:
    fence = address.quoted("ops.fence")
    return [f"DELETE FROM {fence} WHERE TRUE", f"INSERT INTO {fence} (token) {token}"]


def _take_over(address: Address, dataset: Raw | Table, staged: Staged) -> list[str]:
    key, columns, day = key_of(dataset), dataset.stored_columns, quoted(dataset.partition)
    by_key = parted(columns, key)
    same = " AND ".join(f"t.{quoted(one)} = s.{quoted(one)}" for one in key)
    others = [c.name for c in columns if c.name not in key]
    updates = ", ".join(f"{quoted(c)} = s.{quoted(c)}" for c in others)
    update = f"WHEN MATCHED THEN UPDATE SET {updates} " if others else ""
    gone = f"s.{quoted(IS_GONE.name)}"
    return [
        _refused(
            f"(SELECT COUNT(*) FROM {staged.rows}) <> (SELECT staged FROM {staged.terms})",
            OTHER_COUNT,
        ),
        _refused(
            f"EXISTS (SELECT 1 FROM {staged.rows} GROUP BY {by_key} HAVING COUNT(*) > 1)",
            KEY_TWICE,
        ),
        (
            f"MERGE INTO {address.quoted(dataset.name)} AS t USING {staged.rows} AS s "
            f"ON {same} AND t.{day} BETWEEN first_day AND last_day "
            f"WHEN MATCHED AND {gone} THEN DELETE {update}"
            f"WHEN NOT MATCHED AND NOT {gone} THEN INSERT ({names(columns)}) "
            f"VALUES ({names(columns, 's.')})"
        ),
    ]


def _count(address: Address, dataset: Raw | Table, staged: Staged) -> str:
    """Each day has as many rows as its commit says: whoever wrote beside us is found out here."""
    day = quoted(dataset.partition)
    counted = (
        f"SELECT {day} AS day, COUNT(*) AS found FROM {address.quoted(dataset.name)} "
        f"WHERE {day} BETWEEN first_day AND last_day GROUP BY {day}"
    )
    return _refused(
        f"EXISTS (SELECT 1 FROM {staged.commits} AS c LEFT JOIN ({counted}) AS n "
        "ON c.day = n.day WHERE c.rows_kept <> COALESCE(n.found, 0))",
        OTHER_ROWS,
    )


def _record(table: str, staged: str, columns: Sequence[Column], key: Sequence[str]) -> str:
    same = " AND ".join(f"t.{quoted(one)} = s.{quoted(one)}" for one in key)
    updates = ", ".join(
        f"{quoted(c.name)} = s.{quoted(c.name)}" for c in columns if c.name not in key
    )
    return (
        f"MERGE INTO {table} AS t USING {staged} AS s ON {same} "
        f"WHEN MATCHED THEN UPDATE SET {updates} "
        f"WHEN NOT MATCHED THEN INSERT ({names(columns)}) VALUES ({names(columns, 's.')})"
    )


def _refused(condition: str, why: str) -> str:
    """A check. ERROR ends the script as ASSERT would, which the emulator does not know."""
    return f"SELECT IF({condition}, ERROR('{why}'), 0)"
