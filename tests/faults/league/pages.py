"""`v1/goals/{date}.json`: the active predictions of a day."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec

from boxline.catalog import Column, Export, Float, Rel, Same, Text, document, transform
from boxline.catalog.feeds import Document
from boxline.catalog.windows import active_versions
from tests.faults.league.columns import GAME_DATE, GAME_ID, TEAM
from tests.faults.league.goal_predictions import ACTIVE_KEY, GOAL_PREDICTIONS

PAGES = Export(
    "toy_exports.pages",
    path="v1/goals/{date}.json",
    grain="one active prediction",
    key=("game_id", "team", "origin"),
    columns=(
        GAME_ID,
        GAME_DATE,
        TEAM,
        Column("origin", Text, doc="live or replay."),
        Column("predicted_mean", Float, "goals", 0, 20, True, doc="NULL without an earlier game."),
    ),
)


@transform(PAGES)
def pages(predicted: Annotated[Rel, Same(GOAL_PREDICTIONS)]) -> Rel:
    """The active version of each."""
    return active_versions(predicted, key=ACTIVE_KEY)


class Prediction(msgspec.Struct):
    """One prediction."""

    game_id: str
    team: str
    origin: str
    predicted_mean: float | None


class Page(Document, kw_only=True):
    """The document."""

    game_date: date
    predictions: list[Prediction]


@document(PAGES)
def page(day: date, rows: Sequence[Any]) -> Page:
    """In the order of the key."""
    predictions = [
        Prediction(
            game_id=row.game_id,
            team=row.team,
            origin=row.origin,
            predicted_mean=row.predicted_mean,
        )
        for row in rows
    ]
    return Page(game_date=day, predictions=predictions)
