"""The statements by which BigQuery computes a transform over its tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlglot

from boxline.catalog import Column, Float
from boxline.catalog.bigquery import refused
from boxline.engine.ports import InputRows
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.inputs import supplied_inputs
from tests.stores.contract_suite import LINES, MON, NOW, SCORES, TUE

ADDRESS = Address(project="p", prefix="b")


def statement(**inputs: InputRows) -> tuple[str, dict[str, object]]:
    supplied, parameters = supplied_inputs(ADDRESS, inputs, now=NOW, as_of=NOW)
    return f"{supplied} SELECT * FROM (SELECT 1 AS one)", parameters


def rows_of(dataset: object, **more: bool) -> InputRows:
    return InputRows(dataset=dataset, first=MON, last=TUE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [rows_of(LINES), rows_of(SCORES), rows_of(SCORES, has_every_version=True), rows_of(None)],
    ids=["a table", "the newest versions", "every version", "the clock"],
)
def test_an_input_is_such_as_bigquery_takes(given: InputRows) -> None:
    text, _ = statement(it=given)
    assert refused(sqlglot.parse_one(text, read="bigquery")) == []


@pytest.mark.parametrize("every", [False, True])
def test_rows_are_read_within_a_span_of_days_that_parameters_say(every: bool) -> None:
    text, parameters = statement(it=rows_of(SCORES, has_every_version=every), to=rows_of(LINES))
    assert text.count("FROM `p.b_") == 2
    assert "`game_date` BETWEEN @it_first AND @it_last" in text
    assert "`game_date` BETWEEN @to_first AND @to_last" in text
    known = datetime(2025, 2, 1)  # noqa: DTZ001  (a DATETIME, of UTC)
    assert known.replace(tzinfo=UTC) == NOW
    assert parameters == {
        "it_first": MON,
        "it_last": TUE,
        "to_first": MON,
        "to_last": TUE,
        "as_of": known,
    }
    assert "2025" not in text


def test_versions_are_never_parted_by_a_float() -> None:
    line = Column("line", Float, doc="Line.")
    priced = replace(SCORES, columns=(*SCORES.columns, line), key=("game_id", "line"))
    text, _ = statement(it=rows_of(priced))
    assert "PARTITION BY `game_id`, CAST(`line` AS STRING), `game_date`" in text
    assert refused(sqlglot.parse_one(text, read="bigquery")) == []
