"""A made-up league of finished games whose numbers hang on three features, and quick fits of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from boxline.forecasting import gradient_boosting
from boxline.forecasting.rows import Rows

FEATURES = ("usual_minutes", "usual_rate", "weather")
PROPS = ("points", "rebounds")

#: The day of the first game, and how many games a day has.
FIRST_DAY, GAMES_A_DAY = 20_000, 20


@dataclass(frozen=True)
class League:
    """Finished games in the order of their days, and the true mean of each one's points."""

    games: Rows
    mean: NDArray[np.float64]


def league(size: int = 1600, *, seed: int = 3) -> League:
    """Games of players who usually play some minutes and score at some rate; rain says nothing."""
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(4, 38, size)
    rate = rng.uniform(0.2, 0.8, size)
    played = np.clip(minutes + rng.normal(0, 3, size), 1, 48).round()
    games = Rows(
        {
            "usual_minutes": minutes,
            "usual_rate": rate,
            "weather": rng.normal(size=size),
            "game_day": FIRST_DAY + np.arange(size) // GAMES_A_DAY,
            "actual_minutes": played,
            "actual_points": rng.poisson(rate * played).astype(np.float64),
            "actual_rebounds": rng.poisson(0.2 * played).astype(np.float64),
        }
    )
    return League(games=games, mean=minutes * rate)


def fit_quickly(patch: pytest.MonkeyPatch, *, trees: int = 25, least_games: int = 100) -> None:
    """Let models be fitted on a few games, by a few trees."""
    patch.setattr(gradient_boosting, "TREES", trees)
    patch.setattr(gradient_boosting, "RATE_TREES", trees)
    patch.setattr(gradient_boosting, "LEAST_GAMES", least_games)
    smaller = {"min_data_in_leaf": 20, "learning_rate": 0.15, "feature_fraction": 1.0}
    for name in ("MEDIAN", "MEAN"):
        patch.setattr(gradient_boosting, name, getattr(gradient_boosting, name) | smaller)
