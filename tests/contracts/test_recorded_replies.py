"""What every fetched dataset keeps: a recorded reply of its provider's shape is read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from boxline.catalog import Form, Raw
from boxline.engine.parsing import parse
from boxline.engine.ports import Landed
from boxline.leagues import whole_catalog

CATALOG = whole_catalog()
RECORDED = Path(__file__).parents[1] / "recorded"
#: What a reply was asked with, where it does not say so itself.
ASKED = {"date": "2025-01-15", "season": "2024-25", "season_type": "regular"}


def recorded(raw: Raw) -> list[Path]:
    """`tests/recorded/<table>.json`, or `<table>-<what is special>.json`."""
    table = raw.name.partition(".")[2]
    return sorted(
        path
        for path in RECORDED.iterdir()
        if path.name.split(".")[0] == table or path.name.startswith(f"{table}-")
    )


# PDFs are printed by the tests that read them.
FETCHED = [raw for raw in CATALOG.raw if raw.request and raw.request.form is not Form.PDF]


@pytest.mark.parametrize("raw", FETCHED, ids=lambda raw: raw.name)
def test_a_recorded_reply_is_read_and_no_row_of_it_vanishes(raw: Raw) -> None:
    files = recorded(raw)
    assert files, f"put a small reply in its provider's shape at tests/recorded for {raw.name}"
    for file in files:
        landed = Landed(
            landed_id="l",
            content_id="c",
            dataset=raw.name,
            fetched_at=datetime(2025, 1, 16, 12, tzinfo=UTC),
            pages=(),
            asked=ASKED,
        )
        parsed = parse(CATALOG, raw, landed, [(file.name, file.read_bytes())])
        assert parsed.table.num_rows + len(parsed.rejects) == parsed.rows_in
        assert parsed.table.num_rows, parsed.rejects
