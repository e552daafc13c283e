"""Every day belongs to one season; the NBA's has one exception, other leagues name single years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.domain.seasons import SeasonRule
from boxline.nba.league import NBA

TWO_YEARS = NBA.seasons
ONE_YEAR = SeasonRule(begins=(2, 1), spans_years=False)
MARCH_2020 = SeasonRule(begins=(2, 1), exceptions={2020: date(2020, 3, 15)}, spans_years=False)

RULES = st.sampled_from([TWO_YEARS, ONE_YEAR, MARCH_2020])
DAYS = st.dates(date(1946, 1, 1), date(2099, 12, 31))
ONE_DAY = timedelta(days=1)

quickly = settings(deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        ("2024-07-31", "2023-24"),
        ("2024-08-01", "2024-25"),
        ("2025-01-15", "2024-25"),
        ("2020-08-01", "2019-20"),  # the bubble: an exception moves the whole boundary
        ("2020-10-11", "2019-20"),  # the last game of the finals
        ("2020-10-12", "2020-21"),
        ("2021-08-01", "2021-22"),
        ("1999-12-31", "1999-00"),
        ("2000-07-31", "1999-00"),
        ("2000-08-01", "2000-01"),
    ],
)
def test_an_nba_day_belongs_to_the_season_of_its_august(day: str, season: str) -> None:
    assert TWO_YEARS.season_of(date.fromisoformat(day)) == season


@pytest.mark.parametrize(
    ("rule", "day", "season"),
    [
        (ONE_YEAR, "2025-02-01", "2025"),
        (ONE_YEAR, "2025-12-31", "2025"),
        (ONE_YEAR, "2026-01-31", "2025"),
        (MARCH_2020, "2020-03-14", "2019"),
        (MARCH_2020, "2020-03-15", "2020"),
        (MARCH_2020, "2021-02-01", "2021"),
    ],
)
def test_a_single_year_season_bears_the_year_it_starts_in(
    rule: SeasonRule, day: str, season: str
) -> None:
    assert rule.season_of(date.fromisoformat(day)) == season


@pytest.mark.parametrize(
    ("day", "seasons", "first", "last"),
    [
        ("2025-01-15", 1, "2024-08-01", "2025-07-31"),
        ("2020-10-11", 1, "2019-08-01", "2020-10-11"),
        ("2020-10-12", 1, "2020-10-12", "2021-07-31"),
        ("2020-10-12", 2, "2019-08-01", "2021-07-31"),
        ("2021-09-01", 2, "2020-10-12", "2022-07-31"),
        ("2025-01-15", 10, "2015-08-01", "2025-07-31"),
    ],
)
def test_a_span_runs_from_the_first_of_its_seasons_to_the_end_of_the_last(
    day: str, seasons: int, first: str, last: str
) -> None:
    expected = date.fromisoformat(first), date.fromisoformat(last)
    assert TWO_YEARS.span(date.fromisoformat(day), seasons=seasons) == expected


@quickly
@given(rule=RULES, day=DAYS)
def test_a_day_lies_in_the_span_of_its_own_season(rule: SeasonRule, day: date) -> None:
    first, last = rule.span(day)
    assert first <= day <= last


@quickly
@given(rule=RULES, day=DAYS)
def test_all_days_of_a_span_have_one_season_and_its_neighbours_have_others(
    rule: SeasonRule, day: date
) -> None:
    first, last = rule.span(day)
    start = rule.start_year(day)
    around = [rule.start_year(d) for d in (first - ONE_DAY, first, last, last + ONE_DAY)]
    assert around == [start - 1, start, start, start + 1]


@quickly
@given(rule=RULES, one=DAYS, other=DAYS)
def test_a_later_day_never_has_an_earlier_season(rule: SeasonRule, one: date, other: date) -> None:
    assert rule.start_year(min(one, other)) <= rule.start_year(max(one, other))
