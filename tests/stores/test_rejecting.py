"""Rejects of computed rows: which field, what stood there, and why, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Catalog, Column, Day, Int, League, Table, Text
from boxline.domain.seasons import SeasonRule
from boxline.engine.ports import InputRows, Outcome, Reject, Replacement
from boxline.stores.warehouse import DuckDBWarehouse, open_warehouse
from tests.builders import leased

NOW = datetime(2025, 2, 1, tzinfo=UTC)
MON = date(2025, 1, 13)

LINES = Table(
    "toy_core.lines",
    grain="one line",
    key=("name_sent",),
    columns=(
        Column("game_date", Day, doc="Day."),
        Column("name_sent", Text, doc="As sent."),
        Column("player_id", Int, low=1, explained_by="unresolved_reason", doc="Who."),
    ),
)


class Sink:
    """Keeps the rejects it is given."""

    def __init__(self) -> None:
        self.rejects: list[Reject] = []

    def reject(self, _dataset: str, _scope: object, rejects: Sequence[Reject]) -> None:
        self.rejects = list(rejects)


@contextmanager
def _opened(path: Path, sink: Sink) -> Iterator[DuckDBWarehouse]:
    league = League(name="toy", seasons=SeasonRule(begins=(8, 1)), calendar="toy.games")
    catalog = Catalog(
        datasets={LINES.name: LINES},
        modules={},
        transforms={},
        readers={},
        documents={},
        leagues={"toy": league},
    )
    options: dict[str, Any] = {"doing": "test", "memory_limit": "500MB", "wait_seconds": 1.0}
    with leased(path) as lease, open_warehouse(path, catalog, sink, lease, **options) as found:
        yield found


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def warehouse(tmp_path: Path, sink: Sink) -> Iterator[DuckDBWarehouse]:
    with _opened(tmp_path, sink) as found:
        yield found


def put(warehouse: DuckDBWarehouse, *lines: str) -> Outcome:
    """Replace Monday by lines of (name_sent, player_id, unresolved_reason)."""
    values = ", ".join(f"(DATE '{MON}', {line})" for line in lines)
    columns = "game_date, name_sent, player_id, unresolved_reason"
    return warehouse.replace(
        Replacement(
            table=LINES,
            sql=f"SELECT * FROM (VALUES {values}) AS v({columns})",
            inputs={"clock": InputRows(dataset=None, first=MON, last=MON)},
            wanted={MON: 1},
            committed={},
            code="c",
            run_id="r",
            clock=lambda: NOW,
            as_of=NOW,
        )
    )


ANN, BEN = "'Ann', 1, NULL", "'Bne', NULL, 'no Bne is known; nearest: Ben'"


def test_a_missing_value_that_is_explained_is_rejected_for_that_reason(
    warehouse: DuckDBWarehouse, sink: Sink
) -> None:
    outcome = put(warehouse, ANN, BEN)
    assert (outcome.kept, outcome.rejected) == (1, 1)
    (reject,) = sink.rejects
    assert (reject.field, reject.value) == ("player_id", "")
    assert reject.reason == "no Bne is known; nearest: Ben"


def test_the_content_of_the_reject_keeps_the_explanation(
    warehouse: DuckDBWarehouse, sink: Sink
) -> None:
    put(warehouse, BEN)
    assert json.loads(sink.rejects[0].content) == {
        "game_date": "2025-01-13",
        "name_sent": "Bne",
        "player_id": None,
        "unresolved_reason": "no Bne is known; nearest: Ben",
    }


def test_the_explanation_is_not_stored(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, ANN)
    stored = warehouse.connection.execute(f"SELECT * FROM {LINES.name}")
    assert [column[0] for column in stored.description] == ["game_date", "name_sent", "player_id"]
    assert stored.fetchall() == [(MON, "Ann", 1)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("'Cat', NULL, NULL", "player_id is missing. Who."),
        ("'Cat', NULL, ''", "player_id is missing. Who."),
        ("'Cat', 0, 'of somebody else'", "player_id is 0, outside 1.."),
        ("NULL, NULL, 'of somebody else'", "name_sent is missing. As sent."),
    ],
)
def test_what_is_not_explained_is_told_as_ever(
    warehouse: DuckDBWarehouse, sink: Sink, line: str, reason: str
) -> None:
    put(warehouse, line)
    assert [reject.reason for reject in sink.rejects] == [reason]
