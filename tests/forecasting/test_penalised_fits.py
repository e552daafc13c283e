"""Small linear models whose weights are drawn towards 0."""

import numpy as np
import pytest

from boxline.forecasting.penalised_fits import fit_odds, fit_sums

RNG = np.random.default_rng(5)
VALUES = RNG.normal(3.0, 2.0, (4000, 2))


def test_sums_find_the_weights_that_made_the_target() -> None:
    found = fit_sums(VALUES, 1.0 + VALUES @ [0.5, -2.0], penalty=0.0, count=None)
    assert found.weights.tolist() == pytest.approx([0.5, -2.0], rel=1e-3)
    assert found.of(np.array([[1.0, 1.0]])).tolist() == pytest.approx([-0.5], abs=5e-3)


def test_a_penalty_of_as_much_as_the_rows_say_halves_the_weight() -> None:
    one = VALUES[:, :1]
    found = fit_sums(one, one[:, 0], penalty=float(len(one)), count=None)
    assert found.weights[0] == pytest.approx(0.5, rel=1e-6)


def test_rows_count_as_often_as_they_say() -> None:
    count = RNG.integers(1, 4, len(VALUES)).astype(float)
    target = VALUES @ [1.0, 1.0] + RNG.normal(0, 1, len(VALUES))
    times = count.astype(int)
    weighted = fit_sums(VALUES, target, penalty=0.0, count=count)
    repeated = fit_sums(VALUES.repeat(times, axis=0), target.repeat(times), penalty=0.0, count=None)
    assert weighted.weights.tolist() == pytest.approx(repeated.weights.tolist(), rel=1e-3)


def test_odds_find_what_moves_each_rows_own_rate() -> None:
    start = RNG.uniform(0.1, 0.4, len(VALUES))
    moved = np.log(start / (1 - start)) - 0.3 + VALUES @ [0.2, -0.1]
    rate, trials = 1 / (1 + np.exp(-moved)), np.full(len(VALUES), 25.0)
    found = fit_odds(VALUES, rate * trials, trials, start, penalty=0.0)
    assert found.weights.tolist() == pytest.approx([0.2, -0.1], rel=1e-2)
    assert found.constant == pytest.approx(-0.3, abs=1e-2)
