"""The models that a season is judged by: fitted on everything before its first day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from boxline.catalog import (
    Materials,
    Past,
    Rel,
    Same,
    Table,
    Workbench,
    transform,
    worked,
)
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.fitted_models import (
    MODEL_COLUMNS,
    SEASONS_BACK_DAYS,
    SEASONS_LEARNT,
    record_models,
)
from boxline.nba.model_rows import MODEL_FEATURES, finished_games, rows_of
from boxline.nba.precompute.ml_feature_store import ML_FEATURE_STORE
from boxline.nba.predictions.season_starts import SEASON_STARTS
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

REFERENCE_MODELS = Table(
    "nba_predictions.reference_models",
    grain="one model fitted before one season",
    key=("game_date", "model"),
    is_fact=True,
    is_apart=True,
    horizon_days=0,  # until its day begins more games may be learnt from
    days_back=SEASONS_BACK_DAYS,
    deadline_seconds=3600,
    columns=MODEL_COLUMNS,
)


@transform(REFERENCE_MODELS)
def reference_models(
    starts: Annotated[Rel, Same(SEASON_STARTS)],
    store: Annotated[Rel, Past(ML_FEATURE_STORE, seasons=SEASONS_LEARNT)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=SEASONS_LEARNT)],
) -> Materials:
    """Days on which seasons begin, and the games before them."""
    return {
        "starts": starts.select("game_date"),
        "games": finished_games(store, played),
    }


@worked(REFERENCE_MODELS)
def fit_reference_models(material: Mapping[str, "pa.Table"], work: Workbench) -> "pa.Table":
    """Every model, or none where too few games came before."""
    from boxline.forecasting.learning import fit_reference

    if not material["starts"].num_rows:
        return record_models({}, work)
    games = rows_of(material["games"])
    return record_models(fit_reference(games, MODEL_FEATURES, PROP_TYPES, work.progress), work)
