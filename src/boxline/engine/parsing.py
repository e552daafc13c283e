"""From landed pages to rows: each row decoded alone, so that a bad one loses no neighbour."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from boxline.catalog import Asked, Catalog, Raw, Within
from boxline.catalog.columns import Type
from boxline.engine.pages import open_page
from boxline.engine.ports import Landed, Reject
from boxline.errors import ContractBroken

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


def parse(catalog: Catalog, raw: Raw, landed: Landed, pages: Sequence[tuple[str, bytes]]) -> Parsed:
    """Read the pages of one landed request.

    Args:
        pages: (file name, body) in the order they were sent.
    """
    read = _Read(
        catalog.readers[raw.name].function, Asked(params=landed.asked, fetched_at=landed.fetched_at)
    )
    names = [c.name for c in raw.columns]
    lists: list[list[Any]] = [[] for _ in names]
    whole = [c.name for c in raw.columns if c.type is Type.INT]
    places: list[int] = []
    rejects: list[Reject] = []
    page_rows: list[int] = []
    for file, body in pages:
        before, place = sum(page_rows), 0
        for place, sent in enumerate(open_page(raw, file, body).rows, 1):
            try:
                row = read(sent)
                _check_size(row, whole)
                values = [row[name] for name in names]
            except (msgspec.DecodeError, ValueError, OverflowError, RecursionError) as cause:
                rejects.append(_reject(raw, landed, file, place, _content(sent), cause))
                continue
            except KeyError as cause:
                what = f"its reader gives no column {cause}"
                raise ContractBroken(f"{catalog.modules[raw.name]}: {raw.name}", what) from cause
            places.append(before + place)
            for column_values, value in zip(lists, values, strict=True):
                column_values.append(value)
        page_rows.append(place)
    table = _arrow(raw, lists, places, landed.fetched_at)
    return Parsed(table=table, rows_in=sum(page_rows), page_rows=page_rows, rejects=rejects)


class _Read:
    """A dataset's reader, with its row decoded as the type that it wants.

    Its first parameter is the row; one annotated `Asked` is given the request, and any other one
    what encloses the row.
    """

    def __init__(self, function: Callable[..., Any], asked: Asked) -> None:
        hints = get_type_hints(function)
        self._row, *others = inspect.signature(function).parameters
        self._type = hints[self._row]
        self._decode = msgspec.json.Decoder(self._type).decode
        self._asked = {name: asked for name in others if hints[name] is Asked}
        self._of = [name for name in others if name not in self._asked]
        self._function = function

    def __call__(self, sent: Any) -> Mapping[str, Any]:
        row, of = sent if isinstance(sent, Within) else (sent, None)
        if isinstance(of, Exception):
            raise of
        given = {**self._asked, **dict.fromkeys(self._of, of)}
        if isinstance(row, msgspec.Raw):
            found = self._decode(row)
        else:
            found = msgspec.convert(row, self._type, strict=False)
        read: Mapping[str, Any] = self._function(found, **given)
        return read


def _content(sent: Any) -> bytes:
    """A row as it is kept with its reject: JSON as sent, or of what a page was read into."""
    row = sent.row if isinstance(sent, Within) else sent
    return bytes(row) if isinstance(row, msgspec.Raw) else msgspec.json.encode(row)


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
