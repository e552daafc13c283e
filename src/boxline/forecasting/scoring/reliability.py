"""Whether probabilities come true: calibration error, and what a perfect forecaster would show.

Sources:
    Naeini, Cooper, Hauskrecht (2015), AAAI 29, for the expected calibration error; Bröcker, Smith
    (2007), Weather and Forecasting 22(3), 651-661, for judging it against outcomes drawn from the
    stated probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.counted_rows import Column, as_floats, counted, mean
from boxline.forecasting.scoring.estimates import Estimate, wilson

BINS = 10
DRAWS = 1_000
#: Simulated outcomes held at a time.
OUTCOMES_AT_ONCE = 2_000_000


@dataclass(frozen=True, kw_only=True)
class ReliabilityBin:
    """Rows whose probability lies in low..high (the last bin holds 1 too).

    Attributes:
        mean_probability: None where no row lies here.
        observed: share that came true, with its Wilson interval and n.
    """

    low: float
    high: float
    mean_probability: float | None
    observed: Estimate


@dataclass(frozen=True, kw_only=True)
class PerfectBand:
    """The calibration error of somebody whose stated probabilities are true, at this n.

    Outcomes are drawn apart from one another; those of one game hang together, so a true band is
    somewhat wider. None where n is 0.
    """

    mean: float | None
    percentile_95: float | None


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Probabilities against what came.

    Attributes:
        error: expected calibration error, 0..1: mean over rows of the distance, in their bin, of
            mean probability and observed share; None where n is 0.
        perfect: what that would be by luck alone.
    """

    n: int
    error: float | None
    perfect: PerfectBand
    bins: tuple[ReliabilityBin, ...]


def reliability(
    probability: Column,
    came: Column,
    rng: np.random.Generator,
    where: Flags | None = None,
    *,
    draws: int = DRAWS,
) -> Reliability:
    """Judge probabilities by what came.

    Args:
        probability: 0..1; NaN where none is stated.
        came: whether it came true; NaN where it is not known, void or a push.
    Returns:
        Rows that lack either are left out.
    Raises:
        ValueError: a probability is below 0 or above 1.
    """
    rows = counted(where, probability, came)
    stated, true = as_floats(probability)[rows], as_floats(came)[rows]
    if ((stated < 0) | (stated > 1)).any():
        raise ValueError("a probability lies outside 0..1")
    place = np.minimum((stated * BINS).astype(np.int64), BINS - 1)
    sizes = np.bincount(place, minlength=BINS)
    expected, hits = (np.bincount(place, each, BINS) for each in (stated, true))
    table = tuple(
        ReliabilityBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            mean_probability=float(expected[number] / size) if size else None,
            observed=wilson(hits[number], int(size)),
        )
        for number, size in enumerate(sizes)
    )
    n = len(stated)
    return Reliability(
        n=n,
        error=float(np.abs(expected - hits).sum() / n) if n else None,
        perfect=_perfect_band(stated, place, rng, draws),
        bins=table,
    )


def _perfect_band(
    stated: Floats, place: NDArray[np.int64], rng: np.random.Generator, draws: int
) -> PerfectBand:
    if not len(stated):
        return PerfectBand(mean=None, percentile_95=None)
    order = np.argsort(place, kind="stable")
    _, starts = np.unique(place[order], return_index=True)
    chances = stated[order].astype(np.float32)
    expected = np.add.reduceat(stated[order], starts)
    at_once = max(OUTCOMES_AT_ONCE // len(stated), 1)
    errors = np.concatenate(
        [
            _drawn_errors(chances, expected, starts, rng, min(at_once, draws - begun))
            for begun in range(0, draws, at_once)
        ]
    )
    return PerfectBand(mean=mean(errors), percentile_95=float(np.quantile(errors, 0.95)))


def _drawn_errors(
    chances: NDArray[np.float32],
    expected: Floats,
    starts: NDArray[np.intp],
    rng: np.random.Generator,
    draws: int,
) -> Floats:
    came = rng.random((draws, len(chances)), dtype=np.float32) < chances
    hits = np.add.reduceat(came, starts, axis=1, dtype=np.int64)
    errors: Floats = np.abs(hits - expected).sum(axis=1) / len(chances)
    return errors
