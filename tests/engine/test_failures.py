"""Work that fails: which cell it is, how often it is tried, and what frees it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Catalog, Varies, watched
from boxline.config import Settings
from boxline.engine.attempts import Attempt, Kind
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from tests.faults.pipeline import EVENING, land, line, toy_catalog

GOALS = "toy_analytics.team_goals"
UNLUCKY = 13

DAYS = range(1, 7)
REPLY = [line(f"g{day}", day, [UNLUCKY if day == 4 else 2, 1]) for day in DAYS]
MENDED = [line("g4", 4, [3, 1])]


@pytest.fixture(scope="module")
def unlucky() -> Catalog:
    """The toy league, whose analytics fail on every day with a side that scored thirteen."""
    catalog = toy_catalog()
    healthy = catalog.transforms[GOALS]

    def fails(**given: Any) -> Any:
        goals = healthy.function(**given)
        is_unlucky = goals.goals == UNLUCKY
        number = is_unlucky.ifelse("thirteen", goals.goals.cast("string")).cast("int64")
        return goals.mutate(goals=number)

    broken = replace(healthy, function=fails)
    return replace(catalog, transforms={**catalog.transforms, GOALS: broken})


Opened = Callable[..., Home]


@pytest.fixture
def at(tmp_path: Path, unlucky: Catalog) -> Opened:
    """The home at some instant, its first reply landed."""

    def opened(now: datetime = EVENING, **settings: Any) -> Home:
        given = Settings(home=tmp_path / "home", lock_wait_seconds=0.5, **settings)
        return Home(settings=given, clock=lambda: now, declared=lambda: unlucky)

    land(opened(), REPLY, "reply.json")
    return opened


def run(home: Home) -> Report:
    report = home.run("run", Window())
    home.close()
    return report


def failed(report: Report) -> list[str]:
    return [failure.dataset for failure in report.failures]


def test_a_day_that_fails_takes_no_other_day_with_it(at: Opened) -> None:
    """Six days are one range; the halves that fail are halved until the one day is left."""
    report = run(at())
    assert failed(report) == [GOALS]
    done = [step.outcome for step in report.steps if step.outcome.dataset == GOALS]
    assert sum(outcome.days for outcome in done) == len(DAYS) - 1
    (attempt,) = at().ledger.attempts()
    assert (attempt.dataset, attempt.cell, attempt.kind.value) == (GOALS, "2025-03-04", "transient")
    assert "Could not convert string 'thirteen'" in attempt.message


def test_a_day_that_breaks_its_contract_parks_no_other_day(tmp_path: Path) -> None:
    catalog = toy_catalog()
    healthy = catalog.transforms[GOALS]

    def doubles(**given: Any) -> Any:
        goals = healthy.function(**given)
        return goals.union(goals.filter(goals.goals == UNLUCKY))

    broken = replace(healthy, function=doubles)
    catalog = replace(catalog, transforms={**catalog.transforms, GOALS: broken})
    home = Home(
        settings=Settings(home=tmp_path / "home"), clock=lambda: EVENING, declared=lambda: catalog
    )
    land(home, REPLY, "reply.json")
    assert failed(run(home)) == [GOALS]
    (attempt,) = home.ledger.attempts()
    assert (attempt.cell, attempt.kind.value) == ("2025-03-04", "bad data")


SAME = [line(f"g{day}", day, [2, 2 if day == 4 else 1]) for day in DAYS]


def test_a_day_like_no_other_is_left_out_until_somebody_says_why(tmp_path: Path) -> None:
    """Both sides scored two on the fourth. Other days are committed; a reason commits it too, and
    stands in the run's record with what was found."""
    catalog = toy_catalog()
    table = catalog[GOALS]
    columns = watched(table.columns, goals=(Varies(rows=2),))
    catalog = replace(
        catalog, datasets={**catalog.datasets, GOALS: replace(table, columns=columns)}
    )
    home = Home(
        settings=Settings(home=tmp_path / "home"), clock=lambda: EVENING, declared=lambda: catalog
    )
    land(home, SAME, "reply.json")
    (failure,) = run(home).failures
    assert f"{GOALS} on 2025-03-04: goals: all 2 values are 2" in failure.message
    again = run(home)
    assert (again.failures, again.cells_parked) == ([], 1)

    accepted = home.run("run", Window(accepted_because="a draw"))
    assert accepted.failures == []
    steps = home.ledger.steps(accepted.run_id)
    (reason,) = [step["reason"] for step in steps if step["dataset"] == GOALS]
    assert reason.startswith("missing; accepted because a draw: 2025-03-04 goals: all 2 values")
    assert home.ledger.attempts() == []
    assert run(home).steps == []


