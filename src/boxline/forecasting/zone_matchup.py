"""The season's average, moved by what the opponent allows in each zone that he shoots from."""

from collections.abc import Mapping, Sequence

import numpy as np

from boxline.forecasting.rows import Flags, Floats, Rows
from boxline.forecasting.system import NO_GAME_THIS_SEASON, Forecast, Known, made

NAME = "zone_matchup"
PROPS = ("points", "threes")

#: Prop -> zone -> what a shot that goes in from there brings.
WORTH: Mapping[str, Mapping[str, int]] = {
    "points": {"paint": 2, "mid_range": 2, "three": 3},
    "threes": {"three": 1},
}

#: What comes again of a difference to the league over 15 games; the rest was chance. The
#: predecessor's factor. Measured over zones it was 0.2 in 2020-21 and 2022-23 and 0.6 in 2023-24,
#: each with a standard error of 0.1.
COMES_AGAIN = 0.3

#: Why the features have no zones of his, in their own words.
NOT_CHARTED = "no charted shots of this season"
FEW_GAMES = "fewer charted games than the day of the season asks for"
NO_ATTEMPT = "no charted attempt in those games"

NO_COMPARISON = "too few charted games of the opponent or the league"


def forecast(known: Known, prop: str) -> Forecast:
    """`{prop}_avg_season` + `zone_effect`, never below 0.

    There is none without what it needs: before his first game of the season, in a season whose
    shots are not charted, below the charted games that a sample needs. A team's rating never stands
    in for a zone's, nor one zone's for another's.
    """
    rows = known.rows
    season = rows.floats(f"{prop}_avg_season")
    zones = tuple(WORTH[prop])
    no_own = _any_missing(rows, [f"{zone}_rate_percent_last_10" for zone in zones])
    no_other = _any_missing(rows, [f"{zone}_allowed_vs_league_percent" for zone in zones])
    told = rows["shot_zones_missing_reason"]
    reasons = {
        NO_GAME_THIS_SEASON: np.isnan(season),
        **{why: no_own & (told == why) for why in (NOT_CHARTED, FEW_GAMES, NO_ATTEMPT)},
        NO_COMPARISON: ~no_own & no_other,
    }
    return made(np.maximum(season + zone_effect(rows, prop), 0.0), reasons)


def zone_effect(rows: Rows, prop: str) -> Floats:
    """What tonight's opponent adds to the average, summed over the zones of a prop.

    Of each zone: his attempts from there in a game (`field_goals_attempted_ewm_8` x his own share
    of shots from there) x the share of shots that the opponent lets in there above the league's x
    COMES_AGAIN x what one brings. Free throws stay what they are in his average, because no chart
    says what a defence gives there. Missing where a zone is.
    """
    attempts = rows.floats("field_goals_attempted_ewm_8")
    effect = np.zeros(len(rows))
    for zone, worth in WORTH[prop].items():
        from_there = attempts * rows.floats(f"{zone}_rate_percent_last_10") / 100
        above_league = rows.floats(f"{zone}_allowed_vs_league_percent") / 100
        effect += from_there * above_league * COMES_AGAIN * worth
    return effect


def _any_missing(rows: Rows, names: Sequence[str]) -> Flags:
    missing = np.zeros(len(rows), dtype=np.bool_)
    for name in names:
        missing |= np.isnan(rows.floats(name))
    return missing
