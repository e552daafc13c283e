"""From landed JSON pages to rows: each row decoded alone, so that a bad one loses no neighbour."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from boxline.catalog import Catalog, Raw
from boxline.catalog.columns import Type
from boxline.engine.ports import Landed, Reject
from boxline.errors import UnreadableFile

if TYPE_CHECKING:
    import pyarrow as pa


LARGEST_INT = 2**63 - 1


class _TooLarge(ValueError):
    """A whole number of more than 64 bits: JSON has them, no store does."""

    def __init__(self, field: str, value: int) -> None:
        super().__init__(f"{field} is {value}, which has more than 64 bits")
        self.field, self.value = field, str(value)


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """The rows of a landed object: `table` has the declared columns, `known_at` and `file_row`;
    `page_rows` counts what each page sent."""

    table: pa.Table
    rows_in: int
    page_rows: list[int]
    rejects: list[Reject]


def check_page(raw: Raw, name: str, body: bytes) -> None:
    """Decode the envelope of a page.

    Raises:
        UnreadableFile: it is not the JSON that the dataset reads; says what it is instead.
    """
    _page_rows(raw, name, body)


def _page_rows(raw: Raw, name: str, body: bytes) -> list[msgspec.Raw]:
    assert raw.payload is not None
    try:
        page: Any = msgspec.json.decode(body, type=raw.payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        why, next_step = _why_unreadable(raw, body, cause)
        raise UnreadableFile(name, why, next_step) from cause
    rows: list[msgspec.Raw] = page.rows
    return rows


def _why_unreadable(raw: Raw, body: bytes, cause: Exception) -> tuple[str, str]:
    start = body.lstrip()[:200].lower()
    again = "Fetch it again; nothing was landed."
    if not start:
        return "it is empty", again
    if start.startswith((b"<!doctype", b"<html")):
        return "it is an HTML page, not JSON (an error page of the provider?)", again
    if isinstance(cause, msgspec.ValidationError):
        show = f"Is it meant for another dataset? {raw.name} reads {raw.provider.name}'s reply."
        return f"it is JSON of another shape: {cause}", show
    return f"it is no whole JSON ({cause})", again


def parse(catalog: Catalog, raw: Raw, landed: Landed, pages: Sequence[tuple[str, bytes]]) -> Parsed:
    """Read the pages of one landed request.

    Args:
        pages: (file name, body) in the order they were sent.
    """
    read = catalog.readers[raw.name].function
    (parameter,) = inspect.signature(read).parameters
    decoder = msgspec.json.Decoder(get_type_hints(read)[parameter])
    names = [c.name for c in raw.columns]
    lists: list[list[Any]] = [[] for _ in names]
    whole = [c.name for c in raw.columns if c.type is Type.INT]
    places: list[int] = []
    rejects: list[Reject] = []
    page_rows: list[int] = []
    for file, body in pages:
        before, place = sum(page_rows), 0
        for place, sent in enumerate(_page_rows(raw, file, body), 1):
            try:
                row = read(decoder.decode(sent))
                _check_size(row, whole)
            except (msgspec.DecodeError, ValueError, RecursionError) as cause:
                rejects.append(_reject(raw, landed, file, place, bytes(sent), cause))
                continue
            places.append(before + place)
            for values, name in zip(lists, names, strict=True):
                values.append(row[name])
        page_rows.append(place)
    table = _arrow(raw, lists, places, landed.fetched_at)
    return Parsed(table=table, rows_in=sum(page_rows), page_rows=page_rows, rejects=rejects)


def _check_size(row: Mapping[str, Any], whole: Sequence[str]) -> None:
    for name in whole:
        if abs(row[name] or 0) > LARGEST_INT:
            raise _TooLarge(name, row[name])


def _arrow(raw: Raw, lists: list[list[Any]], places: list[int], fetched_at: datetime) -> pa.Table:
    import pyarrow as pa

    types = {
        Type.TEXT: pa.string(),
        Type.INT: pa.int64(),
        Type.FLOAT: pa.float64(),
        Type.FLAG: pa.bool_(),
        Type.DAY: pa.date32(),
        Type.INSTANT: pa.timestamp("us", tz="UTC"),
    }
    instant = pa.timestamp("us")
    arrays = {}
    for column, values in zip(raw.columns, lists, strict=True):
        array = pa.array(values, types[column.type])
        arrays[column.name] = array.cast(instant) if column.type is Type.INSTANT else array
    known = fetched_at.astimezone(UTC).replace(tzinfo=None)
    arrays["known_at"] = pa.repeat(pa.scalar(known, instant), len(places))
    arrays["file_row"] = pa.array(places, pa.int64())
    return pa.table(arrays)


def _reject(
    raw: Raw, landed: Landed, file: str, place: int, sent: bytes, cause: Exception
) -> Reject:
    """A row that could not be decoded; msgspec ends its message with the path of the field."""
    message, _, path = str(cause).partition(" - at `$")
    if isinstance(cause, _TooLarge):
        field, value = cause.field, cause.value
    else:
        field = path.rstrip("`").lstrip(".")
        value = _value_at(sent, field)
    return Reject(
        dataset=raw.name,
        day=None,
        landed_id=landed.landed_id,
        file=file,
        row=place,
        field=field,
        value=value,
        reason=message,
        content=sent.decode(errors="replace"),
    )


def _value_at(sent: bytes, field: str) -> str:
    """The field's value as sent; empty where it has none, or the row is no readable JSON."""
    try:
        value = msgspec.json.decode(sent) if field else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    for part in field.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return "" if value is None else str(value)
