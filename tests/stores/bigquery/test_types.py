"""The types that broke the predecessor, as they go into a load job."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from boxline.catalog import Column, Day, Float, Instant, Int, Text
from boxline.stores.bigquery.types import as_loaded


def loaded(column: Column, values: pa.Array) -> pa.Array:
    (found,) = as_loaded(pa.table({column.name: values, "other": values}), [column]).columns
    return found.combine_chunks()


def test_an_enumeration_is_loaded_as_its_texts() -> None:
    found = loaded(Column("kind", Text), pa.array(["a", "b", "a"]).dictionary_encode())
    assert found.equals(pa.array(["a", "b", "a"]))


def test_a_day_is_a_date_and_not_an_instant() -> None:
    assert loaded(Column("d", Day), pa.array([date(2025, 1, 1)])).type == pa.date32()
    midnight = pa.array([datetime(2025, 1, 1)], pa.timestamp("us"))  # noqa: DTZ001
    assert loaded(Column("d", Day), midnight).to_pylist() == [date(2025, 1, 1)]


def test_an_exact_decimal_becomes_a_float_and_is_not_cut_at_nine_places() -> None:
    found = loaded(Column("x", Float), pa.array([Decimal("0.1234567890123")]))
    assert found.to_pylist() == [0.1234567890123]


def test_a_sum_of_whole_numbers_that_came_as_a_decimal_is_a_whole_number() -> None:
    found = loaded(Column("n", Int), pa.array([Decimal(12)], pa.decimal128(38, 0)))
    assert found.equals(pa.array([12], pa.int64()))


def test_a_whole_number_is_no_instant_unless_it_says_its_unit() -> None:
    stamped = pa.array([datetime(2025, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    found = loaded(Column("at", Instant), stamped)
    assert found.type == pa.timestamp("us")  # without a zone: a DATETIME
    with pytest.raises(pa.ArrowNotImplementedError):
        loaded(Column("at", Instant), pa.array([1.5]))


def test_a_value_that_does_not_fit_is_refused_and_not_bent() -> None:
    with pytest.raises(pa.ArrowInvalid):
        loaded(Column("n", Int), pa.array([1.5]))
    with pytest.raises(pa.ArrowInvalid):
        loaded(Column("n", Int), pa.array([2**63], pa.uint64()))


def test_only_what_is_declared_is_loaded_in_its_order() -> None:
    rows = pa.table({"b": ["x"], "a": [1], "empty": pa.array([[]], pa.list_(pa.int64()))})
    found = as_loaded(rows, [Column("a", Int), Column("b", Text)])
    assert found.column_names == ["a", "b"]
