"""How large each prop is: what a size that is known in points is of another prop."""

#: What a player made of each in a game he appeared in, on average over 2015-16 to 2024-25.
LEVELS = {"points": 10.5, "rebounds": 4.2, "assists": 2.3, "threes": 1.1}

#: A prop that is a sum -> what it sums.
SUMMED = {"points_rebounds_assists": ("points", "rebounds", "assists")}

#: Every prop that box scores alone can forecast.
ALL_PROPS = (*LEVELS, *SUMMED)


def parts_of(prop: str) -> tuple[str, ...]:
    """What a prop sums; of one that is no sum the prop itself.

    >>> parts_of("points_rebounds_assists"), parts_of("threes")
    (('points', 'rebounds', 'assists'), ('threes',))
    """
    return SUMMED.get(prop, (prop,))


def for_each_point(prop: str) -> float:
    """What one point is worth in a prop: as much of its level.

    >>> for_each_point("points"), round(for_each_point("points_rebounds_assists"), 3)
    (1.0, 1.619)
    """
    return sum(LEVELS[part] for part in parts_of(prop)) / LEVELS["points"]
