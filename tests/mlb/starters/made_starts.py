"""Starts made up for tests: what is not said is as usual."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxline.forecasting.rows import Rows
from boxline.mlb.starters.rows import CAME, WHOSE

#: Days since 1970 of 1 June 2025.
JUNE_1 = int(np.datetime64("2025-06-01", "D").astype(np.int64))

USUAL = {
    "player_id": 1,
    "team_id": 10,
    "opponent_team_id": 20,
    "venue_id": 5,
    "umpire_id": -1,
    "is_home": 1.0,
    "game_day": JUNE_1,
    "strikeouts": 5.0,
    "batters_faced": 22.0,
    "outs": 15.0,
    "pitches": 85.0,
}


def starts(*given: dict[str, Any]) -> Rows:
    """Rows of starts, each by what is not usual of it; `day` counts from 1 June 2025."""
    rows = []
    for one in given:
        row = {**USUAL, **one}
        row["game_day"] = JUNE_1 + row.pop("day", 0)
        rows.append(row)
    return Rows({name: np.array([row[name] for row in rows]) for name in (*WHOSE, *CAME)})


def to_come(**given: Any) -> dict[str, Any]:
    """A start of which nothing came yet."""
    return {**given, **dict.fromkeys(CAME, np.nan)}


def season_of_starts(seed: int = 7, number: int = 900) -> Rows:
    """A made-up league: every pitcher has a rate of his own, and home starts go better."""
    rng = np.random.default_rng(seed)
    pitcher = rng.integers(0, 60, number)
    rate = 0.15 + 0.2 * np.arange(60) / 60
    is_home = rng.integers(0, 2, number).astype(float)
    batters = np.clip(rng.normal(22, 3, number).round(), 4, 30)
    chance = rate[pitcher] + 0.03 * is_home
    return Rows(
        {
            "player_id": pitcher + 100,
            "team_id": pitcher % 10,
            "opponent_team_id": (pitcher + rng.integers(1, 10, number)) % 10,
            "venue_id": pitcher % 10,
            "umpire_id": rng.integers(0, 20, number),
            "is_home": is_home,
            "game_day": np.sort(rng.integers(0, 170, number)) + JUNE_1 - 60,
            "strikeouts": rng.binomial(batters.astype(int), chance).astype(float),
            "batters_faced": batters,
            "outs": (batters * 0.68).round(),
            "pitches": batters * 3.9,
        }
    )
