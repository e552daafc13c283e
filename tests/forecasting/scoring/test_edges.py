"""Picks by their edge: nothing is lost between buckets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.scoring.bets import Settled
from boxline.forecasting.scoring.edges import PROBABILITY_BOUNDS, edge_table
from boxline.forecasting.scoring.intervals import ByDate

EDGE = np.array([0.05, 0.05, 0.04, 0.059, 0.05, 0.3, -0.01, np.nan])
ENDED = np.array(
    [
        Settled.WON,
        Settled.WON,
        Settled.LOST,
        Settled.PUSH,
        Settled.VOID,
        Settled.WON,
        Settled.LOST,
        Settled.WON,
    ],
    dtype=np.int8,
)


def test_a_bucket_tells_its_hits_beside_what_the_price_said() -> None:
    implied = np.array([0.5, 0.6, np.nan, 0.5, 0.5, 0.4, 0.5, 0.5])
    price = np.array([1.9, 1.5, 1.9, 1.9, 1.9, 2.4, 1.9, 1.9])
    by = ByDate(day=np.array([1, 2, 2, 3, 3, 4, 5, 6]), seed=1)
    table = edge_table(EDGE, ENDED, implied, price, by)
    below, *_, middle, large, largest, every = table
    assert (middle.low, middle.high) == (0.04, 0.06)
    assert (middle.hit_rate.value, middle.hit_rate.n) == (2 / 3, 3)
    assert (middle.pushes, middle.voids) == (1, 1)
    assert middle.implied == pytest.approx(0.55)
    # of the two with both: hits 1 and 1, less 0.5 and 0.6; days 1 and 2
    gap = middle.beyond_implied
    assert (gap.value, gap.n) == (pytest.approx(0.45), 2)
    assert (gap.low, gap.high) == (pytest.approx(0.4), pytest.approx(0.5))
    assert middle.return_per_bet.value == pytest.approx((0.9 + 0.5 - 1) / 3)
    assert (below.low, below.high, below.hit_rate.value) == (None, 0.0, 0)
    assert (large.hit_rate.n, large.hit_rate.value, large.return_per_bet.value) == (0, None, None)
    assert (largest.low, largest.high, largest.hit_rate.n) == (0.1, None, 1)
    assert (every.low, every.high, every.hit_rate.n) == (None, None, 6)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(edges=st.lists(st.floats(-1, 1), min_size=1, max_size=40), data=st.data())
def test_every_pick_with_an_edge_is_in_one_bucket(edges: list[float], data: st.DataObject) -> None:
    n = len(edges)
    ended = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)), dtype=np.int8)
    *buckets, every = edge_table(
        np.array(edges),
        ended,
        np.full(n, 0.5),
        np.full(n, 1.9),
        ByDate(day=np.arange(n) // 4, seed=1, draws=20),
    )
    for counts in (lambda b: b.hit_rate.n, lambda b: b.pushes, lambda b: b.voids):
        assert sum(counts(each) for each in buckets) == counts(every)
    assert every.hit_rate.n + every.pushes + every.voids == n


def test_a_mask_leaves_out_the_rest() -> None:
    table = edge_table(
        np.array([0.01, 0.01]),
        np.array([1, 0], dtype=np.int8),
        np.full(2, 0.5),
        np.full(2, 1.9),
        ByDate(day=np.array([1, 2]), seed=1),
        where=np.array([True, False]),
    )
    assert (table[-1].hit_rate.value, table[-1].hit_rate.n) == (1, 1)


def test_bounds_rise_from_no_edge() -> None:
    assert PROBABILITY_BOUNDS[0] == 0
    assert sorted(set(PROBABILITY_BOUNDS)) == list(PROBABILITY_BOUNDS)
