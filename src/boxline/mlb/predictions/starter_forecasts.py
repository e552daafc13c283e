"""What is expected of each announced starter: batters faced, and of each the rate; then outs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Materials,
    Past,
    Rel,
    Same,
    Table,
    Workbench,
    transform,
    worked,
)
from boxline.catalog.arrays import arrays_of, table_of
from boxline.forecasting.rows import Rows
from boxline.mlb.columns import GAME_DATE, GAME_ID, PLAYER_ID
from boxline.mlb.precompute.pitcher_features import PITCHER_FEATURES
from boxline.mlb.predictions.starter_models import STARTER_MODELS
from boxline.mlb.starters.fitted import models_of
from boxline.mlb.starters.fortnights import fortnight_begins
from boxline.mlb.starters.model import expect
from boxline.mlb.starters.rows import day_numbers
from boxline.mlb.starters.standing import STANDING
from boxline.mlb.starts import DAYS_AHEAD

if TYPE_CHECKING:
    import pyarrow as pa

STARTER_FORECASTS = Table(
    "mlb_predictions.starter_forecasts",
    grain="one starter, announced by the cut-off, before his start",
    key=("game_id", "player_id"),
    horizon_days=DAYS_AHEAD,
    columns=(
        GAME_ID,
        GAME_DATE,
        PLAYER_ID,
        Column("expected_batters_faced", Float, "batters", -20, 60, doc="The mean."),
        Column("strikeout_rate", Float, "probability", 0, 1, doc="Of each batter, at 22 of them."),
        Column("expected_outs", Float, "outs", -20, 60, doc="The mean."),
        Column(
            "is_by_model",
            Flag,
            doc="Whether the fortnight's models speak; else his own past alone, drawn towards the "
            "league.",
        ),
    ),
)


@transform(STARTER_FORECASTS)
def starter_forecasts(
    features: Annotated[Rel, Same(PITCHER_FEATURES)],
    models: Annotated[Rel, Past(STARTER_MODELS, seasons=1, with_today=True)],
) -> Materials:
    """The starters, and the models of the season."""
    return {
        "starters": features.select("game_id", "game_date", "player_id", *STANDING),
        "models": models.select("game_date", "part", "feature", "weight"),
    }


@worked(STARTER_FORECASTS)
def expect_starts(material: Mapping[str, "pa.Table"], _work: Workbench) -> "pa.Table":
    """What the models of each starter's fortnight say."""
    starters = Rows(arrays_of(material["starters"]))
    begins = fortnight_begins(day_numbers(starters["game_date"]))
    fitted: dict[int, list[dict[str, Any]]] = {}
    for row in material["models"].to_pylist():
        day = np.array([row["game_date"]], dtype="datetime64[D]")
        fitted.setdefault(int(fortnight_begins(day_numbers(day))[0]), []).append(row)
    nothing = np.full(len(starters), np.nan)
    found = {part: nothing.copy() for part in ("batters_faced", "strikeout_rate", "outs")}
    is_by_model = np.zeros(len(starters), dtype=bool)
    for one in np.unique(begins):
        chosen = begins == one
        models = models_of(fitted.get(int(one), ()))
        for part, values in expect(starters.where(chosen), models).items():
            found[part][chosen] = values
        is_by_model[chosen] = bool(models)
    return table_of(
        {
            **{name: starters[name] for name in ("game_id", "game_date", "player_id")},
            "expected_batters_faced": found["batters_faced"],
            "strikeout_rate": found["strikeout_rate"],
            "expected_outs": found["outs"],
            "is_by_model": is_by_model,
        }
    )
