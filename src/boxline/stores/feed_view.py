"""What feeds are made from: rows of the newest snapshot, at one moment."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import duckdb
from duckdb.sqltypes import TIMESTAMP

from boxline.domain.days import league_day
from boxline.domain.standing import Standing


@dataclass(kw_only=True)
class SnapshotView:
    """A view of an opened snapshot; see `boxline.catalog.View`.

    Attributes:
        begins: the first day of which documents are wanted; None for every day.
        standings: how days stand, once that is decided.
    """

    connection: duckdb.DuckDBPyConnection
    now: datetime
    begins: date | None = None
    days: Sequence[date] = ()
    standings: Mapping[date, Standing] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return league_day(self.now)

    def rows(self, sql: str, **values: object) -> list[Any]:
        """The rows of one SELECT, columns as attributes."""
        result = self.connection.execute(sql, values or None)
        names = [column[0] for column in result.description]
        record = namedtuple("record", names)  # type: ignore[misc]
        instants = [n for n, column in enumerate(result.description) if column[1] == TIMESTAMP]
        found = result.fetchall()
        if not instants:
            return [record(*row) for row in found]
        return [record(*_in_utc(row, instants)) for row in found]

    def standing(self, day: date) -> Standing:
        """How a day stands."""
        return self.standings[day]


def _in_utc(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    """A row whose instants, which DuckDB gives bare, say that they are in UTC."""
    values = list(row)
    for place in places:
        if values[place] is not None:
            values[place] = values[place].replace(tzinfo=UTC)
    return values
