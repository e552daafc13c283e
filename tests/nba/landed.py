"""Replies of providers, and what becomes of each of their rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Raw
from boxline.engine.parsing import parse
from boxline.engine.ports import Landed, Load, Reject
from boxline.leagues import whole_catalog
from boxline.stores.contract_sql import BROKEN, names
from boxline.stores.raw_stage import STAGE, verify
from tests.builders import NOON

RECORDED = Path(__file__).parents[1] / "recorded"


def recorded(name: str) -> Any:
    """A recorded reply, decoded."""
    return json.loads((RECORDED / name).read_text())


@dataclass
class Checked:
    """The rows of a reply that keep the contract, and the others; also where it is refused."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, _dataset: str, _scope: Any, rejects: list[Reject]) -> None:
        """Take the rejects of a reply; what a store does with them."""
        self.rejects = sorted(rejects, key=lambda reject: reject.row)

    @property
    def fields(self) -> list[tuple[int, str]]:
        """Row and field of every reject."""
        return [(reject.row, reject.field) for reject in self.rejects]


def check(dataset: str, reply: Any, *, asked: Mapping[str, str] | None = None) -> Checked:
    """Read a reply (bytes, or what JSON is made of) as a load would, without a home.

    Raises:
        UnreadableFile: it is not what the dataset reads.
        TooManyRejects: more rows break the contract than the dataset allows.
    """
    catalog = whole_catalog()
    raw = catalog[dataset]
    assert isinstance(raw, Raw)
    body = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
    landed = Landed(
        landed_id="1",
        content_id="1",
        dataset=dataset,
        fetched_at=NOON,
        pages=(),
        asked=dict(asked or {}),
    )
    parsed = parse(catalog, raw, landed, [("reply", body)])
    load = Load(
        raw=raw,
        landed=landed,
        code="",
        run_id="",
        now=NOON,
        rows=parsed.table,
        rows_in=parsed.rows_in,
        page_rows=parsed.page_rows,
        rejects=parsed.rejects,
    )
    found = Checked()
    with duckdb.connect() as connection:
        verify(connection, [load], found)
        query = f"SELECT {names(raw.columns)} FROM {STAGE} WHERE {BROKEN} IS NULL ORDER BY file_row"
        rows = connection.execute(query).fetchall()
    columns = [column.name for column in raw.columns]
    found.rows = [dict(zip(columns, row, strict=True)) for row in rows]
    return found
