"""What is counted: the conditions that the predecessor's logs were searched for."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.engine.conditions import MEANING, Condition, condition_of
from boxline.engine.work import Window
from boxline.errors import BatchRefused, HomeBusy, LeaseLost, NothingToImport
from boxline.home import Home
from boxline.stores.lock import locked
from tests.builders import home_at
from tests.faults.pipeline import EVENING, land, line, toy_catalog

WINDOW = Window()


@pytest.mark.parametrize(
    ("cause", "condition"),
    [
        (StopIteration(), Condition.UNFORESEEN),
        (KeyError("x"), Condition.UNFORESEEN),
        (BatchRefused(["a", "b"], 3, 0.2), Condition.BATCH_REFUSED),
        (HomeBusy("h", "p", 1), Condition.HELD),
        (LeaseLost("a run"), Condition.HELD),
        (NothingToImport(["x"]), None),
        (KeyboardInterrupt(), None),
        (None, None),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, BaseException) else "",
)
def test_an_error_is_counted_by_its_class(
    cause: BaseException | None, condition: Condition | None
) -> None:
    assert condition_of(cause) is condition


def test_every_condition_says_what_it_means() -> None:
    assert MEANING.keys() == set(Condition)


def counts(home: Home) -> dict[Condition, int]:
    return {one: times for one, (times, _) in home.ledger.conditions.counts().items() if times}


def test_what_a_run_replaces_is_counted_and_a_run_without_work_counts_nothing(
    tmp_path: Path,
) -> None:
    home = home_at(tmp_path, now=EVENING, declared=toy_catalog)
    land(home, [line("g1", 1, [2, 1])], "reply.json")
    home.run("run", WINDOW)
    first = counts(home)
    assert first.keys() == {Condition.REPLACED}
    home.run("run", WINDOW)
    assert counts(home) == first
    home.close()


def test_an_error_that_nobody_foresaw_is_counted_with_the_run_that_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path, now=EVENING, declared=toy_catalog)
    monkeypatch.setattr(Home, "planner", lambda *_: next(iter(())))
    with pytest.raises(StopIteration):
        home.run("run", WINDOW)
    assert counts(home) == {Condition.UNFORESEEN: 1}
    home.close()


def test_work_that_finds_the_home_held_is_counted(tmp_path: Path) -> None:
    home = home_at(tmp_path, now=EVENING, declared=toy_catalog)
    assert home.ledger
    with locked(tmp_path / "warehouse.lock", doing="run", wait_seconds=0), pytest.raises(HomeBusy):
        home.run("run", WINDOW)
    assert counts(home) == {Condition.HELD: 1}
    home.close()
