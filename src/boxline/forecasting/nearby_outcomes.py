"""What came after forecasts near to one, the nearer the weightier: a spread without a formula.

Spikes stay where they are (a starter is taken out at the end of an inning), because outcomes are
not moved with the distance, unlike in `distribution.calibration`. So forecasts must lie close.

Source: the kernel estimate of a conditional distribution, as in Hall, Wolff and Yao (1999), Methods
for estimating a conditional distribution function, J. Am. Stat. Assoc. 94, 154-163.
"""

from __future__ import annotations

import numpy as np

from boxline.forecasting.distribution import Calibration
from boxline.forecasting.rows import Floats

#: Outcomes further away than so many bandwidths do not count; and what all outcomes together weigh
#: beside the near ones, so that nothing that ever came is impossible.
REACH, SHARE_OF_ALL = 5.0, 1e-3

#: So that no outcome has the chance 0.
LEAST = 1e-9


def nearby_outcomes(
    forecast: Floats, actual: Floats, *, nodes: Floats, bandwidth: float, most: int
) -> Calibration:
    """Learn what comes after forecasts near each node.

    Args:
        forecast: earlier forecasts, made without knowing what came.
        actual: the whole numbers that came, 0 to `most`.
        nodes: rising and even; between two of them distributions are mixed in proportion.
        bandwidth: the standard deviation of the Gaussian weight of a distance.
    """
    counts = np.clip(actual, 0, most).astype(np.int64)
    everything = np.bincount(counts, minlength=most + 1) / max(len(counts), 1)
    chances = np.empty((len(nodes), most + 1))
    for place, node in enumerate(nodes):
        distance = (forecast - node) / bandwidth
        near = np.abs(distance) < REACH
        weight = np.exp(-0.5 * distance[near] ** 2)
        chances[place] = np.bincount(counts[near], weight, most + 1)
    chances += SHARE_OF_ALL * everything + LEAST
    cdf = np.cumsum(chances, axis=1)
    return Calibration(nodes, (cdf / cdf[:, -1:]).astype(np.float32), len(forecast))
