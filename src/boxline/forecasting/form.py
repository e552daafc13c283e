"""What the simple systems know of a player before a game."""

from dataclasses import dataclass
from typing import Generic, TypeVar

#: A number, an array, or a column of a query: anything with arithmetic, missing where unknown.
N = TypeVar("N")


@dataclass(frozen=True, kw_only=True)
class Form(Generic[N]):
    """Means per game of one statistic, over games played earlier this season.

    All three are missing before the season's first game; a window with fewer games than its length
    is the mean of those there are.
    """

    season: N
    last_10: N
    last_5: N
