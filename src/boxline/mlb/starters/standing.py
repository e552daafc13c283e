"""How a starter, his opponent and the park stood before each start, by starts of earlier days.

Everything is a sum over earlier days, halved with age, drawn towards what is usual: batters faced,
and of each batter the chance of a strikeout and the outs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.decayed_sums import Whole, decayed_sums
from boxline.forecasting.rows import Flags, Floats, Rows
from boxline.mlb.starters.rows import CAME, DAY, days_into_season, is_made, month_of

#: Half-lives in days. They, and what follows, were chosen on 2024; 2025 hardly cares.
LEAGUE_DAYS, RATE_DAYS, OUTS_DAYS, BATTERS_DAYS = 60.0, 300.0, 200.0, 60.0
LONG_DAYS, SHORT_DAYS, OPPONENT_DAYS, PARK_DAYS = 400.0, 15.0, 60.0, 900.0

#: What the usual weighs beside his own: batters for rates, starts for batters faced.
RATE_PRIOR, OUTS_PRIOR, BATTERS_PRIOR, LONG_PRIOR, SHORT_PRIOR = 100.0, 250.0, 2.0, 3.0, 1.0

#: Of whom nothing is known: his strikeout rate as a share of the league's, and his batters less
#: than its.
UNKNOWN_RATE, UNKNOWN_BATTERS, UNKNOWN_LONG = 0.93, -1.2, -1.0

#: Opponents and parks are drawn towards none by so many batters; by starts, by this share of them.
OPPONENT_PRIOR, PARK_PRIOR, STARTS_PER_BATTER = 800.0, 4000.0, 0.41

#: The league before anything is known: a start of 2023, until so many batters have come.
USUAL_START = {"strikeouts": 4.98, "batters_faced": 22.0, "outs": 15.3}
USUAL_BATTERS = 200.0

#: What he threw is told from this many pitches.
USUAL_PITCHES = 85.0

#: Who pitched so few days ago opens or follows an opener; who did not for so long was away.
SHORT_REST_DAYS, LAYOFF_DAYS, AWAY_DAYS = 4, 16, 120

#: The season's first days, in which starters are spared.
EARLY_DAYS = 30.0
SEPTEMBER = 9

#: Room for every day behind a player's id: both together are one whole number.
DAYS_OF_A_PLAYER = 1_000_000

#: What models read of a start, by what they expect.
READ = {
    "strikeout_rate": ("opponent_strikeouts", "park_strikeouts", "home_half"),
    "batters_faced": (
        "batters_long",
        "batters_short",
        "pitches_last",
        "is_short_rest",
        "is_layoff",
        "early_season",
        "is_september",
        "opponent_batters",
        "home_half",
    ),
    "outs_rate": ("opponent_outs", "park_outs", "home_half"),
}

#: What each begins with.
BEGINS_WITH = {
    "strikeout_rate": "strikeout_rate_own",
    "batters_faced": "batters_own",
    "outs_rate": "outs_rate_own",
}

#: What is told beside, and read by no model; the factor is NaN of an umpire who is not known yet.
LEAGUE_RATE, UMPIRE_FACTOR = "strikeout_rate_league", "umpire_strikeout_factor"
BESIDE = (LEAGUE_RATE, UMPIRE_FACTOR)

STANDING = tuple(
    dict.fromkeys((*BEGINS_WITH.values(), *(c for read in READ.values() for c in read)))
)


def standing(starts: Rows, appearances: Rows) -> Rows:
    """The columns of STANDING and BESIDE of each start, in the order of `starts`.

    Args:
        starts: with the columns of `starters.rows`; of those that are made and those to come.
        appearances: `player_id` and `game_day` of every game anybody pitched in, in relief too.
    """
    past = _Past(starts)
    rate, outs, batters = _own(past)
    long = past.drawn("batters_faced", None, LONG_DAYS, LONG_PRIOR, past.batters + UNKNOWN_LONG)
    short = past.drawn("batters_faced", None, SHORT_DAYS, SHORT_PRIOR, batters)
    rest = days_since_last(starts, appearances)
    gap = days_since_last(starts, starts.where(past.made))
    day = starts[DAY].astype(np.int64)
    found = {
        "strikeout_rate_own": rate,
        "outs_rate_own": outs,
        "batters_own": batters,
        **_beyond_expected(past, rate, outs, batters),
        "batters_long": long - batters,
        "batters_short": short - batters,
        "pitches_last": np.nan_to_num(_last_pitches(starts, past.made) - USUAL_PITCHES),
        "is_short_rest": (rest <= SHORT_REST_DAYS).astype(np.float64),
        "is_layoff": ((gap >= LAYOFF_DAYS) & (gap < AWAY_DAYS)).astype(np.float64),
        "early_season": np.clip(1.0 - days_into_season(day) / EARLY_DAYS, 0.0, 1.0),
        "is_september": (month_of(day) >= SEPTEMBER).astype(np.float64),
        "home_half": starts.floats("is_home") - 0.5,
        LEAGUE_RATE: past.rate,
        UMPIRE_FACTOR: _umpire_factor(past, rate),
    }
    return Rows({name: found[name] for name in (*STANDING, *BESIDE)})


def _umpire_factor(past: _Past, rate: Floats) -> Floats:
    """Strikeouts in the plate umpire's games over what the starters let one expect."""
    umpire = past.starts["umpire_id"].astype(np.int64)
    batters = past.came["batters_faced"]
    log = past.beyond("umpire_id", "strikeouts", rate * batters, PARK_DAYS, PARK_PRIOR * past.rate)
    (games,) = past.sums(umpire, np.ones(len(batters)), days=PARK_DAYS)
    return np.where(games > 0, np.exp(log), np.nan)


