"""Small linear models, their weights drawn towards 0: least squares, and successes of trials."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boxline.forecasting.rows import Floats

#: What the constant is drawn by: next to nothing.
OF_CONSTANT = 1.0

#: Newton's method doubles the digits at each step.
STEPS = 5


@dataclass(frozen=True, kw_only=True)
class Linear:
    """What is added to a starting number: constant + weights @ values.

    Attributes:
        weights: shape (features,), per unit of the feature as it is.
    """

    constant: float
    weights: Floats

    def of(self, values: Floats) -> Floats:
        """What is added in each row; `values` has shape (rows, features)."""
        return self.constant + values @ self.weights


def fit_sums(values: Floats, target: Floats, *, penalty: float, count: Floats | None) -> Linear:
    """Ridge regression of a target on standardised values.

    Args:
        count: how much each row counts; None for all alike.
    Source:
        Hoerl and Kennard (1970), Technometrics 12(1), 55-67.
    """
    middle, spread, with_one = _standardised(values)
    weighted = with_one if count is None else with_one * count[:, None]
    curve = weighted.T @ with_one + _drawn(values, penalty)
    found = np.asarray(np.linalg.solve(curve, weighted.T @ target), dtype=np.float64)
    return _unstandardised(found, middle, spread)


def fit_odds(
    values: Floats, successes: Floats, trials: Floats, start: Floats, *, penalty: float
) -> Linear:
    """Ridge logistic regression: what is to be added to the log odds of each row's own rate.

    Args:
        start: the rate that each row begins with, strictly between 0 and 1.
    Source:
        le Cessie and van Houwelingen (1992), Applied Statistics 41(1), 191-201.
    """
    middle, spread, with_one = _standardised(values)
    drawn = _drawn(values, penalty)
    offset = np.log(start / (1 - start))
    found = np.zeros(with_one.shape[1])
    for _ in range(STEPS):
        rate = 1 / (1 + np.exp(-(offset + with_one @ found)))
        curve = with_one * (trials * rate * (1 - rate))[:, None]
        slope = with_one.T @ (successes - trials * rate) - drawn @ found
        found = found + np.linalg.solve(curve.T @ with_one + drawn, slope)
    return _unstandardised(found, middle, spread)


def _standardised(values: Floats) -> tuple[Floats, Floats, Floats]:
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    return middle, spread, np.column_stack([np.ones(len(values)), (values - middle) / spread])


def _drawn(values: Floats, penalty: float) -> Floats:
    return np.diag(np.r_[OF_CONSTANT, np.full(values.shape[1], penalty)])


def _unstandardised(found: Floats, middle: Floats, spread: Floats) -> Linear:
    weights = found[1:] / spread
    return Linear(constant=float(found[0] - middle @ weights), weights=weights)
