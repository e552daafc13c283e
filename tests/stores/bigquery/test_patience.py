"""What is tried again, when, and for how long."""

from __future__ import annotations

import pytest

from boxline.stores.bigquery.patience import is_conflict, patiently


class Refused(Exception):
    """A statement was refused."""


class Tries:
    """Fails so many times, and notes how long was waited."""

    def __init__(self, failures: int, why: str = "concurrent update") -> None:
        self.failures, self.why, self.made = failures, why, 0
        self.waited: list[float] = []

    def __call__(self) -> str:
        self.made += 1
        if self.made <= self.failures:
            raise Refused(self.why)
        return "done"

    def patiently(self) -> str:
        return patiently(
            self, retried=lambda cause: is_conflict(str(cause)), of=Refused, wait=self.waited.append
        )


def test_what_succeeds_is_done_once_and_without_a_wait() -> None:
    tries = Tries(0)
    assert (tries.patiently(), tries.made, tries.waited) == ("done", 1, [])


def test_a_conflict_is_tried_again_after_each_wait_and_then_raised() -> None:
    tries = Tries(3)
    assert (tries.patiently(), tries.waited) == ("done", [60, 120, 240])
    for_ever = Tries(9)
    with pytest.raises(Refused):
        for_ever.patiently()
    assert (for_ever.made, for_ever.waited) == (4, [60, 120, 240])


def test_another_failure_is_raised_at_once() -> None:
    tries = Tries(1, why="Unrecognized name: plyer")
    with pytest.raises(Refused):
        tries.patiently()
    assert tries.made == 1


@pytest.mark.parametrize(
    "message",
    [
        "Transaction is aborted due to concurrent update against table p:d.t",
        "Could not serialize access to table p:d.t due to concurrent update",
        "DELETE statement over table p.d.t would affect rows in the streaming buffer",
    ],
)
def test_what_bigquery_says_of_a_conflict_is_known(message: str) -> None:
    assert is_conflict(message)