class _Past:
    """Sums over starts of earlier days, and the league's of them.

    Attributes:
        rate, outs, batters: strikeouts and outs per batter, and batters per start, of the league.
    """

    def __init__(self, starts: Rows) -> None:
        self.starts, self.made = starts, is_made(starts)
        self.came = {name: starts.floats(name) for name in CAME}
        everybody = np.zeros(len(starts), dtype=np.int64)
        names = tuple(USUAL_START)
        told = dict(zip(names, self.sums(everybody, *(self.came[n] for n in names)), strict=True))
        number = self.sums(everybody, np.ones(len(starts)))[0]
        lacking = np.maximum(0.0, USUAL_BATTERS - told["batters_faced"])
        lacking = lacking / USUAL_START["batters_faced"]
        told = {name: told[name] + lacking * USUAL_START[name] for name in names}
        self.rate = told["strikeouts"] / told["batters_faced"]
        self.outs = told["outs"] / told["batters_faced"]
        self.batters = told["batters_faced"] / (number + lacking)

    def sums(self, group: Whole, *values: Floats, days: float = LEAGUE_DAYS) -> list[Floats]:
        """Of each of the values, the sum over the group's starts; groups under 0 have none."""
        summed = decayed_sums(
            group,
            self.starts[DAY].astype(np.int64),
            np.column_stack(values),
            half_life_days=days,
            known=self.made & (group >= 0),
        )
        return list(np.where(group[:, None] >= 0, summed, 0.0).T)

    def drawn(
        self, part: str, whole: str | None, days: float, prior: float, towards: Floats
    ) -> Floats:
        """His share of a part in a whole (None: per start), drawn towards the usual."""
        per = np.ones(len(self.made)) if whole is None else self.came[whole]
        pitcher = self.starts["player_id"].astype(np.int64)
        has, of = self.sums(pitcher, self.came[part], per, days=days)
        return np.asarray((has + prior * towards) / (of + prior))

    def beyond(self, group: str, came: str, expected: Floats, days: float, prior: Floats) -> Floats:
        """The log of what came over what the starters themselves let one expect."""
        told = self.sums(self.starts[group].astype(np.int64), self.came[came], expected, days=days)
        return np.asarray(np.log((told[0] + prior) / (told[1] + prior)))


def _own(past: _Past) -> tuple[Floats, Floats, Floats]:
    """His strikeouts and outs per batter, and batters per start."""
    every = "batters_faced"
    rate = past.drawn("strikeouts", every, RATE_DAYS, RATE_PRIOR, past.rate * UNKNOWN_RATE)
    outs = past.drawn("outs", every, OUTS_DAYS, OUTS_PRIOR, past.outs)
    batters = past.drawn(every, None, BATTERS_DAYS, BATTERS_PRIOR, past.batters + UNKNOWN_BATTERS)
    return rate, outs, batters


def _beyond_expected(past: _Past, rate: Floats, outs: Floats, batters: Floats) -> dict[str, Floats]:
    faced = past.came["batters_faced"]
    even = np.ones(len(faced))
    against = "opponent_team_id", OPPONENT_DAYS, OPPONENT_PRIOR
    at = "venue_id", PARK_DAYS, PARK_PRIOR
    asked = {
        "opponent_strikeouts": (against, "strikeouts", rate * faced, past.rate),
        "opponent_outs": (against, "outs", outs * faced, even),
        "opponent_batters": (against, "batters_faced", batters, STARTS_PER_BATTER * even),
        "park_strikeouts": (at, "strikeouts", rate * faced, past.rate),
        "park_outs": (at, "outs", outs * faced, past.outs),
    }
    return {
        name: past.beyond(group, came, expected, days, prior * per)
        for name, ((group, days, prior), came, expected, per) in asked.items()
    }


def days_since_last(starts: Rows, games: Rows) -> Floats:
    """Days from his newest of some games on an earlier day; infinite where there is none."""
    last, day = _newest_before(starts, games), starts[DAY].astype(np.float64)
    before = games[DAY].astype(np.float64)[last] if len(games) else day
    return np.where(last >= 0, day - before, np.inf)


def _last_pitches(starts: Rows, made: Flags) -> Floats:
    """Of his newest start on an earlier day; NaN where there is none, or nobody tells."""
    last = _newest_before(starts, starts.where(made))
    pitches = starts.floats("pitches")[made]
    if not len(pitches):
        return np.full(len(starts), np.nan)
    return np.where(last >= 0, pitches[last], np.nan)


def _newest_before(starts: Rows, games: Rows) -> NDArray[np.intp]:
    """The place among some games of his newest on an earlier day; -1 where there is none."""
    pitcher, day = (games[c].astype(np.int64) for c in ("player_id", DAY))
    order = np.lexsort((day, pitcher))
    keys = pitcher[order] * DAYS_OF_A_PLAYER + day[order]
    his = starts["player_id"].astype(np.int64) * DAYS_OF_A_PLAYER
    at = np.searchsorted(keys, his + starts[DAY].astype(np.int64), side="left") - 1
    is_his = (at >= 0) & (keys[np.maximum(at, 0)] >= his) if len(keys) else at >= 0
    return np.where(is_his, order[np.maximum(at, 0)] if len(order) else -1, -1)
