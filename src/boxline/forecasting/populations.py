"""Whom a forecast is made for: what is supposed of a player who could appear."""

from __future__ import annotations

from boxline.forecasting.rows import Flags, Rows

#: He appears; and: he plays ten minutes or more. Nobody knows the second before the game; who does
#: is judged beside what is said of everybody, because most published figures are over such rows.
EVERYBODY, ROTATION = "everybody", "rotation"

POPULATIONS = (EVERYBODY, ROTATION)

ROTATION_MINUTES = 10


def members(games: Rows, population: str) -> Flags:
    """Which of some finished games belong to a population, by `actual_minutes`."""
    minutes = games.floats("actual_minutes")
    return minutes >= (ROTATION_MINUTES if population == ROTATION else 0)
