"""Windows, ranges and what a plan says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from boxline.domain.seasons import SeasonRule
from boxline.engine.attempts import Parked
from boxline.engine.landed_work import BatchWork, LandedWork
from boxline.engine.ports import Landed
from boxline.engine.work import Cell, DatasetPlan, PlanView, Reason, Window
from tests.catalog.toy_league import raw

SEASONS = SeasonRule(begins=(8, 1))
DAYS = [date(2025, 1, 10) + timedelta(days=n) for n in range(6)]
NEXT_SEASON = date(2025, 8, 1)


def cells(*days: date) -> tuple[Cell, ...]:
    return tuple(Cell(dataset="d", day=day, reason=Reason.MISSING, inputs=1) for day in days)


def plan(*work: date, absent: tuple[date, ...] = (), days: list[date] | None = None) -> DatasetPlan:
    return DatasetPlan(
        dataset="d", cells=cells(*work), days=tuple(days or DAYS), absent=frozenset(absent)
    )


def spans(found: DatasetPlan, **options: Any) -> list[tuple[date, date]]:
    return [(one.first, one.last) for one in found.ranges(SEASONS, **options)]


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (None, None, DAYS),
        (DAYS[2], None, DAYS[2:]),
        (None, DAYS[2], DAYS[:3]),
        (DAYS[1], DAYS[4], DAYS[1:5]),
        (DAYS[4], DAYS[1], []),
    ],
)
def test_a_window_holds_both_its_ends_and_what_lies_between(
    first: date | None, last: date | None, held: list[date]
) -> None:
    window = Window(first=first, last=last)
    assert list(window.part_of(DAYS)) == held
    assert [day for day in DAYS if window.holds(day)] == held


def test_what_is_to_be_remade_is_all_of_it_or_one_cell_that_is_named() -> None:
    assert Window(remake=True).is_to_remake("d", DAYS[0])
    one = Window(replay=frozenset({("d", DAYS[0].isoformat())}))
    assert one.is_to_remake("d", DAYS[0])
    assert not one.is_to_remake("d", DAYS[1])
    assert not one.is_to_remake("e", DAYS[0])
    assert not Window().is_to_remake("d", DAYS[0])


def test_neighbours_are_one_range_and_a_day_that_stays_ends_it() -> None:
    assert spans(plan(*DAYS)) == [(DAYS[0], DAYS[5])]
    assert spans(plan(DAYS[0], DAYS[1], DAYS[3])) == [(DAYS[0], DAYS[1]), (DAYS[3], DAYS[3])]
    assert spans(plan()) == []


def test_a_day_that_lacks_something_is_passed_over_inside_a_range_and_never_at_its_ends() -> None:
    found = plan(DAYS[1], DAYS[3], absent=(DAYS[0], DAYS[2], DAYS[4]))
    (one,) = found.ranges(SEASONS)
    assert (one.dataset, one.first, one.last) == ("d", DAYS[1], DAYS[3])
    assert one.passed_over == (DAYS[2],)


def test_a_season_begins_a_range() -> None:
    days = [NEXT_SEASON - timedelta(days=1), NEXT_SEASON]
    assert spans(plan(*days, days=days)) == [(days[0], days[0]), (days[1], days[1])]


def test_days_that_are_apart_are_each_a_range() -> None:
    assert spans(plan(*DAYS[:3]), is_apart=True) == [(day, day) for day in DAYS[:3]]


@pytest.mark.parametrize(("count", "earlier"), [(2, 1), (3, 1), (4, 2)])
def test_halves_are_the_earlier_and_the_later_days(count: int, earlier: int) -> None:
    (one,) = plan(*DAYS[:count]).ranges(SEASONS)
    first, second = one.halves
    assert [cell.day for cell in first.cells] == DAYS[:earlier]
    assert [cell.day for cell in second.cells] == DAYS[earlier:count]
    assert first.dataset == second.dataset == "d"


def test_what_is_about_to_change_is_certain_or_may_follow_and_is_not_parked() -> None:
    parked = Parked(dataset="d", cell=str(DAYS[3]), failures=1, until=None, message="m")
    found = DatasetPlan(
        dataset="d",
        cells=cells(DAYS[2]),
        may_follow=(DAYS[0], DAYS[2]),
        parked=(parked,),
        days=tuple(DAYS),
    )
    assert found.unsettled == [DAYS[0], DAYS[2]]


def test_a_view_counts_what_is_read_and_what_is_refused_of_all_batches() -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    landed = [
        Landed(landed_id=name, content_id=name, dataset="d", fetched_at=at, pages=())
        for name in "abc"
    ]
    works = [LandedWork(raw=raw(), landed=one, reason="landed") for one in landed]
    batches = [
        BatchWork(raw=raw(), works=works[:1], left_out=[(landed[1], "torn")], files=2),
        BatchWork(raw=raw(), works=works[2:], left_out=[], files=1),
    ]
    view = PlanView(batches, [])
    assert view.to_load == [works[0], works[2]]
    assert view.refused == [(landed[1], "torn")]
    assert view.fetches == ()


def test_reasons_are_told_in_these_words() -> None:
    assert [reason.value for reason in Reason] == [
        "missing",
        "inputs changed",
        "code changed",
        "asked for",
        "its rejects were lost",
    ]


def test_a_window_that_nobody_narrowed_is_open() -> None:
    window = Window()
    assert (window.first, window.last, window.documents_from) == (None, None, {})
    assert (window.asked, window.today, window.only) == (None, None, frozenset())
    assert (window.shrink_reason, window.accepted_because, window.remake) == ("", "", False)
