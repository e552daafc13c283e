"""Zones that meet zones, on nights of 2023-24, whose shots are charted."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting import zone_matchup
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Known
from boxline.home import Home

pytestmark = pytest.mark.thorough  # a real season and the first weeks of the next are run

QUERY = """SELECT * FROM nba_precompute.ml_feature_store
    WHERE season = '2023-24' AND paint_rate_percent_last_10 IS NOT NULL
        AND paint_allowed_vs_league_percent IS NOT NULL"""


@pytest.fixture(scope="module")
def rows(golden_home: Home) -> Rows:
    with golden_home.warehouse("test") as warehouse:
        columns = warehouse.connection.execute(QUERY).fetchnumpy()
    return Rows(
        {
            name: np.ma.filled(np.ma.asarray(values, dtype=np.float64), np.nan)
            if values.dtype.kind in "iuf"
            else np.ma.getdata(values)
            for name, values in columns.items()
        }
    )


def moved(rows: Rows) -> Floats:
    """How far from his average each is forecast."""
    made = zone_matchup.forecast(Known(rows=rows), "points")
    assert set(made.reason) == {""}
    return np.asarray(made.value - rows.floats("points_avg_season"))


def test_one_rating_does_not_serve_every_zone(rows: Rows) -> None:
    """Against one opponent, whose rating is one number, some are forecast above their average and
    others below, by where each shoots from."""
    assert len(rows) > 3000
    up = moved(rows) > 0
    opponents = rows["opponent_team_id"].astype(str)
    _, side = np.unique(rows["game_id"].astype(str) + opponents, return_inverse=True)
    above, all_of_them = np.bincount(side, weights=up), np.bincount(side)
    is_split = (above > 0) & (above < all_of_them)
    assert is_split.mean() > 0.3


def test_a_forecast_moves_by_what_the_zones_are_worth(rows: Rows) -> None:
    """Less than a tenth of a point for most: little of a difference to the league comes again."""
    size = np.abs(moved(rows))
    assert 0.02 < np.median(size) < 0.3
    assert size.max() < 2
