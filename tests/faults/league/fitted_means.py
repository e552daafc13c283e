"""Models of a mean: fitted before each day, and kept as they were made."""

import json
from collections.abc import Mapping
from typing import Annotated

import pyarrow as pa

from boxline.catalog import (
    Column,
    Int,
    Materials,
    Past,
    Rel,
    Same,
    Table,
    Text,
    Workbench,
    transform,
    worked,
)
from boxline.catalog.arrays import arrays_of, table_of
from tests.faults.league.columns import GAME_DATE
from tests.faults.league.games import GAMES
from tests.faults.league.team_goals import TEAM_GOALS

FITTED_MEANS = Table(
    "toy_predictions.fitted_means",
    grain="the model fitted before one day",
    key=("game_date",),
    is_fact=True,
    is_apart=True,
    columns=(
        GAME_DATE,
        Column("model_sha256", Text, doc="The model's hash."),
        Column("rows_fitted", Int, low=0, doc="Sides of earlier days."),
    ),
)


@transform(FITTED_MEANS)
def fitted_means(
    games: Annotated[Rel, Same(GAMES)], scored: Annotated[Rel, Past(TEAM_GOALS)]
) -> Materials:
    """Goals of earlier days, and the days on which there are games."""
    return {
        "goals": scored.select("game_date", "game_id", "team", "goals"),
        "days": games.group_by("game_date").agg(games=games.count()),
    }


@worked(FITTED_MEANS)
def fit_means(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
    """One model: the mean."""
    (day,) = work.days  # each is apart
    goals = arrays_of(material["goals"])["goals"]
    work.progress()
    mean = float(goals.mean()) if len(goals) else None
    sha256 = work.models.put(json.dumps({"mean": mean, "n": len(goals)}).encode())
    return table_of({"game_date": [day], "model_sha256": [sha256], "rows_fitted": [len(goals)]})
