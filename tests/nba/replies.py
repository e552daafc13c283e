"""Replies read into rows without a home: what a reader makes of a file, and what it refuses."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog, Raw
from boxline.engine.parsing import parse
from boxline.engine.ports import Landed, Reject
from boxline.leagues import load_catalog

RECORDED = Path(__file__).parents[1] / "recorded"
#: What the hand-made replies of one game were asked with.
DAY = {"date": "2025-01-15", "game_id": "0022499002"}
FETCHED_AT = datetime(2025, 1, 16, 11, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Read:
    """The rows of a reply by column, and its rejects."""

    rows: list[dict[str, Any]]
    rejects: list[Reject]

    def only(self, **wanted: Any) -> list[dict[str, Any]]:
        """The rows with these values."""
        return [r for r in self.rows if all(r[name] == v for name, v in wanted.items())]


@cache
def _catalog() -> Catalog:
    return load_catalog()


def read_body(dataset: str, body: bytes, asked: Mapping[str, str] | None = None) -> Read:
    """Read one page as a dataset does; ranges and rules are not looked at.

    Args:
        asked: the parameters of its request.
    """
    raw = _catalog()[f"nba_raw.{dataset}"]
    assert isinstance(raw, Raw)
    landed = Landed(
        landed_id="l",
        content_id="c",
        dataset=raw.name,
        fetched_at=FETCHED_AT,
        pages=(),
        asked=asked or {},
    )
    parsed = parse(_catalog(), raw, landed, [("reply.json", body)])
    rows = parsed.table.drop_columns(["known_at", "file_row"]).to_pylist()
    return Read(rows=rows, rejects=parsed.rejects)


def read_file(dataset: str, file: Path, asked: Mapping[str, str] | None = None) -> Read:
    """Read a file of one page."""
    body = file.read_bytes()
    return read_body(dataset, gzip.decompress(body) if file.suffix == ".gz" else body, asked)


def dataset_of(name: str) -> str:
    """The dataset that a hand-made reply is of: `nbac_scoreboard` of `nbac_scoreboard-live`."""
    return name.split("-", maxsplit=1)[0]


def recorded(name: str) -> Read:
    """A hand-made reply, read as its dataset does."""
    return read_file(dataset_of(name), RECORDED / f"{name}.json", DAY)
