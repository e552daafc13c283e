"""When a cell that failed is tried again: computed from its attempts, stored nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from boxline.engine.attempts import Attempt, Attempts, BreakerPolicy, Kind, kind_of
from boxline.errors import (
    BatchRefused,
    ComputeFailed,
    ContractBroken,
    DocumentShrinks,
    MachineRefused,
    StoreDamaged,
    TooManyRejects,
    UnreadableFile,
    WorkError,
    WorkTimedOut,
)
from tests.builders import NOON

DATASET, CELL = "toy_core.games", "2025-01-15"


def failed(
    times: int = 1, *, kind: Kind = Kind.TRANSIENT, inputs: str = "a", at: datetime = NOON
) -> list[Attempt]:
    """Failures a minute apart, the last one at `at`."""
    return [
        Attempt(
            dataset=DATASET,
            cell=CELL,
            inputs=inputs,
            code="c",
            kind=kind,
            message="why",
            run_id="r",
            failed_at=at - timedelta(minutes=times - n),
        )
        for n in range(1, times + 1)
    ]


def is_parked(
    attempts: list[Attempt],
    *,
    inputs: str = "a",
    code: str = "c",
    now: datetime = NOON,
    policy: BreakerPolicy | None = None,
) -> bool:
    found = Attempts(attempts, policy, now).parked(DATASET, CELL, inputs=inputs, code=code)
    return found is not None


@pytest.mark.parametrize(("times", "parked"), [(1, False), (4, False), (5, True), (6, True)])
def test_five_failures_on_the_same_inputs_park_a_cell(times: int, parked: bool) -> None:
    assert is_parked(failed(times)) is parked


def test_the_threshold_is_a_setting() -> None:
    assert is_parked(failed(2), policy=BreakerPolicy(failure_threshold=2))


def test_other_inputs_free_it_at_once() -> None:
    assert not is_parked(failed(5), inputs="b")


def test_other_code_frees_it_at_once() -> None:
    assert not is_parked(failed(5), code="d")


def test_failures_on_other_inputs_do_not_count() -> None:
    assert not is_parked([*failed(4, inputs="b"), *failed(1)])


def test_where_data_shall_not_reset_it_all_failures_count() -> None:
    policy = BreakerPolicy(reset_on_data=False)
    assert is_parked([*failed(4, inputs="b"), *failed(1)], inputs="z", policy=policy)


@pytest.mark.parametrize(
    ("later", "parked"),
    [
        (timedelta(0), True),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(hours=24), False),
        (timedelta(days=400), False),
        (timedelta(minutes=-1), False),  # the clock was set back: it is not locked for longer
        (timedelta(days=-1), False),
    ],
)
def test_the_lock_out_never_exceeds_its_setting(later: timedelta, parked: bool) -> None:
    assert is_parked(failed(5), now=NOON + later) is parked


def test_a_failure_after_the_lock_out_parks_it_again() -> None:
    next_day = NOON + timedelta(hours=25)
    assert is_parked([*failed(5), *failed(1, at=next_day)], now=next_day)


def test_bad_data_is_not_tried_again_however_long_one_waits() -> None:
    once = failed(1, kind=Kind.BAD_DATA)
    assert is_parked(once)
    assert is_parked(once, now=NOON + timedelta(days=400))
    assert not is_parked(once, inputs="b")


def test_a_cell_that_never_failed_is_not_looked_at() -> None:
    assert Attempts().parked(DATASET, CELL, inputs="a", code="c") is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UnreadableFile("f", "cut", "Again."), Kind.BAD_DATA),
        (TooManyRejects("d", 8, 11, 0.05, "e"), Kind.BAD_DATA),
        (BatchRefused(["f"], 4, 0.2), Kind.BAD_DATA),
        (ContractBroken("d", "two rows"), Kind.BAD_DATA),
        (DocumentShrinks("d", ["p"], "p", 9, 8), Kind.BAD_DATA),
        (ComputeFailed("d", "division"), Kind.TRANSIENT),
        (WorkTimedOut("d", 600), Kind.TRANSIENT),
        (MachineRefused("f", "no space"), Kind.TRANSIENT),
        (StoreDamaged("f", "cut", "Again."), Kind.TRANSIENT),
    ],
)
def test_the_class_of_an_error_decides_whether_it_is_tried_again(
    error: WorkError, kind: Kind
) -> None:
    assert kind_of(error) is kind


def test_what_stands_of_each_cell_is_judged_by_its_newest_attempt() -> None:
    given = [*failed(5, inputs="a"), *failed(1, inputs="b", at=NOON + timedelta(hours=1))]
    other = [replace(one, cell="2025-01-16", code="d") for one in failed(5)]
    found = Attempts([*given, *other], now=NOON).standing()
    assert found[DATASET, CELL] is None, "the newest was made with other inputs"
    parked = found[DATASET, "2025-01-16"]
    assert parked is not None
    assert (parked.dataset, parked.cell, parked.failures) == (DATASET, "2025-01-16", 5)
    assert parked.until == NOON + timedelta(hours=24)
    assert parked.message == "why"
    one = Attempts(failed(1), now=NOON).standing()
    assert one == {(DATASET, CELL): None}


def test_why_says_until_when_where_that_decides_and_what_went_wrong() -> None:
    parked = Attempts(failed(5), now=NOON).parked(DATASET, CELL, inputs="a", code="c")
    assert parked is not None
    assert parked.why == "failed 5 times, left alone until 2025-07-01T16:00+00:00: why"
    bad = Attempts(failed(1, kind=Kind.BAD_DATA)).parked(DATASET, CELL, inputs="a", code="c")
    assert bad is not None
    assert (bad.until, bad.why) == (None, "why")


def test_the_numbers_that_nobody_set_are_five_failures_and_a_day() -> None:
    policy = BreakerPolicy()
    assert (policy.failure_threshold, policy.lockout) == (5, timedelta(hours=24))
    assert policy.reset_on_data


def test_other_code_frees_it_also_where_data_shall_not() -> None:
    assert not is_parked(failed(5), code="d", policy=BreakerPolicy(reset_on_data=False))
