"""The planner over random histories: `tests.engine.histories` says what may happen to a home.

A benchmark goes through 10,000 of them; here a few, always the same.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.engine.histories.machine import Histories

FEW = settings(
    max_examples=60,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # the benchmark cuts a violation down
    suppress_health_check=list(HealthCheck),
)


def test_every_history_ends_whole_and_works_on_nothing_for_nothing() -> None:
    run_state_machine_as_test(Histories, settings=FEW)
