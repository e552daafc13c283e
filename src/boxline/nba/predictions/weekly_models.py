"""The models of each week, and what was learnt of how forecasts turn out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from boxline.catalog import (
    Materials,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Workbench,
    transform,
    worked,
)
from boxline.catalog.arrays import table_of
from boxline.forecasting.learnt_file import learnt_bytes
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.fitted_models import (
    MODEL_COLUMNS,
    SEASONS_LEARNT,
    WEEKS_BACK_DAYS,
    calibration_row,
    model_row,
)
from boxline.nba.market_rows import market_of, standing_quotes, with_market
from boxline.nba.model_rows import MODEL_FEATURES, finished_games, rows_of
from boxline.nba.pools import judged_games, judged_rows, pools_of
from boxline.nba.precompute.ml_feature_store import ML_FEATURE_STORE
from boxline.nba.predictions.reference_forecasts import REFERENCE_FORECASTS
from boxline.nba.predictions.reference_models import REFERENCE_MODELS
from boxline.nba.predictions.week_starts import WEEK_STARTS
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

WEEKLY_MODELS = Table(
    "nba_predictions.weekly_models",
    grain="one model, or what was learnt beside models, of one week",
    key=("game_date", "model"),
    is_fact=True,
    is_apart=True,
    horizon_days=0,  # until its day begins more games may be learnt from
    days_back=WEEKS_BACK_DAYS,
    deadline_seconds=3600,
    columns=MODEL_COLUMNS,
)


@transform(WEEKLY_MODELS)
def weekly_models(
    starts: Annotated[Rel, Same(WEEK_STARTS)],
    store: Annotated[Rel, Past(ML_FEATURE_STORE, seasons=SEASONS_LEARNT)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=SEASONS_LEARNT)],
    judged: Annotated[Rel, Past(REFERENCE_FORECASTS, seasons=2)],
    reference: Annotated[Rel, Past(REFERENCE_MODELS, seasons=1, with_today=True)],
    games: Annotated[Rel, Past(GAMES, seasons=2)],
    cutoffs: Annotated[Rel, Past(CUTOFFS, seasons=2)],
    lines: Annotated[Rel, Past(PLAYER_PROP_LINES, seasons=2), Optional],
) -> Materials:
    """The games before the week, and of this season and the last what would have been said."""
    return {
        "starts": starts.select("game_date", "season"),
        "games": finished_games(store, played),
        "judged": judged_games(judged, played, games),
        "reference": reference.select("model", "game_date"),
        "quotes": standing_quotes(lines, cutoffs),
    }


@worked(WEEKLY_MODELS)
def fit_week(material: Mapping[str, "pa.Table"], work: Workbench) -> "pa.Table":
    """The main models, and one file of everything learnt beside them."""
    from boxline.forecasting.gradient_boosting import fit_inside, fit_main
    from boxline.forecasting.learning import settle

    starts = material["starts"].to_pylist()
    rows = []
    if starts:
        games = rows_of(material["games"])
        models = fit_main(games, MODEL_FEATURES, PROP_TYPES, work.progress)
        if not material["reference"].num_rows:  # the first season there is: nothing came before it
            models |= fit_inside(games, MODEL_FEATURES, PROP_TYPES, work.progress)
        rows = [model_row(model, work) for model in models.values()]
        judged = judged_rows(material["judged"])
        judged = with_market(judged, market_of(judged, material["quotes"]))
        pools = pools_of(judged, starts[0]["season"])
        work.progress()
        if models:
            learnt = settle(pools, models, PROP_TYPES)
            rows.append(calibration_row(learnt_bytes(learnt), len(judged), work))
    return table_of({c.name: [row[c.name] for row in rows] for c in MODEL_COLUMNS})
