"""Figures that should make somebody look: too good to be true, drifting, or not calibrated.

A check answers raised, quiet, or that too few rows say; it never decides what is done about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring.counted_rows import Column, as_floats, counted
from boxline.forecasting.scoring.intervals import ByDate, change_by_date, mean_by_date
from boxline.forecasting.scoring.reliability import Reliability

#: The highest correlation of a clean feature with the result is 0.725 (points, ten seasons).
MOST_CORRELATION = 0.80

MOST_HIT_RATE = 0.58

#: Mean absolute errors on players with 10 or more minutes and 5 earlier games (P1) that no clean
#: system comes under; with the minutes known, which is cheating, points fall to 4.04.
LEAST_MAE = {"points": 4.60, "rebounds": 1.85, "assists": 1.33}

#: Fewer rows say nothing: of correlations, of picks, and of a mean absolute error, whose standard
#: error on points is 0.05 at so many.
LEAST_CORRELATED, LEAST_PICKS, LEAST_ERRORS = 500, 1_000, 5_000

#: Days of a window of errors, and days with games that one needs.
WINDOW_DAYS, LEAST_GAME_DAYS = 28, 10


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A figure against its limit.

    Attributes:
        name: which check, and of what.
        is_raised: None where too few rows say.
        figure: None where there is none.
        limit: how far it may go; None where that cannot be said either.
        n: rows it rests on.
        meaning: what it means, and what to look at if it is raised.
    """

    name: str
    is_raised: bool | None
    figure: float | None
    limit: float | None
    n: int
    meaning: str


def correlation_alarms(
    rows: Rows, features: Sequence[str], actual: Column, prop: str
) -> tuple[Alarm, ...]:
    """Features that go with the result of their own game more closely than any clean one does.

    Returns:
        One quiet alarm of the feature that goes with it most, or one raised for each that is over
        the limit, the worst first. A feature that is known in too few rows says nothing; where
        none says anything, that is told.
    """
    found = [(abs(r), n, name) for name in features for r, n in [_correlation(rows, name, actual)]]
    said = sorted((each for each in found if each[1] >= LEAST_CORRELATED), reverse=True)
    over = [each for each in said if each[0] > MOST_CORRELATION]
    if not said:
        most = max((n for _, n, _ in found), default=0)
        return (_correlation_alarm("any feature", prop, None, most),)
    return tuple(_correlation_alarm(name, prop, r, n) for r, n, name in over or said[:1])


def _correlation_alarm(feature: str, prop: str, figure: float | None, n: int) -> Alarm:
    return Alarm(
        name=f"correlation of {feature} with {prop}",
        is_raised=None if figure is None else figure > MOST_CORRELATION,
        figure=figure,
        limit=MOST_CORRELATION,
        n=n,
        meaning="What is known before a game goes with its result at 0.73 at most. Above the limit "
        "the feature knows the game: look at which day's rows it is computed from.",
    )


def _correlation(rows: Rows, name: str, actual: Column) -> tuple[float, int]:
    feature, came = rows.floats(name), as_floats(actual)
    known = counted(None, feature, came)
    n = int(known.sum())
    if n < 2:
        return 0.0, n
    one, other = feature[known] - feature[known].mean(), came[known] - came[known].mean()
    spread = float(((one**2).sum() * (other**2).sum()) ** 0.5)
    return (float((one * other).sum()) / spread if spread else 0.0), n


def hit_rate_alarm(name: str, *, won: int, lost: int) -> Alarm:
    """A hit rate, of those won or lost, that nobody reaches over many picks."""
    n = won + lost
    rate = won / n if n else None
    return Alarm(
        name=f"hit rate of {name}",
        is_raised=None if rate is None or n <= LEAST_PICKS else rate > MOST_HIT_RATE,
        figure=rate,
        limit=MOST_HIT_RATE,
        n=n,
        meaning="Over a thousand picks nobody hits 58 % against a line with a fair price. Above "
        "it, look for lines stamped after the start, for predictions made after it, and for "
        "prices that were far from evens.",
    )


def error_floor_alarm(prop: str, mae: float | None, n: int) -> Alarm:
    """A mean absolute error on P1 that is under the noise floor; props without a known floor, and
    few rows, say nothing."""
    floor = LEAST_MAE.get(prop)
    is_raised = None
    if mae is not None and floor is not None and n >= LEAST_ERRORS:
        is_raised = mae < floor
    return Alarm(
        name=f"error of {prop} under the noise floor",
        is_raised=is_raised,
        figure=mae,
        limit=floor,
        n=n,
        meaning="Players vary from night to night by more than that. Under the floor the forecast "
        "knows the game, or the rows are easier ones: look at its inputs, and at which rows.",
    )


def error_drift_alarm(
    name: str, error_size: Column, by: ByDate, *, window_days: int = WINDOW_DAYS
) -> Alarm:
    """Whether the mean absolute error of the newest days differs from that of the days before.

    Args:
        error_size: absolute errors; NaN where there is none. Less a naive system's on the same
            rows, they tell a model that grew worse from a month that was hard for everybody.
        by: its `day` counts days; its level is the share of quiet months without drift.
    Returns:
        figure: newest window less the one before it. limit: how far luck reaches on that side.
    """
    last = int(by.day.max()) if len(by.day) else 0
    since = by.day > last - window_days
    before = ~since & (by.day > last - 2 * window_days)
    change = change_by_date(error_size, by, since=since, before=before)
    figure, limit, is_raised = change.value, None, None
    few = any(
        (mean_by_date(error_size, by, window).days or 0) < LEAST_GAME_DAYS
        for window in (since, before)
    )
    if figure is not None and change.low is not None and change.high is not None and not few:
        limit = figure - change.low if figure > 0 else figure - change.high
        is_raised = change.low > 0 or change.high < 0
    return Alarm(
        name=f"drift of the error of {name}",
        is_raised=is_raised,
        figure=figure,
        limit=limit,
        n=change.n,
        meaning=f"Raised, the error of the newest {window_days} days differs from that of the "
        f"{window_days} before by more than luck explains. Higher: look for a source that went "
        "missing, old models, many absences. Lower: look for a leak that came with new code.",
    )


def calibration_alarm(name: str, found: Reliability) -> Alarm:
    """A calibration error beyond what a perfect forecaster shows once in 20 times, at that n."""
    figure, limit = found.error, found.perfect.percentile_95
    return Alarm(
        name=f"calibration of {name}",
        is_raised=None if figure is None or limit is None else figure > limit,
        figure=figure,
        limit=limit,
        n=found.n,
        meaning="Raised, stated probabilities do not come true as often as they say. Look at the "
        "bins: where high ones come true too rarely and low ones too often, the forecast is too "
        "sure of itself and wants shrinking towards the price.",
    )
