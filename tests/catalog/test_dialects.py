"""Every transform is one statement for each store, and means the same in each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from boxline.catalog import Column, Day, Float, Instant, Int, Text
from boxline.catalog.bigquery import refused, schema_of
from boxline.catalog.dialects import for_bigquery, to_sql
from boxline.catalog.expressions import expressions_of, seen_by, unbound
from boxline.catalog.spark import refused as refused_for_spark
from boxline.catalog.spark import steps
from boxline.leagues import whole_catalog

if TYPE_CHECKING:
    import ibis.expr.types as ir

TRANSFORMS = whole_catalog().transforms

LINES = unbound(
    "lines",
    (
        Column("game_date", Day),
        Column("player", Text),
        Column("line", Float),
        Column("points", Int),
        Column("seen_at", Instant),
        Column("told_at", Instant),
    ),
)


@pytest.mark.thorough  # every statement is compiled for each
@pytest.mark.parametrize("name", sorted(TRANSFORMS))
def test_every_transform_compiles_to_what_the_rules_of_bigquery_and_of_spark_allow(
    name: str,
) -> None:
    transform = TRANSFORMS[name]
    for expression in expressions_of(transform).values():
        assert refused(for_bigquery(expression), schema_of(seen_by(transform))) == []
        assert refused_for_spark(expression) == []
        *before, last = steps(to_sql(expression, "pyspark"))
        assert all(step.sql.startswith(("SELECT", "(")) for step in (*before, last))
        assert last.name == ""


def said(expression: ir.Table, dialect: str = "bigquery") -> str:
    """The statement on one line, without the names of relations."""
    one_line = " ".join(to_sql(expression, dialect).split())
    return re.sub(r"[`\"]t\d+[`\"]\.|[`\"]", "", one_line).replace("( ", "(").replace(" )", ")")


def test_an_instant_without_a_zone_is_shifted_as_one() -> None:
    import ibis

    later = LINES.select(
        later=LINES.seen_at + ibis.interval(hours=2), sooner=LINES.seen_at - ibis.interval(days=1)
    )
    found = said(later)
    assert "DATETIME_ADD(seen_at, INTERVAL '2' HOUR)" in found
    assert "DATETIME_SUB(seen_at, INTERVAL '1' DAY)" in found


def test_seconds_since_1970_are_those_of_an_instant_in_utc() -> None:
    found = said(LINES.select(seconds=LINES.seen_at.epoch_seconds()))
    assert "UNIX_SECONDS(TIMESTAMP(seen_at))" in found


def test_the_least_of_two_passes_over_what_is_null_in_every_store() -> None:
    import ibis

    least = LINES.select(first=ibis.least(LINES.seen_at, LINES.told_at))
    turned = "LEAST(COALESCE(seen_at, told_at), COALESCE(told_at, seen_at))"
    assert turned in said(least)
    assert "LEAST(seen_at, told_at)" in said(least, "duckdb")


def test_the_rows_of_a_window_are_not_parted_by_a_float() -> None:
    import ibis

    window = ibis.window(group_by=["player", "line"], order_by="seen_at")
    found = said(LINES.select(place=ibis.row_number().over(window)))
    assert "PARTITION BY player, CAST(line AS STRING) ORDER BY seen_at" in found


@pytest.mark.parametrize(
    ("key", "problems"),
    [
        ("game_day", []),
        ("game_date", ["a RANGE frame is ordered by `t0`.`game_date`, which is no number"]),
        ("points", []),
    ],
)
def test_a_range_over_days_is_ordered_by_their_number_and_not_by_the_date(
    key: str, problems: list[str]
) -> None:
    import ibis

    numbered = LINES.mutate(game_day=LINES.game_date.epoch_days()).select(
        "player", "game_day", "game_date", "points"
    )
    order = numbered if key == "game_day" else LINES
    preceding = ibis.interval(days=7) if key == "game_date" else 7
    frame = ibis.range_window(group_by="player", order_by=key, preceding=preceding, following=0)
    lately = order.select(lately=order.points.sum().over(frame))
    assert refused(for_bigquery(lately), schema_of({"lines": _columns()})) == problems


def _columns() -> tuple[Column, ...]:
    return (Column("game_date", Day), Column("player", Text), Column("points", Int))
