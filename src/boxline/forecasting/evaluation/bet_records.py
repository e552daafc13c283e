"""What a system's recommendations came to: hits beside the price, units, and the closing line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from boxline.domain.line_sides import OVER, UNDER
from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.beside_market import market_masks, without_push
from boxline.forecasting.evaluation.prop_rows import PropRows, Said
from boxline.forecasting.market.recommendation import GAIN_BOUNDS, PASS, REFERENCE_PRICE
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.bets import (
    UnitsWon,
    bets_needed,
    hits,
    profits,
    settled,
    units_won,
)
from boxline.forecasting.scoring.counted_rows import counted, mean
from boxline.forecasting.scoring.edges import EdgeBucket, edge_table
from boxline.forecasting.scoring.estimates import Estimate
from boxline.forecasting.scoring.intervals import (
    ByDate,
    difference_by_date,
    mean_by_date,
    ratio_by_date,
    total_by_date,
)
from boxline.forecasting.scoring.slices import months

NO_CLOSING_REASON = "no reason was given"


@dataclass(frozen=True, kw_only=True)
class MonthOfBets:
    """A month's bets at flat stakes: `units` won of `bets` that were settled with a price."""

    month: str
    bets: int
    units: float


@dataclass(frozen=True, kw_only=True)
class ClosingValue:
    """Chance gained from the bet's price to the closing one; positive where the market followed.

    Attributes:
        value: mean, by date; its n is the bets that have one.
        missing: why other bets have none, with how many.
    """

    value: Estimate
    missing: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class SuggestedStakes:
    """Bets at the suggested shares of the bankroll; the bankroll is not compounded.

    Attributes:
        staked: sum of shares of settled bets. gained: what they won, in bankrolls. per_staked:
        gained for each unit staked. Intervals by date.
    """

    staked: float
    gained: Estimate
    per_staked: Estimate


@dataclass(frozen=True, kw_only=True)
class BetRecord:
    """All bets of one system on one prop in regular season games.

    Attributes:
        market: what the bets stood against.
        at_reference: whether nobody priced them: units are told at what a pick is worth in a
            pick'em entry of two (`recommendation.REFERENCE_PRICE`).
        overs, unders: bets, voids among them; passed: lines that were let go.
        against_forecast: bets on the side that the system's own median does not lie on: the price
            pays for it.
        claimed: mean chance that was believed of the side taken, if no push comes.
        side_rate: how often that side comes of all lines of the prop, whoever plays: what somebody
            hits who takes as many overs and unders, and knows nothing.
        fair: mean de-vigged chance of it; break_even: mean of 1 / price. Of settled bets.
        beyond_break_even: hit rate less break-even, by date.
        flat: one unit on each.
        bets_needed: bets until so high a hit rate is told from break-even; None where it is
            not above.
        buckets: by expected gain; the last is all of them, and has the hit rate.
    """

    system: str
    prop: str
    market: str
    is_closing: bool
    at_reference: bool
    overs: int
    unders: int
    passed: int
    against_forecast: int
    claimed: float | None
    side_rate: float | None
    fair: float | None
    break_even: float | None
    beyond_break_even: Estimate
    flat: UnitsWon
    suggested: SuggestedStakes
    bets_needed: int | None
    closing: ClosingValue
    buckets: tuple[EdgeBucket, ...]
    months: tuple[MonthOfBets, ...]

    @property
    def every(self) -> EdgeBucket:
        """All bets."""
        return self.buckets[-1]


def bet_records(rows: PropRows, by: ByDate) -> Iterator[BetRecord]:
    """The record of every system that recommended anything."""
    for market, mask in market_masks(rows).items():
        for system in rows.systems:
            said = rows.of(system)
            if said is not None and system != names.MARKET:  # nobody bets on his own price
                found = _record(rows, said, market, mask, by)
                if found is not None:
                    yield found


def _record(rows: PropRows, said: Said, market: str, mask: Flags, by: ByDate) -> BetRecord | None:
    pick = said.texts("recommendation")
    is_over = pick == OVER
    bets = np.flatnonzero(mask & (is_over | (pick == UNDER)))
    if not len(bets):
        return None
    over, line = is_over[bets], said.floats("line")[bets]
    actual, forecast = rows.actual[bets], said.forecast[bets]
    price, stake = said.floats("price_decimal")[bets], said.floats("stake_share")[bets]
    at_reference = market == names.RAW_LINE
    if at_reference:
        price = np.where(np.isnan(price), REFERENCE_PRICE, price)
    ended, day = settled(over, line, actual), replace(by, day=rows.day[bets])
    believed = without_push(said.floats("chance_over"), said.floats("chance_push"))[bets]
    claimed = np.where(over, believed, 1 - believed)
    fair = said.floats("fair_chance_over")[bets]
    implied = np.where(over, fair, 1 - fair)
    hit, won = hits(ended), profits(ended, price)
    priced = counted(None, won)
    buckets = edge_table(said.floats("edge")[bets], ended, implied, price, day, bounds=GAIN_BOUNDS)
    break_even, rate = mean(1 / price[priced]), mean(hit[priced])
    return BetRecord(
        system=said.system,
        prop=rows.prop,
        market=market,
        is_closing=rows.prop == names.CLOSING_ONLY,
        at_reference=at_reference,
        overs=int(over.sum()),
        unders=int((~over).sum()),
        passed=int((mask & (pick == PASS)).sum()),
        against_forecast=int(np.where(over, forecast < line, forecast > line).sum()),
        claimed=_mean_of(claimed, hit),
        side_rate=_side_rate(rows, mask, over),
        fair=_mean_of(implied, hit),
        break_even=break_even,
        beyond_break_even=difference_by_date(hit, 1 / price, day),
        flat=units_won(ended, price, day),
        suggested=_suggested(won, stake, day),
        bets_needed=_needed(rate, break_even),
        closing=_closing(said, bets, day),
        buckets=buckets,
        months=_months(won, day),
    )


def _side_rate(rows: PropRows, mask: Flags, over: Flags) -> float | None:
    beyond = (rows.actual - rows.games.floats("line"))[mask]
    overs, unders = int((beyond > 0).sum()), int((beyond < 0).sum())
    if not overs + unders:
        return None
    rate = overs / (overs + unders)
    return float(np.where(over, rate, 1 - rate).mean())


def _needed(rate: float | None, break_even: float | None) -> int | None:
    if rate is None or break_even is None or rate <= break_even:
        return None
    return bets_needed(rate, break_even)


def _mean_of(values: Floats, hit: Floats) -> float | None:
    return mean(values[counted(None, values, hit)])


def _suggested(won: Floats, stake: Floats, by: ByDate) -> SuggestedStakes:
    both = counted(None, won, stake)
    return SuggestedStakes(
        staked=float(stake[both].sum()),
        gained=total_by_date(won * stake, by),
        per_staked=ratio_by_date(won * stake, np.where(both, stake, np.nan), by),
    )


def _closing(said: Said, bets: NDArray[np.intp], by: ByDate) -> ClosingValue:
    value = said.floats("closing_value")[bets]
    why = said.texts("closing_missing_reason")[bets][np.isnan(value)]
    told = Counter(each or NO_CLOSING_REASON for each in why.tolist())
    return ClosingValue(value=mean_by_date(value, by), missing=dict(told.most_common()))


def _months(won: Floats, by: ByDate) -> tuple[MonthOfBets, ...]:
    found = []
    for month, where in months(by.day).items():
        known = counted(where, won)
        found.append(MonthOfBets(month=month, bets=int(known.sum()), units=float(won[known].sum())))
    return tuple(found)
