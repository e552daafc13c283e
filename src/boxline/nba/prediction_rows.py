"""Predictions as rows of a table: one per player, prop, system and population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from boxline.catalog.freezing import LIVE
from boxline.forecasting import ensemble, gradient_boosting, line_and_price
from boxline.forecasting.distribution_text import distribution_texts
from boxline.forecasting.market import age_minutes, movement
from boxline.forecasting.market.recommendation import NO_LINE
from boxline.forecasting.market.shown import Market
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.predicting import HIGH, LOW, Prediction
from boxline.forecasting.rows import Rows
from boxline.nba.prediction_columns import LINE, MEAN, MEDIAN

if TYPE_CHECKING:
    import pyarrow as pa

#: Systems whose numbers rest on fitted models: what these read makes other versions of them alone.
READ_MODELS = (gradient_boosting.NAME, ensemble.NAME)


def prediction_table(
    head: pa.Table,
    rows: Rows,
    predictions: Sequence[Prediction],
    market: Mapping[str, Market],
    opened: Mapping[str, Market],
    champions: Mapping[str, str],
    features: NDArray[np.object_],
) -> pa.Table:
    """The rows of some predictions.

    Args:
        head: what every row of a player and game has, in the order of `rows`; with `as_of`.
        market, opened: by prop type, what stands and what it opened with.
        champions: by prop type, the system that speaks first.
        features: the hash of those that models read of each row.
    """
    import pyarrow as pa

    as_of = rows["as_of"].astype("datetime64[us]")
    lines = {prop: _line_columns(shown, opened[prop], as_of) for prop, shown in market.items()}
    is_live = np.asarray(head.column("origin")) == LIVE
    parts = []
    for one in predictions:
        is_needed = np.ones(len(rows), dtype=bool)
        if one.system == line_and_price.NAME:
            # Where nobody shows a line there is nothing to say, but of a line that is gone.
            is_needed = is_live | ~np.isnan(one.line)
        chosen = np.flatnonzero(is_needed)
        columns = {**_expected(one), **lines[one.prop], **_advice(one)}
        reads = one.system in READ_MODELS
        columns["features_sha256"] = features if reads else np.full(len(rows), None, dtype=object)
        of_one = {name: values[chosen] for name, values in columns.items()}
        part = head if is_needed.all() else head.take(pa.array(chosen))
        for name, text in (
            ("prop_type", one.prop),
            ("system", one.system),
            ("population", one.population),
        ):
            part = part.append_column(name, _constant(text, len(chosen)))
        is_champion = one.system == champions[one.prop] and one.population == EVERYBODY
        part = part.append_column("is_champion", pa.array(np.full(len(chosen), is_champion)))
        for name, values in of_one.items():
            # Where every text is missing Arrow cannot tell that they are texts.
            kind = pa.string() if values.dtype == object else None
            part = part.append_column(name, pa.array(values, from_pandas=True, type=kind))
        parts.append(part)
    return pa.concat_tables(parts)


def _constant(text: str, rows: int) -> Any:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int8)), pa.array([text]))


def _expected(one: Prediction) -> dict[str, NDArray[Any]]:
    rows = len(one.forecast)
    nothing = np.full(rows, np.nan)
    spread = one.distribution
    told = {
        "mean": nothing,
        "median_rounded": nothing,
        "low_80": nothing,
        "high_80": nothing,
        "distribution": np.full(rows, None, dtype=object),
    }
    if spread is not None:
        told = {
            "mean": spread.mean(),
            "median_rounded": spread.quantile(0.5),
            "low_80": spread.quantile(LOW),
            "high_80": spread.quantile(HIGH),
            "distribution": distribution_texts(spread),
        }
    return {
        "forecast": one.forecast,
        "forecast_is": np.full(rows, MEDIAN if one.is_median else MEAN, dtype=object),
        **told,
        "expected_minutes": nothing if one.minutes is None else one.minutes,
        "not_made_reason": _or_none(one.reason),
    }


def _or_none(reason: NDArray[np.object_]) -> NDArray[np.object_]:
    told = reason.copy()
    told[reason == ""] = None
    return told


def _line_columns(
    shown: Market, opened: Market, as_of: NDArray[np.datetime64]
) -> dict[str, NDArray[Any]]:
    stands = shown.stands
    is_there = ~np.isnan(stands.line)
    return {
        "line_state": np.where(is_there, LINE, NO_LINE).astype(object),
        "line": stands.line,
        "line_books": stands.books,
        "fair_chance_over": stands.p_over,
        "over_price_decimal": shown.over.price,
        "over_bookmaker": shown.book(shown.over),
        "under_price_decimal": shown.under.price,
        "under_bookmaker": shown.book(shown.under),
        "line_movement": movement(opened.stands, stands).line,
        "line_age_minutes": age_minutes(stands.known_at, as_of),
    }


def _advice(one: Prediction) -> dict[str, NDArray[Any]]:
    better = np.fmax(one.advice.edge_over, one.advice.edge_under)
    return {
        "chance_over_alone": one.raw_over,
        "chance_over_shrunken": one.shrunken_over,
        "chance_over": one.over,
        "chance_push": one.push,
        "recommendation": one.advice.pick,
        "recommendation_reason": one.advice.reason,
        "edge": better,
        "confidence": one.confidence,
        "stake_share": one.stake,
    }
