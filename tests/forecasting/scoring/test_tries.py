"""The best of many strategies that know nothing."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.scoring.tries import best_of_tries


def test_the_best_of_two_coins_tossed_once() -> None:
    # heads of at least one: 3/4
    found = best_of_tries(2, 1, seen=1.0)
    assert (found.expected, found.percentile_95) == (pytest.approx(0.75), 1)
    assert found.chance == pytest.approx(0.75)


def test_one_try_is_a_coin() -> None:
    found = best_of_tries(1, 100)
    assert found.expected == pytest.approx(0.5)
    assert found.percentile_95 == 0.58
    assert found.chance is None


def test_luck_looks_as_a_simulation_of_it_does() -> None:
    found = best_of_tries(50, 300, 0.52, seen=0.59)
    worlds = np.random.default_rng(8).binomial(300, 0.52, (20_000, 50)).max(axis=1) / 300
    assert found.expected == pytest.approx(worlds.mean(), abs=0.001)
    assert found.percentile_95 == pytest.approx(np.quantile(worlds, 0.95), abs=0.004)
    assert found.chance == pytest.approx((worlds >= 0.59).mean(), abs=0.01)


def test_more_tries_look_better_and_more_bets_worse() -> None:
    one, many, long = (best_of_tries(t, n).expected for t, n in ((1, 200), (500, 200), (500, 5000)))
    assert one < long < many


def test_what_is_always_reached_surprises_nobody() -> None:
    assert best_of_tries(10, 100, seen=0.0).chance == 1
