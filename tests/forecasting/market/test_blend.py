"""A model and the market speak with one voice, and how much each counts is learnt beforehand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.market import blend, fitted_weight
from boxline.forecasting.rows import Floats

CHANCES = st.floats(0.01, 0.99)

quickly = settings(deadline=None, derandomize=True)


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def mean_log_loss(chance: Floats, outcome: Floats) -> float:
    return float(-np.mean(np.log(np.where(outcome == 1, chance, 1 - chance))))


def drawn(n: int, *, share: float, seed: int = 1) -> tuple[Floats, Floats, Floats]:
    """Model, market and outcome, where the truth lies `share` of the way to the model."""
    random = np.random.default_rng(seed)
    model, market = random.uniform(0.2, 0.8, n), random.uniform(0.2, 0.8, n)
    return model, market, (random.random(n) < blend(model, market, share)).astype(np.float64)


def test_a_blend_is_half_way_in_log_odds() -> None:
    # Odds of 4 and of 1: the middle has odds of 2.
    np.testing.assert_allclose(blend(floats(0.8), floats(0.5), 0.5), [2 / 3])


@given(model=CHANCES, market=CHANCES)
@quickly
def test_at_weight_0_the_market_speaks_alone_and_at_1_the_model(
    model: float, market: float
) -> None:
    found = blend(floats(model, model), floats(market, market), floats(0, 1))
    np.testing.assert_allclose(found, [market, model], rtol=1e-12)


@given(model=CHANCES, market=CHANCES, weight=st.floats(0, 1))
@quickly
def test_a_blend_lies_between_and_speaks_of_the_under_alike(
    model: float, market: float, weight: float
) -> None:
    over = blend(floats(model), floats(market), weight).item()
    assert min(model, market) - 1e-12 <= over <= max(model, market) + 1e-12
    under = blend(floats(1 - model), floats(1 - market), weight).item()
    assert over + under == pytest.approx(1)


def test_a_certain_model_is_believed_to_a_thousandth() -> None:
    np.testing.assert_allclose(blend(floats(0, 1), floats(0.5, 0.5), 1.0), [0.001, 0.999])


@pytest.mark.parametrize(
    ("model", "market", "weight"), [(np.nan, 0.5, 0.5), (0.5, np.nan, 0.5), (0.5, 0.5, np.nan)]
)
def test_a_missing_part_leaves_no_blend(model: float, market: float, weight: float) -> None:
    assert np.isnan(blend(floats(model), floats(market), weight)).all()


def test_the_fitted_weight_has_the_least_log_loss_of_all_hundredths() -> None:
    model, market, outcome = drawn(5000, share=0.3)
    found = fitted_weight(model, market, outcome)
    grid = np.linspace(0, 1, 101)
    losses = [mean_log_loss(blend(model, market, weight), outcome) for weight in grid]
    assert found == pytest.approx(grid[np.argmin(losses)], abs=0.01)
    assert mean_log_loss(blend(model, market, found), outcome) <= min(losses)


def test_a_weight_worked_by_hand() -> None:
    # The market always says 1/2, the model 4/5, and 2 of 3 come: odds of 2, the root of 4.
    found = fitted_weight(np.full(3, 0.8), np.full(3, 0.5), floats(1, 1, 0))
    assert found == pytest.approx(0.5, rel=1e-12)


def test_a_model_that_only_misleads_gets_no_weight_at_all() -> None:
    assert fitted_weight(floats(0.8, 0.2), floats(0.5, 0.5), floats(0, 1)) == 0


def test_a_model_that_is_too_timid_gets_all_the_weight_and_no_more() -> None:
    found = fitted_weight(floats(0.6, 0.4), floats(0.5, 0.5), floats(1, 0))
    assert found == pytest.approx(1)


def test_a_model_that_says_what_the_market_says_gets_no_weight() -> None:
    assert fitted_weight(floats(0.6), floats(0.6), floats(1)) == 0


def test_rows_that_lack_something_do_not_count() -> None:
    model = floats(0.8, 0.8, 0.8, np.nan, 0.1, 0.1)
    market = floats(0.5, 0.5, 0.5, 0.5, np.nan, 0.5)
    assert fitted_weight(model, market, floats(1, 1, 0, 1, 1, np.nan)) == pytest.approx(0.5)
    assert np.isnan(fitted_weight(floats(np.nan), floats(0.5), floats(1)))
    assert np.isnan(fitted_weight(floats(), floats(), floats()))
