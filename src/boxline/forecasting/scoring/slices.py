"""Parts of the rows that are judged on their own, as masks by name.

Slices of one kind leave out no row: those that a kind cannot place are a slice too.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags
from boxline.forecasting.scoring.counted_rows import Column, as_floats

#: Where tiers of the expected value begin, in units of the prop; the last has no end.
TIERS = {
    "points": (0, 5, 10, 15, 20, 25),
    "rebounds": (0, 2, 4, 6, 8, 10),
    "assists": (0, 1, 2, 4, 6, 8),
    "threes": (0, 0.5, 1, 1.5, 2, 3),
    "points_rebounds_assists": (0, 10, 15, 20, 25, 30, 40),
}

#: Expected by nobody, so in no tier.
NOT_PREDICTED = "not predicted"

#: How many games came before is not known.
NOT_KNOWN = "earlier games not known"

#: Earlier games of the season under which it is early for a player.
EARLY_GAMES = 5

#: Minutes that make a player one of P1.
LEAST_MINUTES = 10


def tiers(prop: str, expected: Column) -> Mapping[str, Flags]:
    """Rows by what was expected of them, before the game: by the outcome, every forecast of the
    highest tier would look too low.

    Args:
        expected: in units of the prop; NaN where nothing was predicted. What is negative lies in
            the first tier.
    """
    bounds, size = TIERS[prop], as_floats(expected)
    names = [f"{low:g}-{high:g}" for low, high in pairwise(bounds)] + [f"{bounds[-1]:g}+"]
    missing = np.isnan(size)
    place = np.digitize(size, bounds[1:])
    found = {name: ~missing & (place == number) for number, name in enumerate(names)}
    return {**found, NOT_PREDICTED: missing}


def months(day: NDArray[np.integer]) -> Mapping[str, Flags]:
    """Rows by month, `2024-11`, in order. Days are counted from 1970-01-01."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    return {str(each): month == each for each in np.unique(month)}


def early_season(earlier_games: Column) -> Mapping[str, Flags]:
    """Rows by the games that the player had played before, this season; NaN where not known."""
    games = as_floats(earlier_games)
    return {
        f"under {EARLY_GAMES} earlier games": games < EARLY_GAMES,
        f"{EARLY_GAMES} or more earlier games": games >= EARLY_GAMES,
        NOT_KNOWN: np.isnan(games),
    }


def populations(
    *, minutes_played: Column, earlier_games: Column, has_line: Flags
) -> Mapping[str, Flags]:
    """The rows that figures are told of; they overlap.

    Returns:
        p1: at least 10 minutes and 5 earlier games this season, a choice made after the game, as
        everybody reports it; p2: every player of the box score; p3: of those, who had a line.

    Args:
        minutes_played: NaN of whoever is not in the box score.
    """
    minutes = as_floats(minutes_played)
    p2 = ~np.isnan(minutes)
    p1 = p2 & (minutes >= LEAST_MINUTES) & (as_floats(earlier_games) >= EARLY_GAMES)
    return {"p1": p1, "p2": p2, "p3": p2 & has_line}
