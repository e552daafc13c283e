"""Rows as OpenAPI has them, made of the declarations of columns: each is declared once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import GenericAlias
from typing import Any

from pydantic import BaseModel, Field, create_model

from boxline.catalog import Column
from boxline.catalog.columns import Type

_PYTHON: dict[Type, Any] = {
    Type.TEXT: str,
    Type.INT: int,
    Type.FLOAT: float,
    Type.FLAG: bool,
    Type.DAY: date,
    Type.INSTANT: datetime,
}


def row_model(name: str, doc: str, columns: Iterable[Column]) -> type[BaseModel]:
    """The model of a row."""
    fields: dict[str, Any] = {column.name: _field(column) for column in columns}
    return create_model(name, __doc__=doc, **fields)


def page_model(row: type[BaseModel]) -> type[BaseModel]:
    """The model of a page of such rows."""
    fields: dict[str, Any] = {
        "rows": (GenericAlias(list, (row,)), Field(description="Present and empty, never absent.")),
        "next": (
            str | None,
            Field(description="Where the rows go on; null where these are the last."),
        ),
    }
    return create_model(f"{row.__name__}Page", __doc__="Some of the rows, in order.", **fields)


def _field(column: Column) -> tuple[Any, Any]:
    kind = _PYTHON[column.type]
    words = f"{column.doc} Unit: {column.unit}." if column.unit else column.doc
    # Said of the rows, and not checked again: the table's contract did.
    said: dict[str, Any] = {}
    if column.one_of:
        said["enum"] = [*column.one_of, None] if column.nullable else list(column.one_of)
    if column.low is not None:
        said["minimum"] = column.low
    if column.high is not None:
        said["maximum"] = column.high
    field = Field(description=words, json_schema_extra=said)
    return (kind | None if column.nullable else kind, field)
