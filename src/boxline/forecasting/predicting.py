"""From forecasts to predictions: distributions, chances beside the line, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.domain.line_sides import OVER, UNDER
from boxline.forecasting import line_and_price
from boxline.forecasting.distribution import Distributions
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.market import Recommendations, blend, recommend, shrunken
from boxline.forecasting.market.recommendation import REFERENCE_PRICE
from boxline.forecasting.market.stakes import suggested_stakes
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Forecast
from boxline.forecasting.withholding import withheld

#: The central interval that is told.
LOW, HIGH = 0.1, 0.9


def best_over_column(prop: str) -> str:
    """The column of the best decimal odds of the over at the line; NaN without one."""
    return f"best_over_{prop}"


def best_under_column(prop: str) -> str:
    """The column of the best decimal odds of the under at the line; NaN without one."""
    return f"best_under_{prop}"


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """What one system says of one prop of some rows, an entry per row; NaN where nothing.

    Attributes:
        forecast: its own number, unrounded: a median or a mean, as its system says.
        distribution: what comes after such forecasts; None before anything was learnt.
        is_median: whether the number is a median.
        minutes: those it expects if he plays; None of systems that expect none.
        raw_over: the chance to be over the line by that distribution alone.
        shrunken_over: the same after the forecast was drawn towards the market's.
        over, push: what is believed of the line after the market was heard: the chance to be over
            it, and to meet it exactly.
        fair_over: the price's own chance of the over, if no push comes.
        advice: what to do at the best prices.
        confidence: the chance that the side it takes wins, if no push comes; of no side the larger.
        stake: the share of a bankroll that fractional Kelly stakes, 0 where no side is taken.
    """

    system: str
    prop: str
    population: str
    forecast: Floats
    reason: NDArray[np.object_]
    is_median: bool
    minutes: Floats | None
    distribution: Distributions | None
    raw_over: Floats
    shrunken_over: Floats
    over: Floats
    push: Floats
    fair_over: Floats
    line: Floats
    advice: Recommendations
    confidence: Floats
    stake: Floats


def predict(
    rows: Rows,
    said: Mapping[tuple[str, str], Forecast],
    learnt: Learnt,
    population: str = EVERYBODY,
    *,
    of_everybody: Mapping[tuple[str, str], Forecast] | None = None,
) -> list[Prediction]:
    """Predictions from what systems have said of some rows: none of those that say why it is
    withheld.

    Args:
        rows: with the market's columns of each prop, and the column WITHHELD where it applies.
        said: by system and prop, for one population.
        of_everybody: what was said for everybody, the market's number among it, where `said` is
            for another population: the market says the same of both.
    """
    heard = {**(of_everybody or {}), **said}
    market = {p: f.value for (name, p), f in heard.items() if name == line_and_price.NAME}
    return [
        _predict(rows, system, prop, withheld(one, rows), learnt, population, market.get(prop))
        for (system, prop), one in said.items()
    ]


def _predict(
    rows: Rows,
    system: str,
    prop: str,
    said: Forecast,
    learnt: Learnt,
    population: str,
    market: Floats | None,
) -> Prediction:
    line = rows.floats(line_and_price.line_column(prop))
    fair = rows.floats(line_and_price.chance_column(prop))
    nothing = np.full(len(rows), np.nan)
    raw = heard = over = push = nothing
    distribution = None
    known = learnt.calibrations.get((system, prop, population))
    if known is not None:
        distribution = known.of(said.value)
        raw, push = distribution.over(line), distribution.push(line)
        heard = over = raw
        if market is not None and system != line_and_price.NAME:
            slope = np.full(len(rows), _kept(learnt.shrink, system, prop))
            is_unpriced = np.isnan(fair)
            even = line_and_price.even_number(known, np.where(is_unpriced, line, np.nan))
            drawn_in = known.of(shrunken(said.value, np.where(is_unpriced, even, market), slope))
            heard = drawn_in.over(line)
            weight = _kept(learnt.blend, system, prop)
            priced = blend(distribution.over_without_push(line), fair, weight) * (1.0 - push)
            over = np.where(is_unpriced, heard, priced)
            push = np.where(is_unpriced, drawn_in.push(line), push)
    prices = rows.floats(best_over_column(prop)), rows.floats(best_under_column(prop))
    advice = recommend(over, push, line, *prices)
    confidence, stake = _backing(advice, over, push, *prices)
    return Prediction(
        system=system,
        prop=prop,
        population=population,
        forecast=said.value,
        reason=said.reason,
        is_median=said.is_median,
        minutes=said.minutes,
        distribution=distribution,
        raw_over=raw,
        shrunken_over=heard,
        over=over,
        push=push,
        fair_over=fair,
        line=line,
        advice=advice,
        confidence=confidence,
        stake=stake,
    )


def _kept(learnt: Mapping[tuple[str, str], float], system: str, prop: str) -> float:
    """What was learnt of a system beside the market; nothing is believed before."""
    return learnt.get((system, prop), 0.0)


def _backing(
    advice: Recommendations, over: Floats, push: Floats, over_price: Floats, under_price: Floats
) -> tuple[Floats, Floats]:
    """The chance that the side taken wins if no push comes, and what to stake on it."""
    under = 1.0 - over - push
    takes_over, takes_under = advice.pick == OVER, advice.pick == UNDER
    wins = np.where(takes_over, over, np.where(takes_under, under, np.fmax(over, under)))
    price = np.where(takes_over, over_price, under_price)
    unpriced = np.isnan(over_price) & np.isnan(under_price)
    stakes = suggested_stakes(
        wins,
        push,
        np.where(unpriced, REFERENCE_PRICE, price),
        is_bet=takes_over | takes_under,
    )
    return wins / np.maximum(1.0 - push, 1e-9), stakes.share
