"""How a park treats strikeouts.

Source: the usual park factor (what happens in a club's home games against what happens in its
games elsewhere, both sides counted, so that the club's own pitchers and batters cancel out).
"""

from __future__ import annotations

from boxline.catalog import Column, Float, Rel, Text
from boxline.catalog.windows import sums_by_days
from boxline.mlb.rates import share

#: So far back games count, and so many batters are needed on either side of the ratio: two hundred
#: are ten starts, and their share of strikeouts is known within a tenth only by two thousand.
PARK_DAYS = 730
LEAST_BATTERS = 2000

TOO_FEW = f"fewer than {LEAST_BATTERS} batters were faced by starters there, or elsewhere"

COLUMNS = (
    Column(
        "ballpark_strikeout_factor",
        Float,
        "ratio",
        0,
        10,
        nullable=True,
        doc="Strikeouts / batters faced of both starters in the home club's games in this park, "
        f"over the same in its games elsewhere, of the {PARK_DAYS} days before; above 1 the park "
        f"helps strikeouts. NULL of fewer than {LEAST_BATTERS} batters on either side.",
    ),
    Column(
        "no_ballpark_reason",
        Text,
        one_of=(TOO_FEW,),
        nullable=True,
        doc="Why there is no factor; NULL where there is.",
    ),
)


def of_park(spine: Rel, starts: Rel, games: Rel) -> Rel:
    """The factor of each game's park before its day.

    Args:
        spine: rows with `game_id`, `player_id`, `game_date`, `home_team_id` and `venue_id`.
        starts: starters' lines of the last seasons, of later days too.
        games: the calendar of the same seasons.
    Returns:
        `game_id`, `player_id` and COLUMNS.
    """
    import ibis

    placed = starts.select("game_id", "game_date", "strikeouts", "batters_faced").join(
        games.select("game_id", "venue_id", "home_team_id", "away_team_id"), "game_id"
    )
    # A park that nobody names is none, and equals no other.
    venue = placed.venue_id.coalesce(0)
    here = placed.mutate(club_id=placed.home_team_id, park_id=venue)
    elsewhere = ibis.union(
        placed.mutate(club_id=placed.home_team_id, park_id=venue),
        placed.mutate(club_id=placed.away_team_id, park_id=venue),
    )
    key = spine.select(
        "game_id",
        "player_id",
        "game_date",
        club_id="home_team_id",
        park_id=spine.venue_id.coalesce(0),
    )
    sums = {
        "strikeouts_sum": ("strikeouts", PARK_DAYS),
        "batters_sum": ("batters_faced", PARK_DAYS),
    }
    in_park = sums_by_days(key, here, entity=["club_id", "park_id"], sums=sums).rename(
        park_strikeouts="strikeouts_sum", park_batters="batters_sum"
    )
    in_all = sums_by_days(key, elsewhere, entity=["club_id"], sums=sums).rename(
        all_strikeouts="strikeouts_sum", all_batters="batters_sum"
    )
    met = key.join(in_park, ["club_id", "park_id", "game_date"]).join(
        in_all, ["club_id", "game_date"]
    )
    other_batters = met.all_batters - met.park_batters
    other = share(met.all_strikeouts - met.park_strikeouts, other_batters)
    is_told = (
        (met.park_id > 0) & (met.park_batters >= LEAST_BATTERS) & (other_batters >= LEAST_BATTERS)
    )
    factor = share(met.park_strikeouts, met.park_batters) / other.nullif(0)
    return met.select(
        "game_id",
        "player_id",
        ballpark_strikeout_factor=is_told.ifelse(factor, ibis.null("float64")),
        no_ballpark_reason=ibis.cases((~is_told, TOO_FEW)),
    )
