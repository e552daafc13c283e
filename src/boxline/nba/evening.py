"""An evening's predictions, or a season's: each week by the models that were fitted for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import Workbench
from boxline.domain.days import day_number
from boxline.forecasting import gradient_boosting
from boxline.forecasting.learning import ALONE
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.model import Model
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.predicting import Prediction, predict
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known
from boxline.forecasting.systems import forecast_all, forecast_each
from boxline.nba.fitted_models import read_learnt, read_models
from boxline.nba.market_rows import market_of, with_market
from boxline.nba.model_rows import DAY_COLUMN, MODEL_FEATURES, rows_of
from boxline.nba.prediction_rows import prediction_table
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

#: Models of a week are used until the next ones, and no longer than this: the longest break of a
#: season, and its week.
MODEL_DAYS = 14

#: Systems that need nothing fitted: they speak of every day.
UNFITTED = tuple(name for name in ALONE if name != gradient_boosting.NAME)

#: What every row of a player and game has.
HEAD = (
    "game_id",
    "game_date",
    "player_id",
    "team_id",
    "opponent_team_id",
    "origin",
    "games_this_season",
    "injury_status",
    "as_of",
    "made_at",
    "frozen_at",
    "frozen_by",
)


def predictions_of(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
    """The rows of `nba_predictions.player_prop_predictions` of some days.

    Systems with something to learn speak of days that have models, the others of every day.
    """
    import pyarrow as pa

    players = material["players"]
    rows, past = rows_of(players), rows_of(material["games"])
    standing, opening = material["standing"], material["opening"]
    head = players.select(list(HEAD))
    parts = []
    champions = {
        (day_number(row["game_date"]), row["prop_type"]): row["system"]
        for row in material["champions"].to_pylist()
    }
    for week, chosen, learnt in _weeks(rows, material, work):
        of_week = rows.where(chosen)
        stands = market_of(of_week, standing)
        known = Known(rows=with_market(of_week, stands), games=past, learnt=learnt)
        table = prediction_table(
            head.take(pa.array(chosen)),
            of_week,
            list(_predicted(known)),
            stands,
            market_of(of_week, opening),
            {prop: champions.get((week, prop), "") for prop in PROP_TYPES},
            _hashes(of_week, learnt),
        )
        parts.append(table.append_column("version", pa.array(np.ones(table.num_rows, np.int64))))
        work.progress()
    return pa.concat_tables(parts)


def _predicted(known: Known) -> Iterator[Prediction]:
    if known.learnt.models:
        told = forecast_each(known, PROP_TYPES)
        for population, said in told.items():
            yield from predict(
                known.rows, said, known.learnt, population, of_everybody=told[EVERYBODY]
            )
    else:
        said = forecast_all(known, PROP_TYPES, UNFITTED)
        yield from predict(known.rows, said, known.learnt)


def _weeks(
    rows: Rows, material: Mapping[str, pa.Table], work: Workbench
) -> Iterator[tuple[int, NDArray[np.intp], Learnt]]:
    """The first day of each week, its rows, and the newest models of their day or before it; rows
    without any with nothing, and day -1."""
    day = rows[DAY_COLUMN].astype(np.int64)
    weeks: dict[int, list[dict[str, Any]]] = {}
    for row in material["weekly"].to_pylist():
        weeks.setdefault(day_number(row["game_date"]), []).append(row)
    begins = np.array(sorted(weeks), dtype=np.int64)
    place = np.searchsorted(begins, day, side="right") - 1
    reference: Mapping[str, Model] = {}
    if weeks:
        place = np.where(day - begins[np.maximum(place, 0)] <= MODEL_DAYS, place, -1)
        fitted_anew = set.intersection(*({r["model"] for r in week} for week in weeks.values()))
        still = (r for r in material["reference"].to_pylist() if r["model"] not in fitted_anew)
        reference = read_models(still, work)
    for one in np.unique(place) if len(place) else [-1]:  # nobody is a table without a row too
        learnt = read_learnt(weeks[int(begins[one])], reference, work) if one >= 0 else Learnt()
        yield int(begins[one]) if one >= 0 else -1, np.flatnonzero(place == one), learnt


def _hashes(rows: Rows, learnt: Learnt) -> NDArray[np.object_]:
    """The hash of the features that models read of each row; None without models."""
    told = np.full(len(rows), None, dtype=object)
    if learnt.models:
        matrix = rows.matrix(MODEL_FEATURES)
        told[:] = [hashlib.sha256(row.tobytes()).hexdigest() for row in matrix]
    return told
