"""The models of each fortnight, weight by weight: how starts depart from starters' own pasts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from boxline.catalog import (
    Column,
    Float,
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
from boxline.forecasting.rows import Rows
from boxline.mlb.columns import GAME_DATE
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.precompute.pitcher_features import PITCHER_FEATURES, SEASONS
from boxline.mlb.predictions.fortnight_starts import FORTNIGHT_STARTS
from boxline.mlb.starters.fitted import CONSTANT, weights_of
from boxline.mlb.starters.model import PARTS, learn
from boxline.mlb.starters.rows import CAME, DAY, day_numbers
from boxline.mlb.starters.standing import READ, STANDING

if TYPE_CHECKING:
    import pyarrow as pa

STARTER_MODELS = Table(
    "mlb_predictions.starter_models",
    grain="one weight of one model of a fortnight; none while too few starts are known",
    key=("game_date", "part", "feature"),
    is_fact=True,
    horizon_days=0,  # until its day begins more starts may be learnt from
    columns=(
        GAME_DATE,
        Column("part", Text, one_of=PARTS, doc="What the model expects."),
        Column(
            "feature",
            Text,
            one_of=(CONSTANT, *dict.fromkeys(name for part in PARTS for name in READ[part])),
            doc="What the weight is of, a column of `mlb_precompute.pitcher_features`; or the "
            "constant.",
        ),
        Column(
            "weight",
            Float,
            low=-1000,
            high=1000,
            doc="What one unit of it adds: to the log odds of a strikeout, to batters faced, to "
            "outs per batter.",
        ),
        Column("starts_learnt_from", Int, "games", 1, doc="All of earlier days."),
    ),
)


@transform(STARTER_MODELS)
def starter_models(
    fortnights: Annotated[Rel, Same(FORTNIGHT_STARTS)],
    features: Annotated[Rel, Past(PITCHER_FEATURES, seasons=SEASONS)],
    pitched: Annotated[Rel, Past(PITCHER_GAMES, seasons=SEASONS)],
) -> Materials:
    """Days on which fortnights begin, and the announced starts of before that were made."""
    came = pitched.filter(pitched.is_starter).select("game_id", "player_id", *CAME)
    learnt = features.join(came, ["game_id", "player_id"])
    return {
        "fortnights": fortnights.select("game_date"),
        "starts": learnt.select("game_id", "game_date", "player_id", *STANDING, *CAME),
    }


@worked(STARTER_MODELS)
def fit_fortnights(material: Mapping[str, "pa.Table"], work: Workbench) -> "pa.Table":
    """Every model of each fortnight, from starts of earlier days."""
    starts = Rows(arrays_of(material["starts"]))
    day = day_numbers(starts["game_date"])
    starts = starts.with_columns(**{DAY: day})
    rows: dict[str, list[Any]] = {c.name: [] for c in STARTER_MODELS.columns}
    for begins in material["fortnights"].column("game_date").to_pylist():
        before = starts.where(day < int(np.datetime64(begins, "D").astype(np.int64)))
        for part, feature, weight in weights_of(learn(before)):
            one = (begins, part, feature, weight, len(before))
            for name, value in zip(rows, one, strict=True):
                rows[name].append(value)
        work.progress()
    return table_of(rows)
