"""Lists that are given page by page: from what is asked to one query, and where the next begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from boxline.catalog import Column
from boxline.catalog.columns import Type
from boxline.domain.days import parse_day, parse_instant
from boxline.errors import BadDay, BadInstant
from boxline.stores.contract_sql import names, quoted
from boxline.web.api.asked import LARGEST_ID
from boxline.web.api.problems import Problem

#: A condition with its parameter.
Condition = tuple[str, Any]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list in the order of a key.

    Attributes:
        source: SQL of the rows, with `{where}` in the place of the conditions.
        key: by which no two rows are the same; none of it is NULL.
    """

    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    is_newest_first: bool = False

    def query(
        self, conditions: Sequence[Condition], after: str | None, limit: int
    ) -> tuple[str, list[Any]]:
        """The SQL of a page and one row more, with its parameters.

        Raises:
            Problem: `after` is no place in this list.
        """
        where = " AND ".join(condition for condition, _ in conditions) or "true"
        parameters = [value for _, value in conditions]
        key, turn, beyond = names(self.key), "", "true"
        if self.is_newest_first:
            key, turn = ", ".join(f"{quoted(name)} DESC" for name in self.key), "DESC"
        if after is not None:
            places = self._place(after)
            marks = ", ".join("?" * len(places))
            beyond = f"({names(self.key)}) {'<' if turn else '>'} ({marks})"
            parameters += places
        rows = self.source.format(where=where)
        chosen = f"SELECT {names(self.columns)} FROM ({rows}) WHERE {beyond}"
        return f"{chosen} ORDER BY {key} LIMIT {limit + 1}", parameters

    def after(self, row: Sequence[Any]) -> str:
        """The place after a row, as a text."""
        at = {column.name: value for column, value in zip(self.columns, row, strict=True)}
        place = [_written(at[name]) for name in self.key]
        told = json.dumps(place, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(told).decode().rstrip("=")

    def _place(self, text: str) -> list[Any]:
        by_name = {column.name: column for column in self.columns}
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            told = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if not isinstance(told, list) or len(told) != len(self.key):
                raise ValueError("it has another number of parts")
            return [_read(by_name[name], part) for name, part in zip(self.key, told, strict=True)]
        except (ValueError, BadDay, BadInstant, binascii.Error, RecursionError) as cause:
            next_step = "Take `next` of the page before as it is."
            raise Problem(422, "after: it is no place in this list.", next_step) from cause


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(column: Column, part: Any) -> Any:
    """One part of a place, as the column has it."""
    is_number = isinstance(part, int | float) and not isinstance(part, bool)
    match column.type:
        case Type.INT if isinstance(part, int) and is_number and abs(part) <= LARGEST_ID:
            return part
        case Type.FLOAT if is_number and abs(part) <= LARGEST_ID:
            return float(part)
        case Type.FLAG if isinstance(part, bool):
            return part
        case Type.TEXT if isinstance(part, str) and part.isprintable():
            return part
        case Type.DAY if isinstance(part, str):
            return parse_day(part)
        case Type.INSTANT if isinstance(part, str):
            return parse_instant(f"{part}+00:00").replace(tzinfo=None)
    raise ValueError(f"{column.name} has another type")
