"""What many bookmakers together say, with books laid out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.market import (
    NO_QUOTE,
    Quotes,
    age_minutes,
    best_prices,
    consensus,
    fair_probabilities,
    movement,
)

NAN = np.nan
NOWHEN = "NaT"

#: Prop, line, over, under.
Row = tuple[int, float, float, float]


def quotes(*rows: Row, props: int = 1, known_at: Sequence[str] = ()) -> Quotes:
    prop, line, over, under = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    instants = list(known_at) or [NOWHEN] * len(rows)
    return Quotes(
        props=props,
        prop=prop.astype(np.intp),
        line=line,
        over=over,
        under=under,
        known_at=np.array(instants, dtype="datetime64[us]"),
    )


def test_the_modal_line_is_the_one_most_books_show() -> None:
    found = consensus(quotes((0, 24.5, 1.9, 1.9), (0, 25.5, 2.0, 1.8), (0, 25.5, 2.1, 1.7)))
    assert (found.line.item(), found.books.item(), found.priced_books.item()) == (25.5, 2, 2)
    both, _ = fair_probabilities([2.0, 2.1], [1.8, 1.7])
    assert found.p_over.item() == pytest.approx(both.mean())


def test_of_lines_shown_as_often_the_price_nearest_to_even_decides() -> None:
    found = consensus(quotes((0, 24.5, 1.7, 2.1), (0, 25.5, 1.95, 1.85)))
    assert found.line.item() == 25.5


def test_of_lines_as_near_to_even_the_lower_counts() -> None:
    found = consensus(quotes((0, 25.5, 1.85, 1.95), (0, 24.5, 1.95, 1.85)))
    assert found.line.item() == 24.5


def test_a_line_without_a_price_loses_the_tie() -> None:
    found = consensus(quotes((0, 23.5, NAN, NAN), (0, 24.5, 1.6, 2.3)))
    assert found.line.item() == 24.5


def test_a_line_that_nobody_prices_has_no_chance() -> None:
    found = consensus(quotes((0, 24.5, NAN, NAN), (0, 24.5, 1.9, NAN)))
    assert (found.line.item(), found.books.item(), found.priced_books.item()) == (24.5, 2, 0)
    assert np.isnan(found.p_over.item())


def test_only_books_that_price_both_sides_count_in_the_mean() -> None:
    found = consensus(quotes((0, 24.5, 1.7, 2.1), (0, 24.5, NAN, NAN), (0, 24.5, 1.01, 1.01)))
    assert (found.books.item(), found.priced_books.item()) == (3, 1)
    assert found.p_over.item() == fair_probabilities(1.7, 2.1)[0]


def test_a_prop_that_nobody_quotes_has_no_line() -> None:
    found = consensus(quotes((1, 24.5, 1.9, 1.9), (2, NAN, 1.9, 1.9), props=3))
    np.testing.assert_array_equal(found.line, [NAN, 24.5, NAN])
    np.testing.assert_array_equal(found.p_over, [NAN, 0.5, NAN])
    np.testing.assert_array_equal(found.books, [0, 1, 0])
    assert np.isnat(found.known_at).tolist() == [True, True, True]


def test_no_quotes_at_all_are_no_lines() -> None:
    found = consensus(quotes(props=2))
    assert np.isnan(found.line).all()
    assert found.books.tolist() == [0, 0]


def test_the_line_is_known_since_the_last_book_came_to_it() -> None:
    found = consensus(
        quotes(
            (0, 24.5, 1.9, 1.9),
            (0, 24.5, 1.9, 1.9),
            (0, 25.5, 1.9, 1.9),
            known_at=["2025-01-15T17:00", "2025-01-15T18:30", "2025-01-15T19:00"],
        )
    )
    assert found.known_at.item() == np.datetime64("2025-01-15T18:30").item()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from([4.5, 5.0, 5.5, NAN]),
            st.sampled_from([1.7, 1.9, 2.1, NAN]),
            st.sampled_from([1.7, 1.9, 2.1, NAN]),
        ),
        max_size=20,
    )
)
@settings(deadline=None, derandomize=True)
def test_many_props_at_once_are_the_props_one_by_one(rows: list[Row]) -> None:
    together = consensus(quotes(*rows, props=4))
    for prop in range(4):
        alone = consensus(quotes(*[(0, *row[1:]) for row in rows if row[0] == prop]))
        for name in ("line", "p_over", "books", "priced_books"):
            np.testing.assert_allclose(
                getattr(together, name)[prop], getattr(alone, name)[0], rtol=1e-12
            )


SHOP = quotes(
    (0, 24.5, 1.90, 1.90),
    (0, 24.5, 1.95, 1.80),
    (0, 24.5, 1.95, 1.85),
    (0, 23.5, 1.70, 2.10),
    (0, 23.5, 1.75, 2.05),
    (0, 26.5, 2.60, 1.50),
    (0, 22.5, NAN, 2.50),
    (0, 27.5, 2.90, 1.00),
)


def test_the_best_price_of_a_line_is_the_highest_and_of_equal_ones_the_first() -> None:
    over, under = best_prices(SHOP, np.array([24.5]))
    assert (over.quote.item(), over.price.item(), over.line.item()) == (1, 1.95, 24.5)
    assert (under.quote.item(), under.price.item(), under.line.item()) == (0, 1.9, 24.5)


def test_a_side_that_nobody_prices_has_no_offer() -> None:
    over, under = best_prices(SHOP, np.array([22.5]))
    assert over.quote.item() == NO_QUOTE
    assert np.isnan([over.price.item(), over.line.item()]).all()
    assert under.price.item() == 2.5


@pytest.mark.parametrize("line", [NAN, 30.5])
def test_a_line_that_nobody_shows_has_no_offer(line: float) -> None:
    offers = best_prices(SHOP, np.array([line]))
    assert [offer.quote.item() for offer in offers] == [NO_QUOTE, NO_QUOTE]


def test_each_prop_is_shopped_for_itself() -> None:
    shop = quotes((2, 4.5, 1.8, 2.0), (0, 4.5, 1.9, 1.9), (2, 4.5, 1.7, 2.1), props=3)
    over, under = best_prices(shop, np.full(3, 4.5))
    np.testing.assert_array_equal(over.quote, [1, NO_QUOTE, 0])
    np.testing.assert_array_equal(under.price, [1.9, NAN, 2.1])


def test_a_line_moves_by_what_it_is_higher_than_it_opened() -> None:
    opening = consensus(quotes((0, 24.5, 1.9, 1.9), (1, 4.5, 1.9, 1.9), props=3))
    now = consensus(quotes((0, 26.0, 1.9, 1.9), (1, 4.5, 1.5, 2.5), (2, 1.5, 2.0, 2.0), props=3))
    moved = movement(opening, now)
    np.testing.assert_array_equal(moved.line, [1.5, 0.0, NAN])
    likelier = fair_probabilities(1.5, 2.5)[0] - 0.5
    np.testing.assert_allclose(moved.p_over, [NAN, likelier, NAN])


def test_a_line_ages_by_the_minute() -> None:
    known_at = np.array(["2025-01-15T17:00:00", "2025-01-15T18:29:30", NOWHEN], "datetime64[us]")
    ages = age_minutes(known_at, np.array("2025-01-15T18:30", "datetime64[us]"))
    np.testing.assert_array_equal(ages, [90, 0.5, NAN])


def test_a_line_newer_than_the_moment_it_is_looked_at_is_refused() -> None:
    known_at = np.array(["2025-01-15T18:31"], "datetime64[us]")
    with pytest.raises(ValueError, match="newer than the moment"):
        age_minutes(known_at, np.array(["2025-01-15T18:30"], "datetime64[us]"))
