"""What is missing is asked for again at growing intervals, so many times, and then no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boxline.engine.tries import Ask, Tried, Verdict

OWED = datetime(2025, 1, 16, 11, 0, tzinfo=UTC)


def after(*hours: float, is_answer: bool = True) -> list[Ask]:
    return [Ask(at=OWED + timedelta(hours=one), is_answer=is_answer) for one in hours]


def verdict(asks: list[Ask], hours: float, most: int = 3) -> Verdict:
    return Tried.since(asks, OWED).verdict(most, OWED + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("asked", "now", "expected"),
    [
        ((), 0, Verdict.ASK),
        ((0,), 0.9, Verdict.WAIT),
        ((0,), 1.0, Verdict.ASK),
        ((0, 1), 6.9, Verdict.WAIT),
        ((0, 1), 7.0, Verdict.ASK),
        ((0, 1, 7), 7.1, Verdict.GIVEN_UP),
        ((0, 1, 7), 10_000, Verdict.GIVEN_UP),
    ],
)
def test_three_answers_without_it_are_enough_and_lie_ever_further_apart(
    asked: tuple[float, ...], now: float, expected: Verdict
) -> None:
    assert verdict(after(*asked), now) is expected


def test_what_was_asked_before_it_was_owed_does_not_count() -> None:
    assert Tried.since(after(-3, -2, -1), OWED).tries == 0


def test_a_provider_that_does_not_answer_uses_no_answer_up() -> None:
    silent = after(0, 1, 7, is_answer=False)
    assert verdict(silent, 7 + 23.9) is Verdict.WAIT
    assert verdict(silent, 7 + 24) is Verdict.ASK


def test_the_wait_doubles_while_nobody_answers_and_ends_after_nine_tries() -> None:
    hours, asks = 0.0, list[Ask]()
    waits = []
    while verdict(asks, hours) is Verdict.ASK:
        asks += after(hours, is_answer=False)
        following = Tried.since(asks, OWED).next_at
        assert following is not None
        waits.append((following - OWED).total_seconds() / 3600 - hours)
        hours += waits[-1]
    assert waits == [1, 6, 24, 48, 96, 192, 384, 768, 1536]
    assert verdict(asks, hours) is Verdict.GIVEN_UP


def test_a_try_of_a_clock_that_was_set_back_since_keeps_nobody_waiting() -> None:
    assert verdict(after(50), 1) is Verdict.ASK


def test_what_came_of_it_is_told() -> None:
    assert Tried.since(after(0, 1), OWED).told() == (
        "asked for 2 times, last at 2025-01-16T12:00+00:00, and it is still missing"
    )
    assert Tried.since(after(0, is_answer=False), OWED).told() == (
        "asked for once, last at 2025-01-16T11:00+00:00, and nobody answered"
    )
