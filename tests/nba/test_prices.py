"""Prices as columns: the numbers of the pure functions, and a reason where there is none."""

from __future__ import annotations

from typing import Any

import duckdb
import ibis
import pytest

from boxline.catalog.prices import (
    NO_MARKET,
    NOT_SENT,
    ONE_SIDE_ONLY,
    PLACEHOLDER,
    decimal_odds,
    fair_probability,
    priced_pair,
)
from boxline.domain.odds import Notation, fair_probabilities
from boxline.domain.odds import decimal_odds as pure_decimal_odds

PRICES = (None, -250_000, -100_000, -99_999, -10_000, -137, -110, -100, -99.9, 0, 8, 100, 150, 6500)


def computed(pairs: list[tuple[float | None, float | None]], **columns: Any) -> list[Any]:
    """Expressions over pairs of prices `one` and `other`, as DuckDB computes them."""
    pair = ibis.table({"place": "int64", "one": "float64", "other": "float64"}, name="pairs")
    made = {name: column(pair) for name, column in columns.items()}
    sql = ibis.to_sql(pair.select("place", **made).order_by("place"), dialect="duckdb")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE pairs (place BIGINT, one DOUBLE, other DOUBLE)")
    connection.executemany(
        "INSERT INTO pairs VALUES (?, ?, ?)", [(n, *p) for n, p in enumerate(pairs)]
    )
    return [row[1:] for row in connection.execute(str(sql)).fetchall()]


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 12)


def test_columns_and_pure_functions_give_the_same_decimal_odds() -> None:
    found = computed([(p, None) for p in PRICES], odds=lambda t: decimal_odds(t.one))
    expected = [pure_decimal_odds(p, Notation.AMERICAN) for p in PRICES]
    assert [rounded(odds) for (odds,) in found] == [rounded(odds) for odds in expected]


def test_columns_and_pure_functions_give_the_same_fair_chances() -> None:
    pairs = [(one, other) for one in PRICES for other in PRICES]
    found = computed(
        pairs, fair=lambda t: fair_probability(decimal_odds(t.one), decimal_odds(t.other))
    )
    expected = [
        fair_probabilities(*(pure_decimal_odds(p, Notation.AMERICAN) for p in pair))[0]
        for pair in pairs
    ]
    assert [rounded(fair) for (fair,) in found] == [rounded(fair) for fair in expected]
    assert sum(fair is not None for fair in expected) > 20


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (-110, -110, None),
        (100, 100, None),
        (-137, None, ONE_SIDE_ONLY),
        (None, -100_000, ONE_SIDE_ONLY),
        (-100_000, -100_000, PLACEHOLDER),
        (-300, 8, PLACEHOLDER),
        (-10_000, -10_000, NO_MARKET),
        (209, 145, NO_MARKET),
        (None, None, NOT_SENT),
    ],
)
def test_a_pair_without_prices_says_why(
    one: float | None, other: float | None, reason: str | None
) -> None:
    names = ("first", "second", "no_price_reason")
    ((first, second, told),) = computed(
        [(one, other)],
        **{
            name: lambda t, name=name: priced_pair(t.one, t.other, names=names[:2])[name]
            for name in names
        },
    )
    assert told == reason
    assert (reason is None) == (first is not None and second is not None)
