"""The statistics that a player's form follows."""

#: stat -> its unit, and the counts of a box score that it sums.
STATS = {
    "minutes": ("minutes", ("minutes_played",)),
    "points": ("points", ("points",)),
    "rebounds": ("rebounds", ("rebounds",)),
    "assists": ("assists", ("assists",)),
    "threes": ("threes", ("threes_made",)),
    "points_rebounds_assists": ("of the prop", ("points", "rebounds", "assists")),
    "field_goals_made": ("field goals", ("field_goals_made",)),
    "field_goals_attempted": ("field goals", ("field_goals_attempted",)),
    "free_throws_made": ("free throws", ("free_throws_made",)),
    "free_throws_attempted": ("free throws", ("free_throws_attempted",)),
    "turnovers": ("turnovers", ("turnovers",)),
}

#: Those whose spread and short windows are asked for.
MAIN_STATS = tuple(STATS)[:6]

#: Numerator and denominator of usage, so that a window's usage is a ratio of sums.
USAGE = ("usage_plays", "usage_chances")

#: Half-lives in games, by stat. Those of 35 games feed the shrunken rates.
HALF_LIVES = {
    "minutes": (2, 5, 8, 12, 30, 35),
    **dict.fromkeys(("points", "rebounds", "assists", "threes"), (3, 8, 25, 35)),
    **dict.fromkeys(("field_goals_made", "field_goals_attempted"), (3, 8, 25)),
}

#: Of the season before, as sums.
LAST_SEASON = ("minutes", "points", "rebounds", "assists", "threes")
