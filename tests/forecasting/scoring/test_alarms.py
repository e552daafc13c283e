"""Alarms: raised by what is too good, drifts or is not calibrated, and silent on too few rows."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring.alarms import (
    calibration_alarm,
    correlation_alarms,
    error_drift_alarm,
    error_floor_alarm,
    hit_rate_alarm,
)
from boxline.forecasting.scoring.intervals import ByDate
from boxline.forecasting.scoring.reliability import reliability


def rng(stream: int = 0) -> np.random.Generator:
    return np.random.default_rng([17, stream])


def features(n: int) -> tuple[Rows, np.ndarray]:
    came = rng(1).normal(size=n)
    noise = rng(2).normal(size=n)
    columns = {
        "leaks": came + 0.3 * noise,  # correlation 1 / sqrt(1.09) = 0.958
        "leaks_backwards": -came - 0.5 * noise,  # 0.894
        "clean": came + 1.2 * noise,  # 0.640
        "constant": np.ones(n),
        "unknown": np.full(n, np.nan),
    }
    return Rows(columns), came


def test_a_feature_that_knows_the_result_is_named_the_worst_first() -> None:
    rows, came = features(2_000)
    found = correlation_alarms(rows, list(rows.columns), came, "points")
    assert [alarm.name for alarm in found] == [
        "correlation of leaks with points",
        "correlation of leaks_backwards with points",
    ]
    assert [alarm.figure for alarm in found] == pytest.approx([0.958, 0.894], abs=0.02)
    assert all(alarm.is_raised and alarm.n == 2_000 for alarm in found)


def test_without_a_leak_the_closest_feature_is_told_and_quiet() -> None:
    rows, came = features(2_000)
    (found,) = correlation_alarms(rows, ["constant", "unknown", "clean"], came, "points")
    assert (found.name, found.is_raised) == ("correlation of clean with points", False)


def test_few_rows_correlate_with_anything_and_say_nothing() -> None:
    rows, came = features(50)
    (found,) = correlation_alarms(rows, ["leaks", "unknown"], came, "points")
    assert (found.is_raised, found.figure, found.n) == (None, None, 50)
    (found,) = correlation_alarms(rows, [], came, "points")
    assert (found.is_raised, found.n) == (None, 0)


@pytest.mark.parametrize(
    ("won", "lost", "raised"),
    [(700, 301, True), (580, 421, False), (700, 300, None), (0, 0, None), (5_799, 4_201, False)],
)
def test_a_hit_rate_over_58_percent_of_more_than_1000_picks_is_raised(
    won: int, lost: int, raised: bool | None
) -> None:
    assert hit_rate_alarm("points", won=won, lost=lost).is_raised is raised


@pytest.mark.parametrize(
    ("prop", "mae", "n", "raised"),
    [
        ("points", 4.59, 20_000, True),
        ("points", 4.61, 20_000, False),
        ("assists", 1.32, 20_000, True),
        ("points", 4.0, 300, None),
        ("threes", 0.5, 20_000, None),
        ("points", None, 0, None),
    ],
)
def test_an_error_under_the_noise_floor_is_raised(
    prop: str, mae: float | None, n: int, raised: bool | None
) -> None:
    assert error_floor_alarm(prop, mae, n).is_raised is raised


def drifting(by_how_much: float, *, days: int = 56) -> tuple[np.ndarray, ByDate]:
    day = np.repeat(np.arange(days), 100) + 20_000
    size = rng(3).exponential(4.7, len(day))
    return size + by_how_much * (day >= 20_000 + days - 28), ByDate(day=day, seed=1)


@pytest.mark.parametrize(("change", "raised"), [(1.0, True), (-1.0, True), (0.0, False)])
def test_an_error_that_moved_by_more_than_luck_is_raised(change: float, raised: bool) -> None:
    found = error_drift_alarm("points", *drifting(change))
    assert found.is_raised is raised
    assert found.figure == pytest.approx(change, abs=0.3)
    assert found.limit is not None
    assert found.figure is not None
    assert (abs(found.figure) > abs(found.limit)) is raised
    assert found.n == 5_600


def test_a_season_that_has_just_begun_says_nothing_of_drift() -> None:
    assert error_drift_alarm("points", *drifting(3.0, days=33)).is_raised is None
    empty = ByDate(day=np.array([], dtype=np.int64), seed=1)
    assert error_drift_alarm("points", np.array([]), empty).figure is None


def test_a_calibration_error_beyond_the_perfect_forecasters_is_raised() -> None:
    true = rng(4).uniform(0.35, 0.65, 5_000)
    came = rng(5).random(5_000) < true
    right = reliability(true, came, rng(6), draws=200)
    too_sure = reliability(0.5 + 2 * (true - 0.5), came, rng(6), draws=200)
    assert calibration_alarm("points", right).is_raised is False
    assert calibration_alarm("points", too_sure).is_raised is True
    nothing = reliability(np.empty(0), np.empty(0), rng(6))
    assert calibration_alarm("points", nothing).is_raised is None
