"""Which parts of a population are told on their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from boxline.forecasting.evaluation import names
from boxline.forecasting.evaluation.prop_rows import PropRows
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.slices import TIERS, early_season, months, tiers

Slice = tuple[str, str, Flags]


def slices_of(rows: PropRows, population: str, expected: Floats) -> Iterator[Slice]:
    """All rows, then its parts: kind, name and mask.

    Args:
        expected: a forecast: its tiers are one kind of parts.
    """
    yield names.ALL, names.ALL, np.ones(len(rows), dtype=np.bool_)
    if population != "p3":
        if rows.prop in TIERS:
            yield from _named(names.TIER, tiers(rows.prop, expected))
        yield from _named(names.MONTH, months(rows.day))
    if population != "p1":  # of whom five earlier games are asked
        yield from circumstances(rows)


def circumstances(rows: PropRows) -> Iterator[Slice]:
    """Where the market knows most: early in a season, in a new team, after days away.

    The last two are told where the rows have `is_new_team` and `days_since_last_game`.
    """
    yield from _named(names.EARLY_SEASON, early_season(rows.games.floats("games_this_season")))
    if "is_new_team" in rows.games:
        is_new = rows.games.floats("is_new_team")
        found = {"first games for a new team": is_new == 1, "same team": is_new == 0}
        yield from _named(names.NEW_TEAM, found)
    if "days_since_last_game" in rows.games:
        days = rows.games.floats("days_since_last_game")
        found = {
            f"back after {names.AWAY_DAYS} or more days": days >= names.AWAY_DAYS,
            f"under {names.AWAY_DAYS} days away": days < names.AWAY_DAYS,
        }
        yield from _named(names.DAYS_AWAY, found)


def _named(kind: str, found: Mapping[str, Flags]) -> Iterator[Slice]:
    yield from ((kind, name, where) for name, where in found.items())
