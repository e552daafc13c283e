"""What would have been said of past games, as it is stored, and beside what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boxline.catalog import Rel
from boxline.forecasting.learning import Pool, keys_of
from boxline.forecasting.learnt import Key
from boxline.forecasting.rows import Rows
from boxline.nba.model_rows import actuals, rows_of
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

FORECAST_KEYS = keys_of(PROP_TYPES)


def column_of(key: Key) -> str:
    """The column of what a system says of a prop for a population."""
    system, prop, population = key
    return f"{system}_{prop}_{population}"


def judged_games(forecasts: Rel, played: Rel, games: Rel) -> Rel:
    """Reference forecasts with what came, and the season of each.

    Args:
        forecasts: rows of `nba_predictions.reference_forecasts`.
        played: rows of `nba_core.player_games`.
        games: rows of `nba_core.games`.
    """
    came = actuals(played).join(games.select("game_id", "season"), "game_id")
    return forecasts.join(came, ["game_id", "player_id"])


def judged_rows(judged: pa.Table) -> Rows:
    """The rows of `judged_games`, in the order of their days."""
    rows = rows_of(judged)
    return rows.where(np.argsort(rows["game_day"], kind="stable"))


def pools_of(judged: Rows, season: str) -> list[Pool]:
    """What was said of the season before, and of this one so far; the older first, none empty."""
    is_this = judged["season"].astype(str) == season
    parts = [judged.where(chosen.nonzero()[0]) for chosen in (~is_this, is_this)]
    return [
        Pool(games=games, said={key: games.floats(column_of(key)) for key in FORECAST_KEYS})
        for games in parts
        if len(games)
    ]
