"""What graded predictions call things, and what this package does."""

from __future__ import annotations

#: The part of a season that is judged.
REGULAR = "regular"

#: Whom a forecast was made for: if he plays at all; if he plays 10 minutes or more.
EVERYBODY, ROTATION = "everybody", "rotation"

#: Everybody's yardstick, and the system that speaks for line and price.
SEASON_AVERAGE, MARKET = "season_average", "market"

#: The system that a verdict is about: the first of these that is there.
HEADLINES = ("ensemble", "gradient_boosting", "empirical_bayes", "moving_average", "season_average")

PROPS = ("points", "rebounds", "assists", "threes", "points_rebounds_assists")

#: Its lines are known as they closed and no earlier, so they are a reference and no rival.
CLOSING_ONLY = "points_rebounds_assists"

#: What stands on the other side: a pick'em line, or a line with the prices of both sides.
RAW_LINE, LINE_AND_PRICE = "raw pick'em line", "line and price"
MARKETS = (RAW_LINE, LINE_AND_PRICE)

#: Kinds of slices, and the name of a slice that leaves nothing out.
ALL, TIER, MONTH, EARLY_SEASON, NEW_TEAM, DAYS_AWAY = (
    "all",
    "expected value",
    "month",
    "early season",
    "new team",
    "days away",
)

#: Days without a game after which a player returns.
AWAY_DAYS = 10


def judged_by(population: str) -> str:
    """Whom the forecasts were made for that a population prefers: p1 is of rotation players."""
    return ROTATION if population == "p1" else EVERYBODY


def spoken(name: str) -> str:
    """A name as a reader says it.

    >>> spoken("points_rebounds_assists")
    'points + rebounds + assists'
    """
    return "points + rebounds + assists" if name == CLOSING_ONLY else name.replace("_", " ")
