"""An evening's predictions of starters, or a season's: each fortnight by what came before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from boxline.catalog.arrays import arrays_of
from boxline.catalog.bookmakers import PICKEM
from boxline.forecasting.distribution import Distributions
from boxline.forecasting.distribution_text import distribution_texts
from boxline.forecasting.market.recommendation import NO_LINE
from boxline.forecasting.market.shown import Market, shown_of
from boxline.forecasting.predicting import HIGH, LOW
from boxline.forecasting.rows import Floats, Rows
from boxline.mlb.prediction_columns import LINE, MEAN, MEDIAN
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.starters.distributions import spread
from boxline.mlb.starters.fortnights import fortnight_begins
from boxline.mlb.starters.rows import DAY, day_numbers
from boxline.mlb.starters.systems import Said, say

if TYPE_CHECKING:
    import pyarrow as pa

#: What every row of a starter has.
HEAD = (
    "game_id",
    "game_date",
    "player_id",
    "team_id",
    "opponent_team_id",
    "origin",
    "as_of",
    "made_at",
    "frozen_at",
    "frozen_by",
)


def predictions_of(material: Mapping[str, pa.Table]) -> pa.Table:
    """The rows of `mlb_predictions.pitcher_prop_predictions` of some days."""
    import pyarrow as pa

    starters, earlier = _dated(material["starters"]), _dated(material["earlier"])
    head = material["starters"].select(list(HEAD))
    quotes = Rows(arrays_of(material["quotes"]))
    parts = []
    for chosen, learnt in _fortnights(starters, earlier):
        of_these = starters.where(chosen)
        shown = shown_of(of_these, quotes, night=DAY, props=PROP_TYPES, pickem=PICKEM)
        taken = head.take(pa.array(chosen))
        for said in say(of_these, learnt):
            columns = {
                **_expected(said, of_these),
                **_line(shown[said.prop]),
                **_beside(said.distribution, shown[said.prop].stands.line),
            }
            parts.append(_with(taken, columns))
    return pa.concat_tables(parts)


def _dated(table: pa.Table) -> Rows:
    rows = Rows(arrays_of(table))
    return rows.with_columns(**{DAY: day_numbers(rows["game_date"])})


def _fortnights(
    starters: Rows, earlier: Rows
) -> Iterator[tuple[NDArray[np.intp], Mapping[str, Distributions]]]:
    """The starters of each fortnight, with the distributions that starts before it teach."""
    begins = fortnight_begins(starters[DAY].astype(np.int64))
    day = earlier[DAY].astype(np.int64)
    for one in np.unique(begins) if len(begins) else [0]:  # nobody is a table without a row too
        chosen = np.flatnonzero(begins == one)
        of_these = starters.where(chosen)
        expected = {
            "batters_faced": of_these.floats("expected_batters_faced"),
            "strikeout_rate": of_these.floats("strikeout_rate"),
            "outs": of_these.floats("expected_outs"),
        }
        yield chosen, spread(expected, earlier.where(day < one))


def _with(table: pa.Table, columns: Mapping[str, NDArray[Any]]) -> pa.Table:
    import pyarrow as pa

    for name, values in columns.items():
        # Where every text is missing Arrow cannot tell that they are texts.
        kind = pa.string() if values.dtype == object else None
        table = table.append_column(name, pa.array(values, from_pandas=True, type=kind))
    return table


def _constant(text: str, rows: int) -> NDArray[np.object_]:
    return np.full(rows, text, dtype=object)


def _expected(said: Said, starters: Rows) -> dict[str, NDArray[Any]]:
    rows = len(starters)
    nothing, nothing_told = np.full(rows, np.nan), np.full(rows, None, dtype=object)
    told = said.distribution
    reason = said.forecast.reason.copy()
    reason[reason == ""] = None
    batters = nothing if said.batters is None else said.batters
    return {
        "prop_type": _constant(said.prop, rows),
        "system": _constant(said.system, rows),
        "version": np.ones(rows, dtype=np.int64),
        "forecast": said.forecast.value,
        "forecast_is": _constant(MEDIAN if said.forecast.is_median else MEAN, rows),
        "mean": nothing if told is None else told.mean(),
        "low_80": nothing if told is None else told.quantile(LOW),
        "high_80": nothing if told is None else told.quantile(HIGH),
        "distribution": nothing_told if told is None else distribution_texts(told),
        "expected_batters_faced": batters,
        "starts_this_season": starters.floats("season_starts"),
        "is_stale": starters.floats("starts_last_60_days") == 0,
        "not_made_reason": reason,
    }


def _line(shown: Market) -> dict[str, NDArray[Any]]:
    stands = shown.stands
    return {
        "line_state": np.where(np.isnan(stands.line), NO_LINE, LINE).astype(object),
        "line": stands.line,
        "line_books": stands.books,
        "fair_chance_over": stands.p_over,
        "over_price_decimal": shown.over.price,
        "over_bookmaker": shown.book(shown.over),
        "under_price_decimal": shown.under.price,
        "under_bookmaker": shown.book(shown.under),
    }


def _beside(told: Distributions | None, line: Floats) -> dict[str, NDArray[Any]]:
    nothing = np.full(len(line), np.nan)
    over = nothing if told is None else told.over(line)
    push = nothing if told is None else told.push(line)
    return {"chance_over": over, "chance_push": push, "chance_under": 1.0 - over - push}
