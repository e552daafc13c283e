"""Judging a day by its figures: what each check blocks, and what it lets pass."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import pytest

from boxline.catalog import Column, Float, Known, KnownAsBefore, MeanAsBefore, Varies
from boxline.catalog.plausibility import Check
from boxline.engine.plausibility import Figures, GameDays, OddDay, odd_days

FIRST = date(2025, 1, 1)
Values = Sequence[float | None]


def found_on(
    check: Check, days: Sequence[date], by_day: Sequence[Values], judged: Collection[date]
) -> list[OddDay]:
    """What is found on the days in question."""
    known = [[v for v in values if v is not None] for values in by_day]
    figures = Figures(
        GameDays(days, [len(values) for values in by_day], judged),
        [len(some) for some in known],
        [min(some, default=None) for some in known],
        [max(some, default=None) for some in known],
        [sum(some) if some else None for some in known],
        [sum(v * v for v in some) if some else None for some in known],
    )
    return list(odd_days(Column("pace", Float, checks=(check,)), figures))


def judged(check: Check, *by_day: Values, gap: int = 1) -> str:
    """What is found on the last of some days, `gap` days after the one before it."""
    days = [FIRST + timedelta(days=n) for n in range(len(by_day))]
    days[-1] += timedelta(days=gap - 1)
    found = found_on(check, days, by_day, {days[-1]})
    assert {(one.day, one.column, one.limit) for one in found} <= {(days[-1], "pace", str(check))}
    return "; ".join(one.figure for one in found)


NORMAL: Values = (98.0, 102.0) * 2  # mean 100, standard deviation 2
BEFORE = (NORMAL,) * 5
NONE: Values = (None,) * 4
HALF: Values = (98.0, 102.0, None, None)


class TestVaries:
    def test_a_day_of_one_value_is_found(self) -> None:
        assert judged(Varies(rows=4), (0.0,) * 4) == "all 4 values are 0.0"

    def test_two_values_are_enough(self) -> None:
        assert judged(Varies(rows=4), (0.0, 0.0, 0.0, 1.0)) == ""

    def test_few_values_say_nothing_nor_do_none(self) -> None:
        assert judged(Varies(rows=4), (0.0, 0.0, 0.0, None)) == ""
        assert judged(Varies(rows=1), NONE) == ""

    def test_what_may_be_alike_for_an_evening_is_looked_at_over_some_game_days(self) -> None:
        same: Values = (0.0, 0.0)
        check = Varies(days=3, rows=6)
        assert judged(check, same, same, same) == "all 6 values are 0.0"
        assert judged(check, (0.0, 1.0), same, same) == ""
        assert judged(check, (0.0, 1.0), same, same, same) == "all 6 values are 0.0"
        assert judged(check, same, same) == "", "a season has only begun"
        assert judged(check, same, same, same, gap=30) == "", "and so it has after a summer"


class TestKnown:
    def test_a_day_below_the_share_is_found_whatever_stood_before(self) -> None:
        assert judged(Known(0.75, rows=4), NONE, HALF) == "2 of 4 rows are NULL"

    def test_a_day_at_the_share_or_with_few_rows_passes(self) -> None:
        assert judged(Known(0.5, rows=4), HALF) == ""
        assert judged(Known(0.75, rows=5), HALF) == ""


class TestKnownAsBefore:
    def test_a_fall_beyond_the_limit_is_found(self) -> None:
        found = judged(KnownAsBefore(0.4, rows=4), *BEFORE, HALF)
        assert found == "2 of 4 rows are NULL; in the 30 days before 0.0% were"

    def test_a_fall_within_the_limit_passes(self) -> None:
        assert judged(KnownAsBefore(0.5, rows=4), *BEFORE, HALF) == ""

    def test_a_source_that_never_was_is_nothing_to_wonder_at(self) -> None:
        assert judged(KnownAsBefore(0.1, rows=4), *(NONE,) * 9) == ""

    def test_a_source_that_begins_in_mid_season_passes_and_is_missed_when_it_ends(self) -> None:
        check = KnownAsBefore(0.5, rows=4)
        began = (*(NONE,) * 4, *(NORMAL,) * 5)
        assert judged(check, *(NONE,) * 9, NORMAL) == ""
        assert judged(check, *began, NORMAL) == ""
        told = "4 of 4 rows are NULL; in the 30 days before 44.4% were"  # 16 of 36
        assert judged(check, *began, NONE) == told

    def test_the_first_days_of_a_season_are_not_judged(self) -> None:
        assert judged(KnownAsBefore(0.1, rows=4), *BEFORE[1:], NONE) == ""
        assert judged(KnownAsBefore(0.1, rows=4), *BEFORE, NONE, gap=31) == ""


class TestMeanAsBefore:
    def test_a_mean_further_away_than_the_limit_is_found(self) -> None:
        found = judged(MeanAsBefore(1.0, rows=4), *BEFORE, (101.0, 104.0, 102.0, 103.0))
        assert found == (
            "the mean is 102.5; in the 30 days before it was 100, with a standard deviation of 2"
        )

    def test_one_within_it_passes(self) -> None:
        assert judged(MeanAsBefore(1.5, rows=4), *BEFORE, (101.0, 104.0, 102.0, 103.0)) == ""

    def test_values_that_nobody_had_before_are_not_compared(self) -> None:
        assert judged(MeanAsBefore(1.0, rows=4), *(NONE,) * 9, NORMAL) == ""
        assert judged(MeanAsBefore(1.0, rows=4), *(NONE,) * 9, *BEFORE[1:], (0.0,) * 4) == ""

    def test_nor_are_those_that_were_all_alike(self) -> None:
        """Nothing says how far is far."""
        assert judged(MeanAsBefore(1.0, rows=4), *((0.1, 0.1, 0.1, 0.1),) * 5, NORMAL) == ""

    def test_only_the_thirty_days_before_count(self) -> None:
        """With the zeros of January the deviation would be about 50."""
        january = [FIRST + timedelta(days=n) for n in range(5)]
        february = [FIRST + timedelta(days=n) for n in range(35, 41)]
        values: list[Values] = [(0.0, 2.0, 0.0, 2.0)] * 5 + [NORMAL] * 5
        values.append((101.0, 104.0, 102.0, 103.0))
        found = found_on(MeanAsBefore(1.0, rows=4), january + february, values, february)
        assert [one.day for one in found] == [february[-1]]


def test_days_beside_those_in_question_are_not_judged() -> None:
    days = [FIRST, FIRST + timedelta(days=1)]
    assert found_on(Known(1.0, rows=1), days, [NONE, NORMAL], {days[1]}) == []


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (Varies(), "not the same in all rows of a day"),
        (Varies(days=7), "not the same in all rows of 7 days"),
        (Known(0.995), "known in 99.5 % of a day's rows"),
        (KnownAsBefore(), "known at most 30 % of the rows less than in the days before"),
        (MeanAsBefore(0.5), "mean within 0.5 standard deviations of the days before"),
    ],
)
def test_a_check_says_what_it_is(check: Check, words: str) -> None:
    assert str(check) == words
