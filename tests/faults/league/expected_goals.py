"""What the newest model of an earlier day or today's morning expects of each home side."""

import json
from collections.abc import Mapping
from typing import Annotated

import pyarrow as pa

from boxline.catalog import (
    Column,
    Float,
    Materials,
    Rel,
    Same,
    Table,
    Workbench,
    transform,
    worked,
)
from boxline.catalog.arrays import arrays_of, table_of
from tests.faults.league.columns import GAME_DATE, GAME_ID, TEAM
from tests.faults.league.fitted_means import FITTED_MEANS
from tests.faults.league.games import GAMES

EXPECTED_GOALS = Table(
    "toy_predictions.expected_goals",
    grain="the home side of one game",
    key=("game_id",),
    unread="nobody bets on it",
    columns=(
        GAME_ID,
        GAME_DATE,
        TEAM,
        Column("expected", Float, "goals", 0, 20, True, doc="NULL where no model knows a game."),
    ),
)


@transform(EXPECTED_GOALS)
def expected_goals(
    games: Annotated[Rel, Same(GAMES)], models: Annotated[Rel, Same(FITTED_MEANS)]
) -> Materials:
    """Sides, and the models of their days."""
    return {
        "sides": games.select("game_date", "game_id", team="home"),
        "models": models.select("game_date", "model_sha256"),
    }


@worked(EXPECTED_GOALS)
def expect_goals(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
    """The mean that the day's model holds."""
    models = {
        row["game_date"]: json.loads(work.models.get(row["model_sha256"]))["mean"]
        for row in material["models"].to_pylist()
    }
    sides = arrays_of(material["sides"])
    expected = [models[day.item()] for day in sides["game_date"]]
    return table_of({**sides, "expected": expected})
