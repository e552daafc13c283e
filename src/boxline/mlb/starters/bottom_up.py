"""What a line-up lets one expect of a starter: batter by batter, plate appearance by appearance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Floats, Rows

#: What the league weighs beside a batter's own plate appearances, and what he is against both arms
#: beside what he is against one. A batter's strikeouts are told from 60 appearances (Carleton 2007,
#: "525,600 minutes", Baseball Prospectus); how he parts with arms needs more.
APPEARANCES_PRIOR, ARM_PRIOR = 60.0, 150.0

PLACES = 9

#: So much more often than the league a weak spot strikes out.
WEAK = 1.25

NO_ORDER = "no order of nine batters was known by the cut-off"
NO_ARM = "nobody has told which arm he throws with"
NO_SIDE = "nobody has told from which side a batter of the order bats"

#: What is told.
TOLD = (
    "bottom_up_strikeouts",
    "line_up_strikeout_share",
    "platoon_share",
    "weak_spots",
    "matchup_edge",
)


def batter_rates(batters: Rows, league: Floats) -> Floats:
    """How likely each batter is to strike out against an arm like the starter's: his own share
    against it, drawn towards his share against both, and that towards the league's.

    Args:
        batters: with the counts of `opposing_batters.COUNTED`.
        league: the league's share, of each row.
    """
    of_both = (batters.floats("strikeouts") + APPEARANCES_PRIOR * league) / (
        batters.floats("appearances") + APPEARANCES_PRIOR
    )
    return np.asarray(
        (batters.floats("strikeouts_vs_arm") + ARM_PRIOR * of_both)
        / (batters.floats("appearances_vs_arm") + ARM_PRIOR)
    )


def matchup(batter: Floats, pitcher: Floats, league: Floats) -> Floats:
    """The chance of a strikeout where both meet: odds of batter x odds of pitcher / odds of the
    league.

    Source: Bill James' log5 for rates, as in Haechrel (2014), "Matchup probabilities in Major
    League Baseball", SABR Baseball Research Journal 43(2).

    >>> float(matchup(np.array(0.22), np.array(0.3), np.array(0.22)).round(9))
    0.3
    """

    def odds(rate: Floats) -> Floats:
        return rate / (1 - rate)

    met = odds(batter) * odds(pitcher) / odds(league)
    return np.asarray(met / (1 + met))


def appearances_at(place: Floats, batters_faced: Floats) -> Floats:
    """How often the batter at a place (1 to 9) comes up against a starter who faces so many; of
    numbers between two whole ones in proportion.

    >>> appearances_at(np.array([1.0, 5.0, 9.0]), np.array([22.5, 22.5, 22.5])).tolist()
    [3.0, 2.5, 2.0]
    """
    low = np.floor(batters_faced)
    turns = [(n - place + PLACES) // PLACES for n in (low, low + 1)]
    share = batters_faced - low
    return np.maximum((1 - share) * turns[0] + share * turns[1], 0.0)


def of_line_ups(starters: Rows, batters: Rows) -> tuple[dict[str, Floats], NDArray[np.object_]]:
    """What the orders tell of each starter: TOLD, NaN where they tell nothing, and then why.

    Args:
        starters: with `game_id`, `player_id`, `strikeout_rate_own`, `batters_own` and
            `strikeout_rate_league`.
        batters: what `opposing_batters` gives.
    """
    found = {name: np.full(len(starters), np.nan) for name in TOLD}
    reason = np.full(len(starters), NO_ORDER, dtype=object)
    places: dict[tuple[object, object], list[int]] = {}
    for n, key in enumerate(zip(batters["game_id"], batters["player_id"], strict=True)):
        places.setdefault(key, []).append(n)
    for n, key in enumerate(zip(starters["game_id"], starters["player_id"], strict=True)):
        chosen = np.array(places.get(key, []), dtype=np.intp)
        if len(chosen) == PLACES:
            told, why = _of_one(starters.where(np.array([n])), batters.where(chosen))
            reason[n] = why
            for name, value in told.items():
                found[name][n] = value
    return found, reason


def _of_one(starter: Rows, batters: Rows) -> tuple[dict[str, float], str | None]:
    arm = batters["throws"][0]
    if arm is None:
        return {}, NO_ARM
    league = np.full(PLACES, starter.floats("strikeout_rate_league")[0])
    own = np.full(PLACES, starter.floats("strikeout_rate_own")[0])
    faced = np.full(PLACES, starter.floats("batters_own")[0])
    rate = batter_rates(batters, league)
    turns = appearances_at(batters.floats("batting_order"), faced)
    share = float(rate @ turns / turns.sum()) if turns.sum() else float(rate.mean())
    told = {
        "bottom_up_strikeouts": float(matchup(rate, own, league) @ turns),
        "line_up_strikeout_share": share,
        "weak_spots": float((rate >= WEAK * league).sum()),
        "matchup_edge": float(np.log(share / league[0])),
    }
    sides = batters["bats"]
    if any(side is None for side in sides):
        return told, NO_SIDE
    return {**told, "platoon_share": float((sides == arm).mean())}, None
