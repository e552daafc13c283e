"""What a worked table's function is given."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from boxline.catalog import Column, Day, Int, Table
from boxline.catalog.arrays import arrays_of, table_of
from boxline.catalog.worked import Material
from boxline.engine.ports import InputRows
from boxline.stores.working import Materials

NOW = datetime(2025, 2, 1, tzinfo=UTC)
FIRST, LAST = date(2025, 1, 1), date(2025, 1, 31)
MANY = 300_000

GAMES = Table(
    "toy_core.games",
    grain="one",
    key=("n",),
    columns=(Column("game_date", Day, doc="Day."), Column("n", Int, doc="Number.")),
)


@pytest.fixture
def materials() -> Materials:
    """Over a table whose rows stand in no order, a day's worth of each outside what is in reach."""
    connection = duckdb.connect(config={"preserve_insertion_order": "false", "threads": 2})
    connection.execute("CREATE SCHEMA toy_core")
    connection.execute(
        "CREATE TABLE toy_core.games AS SELECT DATE '2025-01-01' + CAST(n % 32 AS INT) AS "
        f"game_date, CAST((n * 7919) % {MANY} AS BIGINT) AS n FROM range({MANY}) AS t(n)"
    )
    connection.execute("BEGIN")
    given = {
        "rows": Material("SELECT n / 2.0 AS half, game_date, n FROM games", ("game_date", "n")),
        "sums": Material("SELECT sum(n) AS total, 0.5 AS half FROM games", ("total", "half")),
    }
    inputs = {"games": InputRows(dataset=GAMES, first=FIRST, last=LAST)}
    return Materials(connection, given, inputs, now=NOW, as_of=NOW)


def test_rows_come_in_order_however_many_they_are(materials: Materials) -> None:
    rows = materials["rows"].select(["game_date", "n"])
    in_order = rows.sort_by([("game_date", "ascending"), ("n", "ascending")])
    assert rows.num_rows == MANY * 31 // 32
    assert rows.equals(in_order)
    assert rows.column("game_date")[-1].as_py() == LAST


def test_sums_of_whole_numbers_are_whole_numbers(materials: Materials) -> None:
    assert materials["sums"].schema.types == [pa.int64(), pa.float64()]


def test_what_nobody_asks_for_is_not_selected(materials: Materials) -> None:
    lazy = Materials(
        duckdb.connect(), {"broken": Material("no query", ("n",))}, {}, now=NOW, as_of=NOW
    )
    assert (list(lazy), len(lazy), "broken" in dict.fromkeys(lazy)) == (["broken"], 1, True)
    assert list(materials) == ["rows", "sums"]


def test_null_is_nan_in_an_array_and_null_again_in_a_relation() -> None:
    given = {
        "points": [1.5, None],
        "count": [None, 3],
        "is_home": [True, None],
        "name": [None, "Ann"],
        "day": [FIRST, None],
    }
    arrays = arrays_of(pa.table(given))
    assert np.isnan(arrays["points"]).tolist() == [False, True]
    assert arrays["count"].dtype == arrays["is_home"].dtype == np.float64
    assert arrays["name"].tolist() == [None, "Ann"]
    assert arrays["day"].dtype == "datetime64[D]"
    assert table_of(arrays).to_pylist() == [
        {"points": 1.5, "count": None, "is_home": 1.0, "name": None, "day": FIRST},
        {"points": None, "count": 3.0, "is_home": None, "name": "Ann", "day": None},
    ]


def test_what_lacks_nothing_keeps_its_type() -> None:
    arrays = arrays_of(pa.table({"count": [1, 2], "is_home": [True, False]}))
    assert (arrays["count"].dtype, arrays["is_home"].dtype) == (np.int64, np.bool_)
