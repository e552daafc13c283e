"""Where line and price do not belong together, the other books tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from boxline.forecasting.market import Quotes, believable

NAN = np.nan

#: Prop, line, the chance of the over that the prices say (NaN of no price), source.
Row = tuple[int, float, float, int]


def believed(*rows: Row) -> list[bool]:
    prop, line, chance, source = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    quotes = Quotes(
        props=20,
        prop=prop.astype(np.intp),
        line=line,
        over=1 / chance,
        under=1 / (1 - chance),
        known_at=np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[us]"),
    )
    return believable(quotes, source.astype(np.intp)).tolist()


def night(chances: Sequence[float], *, beside: float = 0.5) -> list[Row]:
    """One line per chance, shown by sources 0 and 1 at `beside` and by source 2 at the chance."""
    return [
        row
        for prop, chance in enumerate(chances)
        for row in ((prop, 4.5, beside, 0), (prop, 4.5, beside, 1), (prop, 4.5, chance, 2))
    ]


@pytest.mark.parametrize(("chance", "is_believed"), [(0.5, True), (0.59, True), (0.61, False)])
def test_a_quote_is_believed_up_to_a_tenth_from_the_middle(
    chance: float, *, is_believed: bool
) -> None:
    assert believed(*night([chance])) == [True, True, is_believed]


def test_of_four_books_the_middle_lies_between_the_two_inner_ones() -> None:
    # 0.4, 0.5, 0.54, 0.6: the middle is 0.52.
    rows = [(0, 4.5, chance, source) for source, chance in enumerate([0.5, 0.4, 0.6, 0.54])]
    assert believed(*rows) == [True, False, True, True]


def test_of_two_that_contradict_each_other_neither_is_believed() -> None:
    assert believed((0, 4.5, 0.6, 0), (0, 4.5, 0.35, 1)) == [False, False]
    assert believed((0, 4.5, 0.6, 0), (0, 4.5, 0.45, 1)) == [True, True]


@pytest.mark.parametrize(
    ("chances", "is_believed"),
    [
        ([0.56] * 5, False),
        ([0.44, 0.56] * 3, False),
        ([0.56] * 4, True),  # too few to tell
        ([0.54] * 5, True),
    ],
)
def test_a_source_that_lies_apart_all_night_is_not_believed_at_all(
    chances: list[float], *, is_believed: bool
) -> None:
    assert believed(*night(chances)) == [True, True, is_believed] * len(chances)


def test_a_source_that_is_wrong_is_not_believed_where_it_stands_alone_either() -> None:
    alone: Row = (10, 1.5, 0.5, 2)
    other: Row = (11, 1.5, 0.5, 3)
    assert believed(*night([0.56] * 5), alone, other)[-2:] == [False, True]


def test_with_two_books_at_a_line_nobody_is_blamed_for_the_distance() -> None:
    rows = [(prop, 4.5, chance, s) for prop in range(6) for s, chance in enumerate([0.5, 0.62])]
    assert all(believed(*rows))


def test_other_lines_and_props_are_no_measure() -> None:
    assert all(believed((0, 4.5, 0.5, 0), (0, 5.5, 0.2, 1), (1, 4.5, 0.8, 2)))


def test_a_quote_without_a_price_or_a_line_says_nothing_to_contradict() -> None:
    rows: list[Row] = [(12, 4.5, NAN, 2), (13, NAN, 0.5, 3)]
    assert believed(*night([0.56] * 5), *rows)[-2:] == [True, True]


def test_two_prices_that_are_no_market_are_not_believed() -> None:
    quotes = Quotes(
        props=1,
        prop=np.zeros(3, dtype=np.intp),
        line=np.full(3, 0.5),
        over=np.array([3.09, 3.09, 1.9]),
        under=np.array([2.45, NAN, 1.9]),
        known_at=np.full(3, np.datetime64("NaT"), dtype="datetime64[us]"),
    )
    found = believable(quotes, np.arange(3))
    assert found.tolist() == [False, True, True]
    kept = quotes.where(found)
    np.testing.assert_array_equal(kept.over, [3.09, 1.9])
    assert (kept.props, len(kept.prop)) == (1, 2)


def test_no_quotes_need_no_belief() -> None:
    assert believed() == []
