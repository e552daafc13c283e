"""Distributions of what came after forecasts near to one."""

import numpy as np
import pytest

from boxline.forecasting.nearby_outcomes import nearby_outcomes

NODES = np.array([0.0, 10.0])


def test_far_forecasts_do_not_count() -> None:
    forecast, actual = np.array([0.0, 0.0, 10.0]), np.array([1.0, 2.0, 4.0])
    found = nearby_outcomes(forecast, actual, nodes=NODES, bandwidth=1.0, most=4)
    assert np.diff(found.cdf[0], prepend=0).tolist() == pytest.approx(
        [0.0, 0.5, 0.5, 0.0, 0.0], abs=1e-3
    )
    assert np.diff(found.cdf[1], prepend=0).tolist() == pytest.approx([0, 0, 0, 0, 1.0], abs=2e-3)


def test_the_nearer_is_the_weightier_by_a_gaussian() -> None:
    found = nearby_outcomes(
        np.array([0.0, 1.0]), np.array([0.0, 1.0]), nodes=NODES, bandwidth=1.0, most=1
    )
    near, far = 1.0, np.exp(-0.5)
    assert float(found.cdf[0, 0]) == pytest.approx(near / (near + far), abs=1e-3)


def test_what_ever_came_is_never_impossible() -> None:
    found = nearby_outcomes(
        np.array([0.0, 10.0]), np.array([1.0, 3.0]), nodes=NODES, bandwidth=1.0, most=3
    )
    assert np.diff(found.cdf[0].astype(float))[-1] > 1e-4


def test_between_two_nodes_distributions_mix_in_proportion() -> None:
    found = nearby_outcomes(
        np.array([0.0, 10.0]), np.array([0.0, 1.0]), nodes=NODES, bandwidth=1.0, most=1
    )
    at = found.of(np.array([0.0, 2.5, 10.0])).at_most(np.zeros(3))
    assert at[1] == pytest.approx(0.75 * at[0] + 0.25 * at[2], abs=1e-6)
