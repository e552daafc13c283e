"""Bets at flat stakes: how they were settled, what they won, and how many it takes to know.

A unit is one stake. A push or a void returns the stake and counts as no bet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.counted_rows import Column, as_floats, counted
from boxline.forecasting.scoring.estimates import LEVEL, Estimate, two_sided_z
from boxline.forecasting.scoring.intervals import ByDate, mean_by_date, total_by_date


class Settled(IntEnum):
    """How a bet ended."""

    LOST = 0
    WON = 1
    PUSH = 2  # the actual is the line
    VOID = 3  # the player did not play: there is no actual


Settlements = NDArray[np.int8]


def settled(is_over: Flags, line: Column, actual: Column) -> Settlements:
    """How bets on over (else under) ended.

    Args:
        line: in units of the prop.
        actual: NaN where void.
    Raises:
        ValueError: a line is NaN: without one there is no bet.
    """
    if np.isnan(as_floats(line)).any():
        raise ValueError("a bet has no line")
    beyond = as_floats(actual) - as_floats(line)
    won = np.where(is_over, beyond > 0, beyond < 0)
    ended = np.where(won, Settled.WON, Settled.LOST)
    ended = np.where(beyond == 0, Settled.PUSH, ended)
    return np.where(np.isnan(beyond), Settled.VOID, ended).astype(np.int8)


def hits(ended: Settlements) -> Floats:
    """1 where won, 0 where lost, NaN where neither."""
    return np.where(ended <= Settled.WON, ended.astype(np.float64), np.nan)


def profits(ended: Settlements, price: Column) -> Floats:
    """Units won by each bet: price - 1, or -1; NaN of pushes and voids, and without a price.

    Args:
        price: decimal odds, the stake included; NaN where there is none.
    """
    odds, won = as_floats(price), hits(ended)
    return won * odds - 1


@dataclass(frozen=True, kw_only=True)
class UnitsWon:
    """What a stake of one unit on each bet came to.

    Attributes:
        total: units won, and per_bet: the same per settled bet with a price; intervals by date.
        pushes, voids: bets whose stake came back; no_price: settled bets that nobody priced.
    """

    total: Estimate
    per_bet: Estimate
    pushes: int
    voids: int
    no_price: int


def units_won(
    ended: Settlements, price: Column, by: ByDate, where: Flags | None = None
) -> UnitsWon:
    """Settle flat stakes of one unit, over a mask of bets (None: all)."""
    won = profits(ended, price)
    asked = np.ones(len(ended), dtype=np.bool_) if where is None else where
    decided = asked & (ended <= Settled.WON)
    return UnitsWon(
        total=total_by_date(won, by, asked),
        per_bet=mean_by_date(won, by, asked),
        pushes=int((asked & (ended == Settled.PUSH)).sum()),
        voids=int((asked & (ended == Settled.VOID)).sum()),
        no_price=int((decided & ~counted(None, won)).sum()),
    )


def bets_needed(
    hit_rate: float, break_even: float, *, power: float = 0.8, level: float = LEVEL
) -> int | None:
    """Bets after which a true hit rate is told from break-even, with this chance (power).

    n = ((z_a sqrt(q (1 - q)) + z_b sqrt(p (1 - p))) / (p - q))^2, rounded up, where p is the hit
    rate, q break-even (1 / price), z_a the two-sided normal quantile of the level and z_b that of
    the power. Bets are taken as independent.

    Returns:
        None where both rates are equal: no number of bets tells them apart.
    Source:
        Fleiss, Levin, Paik (2003), Statistical Methods for Rates and Proportions, chapter 2.

    >>> bets_needed(0.55, 0.5238)
    2846
    """
    if hit_rate == break_even:
        return None
    z_level, z_power = two_sided_z(level), NormalDist().inv_cdf(power)
    at_luck, at_truth = ((rate * (1 - rate)) ** 0.5 for rate in (break_even, hit_rate))
    root: float = (z_level * at_luck + z_power * at_truth) / (hit_rate - break_even)
    return math.ceil(root * root)
