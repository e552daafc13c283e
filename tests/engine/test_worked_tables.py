"""Tables whose rows are worked out in Python, from what is selected to what is committed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from boxline.catalog import Catalog, Workbench, per_scheduled_game
from boxline.catalog.worked import Function, Worked
from boxline.config import Settings
from boxline.engine.code_version import CodeVersions
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from boxline.home.standing import standing_of
from tests.builders import commits_of, rows_of
from tests.faults.pipeline import EVENING, land, line, toy_catalog

FITTED = "toy_predictions.fitted_means"
EXPECTED = "toy_predictions.expected_goals"

#: On the sixth the game is still to come.
REPLY = [line(f"g{day}", day, [day, 1] if day < 6 else None) for day in range(1, 7)]
DAYS = [date(2025, 3, day) for day in range(1, 7)]


@cache
def fitted_catalog() -> Catalog:
    return toy_catalog()


def declared(name: str, **changes: Any) -> Catalog:
    """The catalog with one table declared otherwise."""
    catalog = fitted_catalog()
    table: Any = replace(catalog[name], **changes)  # type: ignore[type-var]
    given = replace(catalog.transforms[name], target=table)
    bound = replace(catalog.works[name], target=table)
    return replace(
        catalog,
        datasets={**catalog.datasets, name: table},
        transforms={**catalog.transforms, name: given},
        works={**catalog.works, name: bound},
    )


def working(name: str, function: Function, catalog: Catalog | None = None) -> Catalog:
    """The catalog with another function for one table."""
    catalog = catalog or fitted_catalog()
    bound: Worked = replace(catalog.works[name], function=function)
    return replace(catalog, works={**catalog.works, name: bound})


Opened = Callable[..., Home]


@pytest.fixture
def at(tmp_path: Path) -> Opened:
    """The home at some instant, its first reply landed."""

    def opened(catalog: Catalog | None = None, now: datetime = EVENING) -> Home:
        settings = Settings(home=tmp_path / "home", lock_wait_seconds=0.5)
        found = catalog or fitted_catalog()
        return Home(settings=settings, clock=lambda: now, declared=lambda: found)

    land(opened(), REPLY, "reply.json")
    return opened


def run(home: Home, **window: Any) -> Report:
    report = home.run("run", Window(**window))
    home.close()
    return report


def well(home: Home, **window: Any) -> Report:
    report = run(home, **window)
    assert report.failures == []
    return report


def steps(report: Report, name: str) -> list[int]:
    """The days of each piece of work on a table."""
    return [step.outcome.days for step in report.steps if step.outcome.dataset == name]


def fits(home: Home) -> list[tuple[int, int]]:
    """Day of the month and rows fitted, of every model."""
    return [(row["game_date"].day, row["rows_fitted"]) for row in rows_of(home, FITTED)]


EVERY_FIT = [(1, 0), (2, 2), (3, 4), (4, 6), (5, 8), (6, 10)]


def test_rows_are_made_of_several_materials_and_of_models_made_before(at: Opened) -> None:
    report = well(at())
    assert fits(at()) == EVERY_FIT
    expected = [row["expected"] for row in rows_of(at(), EXPECTED)]
    assert expected == [None, 1.0, 1.25, 1.5, 1.75, 2.0]
    assert steps(report, FITTED) == [1] * 6  # each day is apart
    assert steps(report, EXPECTED) == [6]
    assert well(at()).steps == []


def test_day_by_day_gives_the_rows_of_all_at_once(at: Opened) -> None:
    for day in DAYS:
        well(at(), first=day, last=day)
    assert fits(at()) == EVERY_FIT
    assert [row["expected"] for row in rows_of(at(), EXPECTED)] == [None, 1, 1.25, 1.5, 1.75, 2]


def test_material_comes_in_the_order_of_its_columns_and_counts_are_whole_numbers(
    at: Opened,
) -> None:
    seen: dict[str, pa.Table] = {}

    def look(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        seen.update(material)
        return fitted_catalog().works[FITTED].function(material, work)

    well(at(working(FITTED, look)))
    assert list(seen) == ["goals", "days"]
    goals = seen["goals"].to_pylist()
    assert [(row["game_id"], row["team"]) for row in goals[:3]] == [
        ("g1", "A"),
        ("g1", "B"),
        ("g2", "A"),
    ]
    assert seen["days"].schema.field("games").type == pa.int64()


def doubtful(day: int, change: Callable[[float], float | None]) -> Function:
    """Expects something else on one day."""

    def work_out(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        rows = fitted_catalog().works[EXPECTED].function(material, work).to_pylist()
        for row in rows:
            if row["game_date"].day == day:
                row["expected"] = change(row["expected"])
        return pa.Table.from_pylist(rows)

    return work_out


def test_a_row_that_breaks_the_contract_is_rejected_as_any_other_is(at: Opened) -> None:
    for n, value in enumerate((99.0, float("nan"))):
        home = at(working(EXPECTED, doubtful(3, lambda _, value=value: value)))  # type: ignore[misc]
        well(home, replay=frozenset((EXPECTED, str(day)) for day in DAYS) if n else frozenset())
        (reject,) = at().ledger.rejects()
        assert (reject["dataset"], reject["field"]) == (EXPECTED, "expected")
        assert commits_of(at())[EXPECTED][DAYS[2]].rejected == 1
        assert len(rows_of(at(), EXPECTED)) == 5


def test_a_function_that_fails_for_its_numbers_takes_no_other_day_with_it(at: Opened) -> None:
    report = run(at(working(EXPECTED, doubtful(3, lambda _: 1 / 0))))
    (failure,) = report.failures
    assert failure.message == (
        f"{EXPECTED}: its function failed (ZeroDivisionError: division by zero). Nothing was "
        "committed; mend the function, or the rows that it reads."
    )
    assert sum(steps(report, EXPECTED)) == 5
    assert [row["game_id"] for row in rows_of(at(), EXPECTED)] == ["g1", "g2", "g4", "g5", "g6"]


def test_a_mistake_in_a_function_ends_the_run_and_leaves_the_rows_that_stood(at: Opened) -> None:
    well(at(), last=DAYS[2])

    def mistaken(_material: Mapping[str, pa.Table], _work: Workbench) -> pa.Table:
        raise AttributeError("no such thing")

    with pytest.raises(AttributeError):
        run(at(working(EXPECTED, mistaken)))
    assert len(rows_of(at(), EXPECTED)) == 3
    well(at())
    assert len(rows_of(at(), EXPECTED)) == 6


def test_a_column_that_is_not_given_is_told_by_name(at: Opened) -> None:
    def forgetful(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        made = fitted_catalog().works[EXPECTED].function(material, work)
        return made.drop_columns(["team"])

    report = run(at(working(EXPECTED, forgetful)))
    assert len(report.failures) == 6
    assert "its function gives no column team" in report.failures[0].message


def test_a_text_that_is_no_number_is_refused_by_the_store(at: Opened) -> None:
    def wordy(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        made = fitted_catalog().works[EXPECTED].function(material, work)
        return made.set_column(3, "expected", pa.array(["many"] * len(made)))

    (failure, *_) = run(at(working(EXPECTED, wordy))).failures
    assert "Could not convert string 'many'" in failure.message


CORRECTION = [line("g2", 2, [9, 9])]


def test_a_fact_stands_when_what_it_was_made_from_is_corrected(at: Opened) -> None:
    well(at())
    models = [row["model_sha256"] for row in rows_of(at(), FITTED)]
    land(at(), CORRECTION, "correction.json")
    report = well(at())
    assert "toy_analytics.team_goals" in {step.outcome.dataset for step in report.steps}
    assert steps(report, FITTED) == steps(report, EXPECTED) == []
    assert [row["model_sha256"] for row in rows_of(at(), FITTED)] == models

    again = well(at(), remake=True, only=frozenset({FITTED}))
    assert steps(again, FITTED) == [1] * 6
    remade = [row["model_sha256"] for row in rows_of(at(), FITTED)]
    assert [one == other for one, other in zip(models, remade, strict=True)] == (
        [True] * 2 + [False] * 4
    )
    assert steps(well(at()), EXPECTED) == [4]  # what rests on the others follows


def test_a_fact_stands_when_its_code_changes_and_what_is_worked_of_it_does_not(at: Opened) -> None:
    well(at())
    home = at()
    home.__dict__["code"] = {**home.code, FITTED: "other", EXPECTED: "other"}
    report = well(home)
    assert (steps(report, FITTED), steps(report, EXPECTED)) == ([], [6])


def test_a_fact_waits_for_the_days_it_rests_on(at: Opened) -> None:
    report = well(at(), first=DAYS[3])
    assert steps(report, FITTED) == []
    well(at())
    assert fits(at()) == EVERY_FIT


def test_what_looks_back_so_far_makes_no_older_days_unless_it_is_named(at: Opened) -> None:
    near = declared(FITTED, days_back=1)
    well(at(near))  # it is the fourth of March
    assert [day for day, _ in fits(at(near))] == [3, 4, 5, 6]
    assert [row["game_date"].day for row in rows_of(at(near), EXPECTED)] == [3, 4, 5, 6]

    later = EVENING + timedelta(days=2)
    assert well(at(near, later)).steps == []
    assert [day for day, _ in fits(at(near, later))] == [3, 4, 5, 6]  # what stands is kept

    well(at(near), only=frozenset({FITTED}))
    assert fits(at(near)) == EVERY_FIT
    well(at(near))
    assert len(rows_of(at(near), EXPECTED)) == 6


def test_days_that_are_not_wanted_are_neither_blocked_nor_missing(at: Opened) -> None:
    near = declared(FITTED, days_back=1, expects=per_scheduled_game(1))
    table: Any = replace(near[EXPECTED], expects=per_scheduled_game(1))  # type: ignore[type-var]
    near = replace(near, datasets={**near.datasets, EXPECTED: table})
    report = well(at(near))
    assert report.days_blocked == 0
    missing = {row["dataset"]: row["days_missing"] for row in standing_of(at(near))}
    assert (missing[FITTED], missing[EXPECTED]) == (0, 0)


def test_a_model_that_was_put_before_a_commit_that_never_came_does_no_harm(at: Opened) -> None:
    def interrupted(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        made = fitted_catalog().works[FITTED].function(material, work)
        if work.days == (DAYS[1],):
            raise KeyboardInterrupt
        return made

    with pytest.raises(KeyboardInterrupt):
        run(at(working(FITTED, interrupted)))
    assert len(at().models.kept()) == 2
    assert fits(at()) == [(1, 0)]
    well(at())
    assert fits(at()) == EVERY_FIT
    held = sorted(row["model_sha256"] for row in rows_of(at(), FITTED))
    assert at().models.kept() == held


@pytest.mark.parametrize("damage", ["altered", "gone"])
def test_a_model_that_is_not_what_its_row_says_is_not_used(at: Opened, damage: str) -> None:
    well(at())
    third, fourth = (row["model_sha256"] for row in rows_of(at(), FITTED)[2:4])
    file = at().models.root / f"{third}.model.zst"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes((at().models.root / f"{fourth}.model.zst").read_bytes())
    report = run(at(), replay=frozenset((EXPECTED, str(day)) for day in DAYS))
    (failure,) = report.failures
    assert third in failure.message
    assert sum(steps(report, EXPECTED)) == 5  # the other days are made

    well(at(), remake=True, only=frozenset({FITTED}))
    assert steps(well(at(), replay=frozenset({(EXPECTED, str(DAYS[2]))})), EXPECTED) == [1]


def test_work_in_python_ends_at_its_deadline(at: Opened) -> None:
    def endless(_material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        while True:
            work.progress()

    report = run(at(working(FITTED, endless, declared(FITTED, deadline_seconds=0.1))), last=DAYS[0])
    (failure,) = report.failures
    assert "stopped after 0.1 s, the deadline that it declares" in failure.message


def test_work_that_does_not_ask_is_refused_once_it_comes_back(at: Opened) -> None:
    def silent(material: Mapping[str, pa.Table], work: Workbench) -> pa.Table:
        made = fitted_catalog().works[FITTED].function(material, work)
        time.sleep(0.4)
        return made

    report = run(at(working(FITTED, silent, declared(FITTED, deadline_seconds=0.1))), last=DAYS[0])
    assert "stopped after 0.1 s" in report.failures[0].message
    assert fits(at()) == []


def test_a_worked_tables_code_is_both_its_functions_and_what_they_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = CodeVersions(fitted_catalog()).all()
    monkeypatch.setattr("boxline.engine.code_version.WORKED_LIBRARIES", ("numpy",))
    after = CodeVersions(fitted_catalog()).all()
    assert {name for name in before if before[name] != after[name]} == {FITTED, EXPECTED}
