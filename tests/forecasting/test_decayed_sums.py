"""Sums over earlier days that halve with age."""

import numpy as np
import pytest

from boxline.forecasting.decayed_sums import decayed_sums


def summed(group: list[int], day: list[int], value: list[float], known: list[bool]) -> list[float]:
    found = decayed_sums(
        np.array(group),
        np.array(day),
        np.array(value)[:, None],
        half_life_days=10.0,
        known=np.array(known),
    )
    return found[:, 0].tolist()


def test_a_row_counts_half_after_one_half_life_and_a_quarter_after_two() -> None:
    assert summed([1, 1, 1], [0, 10, 20], [8.0, 6.0, 9.0], [True] * 3) == [0.0, 4.0, 2.0 + 3.0]


def test_rows_of_one_day_never_see_one_another() -> None:
    assert summed([1, 1, 1], [0, 5, 5], [8.0, 6.0, 9.0], [True] * 3)[1:] == pytest.approx(
        [8 * 2**-0.5] * 2
    )


def test_what_is_not_known_counts_for_nobody_whatever_stands_there() -> None:
    assert summed([1, 1, 1], [0, 10, 20], [8.0, float("nan"), 9.0], [True, False, True]) == [
        0.0,
        4.0,
        2.0,
    ]


def test_groups_do_not_mix_and_the_order_of_rows_does_not_matter() -> None:
    assert summed([2, 1, 2, 1], [10, 10, 0, 0], [1.0, 1.0, 4.0, 8.0], [True] * 4) == [
        2.0,
        4.0,
        0.0,
        0.0,
    ]


def test_a_day_of_years_later_is_as_exact_as_the_first() -> None:
    rng = np.random.default_rng(3)
    day = np.sort(rng.integers(0, 1500, 400))
    value = rng.random(400)
    found = decayed_sums(
        np.zeros(400, np.int64), day, value[:, None], half_life_days=15.0, known=np.ones(400, bool)
    )[:, 0]
    by_hand = [(value[day < d] * 2.0 ** (-(d - day[day < d]) / 15.0)).sum() for d in day]
    assert found == pytest.approx(by_hand, rel=1e-12)


def test_the_future_changes_nothing_by_a_bit() -> None:
    day, value = np.arange(100), np.random.default_rng(1).random((100, 1))
    poisoned = np.where(day[:, None] >= 50, 1e9, value)
    group, known = np.zeros(100, np.int64), np.ones(100, bool)
    one, other = (
        decayed_sums(group, day, v, half_life_days=9.0, known=known) for v in (value, poisoned)
    )
    assert (one[:51] == other[:51]).all()
    assert (one[51:] != other[51:]).all()


def test_nothing_is_the_sum_of_no_rows() -> None:
    assert summed([], [], [], []) == []
