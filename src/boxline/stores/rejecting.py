"""Rows that break their contract: found in the stage, counted against the limit, never lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from boxline.catalog import Column, Raw, Table
from boxline.engine.ports import Reject
from boxline.errors import TooManyRejects
from boxline.stores.contract_sql import BROKEN, DOUBLED, names, quoted, why_broken


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Where staged rows came from: a landed object, its files with the rows in each where that
    is known, and the stage's column that counts the rows through them; all empty for computed
    rows."""

    landed_id: str = ""
    files: Sequence[str] = ()
    file_rows: Sequence[int] = ()
    row_column: str = ""

    def place(self, row: int) -> tuple[str, int]:
        """The file of a row, and the row's place in it."""
        for file, count in zip(self.files, self.file_rows, strict=False):
            if row <= count:
                return file, row
            row -= count
        return ", ".join(self.files), row


COMPUTED = Sent()

#: So many rejects never refuse a set: a share of a few rows says nothing.
TOLERATED = 5


def rejects_of_stage(
    connection: duckdb.DuckDBPyConnection,
    table: Raw | Table,
    stage: str,
    *,
    sent: Sent = COMPUTED,
    columns: Sequence[Column] | None = None,
    value_column: str = "",
    without_day: date | None = None,
) -> list[Reject]:
    """The staged rows whose `broken_field` is set, as rejects.

    Args:
        sent: where the rows came from.
        columns: those that the stage has, if not exactly the table's.
        value_column: the stage's column with the value as sent, where a cast has lost it.
        without_day: the day that keeps the rejects which have none.
    """
    given = tuple(columns or table.columns)
    place = quoted(sent.row_column) if sent.row_column else "0"
    value = quoted(value_column) if value_column else "NULL"
    broken = connection.execute(
        f"SELECT {BROKEN}, {place}, {value}, {names(given)} FROM {stage} WHERE {BROKEN} IS NOT NULL"
    ).fetchall()
    return [_reject(table, [c.name for c in given], row, sent, without_day) for row in broken]


def _reject(
    table: Raw | Table,
    columns: Sequence[str],
    row: tuple[Any, ...],
    sent: Sent,
    without_day: date | None,
) -> Reject:
    field, counted, lost, *values = row
    file, place = sent.place(counted)
    content = dict(zip(columns, values, strict=True))
    value = lost if lost is not None else _value(table, field, content)
    return Reject(
        dataset=table.name,
        day=content.get(table.partition) or without_day,
        landed_id=sent.landed_id,
        file=file,
        row=place,
        field=field,
        value=value,
        reason=(
            f"{field} is {value!r}, which is not of its type"
            if lost is not None
            else _explanation(table, field, content)
            or why_broken(field, value, table.columns, table.rules)
        ),
        content=json.dumps(content, default=str),
    )


def _explanation(table: Raw | Table, field: str, content: Mapping[str, Any]) -> str:
    """Why a value is missing, in the transform's own words; empty where it says nothing."""
    told_by = next((c.explained_by for c in table.columns if c.name == field), "")
    is_told = bool(told_by) and content.get(field) is None
    return str(content.get(told_by) or "") if is_told else ""


def _value(table: Raw | Table, field: str, content: Mapping[str, Any]) -> str:
    """What stands in the broken field; of a rule or the key, what stands in each of its columns."""
    parts = {str(rule): rule.columns for rule in table.rules} | {DOUBLED: table.key}
    if field in parts:
        return ", ".join(f"{name} {content.get(name)}" for name in parts[field])
    return "" if content.get(field) is None else str(content[field])


def refuse_above_limit(
    table: Raw | Table, found: Sequence[Reject], rows_in: Mapping[date | None, int]
) -> None:
    """Refuse the whole set when too many rows of one part of it are rejected.

    Args:
        rows_in: rows of each part: of a computed table's days, so that a day is judged alike alone
            and among others; of a landed object as one, under None.
    Raises:
        TooManyRejects: with the first reject of that part as the example.
    """
    for part, rows in rows_in.items():
        here = [reject for reject in found if part is None or reject.day == part]
        if len(here) > max(TOLERATED, table.max_rejected_share * rows):
            one = here[0]
            example = f"{one.file} row {one.row}, {one.reason}" if one.file else one.reason
            raise TooManyRejects(table.name, len(here), rows, table.max_rejected_share, example)


def rows_by_day(
    connection: duckdb.DuckDBPyConnection, table: Table, stage: str, without_day: date
) -> dict[date | None, int]:
    """How many rows each day of a stage has; those without one count to the day that is named."""
    day = f"coalesce({quoted(table.partition)}, $without_day)"
    query = f"SELECT {day}, count(*) FROM {stage} GROUP BY ALL"
    return dict(connection.execute(query, {"without_day": without_day}).fetchall())
