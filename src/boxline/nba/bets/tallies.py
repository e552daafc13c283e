"""What some bets came to, as documents tell it: hits, units, closing value, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from boxline.domain.line_sides import OVER
from boxline.forecasting.market.recommendation import REFERENCE_PRICE
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.bets import Settled, bets_needed, hits, profits, settled
from boxline.forecasting.scoring.counted_rows import as_floats
from boxline.forecasting.scoring.estimates import Estimate, wilson
from boxline.forecasting.scoring.intervals import ByDate, mean_by_date, total_by_date

SEED = 2024
PLACES = 6


class Figure(msgspec.Struct):
    """A figure with its 95 % interval; null where nothing says it. `n` is the rows that it rests
    on."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Tally(msgspec.Struct, kw_only=True):
    """What some bets came to. A push or a void returns the stake.

    `open` bets are of games whose box score is not in. `hit_rate` is won of won and lost;
    `believed` the rate that was expected of them and `break_even` the one that their prices ask
    for, of open bets where no other is known, null without any. `units` at a stake of 1 each,
    `units_per_bet` the same per bet won or lost; bets that nobody priced, `at_reference` of them,
    are told at what a pick is worth in a pick'em entry of two. `staked` and `gained` are at the
    suggested stakes, in bankrolls. `closing_value` is the mean chance gained until the start.
    `bets_needed` tells so high a hit rate from break-even four times in five; null where it is not
    above. `bets_needed_as_believed` tells one as high as was believed.
    """

    bets: int
    won: int
    lost: int
    pushes: int
    voids: int
    open: int
    at_reference: int
    hit_rate: Figure
    believed: float | None
    break_even: float | None
    units: Figure
    units_per_bet: Figure
    staked: float
    gained: float
    closing_value: Figure
    bets_needed: int | None
    bets_needed_as_believed: int | None


class Series(msgspec.Struct, kw_only=True):
    """Day by day, each list in the order of `days`: bets won or lost, units won at flat stakes on
    the day and up to it, and the latter at the suggested stakes, in bankrolls."""

    days: list[date]
    bets: list[int]
    units: list[float]
    total_units: list[float]
    total_gained: list[float]


@dataclass(frozen=True, kw_only=True)
class Bets:
    """Bets as arrays of equal length; NaN where missing.

    Attributes:
        day: days since 1970. actual: NaN where void, or `is_open`.
        price: decimal odds; closing_value: of chance.
    """

    day: NDArray[np.int64]
    is_over: Flags
    line: Floats
    actual: Floats
    is_open: Flags
    price: Floats
    stake_share: Floats
    confidence: Floats
    closing_value: Floats

    def __len__(self) -> int:
        return len(self.day)

    @cached_property
    def ended(self) -> NDArray[np.int8]:
        """How each was settled; an open one as if void."""
        return settled(self.is_over, self.line, self.actual)

    @cached_property
    def paid(self) -> Floats:
        """Its price, else what a pick without one is worth."""
        return np.where(np.isnan(self.price), REFERENCE_PRICE, self.price)

    @cached_property
    def won(self) -> Floats:
        """Units won by each; NaN where the stake came back, or is out."""
        return profits(self.ended, self.paid)

    def where(self, chosen: Flags) -> Bets:
        """The bets of a mask."""
        names = self.__dataclass_fields__
        return Bets(**{name: getattr(self, name)[chosen] for name in names})


def bets_of(rows: Sequence[Any]) -> Bets:
    """Rows with the attributes of `Candidate` as arrays."""
    return Bets(
        day=np.array([one.game_date for one in rows], dtype="datetime64[D]").astype(np.int64),
        is_over=np.array([one.side == OVER for one in rows], dtype=np.bool_),
        line=_floats(one.line for one in rows),
        actual=_floats(one.actual for one in rows),
        is_open=np.array([not one.is_graded for one in rows], dtype=np.bool_),
        price=_floats(one.price for one in rows),
        stake_share=_floats(one.stake_share for one in rows),
        confidence=_floats(one.confidence for one in rows),
        closing_value=_floats(one.closing_value for one in rows),
    )


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)


def figure(found: Estimate) -> Figure:
    """An estimate as documents tell it."""
    return Figure(rounded(found.value), rounded(found.low), rounded(found.high), found.n)


def rounded(value: float | None) -> float | None:
    """A number as documents tell it; a zero has no sign."""
    return None if value is None else round(float(value), PLACES) + 0.0


def tally(bets: Bets) -> Tally:
    """What they came to."""
    by = ByDate(day=bets.day, seed=SEED)
    hit, won = hits(bets.ended), bets.won
    decided = ~np.isnan(hit)
    n, count = int(decided.sum()), int(np.nansum(hit))
    rate = wilson(count, n)
    told = decided if n else bets.is_open
    break_even = float((1 / bets.paid[told]).mean()) if told.any() else None
    believed = float(bets.confidence[told].mean()) if told.any() else None
    staked = np.where(decided, np.nan_to_num(bets.stake_share), 0.0)
    return Tally(
        bets=len(bets),
        won=count,
        lost=n - count,
        pushes=int((bets.ended == Settled.PUSH).sum()),
        voids=int(((bets.ended == Settled.VOID) & ~bets.is_open).sum()),
        open=int(bets.is_open.sum()),
        at_reference=int((decided & np.isnan(bets.price)).sum()),
        hit_rate=figure(rate),
        believed=rounded(believed),
        break_even=rounded(break_even),
        units=figure(total_by_date(won, by)),
        units_per_bet=figure(mean_by_date(won, by)),
        staked=round(float(staked.sum()), PLACES),
        gained=round(float((staked * np.nan_to_num(won)).sum()), PLACES) + 0.0,
        closing_value=figure(mean_by_date(bets.closing_value, by)),
        bets_needed=_needed(rate.value, break_even),
        bets_needed_as_believed=_needed(believed, break_even),
    )


def _needed(rate: float | None, break_even: float | None) -> int | None:
    if rate is None or break_even is None or rate <= break_even:
        return None
    return bets_needed(rate, break_even)


def series(bets: Bets) -> Series:
    """Day by day, of days with a bet won or lost."""
    decided = ~np.isnan(bets.won)
    days, place = np.unique(bets.day[decided], return_inverse=True)
    won, size = bets.won[decided], len(days)
    stakes = np.nan_to_num(bets.stake_share[decided])
    units, gained = (as_floats(np.bincount(place, each, size)) for each in (won, won * stakes))
    return Series(
        days=days.astype("datetime64[D]").tolist(),
        bets=[int(one) for one in np.bincount(place, minlength=size)],
        units=_told(units),
        total_units=_told(units.cumsum()),
        total_gained=_told(gained.cumsum()),
    )


def _told(values: Floats) -> list[float]:
    return [round(one, PLACES) + 0.0 for one in values.tolist()]
