"""Fitted models as rows: what was fitted, on what, with what; the model itself by its hash."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from boxline.catalog import Column, Day, Int, Text, Workbench
from boxline.catalog.arrays import table_of
from boxline.forecasting import learnt_file
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.model import Model, libraries, model_bytes, read_model
from boxline.nba.columns import GAME_DATE

if TYPE_CHECKING:
    import pyarrow as pa

#: Models are fitted for the present: this season's reference, and that of the one before, which
#: began at most so many days ago. Older ones are fitted where they are asked for.
SEASONS_BACK_DAYS = 680

#: From how many seasons models learn, the one that runs among them. Ten instead of six lower the
#: error of points by 0.002 and take twice the time (measured on 2024-25).
SEASONS_LEARNT = 6

#: Weekly models are of use for the week that runs.
WEEKS_BACK_DAYS = 7

MODEL_COLUMNS = (
    GAME_DATE,
    Column("model", Text, doc="What it says, and of whom: `points/rotation`, `minutes/everybody`."),
    Column("sha256", Text, doc="Of its file: no other bytes are ever loaded for it."),
    Column("features", Int, "features", 0, doc="How many it reads; 0 of what is no model."),
    Column("rows_fitted", Int, "player-games", 0, doc="How many it was fitted on."),
    Column("trained_from", Day, nullable=True, doc="Day of the oldest of them."),
    Column("trained_through", Day, nullable=True, doc="Day of the newest of them."),
    Column("libraries", Text, doc="What fitted it: `lightgbm 4.7.0, numpy 2.4.6`."),
    Column("code", Text, is_stamp=True, doc="Version of the code that fitted it."),
)


def model_row(model: Model, work: Workbench) -> dict[str, Any]:
    """One model kept, and its row."""
    (day,) = work.days  # models are fitted for one day at a time
    return {
        "game_date": day,
        "model": model.name,
        "sha256": work.models.put(model_bytes(model)),
        "features": len(model.features),
        "rows_fitted": model.rows,
        "trained_from": model.trained_from,
        "trained_through": model.trained_through,
        "libraries": _told(model.libraries),
        "code": work.code,
    }


def record_models(models: Mapping[str, Model], work: Workbench) -> pa.Table:
    """Keep models, and say which there are."""
    rows = [model_row(model, work) for model in models.values()]
    return table_of({c.name: [row[c.name] for row in rows] for c in MODEL_COLUMNS})


def calibration_row(body: bytes, games: int, work: Workbench) -> dict[str, Any]:
    """The file of what was learnt beside models, kept, and its row.

    Args:
        games: how many player-games it was learnt from.
    """
    (day,) = work.days
    return {
        "game_date": day,
        "model": learnt_file.NAME,
        "sha256": work.models.put(body),
        "features": 0,
        "rows_fitted": games,
        "trained_from": None,
        "trained_through": None,
        "libraries": _told(libraries()),
        "code": work.code,
    }


def _told(installed: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in installed.items())


def read_models(recorded: Iterable[Mapping[str, Any]], work: Workbench) -> dict[str, Model]:
    """The models of some rows, by name.

    Raises:
        ModelMismatch: a file is missing, altered, or not what its row says.
    """

    def read(row: Mapping[str, Any]) -> tuple[str, Model]:
        return row["model"], read_model(work.models.get(row["sha256"]), row["model"])

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(pool.map(read, recorded))


def read_learnt(
    week: Iterable[Mapping[str, Any]], reference: Mapping[str, Model], work: Workbench
) -> Learnt:
    """What a week's predictions are made with: its models, those of the season, what was learnt.

    Args:
        week: the rows of one week of `nba_predictions.weekly_models`.
    """
    rows = list(week)
    models = read_models((r for r in rows if r["model"] != learnt_file.NAME), work)
    beside = [r for r in rows if r["model"] == learnt_file.NAME]
    learnt = learnt_file.read_learnt(work.models.get(beside[0]["sha256"])) if beside else Learnt()
    return replace(learnt, models={**reference, **models})