def test_five_failures_park_it_and_new_input_frees_it_in_the_same_run(at: Opened) -> None:
    for _ in range(5):
        assert failed(run(at())) == [GOALS]
    sixth = run(at())
    assert (sixth.failures, sixth.cells_parked) == ([], 1)
    assert GOALS not in {step.outcome.dataset for step in sixth.steps}
    (parked,) = (c for p in at().plan(Window()).plans for c in p.parked)
    assert (parked.cell, parked.failures) == ("2025-03-04", 5)
    assert parked.until == EVENING + timedelta(hours=24)

    land(at(), MENDED, "mended.json")
    freed = run(at())  # at the same instant: no clock is involved
    assert freed.failures == []
    assert GOALS in {step.outcome.dataset for step in freed.steps}
    assert at().ledger.attempts() == []
    assert run(at()).steps == []


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_never_locks_for_longer(at: Opened, days: int) -> None:
    """A day forward the lock-out is over; a day back the failures lie in the future, and a cell is
    not kept locked until they have passed."""
    for _ in range(5):
        run(at())
    assert failed(run(at(EVENING + timedelta(days=days)))) == [GOALS]


def test_the_lock_out_is_a_setting(at: Opened) -> None:
    short = {"entity_failure_threshold": 2, "entity_lockout_hours": 1.0}
    for _ in range(2):
        assert failed(run(at(**short))) == [GOALS]
    assert failed(run(at(**short))) == []
    assert failed(run(at(EVENING + timedelta(hours=1), **short))) == [GOALS]


def test_what_was_cleared_is_tried_again(at: Opened) -> None:
    for _ in range(5):
        run(at())
    assert at().ledger.clear_attempts(GOALS, ["2025-03-04"], now=EVENING) == 5
    assert failed(run(at())) == [GOALS]


def test_a_query_that_hangs_is_stopped_at_the_deadline_of_its_dataset(
    tmp_path: Path,
) -> None:
    catalog = toy_catalog()
    table = replace(catalog.datasets[GOALS], deadline_seconds=0.3)  # type: ignore[arg-type]
    healthy = catalog.transforms[GOALS]

    def hangs(**given: Any) -> Any:
        import ibis

        numbers = [ibis.range(5000).unnest().name(f"n{n}").as_table() for n in range(4)]
        endless = functools.reduce(lambda one, other: one.cross_join(other), numbers)
        return healthy.function(**given).filter(endless.count().as_scalar() < 0)

    hanging = replace(healthy, target=table, function=hangs)
    catalog = replace(
        catalog,
        datasets={**catalog.datasets, GOALS: table},
        transforms={**catalog.transforms, GOALS: hanging},
    )
    home = Home(
        settings=Settings(home=tmp_path / "home"), clock=lambda: EVENING, declared=lambda: catalog
    )
    land(home, REPLY[:1], "reply.json")
    report = run(home)
    assert failed(report) == [GOALS]
    assert "stopped after 0.3 s, the deadline that it declares" in report.failures[0].message
    assert "toy_core.games" in {step.outcome.dataset for step in report.steps}


def test_a_document_that_was_refused_is_forgotten_as_such_once_it_is_published(at: Opened) -> None:
    home = at()
    run(home)
    documents = home.published.manifest()["documents"]
    path = max(p for p, one in documents.items() if one["dataset"] == "toy_exports.pages")
    refused = Attempt(
        dataset="toy_exports.pages",
        cell=path,
        inputs="",
        code="other",
        kind=Kind.BAD_DATA,
        message="it shrinks",
        run_id="r",
        failed_at=EVENING,
    )
    home.ledger.note_attempts([refused, replace(refused, cell="v1/never-made.json")])
    changed = [line(f"g{day}", day, [4, 1]) for day in DAYS]
    later = at(EVENING + timedelta(hours=1))
    land(later, changed, "changed.json")
    run(later)
    assert [a.cell for a in later.ledger.attempts()] == ["v1/never-made.json"]
