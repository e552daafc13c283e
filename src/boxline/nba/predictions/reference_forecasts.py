"""What every system would have said of each game, by models fitted before its season began."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import numpy as np

from boxline.catalog import (
    Column,
    Float,
    Materials,
    Past,
    Rel,
    Same,
    Table,
    Workbench,
    per_final_game,
    transform,
    worked,
)
from boxline.catalog.arrays import table_of
from boxline.forecasting.learning import reference_forecasts
from boxline.nba.columns import GAME_DATE, GAME_ID, PLAYER_ID
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.fitted_models import SEASONS_BACK_DAYS, read_models
from boxline.nba.model_rows import finished_games, rows_of
from boxline.nba.pools import FORECAST_KEYS, column_of
from boxline.nba.precompute.ml_feature_store import ML_FEATURE_STORE
from boxline.nba.predictions.reference_models import REFERENCE_MODELS
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa


REFERENCE_FORECASTS = Table(
    "nba_predictions.reference_forecasts",
    grain="one player who appeared in one game, of a season that has reference models",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=0),  # a season without reference models has none
    days_back=SEASONS_BACK_DAYS,
    columns=(
        GAME_ID,
        GAME_DATE,
        PLAYER_ID,
        *(
            Column(
                column_of(key),
                Float,
                "of the prop",
                0,
                250,
                nullable=True,
                doc=f"What {key[0]} says of {key[1]} for {key[2]}; NULL where nothing.",
            )
            for key in FORECAST_KEYS
        ),
    ),
)


@transform(REFERENCE_FORECASTS)
def reference_forecasts_material(
    store: Annotated[Rel, Same(ML_FEATURE_STORE)],
    played: Annotated[Rel, Same(PLAYER_GAMES)],
    models: Annotated[Rel, Past(REFERENCE_MODELS, seasons=1, with_today=True)],
    past_store: Annotated[Rel, Past(ML_FEATURE_STORE, seasons=2)],
    past_played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
) -> Materials:
    """The players of each game, the season's models, and the games that systems look back at."""
    return {
        "judged": finished_games(store, played),
        "models": models.select("game_date", "model", "sha256"),
        "games": finished_games(past_store, past_played),
    }


@worked(REFERENCE_FORECASTS)
def judge(material: Mapping[str, "pa.Table"], work: Workbench) -> "pa.Table":
    """What systems say of each; nothing in a season without models."""
    models = read_models(material["models"].to_pylist(), work)
    judged = rows_of(material["judged"])
    if not models:
        judged = judged.where(np.empty(0, dtype=np.intp))
    said = reference_forecasts(judged, rows_of(material["games"]), models, PROP_TYPES)
    return table_of(
        {
            **{name: judged[name] for name in ("game_id", "game_date", "player_id")},
            **{column_of(key): said[key] for key in FORECAST_KEYS},
        }
    )
