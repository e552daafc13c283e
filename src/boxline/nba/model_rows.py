"""What models and systems read of players before games: the feature store and what then came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from boxline.catalog import Rel
from boxline.catalog.arrays import arrays_of
from boxline.forecasting.rows import Rows
from boxline.forecasting.systems import read_of_past
from boxline.nba.precompute.ml_feature_store import FAMILIES
from boxline.nba.props import PROP_TYPES, with_props

if TYPE_CHECKING:
    import pyarrow as pa

#: What models learn from: every family but the market. They are to say something beside it; and
#: lines are known for parts of two seasons only.
MODEL_FEATURES = (
    "is_home",
    *(column.name for name, family in FAMILIES.items() if name != "market" for column in family),
)

#: Whose rows they are, and when.
HEAD = ("game_id", "game_date", "season", "season_type", "player_id", "team_id")

#: Text of the store that a system tells where it says nothing.
REASONS = ("shot_zones_missing_reason",)

#: What came, in rows of finished games.
ACTUALS = ("actual_minutes", *(f"actual_{prop}" for prop in PROP_TYPES))

#: Days as integers, so that they can be compared and counted.
DAY_COLUMN = "game_day"


def actuals(played: Rel) -> Rel:
    """Game and player with ACTUALS, of those who appeared.

    Args:
        played: rows of `nba_core.player_games`.
    """
    appeared = with_props(played.filter(played.has_played))
    return appeared.select(
        "game_id",
        "player_id",
        actual_minutes="minutes_played",
        **{f"actual_{prop}": f"prop_{prop}" for prop in PROP_TYPES},
    )


def finished_games(store: Rel, played: Rel) -> Rel:
    """Of each player who appeared in a game: the features of before it, and ACTUALS.

    Args:
        store: rows of `nba_precompute.ml_feature_store`.
        played: rows of `nba_core.player_games`.
    """
    both = store.join(actuals(played), ["game_id", "player_id"])
    return both.select(*HEAD, *REASONS, *MODEL_FEATURES, *ACTUALS)


def past_games(store: Rel, played: Rel) -> Rel:
    """The same, of what systems read of earlier games alone."""
    columns = (name for name in read_of_past(PROP_TYPES) if name != DAY_COLUMN)
    return finished_games(store, played).select("game_id", "game_date", *columns)


def rows_of(table: pa.Table) -> Rows:
    """Rows from a relation, with `game_day` from its `game_date`."""
    columns = arrays_of(table)
    days = columns["game_date"].astype("datetime64[D]").astype(np.int64)
    return Rows({**columns, DAY_COLUMN: days})
