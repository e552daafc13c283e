"""Distributions as text, in which rows of predictions hold them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.distribution import Distributions
from boxline.forecasting.rows import Floats

#: Chances of a distribution are told in parts of this.
PARTS = 1000

_NUMBERS = np.array([str(n) for n in range(PARTS + 1)], dtype=object)


def distribution_texts(spread: Distributions) -> NDArray[np.object_]:
    """Each distribution as text: chances of at most 0, 1, 2, ... in PARTS, up to the first whole.

    >>> import numpy as np
    >>> distribution_texts(Distributions(np.array([[0.25, 0.5, 1.0, 1.0]], dtype=np.float32)))[0]
    '250 500 1000'
    """
    found = np.full(len(spread.cdf), None, dtype=object)
    known = np.flatnonzero(~np.isnan(spread.cdf[:, 0]))
    parts = np.rint(spread.cdf[known] * PARTS).astype(np.int64)
    ends = (parts < PARTS).sum(axis=1) + 1
    for place, numbers, end in zip(known, _NUMBERS[parts], ends, strict=True):
        found[place] = " ".join(numbers[:end])
    return found


def chances_of(texts: NDArray[np.generic], actual: Floats) -> tuple[Floats, Floats]:
    """What distributions gave at most what came, and less; NaN without one, or where nothing came.

    >>> at_most, below = chances_of(np.array(["250 500 1000"], dtype=object), np.array([1.0]))
    >>> float(at_most[0]), float(below[0])
    (0.5, 0.25)
    """
    at_most, below = np.full(len(actual), np.nan), np.full(len(actual), np.nan)
    known = np.array([text is not None for text in texts], dtype=bool) & ~np.isnan(actual)
    for place in np.flatnonzero(known):
        parts = str(texts[place]).split(" ")
        came = int(actual[place])
        at_most[place] = int(parts[came]) / PARTS if came < len(parts) else 1.0
        below[place] = (
            0.0 if came == 0 else int(parts[came - 1]) / PARTS if came <= len(parts) else 1.0
        )
    return at_most, below
