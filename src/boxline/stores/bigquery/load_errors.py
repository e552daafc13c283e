"""What a load job says of rows that it refuses, told as rejects: row, field and value."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from boxline.catalog import Column, Raw, Table
from boxline.engine.ports import Landed, Reject, RejectSink
from boxline.errors import LoadRefused

if TYPE_CHECKING:
    import pyarrow as pa

#: So many rows are told of one load.
TOLD = 100

_FIELD = re.compile(r"(?:field|column|column name|Field:?)[ :]+['\"`]?([A-Za-z_][A-Za-z0-9_]*)")
_VALUE = re.compile(r"(?:value|format|:)[ :]+(['\"])(?P<value>.*?)\1")
_ROW = re.compile(r"(?:row|Row|record)(?: number)?[ :]+(\d+)")


def refused_rows(
    dataset: Raw | Table,
    rows: pa.Table,
    columns: Sequence[Column],
    cause: Exception,
    rejects: RejectSink,
    landed: Landed | None = None,
) -> LoadRefused:
    """The error for a load that was refused, its rows kept as rejects: those of a raw table only
    with the object that they came with, or no later load of it would take them away.

    BigQuery names the field, and often the value or the row; whatever it names picks the rows.

    Args:
        landed: the object that all rows came with; None of several, and of computed rows.
    """
    told = _messages(cause)
    found = [one for message in told for one in rejects_of(dataset, rows, columns, message)]
    if found and landed is not None:
        landed_id, files = landed.landed_id, landed.files
        found = [replace(one, landed_id=landed_id, file=files) for one in found]
        rejects.reject(dataset.name, [landed_id], found)
    elif found and isinstance(dataset, Table):
        days = sorted({one.day.isoformat() for one in found if one.day})
        rejects.reject(dataset.name, days, found)
    return LoadRefused(dataset.name, len(found), told[0] if told else str(cause))


def rejects_of(
    dataset: Raw | Table, rows: pa.Table, columns: Sequence[Column], message: str
) -> list[Reject]:
    """The rows that one message of a load job is about."""
    known = [column.name for column in columns]
    field = next((name for name in _FIELD.findall(message) if name in known), "")
    value = _VALUE.search(message)
    row = _ROW.search(message)
    places: Sequence[int] = range(rows.num_rows)
    if row:
        places = [int(row[1]) - 1] if 0 < int(row[1]) <= rows.num_rows else []
    elif field and value:
        wanted, held = value["value"], rows.column(field).to_pylist()
        places = [place for place, one in enumerate(held) if str(one) == wanted]
    elif not field:
        places = []
    return [_reject(dataset, rows, place, field, message) for place in places[:TOLD]]


def _reject(dataset: Raw | Table, rows: pa.Table, place: int, field: str, message: str) -> Reject:
    content: dict[str, Any] = rows.slice(place, 1).to_pylist()[0]
    value = content.get(field) if field else None
    return Reject(
        dataset=dataset.name,
        day=content.get(dataset.partition),
        landed_id="",
        file="",
        row=place + 1,
        field=field,
        value="" if value is None else str(value),
        reason=f"BigQuery: {message}",
        content=json.dumps(content, default=str),
    )


def _messages(cause: Exception) -> list[str]:
    told = [
        str(one.get("message", "")) for one in getattr(cause, "errors", ()) if isinstance(one, dict)
    ]
    return [message for message in dict.fromkeys(told) if message]
