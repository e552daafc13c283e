"""The mean of a player's own earlier games that were most like tonight's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.prop_levels import ALL_PROPS, for_each_point
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Forecast, Known, made

NAME = "similarity"
PROPS = ALL_PROPS

Ints = NDArray[np.int64]

#: What is alike -> points of 100 for the same bucket, the next one, and those further off. What is
#: unknown of either game is worth the last.
WORTH = {"tier": (40, 20, 0), "rest": (30, 15, 0), "venue": (15, 0), "form": (15, 5)}

#: A game counts from this score on; the most that enter a mean, and the fewest.
LEAST_SCORE = 70
MOST_GAMES, FEWEST_GAMES = 20, 5

#: By how much more or less than the league an opponent allows (points per 100 possessions) it is a
#: weak or a strong one: the predecessor's cuts at 110 and 115, about the league and not a number.
TIER_WIDTH = 2.5

#: Days since he last played from which all rests are one bucket; 1 is a second night.
RESTED_DAYS = 4

#: Points of his last five games above or below the season's mean that make him hot or cold.
FORM_POINTS = 3.0

FEW_SIMILAR = f"fewer than {FEWEST_GAMES} similar games this season and last"
NO_TIER = "the opponent or the league has no earlier game this season"

#: Rows that meet their earlier games at once: enough to be fast, few enough for the memory.
BLOCK = 20_000

_UNKNOWN = -1
_RATING = "opponent_defensive_rating_last_15"
_READ = ("game_day", "season", "is_home", "days_rest", _RATING)
_FORM = ("last_5", "season")
_YEAR = "season_year"
_MILLION = 1_000_000


def read_of_past(prop: str) -> tuple[str, ...]:
    """The columns of earlier games that its forecasts of a prop read."""
    return ("player_id", *_READ, *(f"{prop}_avg_{window}" for window in _FORM), f"actual_{prop}")


def forecast(known: Known, prop: str) -> Forecast:
    """The mean of `actual_{prop}` over his most similar games, weighted by similarity.

    Each of his games on earlier days of this season and last is scored from 0 to 100:

    - 40 for an opponent of the same tier of defence, 20 for the next tier. Tiers are by the
      opponent's rating as it stood before that game, against the league's then;
    - 30 for the same rest, 15 for a day more or less: he played yesterday, 1 day between, 2, or
      more and a season's first game;
    - 15 for the same venue, home or away;
    - 15 for the same form (hot, steady, cold by the last five against the season), else 5. What
      makes hot or cold is 3 points, and as much of another prop's level (`prop_levels`).

    Those of 70 or more are similar; the 20 best enter, of equal ones the newest. Below 5 there is
    no forecast. The predecessor added fatigue, pace and venue to the mean once more; here they are
    in the choice of games alone.

    Args:
        known: `games` must hold the whole league's of this season, from which its defence is told.
    """
    rows, games = (_with_year(one) for one in (known.rows, known.games))
    league = Rows({name: games[name] for name in (_YEAR, *read_of_past(prop))})
    games = league.where(np.isin(league["player_id"], rows["player_id"]))
    games = games.where(np.lexsort((games["game_day"], games["player_id"])))
    tonight, before = _Marks.of(rows, league, prop), _Marks.of(games, league, prop)
    actual = games.floats(f"actual_{prop}")
    value = np.full(len(rows), np.nan)
    for start in range(0, len(rows), BLOCK):
        block = slice(start, start + BLOCK)
        value[block] = _means(tonight.where(block), before, actual)
    reasons = {NO_TIER: tonight.buckets["tier"] == _UNKNOWN, FEW_SIMILAR: np.isnan(value)}
    return made(value, reasons)


def _whole(rows: Rows, name: str) -> Ints:
    return np.asarray(rows[name], dtype=np.int64)


@dataclass(frozen=True)
class _Marks:
    """Whose games they are, when they were, and in which bucket each is of what WORTH names."""

    player: Ints
    day: Ints
    season: Ints
    buckets: dict[str, Ints]

    @classmethod
    def of(cls, rows: Rows, league: Rows, prop: str) -> _Marks:
        lately, season = (rows.floats(f"{prop}_avg_{window}") for window in _FORM)
        rest = np.nan_to_num(rows.floats("days_rest"), nan=RESTED_DAYS)
        return cls(
            player=_whole(rows, "player_id"),
            day=_whole(rows, "game_day"),
            season=_whole(rows, _YEAR),
            buckets={
                "tier": _three(rows.floats(_RATING) - _league_before(rows, league), TIER_WIDTH),
                "rest": np.clip(rest, 1, RESTED_DAYS).astype(np.int64),
                "venue": _whole(rows, "is_home"),
                "form": _three(lately - season, FORM_POINTS * for_each_point(prop)),
            },
        )

    def where(self, chosen: slice) -> _Marks:
        buckets = {name: bucket[chosen] for name, bucket in self.buckets.items()}
        return _Marks(self.player[chosen], self.day[chosen], self.season[chosen], buckets)


def _with_year(rows: Rows) -> Rows:
    """With the year in which a season such as 2024-25 begins."""
    seasons = rows["season"].tolist()
    years = {season: int(season[:4]) for season in set(seasons)}
    return rows.with_columns(**{_YEAR: np.array([years[s] for s in seasons], dtype=np.int64)})


def _three(value: Floats, width: float) -> Ints:
    """0 below -width, 2 above width, 1 between; _UNKNOWN where the value is missing."""
    bucket = 1 + (value > width).astype(np.int64) - (value < -width)
    return np.where(np.isnan(value), _UNKNOWN, bucket)


def _league_before(rows: Rows, league: Rows) -> Floats:
    """What opponents' ratings were on average in the season's games on earlier days; NaN before the
    first. Summed as whole millionths: however much history there is, the mean is the same."""
    rating = league.floats(_RATING)
    rated = np.flatnonzero(~np.isnan(rating))
    at = (_whole(league, _YEAR) * _MILLION + _whole(league, "game_day"))[rated]
    order = np.argsort(at, kind="stable")
    whole = np.rint(rating[rated][order] * _MILLION).astype(np.int64)
    sums = np.concatenate(([0], np.cumsum(whole)))
    opening = _whole(rows, _YEAR) * _MILLION
    first = np.searchsorted(at[order], opening)
    until = np.searchsorted(at[order], opening + _whole(rows, "game_day"))
    count = np.where(until > first, until - first, np.nan)
    return np.asarray((sums[until] - sums[first]) / count / _MILLION, dtype=np.float64)


def _means(tonight: _Marks, before: _Marks, actual: Floats) -> Floats:
    """The weighted mean of each row's most similar games; NaN where there are too few."""
    rows = len(tonight.player)
    row, game = _pairs(tonight, before)
    score = np.zeros(len(row), dtype=np.int64)
    for name, worth in WORTH.items():
        score += _likeness(tonight.buckets[name][row], before.buckets[name][game], worth)
    similar = score >= LEAST_SCORE
    row, game, score = row[similar], game[similar], score[similar]
    # Pairs come with the newest game first, which a stable sort leaves so among equals.
    best = np.argsort(row * 101 + 100 - score, kind="stable")
    row, game, score = row[best], game[best], score[best]
    in_row = np.arange(len(row)) - np.searchsorted(row, row)
    entering = in_row < MOST_GAMES
    row, game, score = row[entering], game[entering], score[entering]
    weight = np.bincount(row, weights=score, minlength=rows)
    total = np.bincount(row, weights=score * actual[game], minlength=rows)
    enough = np.bincount(row, minlength=rows) >= FEWEST_GAMES
    mean = np.full(rows, np.nan)
    mean[enough] = total[enough] / weight[enough]
    return mean


def _pairs(tonight: _Marks, before: _Marks) -> tuple[Ints, Ints]:
    """Row and game, for each game of a row's player on an earlier day of its season and the last;
    by row, the newest first. `before` is in the order of player and day."""
    last_season = tonight.player * _MILLION + tonight.season - 1
    first = np.searchsorted(before.player * _MILLION + before.season, last_season)
    today = tonight.player * _MILLION + tonight.day
    until = np.searchsorted(before.player * _MILLION + before.day, today)
    count = np.maximum(until - first, 0)
    row = np.repeat(np.arange(len(count)), count)
    in_row = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, until[row] - 1 - in_row


def _likeness(own: Ints, other: Ints, worth: tuple[int, ...]) -> Ints:
    last = len(worth) - 1
    apart = np.minimum(np.abs(own - other), last)
    is_unknown = (own == _UNKNOWN) | (other == _UNKNOWN)
    return np.asarray(worth, dtype=np.int64)[np.where(is_unknown, last, apart)]
