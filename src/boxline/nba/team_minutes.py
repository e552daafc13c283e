"""How long a game was, by the minutes of a team's players together."""

from typing import Any

#: Player minutes of a game without overtime, and those that each overtime adds.
REGULATION_MINUTES, OVERTIME_MINUTES = 240, 25

#: Minutes are rounded for each player: of thirteen the sum can be so far from what it should be.
MINUTES_ASTRAY = 7


def overtimes(team_minutes: Any) -> Any:
    """How many overtimes a team's minutes make."""
    extra = (team_minutes - REGULATION_MINUTES) / OVERTIME_MINUTES
    return extra.round().cast("int64")


def game_minutes(team_minutes: Any) -> Any:
    """The minutes that the players of a game of so many overtimes have."""
    return overtimes(team_minutes) * OVERTIME_MINUTES + REGULATION_MINUTES
