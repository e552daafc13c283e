"""Every kind of work has a deadline: what hangs is stopped and recorded, and the rest goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from boxline.catalog import Catalog, Raw
from boxline.catalog.feeds import Document, Feed, Feeding, Made, View
from boxline.engine.deadlines import DEADLINES, Within
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.errors import WorkTimedOut
from boxline.home import Home
from tests.faults.pipeline import EVENING, land, line, toy_catalog, toy_home

SCORES, GAMES, GOALS = "toy_raw.scores", "toy_core.games", "toy_analytics.team_goals"
FITTED, PAGE = "toy_predictions.fitted_means", "toy_exports.pages"


def forever(*_given: Any, **_more: Any) -> Any:
    while True:
        time.sleep(0.001)


def late(what: str = "it") -> WorkTimedOut:
    return WorkTimedOut(what, 0.05)


def test_python_that_hangs_is_stopped() -> None:
    with pytest.raises(WorkTimedOut, match=r"it: stopped after 0.05 s"), Within(0.05, late()):
        forever()


def test_what_is_done_in_time_is_left_alone() -> None:
    with Within(60, late()):
        done = 1 + 1
    assert done == 2


def test_of_two_deadlines_the_nearer_one_holds_and_then_the_other() -> None:
    inner, outer = late("inner"), late("outer")
    with pytest.raises(WorkTimedOut) as stopped, Within(60, outer), Within(0.05, inner):
        forever()
    assert stopped.value is inner
    with pytest.raises(WorkTimedOut) as stopped, Within(0.05, outer), Within(60, inner):
        forever()
    assert stopped.value is outer


def test_an_alarm_that_was_swallowed_still_fails_the_work() -> None:
    def swallows() -> None:
        with pytest.raises(WorkTimedOut):
            forever()

    with pytest.raises(WorkTimedOut), Within(0.05, late()):
        swallows()


def test_a_query_that_is_waited_for_is_interrupted() -> None:
    connection = duckdb.connect()
    endless = "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b"
    with (
        pytest.raises(WorkTimedOut),
        Within(0.05, late(), interrupt=connection.interrupt),
    ):
        connection.execute(endless).fetchall()
    assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_in_a_thread_beside_the_main_one_it_does_nothing() -> None:
    found = []

    def work() -> None:
        with Within(0.01, late()):
            time.sleep(0.05)
        found.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == ["done"]


def deadline(catalog: Catalog, name: str, seconds: float) -> Catalog:
    """The same, with another deadline of one dataset."""
    other = replace(catalog.datasets[name], deadline_seconds=seconds)  # type: ignore[call-arg]
    return replace(catalog, datasets={**catalog.datasets, name: other})


At = Callable[[Catalog], Home]


@pytest.fixture
def at(tmp_path: Path) -> At:
    return lambda catalog: toy_home(tmp_path / "home", catalog, EVENING)


def run(home: Home) -> Report:
    report = home.run("run", Window())
    home.close()
    return report


def done(report: Report) -> set[str]:
    return {step.outcome.dataset for step in report.steps}


def kinds(home: Home) -> dict[str, list[str]]:
    """Dataset -> the kinds of its failed attempts."""
    found: dict[str, list[str]] = {}
    for attempt in home.ledger.attempts():
        found.setdefault(attempt.dataset, []).append(attempt.kind.value)
    home.close()
    return found


def test_a_parser_that_hangs_takes_no_other_reply_with_it(at: At) -> None:
    catalog = deadline(toy_catalog(), SCORES, 2)
    reader = catalog.readers[SCORES]

    def hangs_on_g1(game: Any) -> Any:
        return forever() if game.id == "g1" else reader.function(game)

    hangs_on_g1.__annotations__ = reader.function.__annotations__
    hanging = replace(
        catalog, readers={**catalog.readers, SCORES: replace(reader, function=hangs_on_g1)}
    )
    home = at(hanging)
    land(home, [line("g1", 1, [2, 1])], "first.json")
    land(home, [line("g2", 2, [0, 3])], "second.json")
    report = run(home)
    assert [failure.dataset for failure in report.failures] == [SCORES]
    assert "first.json: stopped after 2 s" in report.failures[0].message
    assert {SCORES, GAMES} <= done(report)
    assert kinds(at(hanging)) == {SCORES: ["transient"]}
    assert not run(at(catalog)).failures  # tried again, by one that reads it
    assert kinds(at(catalog)) == {}


def worked(catalog: Catalog, function: Callable[..., Any]) -> Catalog:
    other = replace(catalog.works[FITTED], function=function)
    return replace(catalog, works={**catalog.works, FITTED: other})


def test_a_fit_that_hangs_and_asks_for_nothing_is_stopped(at: At) -> None:
    whole = toy_catalog()
    hanging = worked(deadline(whole, FITTED, 0.3), forever)
    home = at(hanging)
    land(home, [line("g1", 1, [2, 1]), line("g2", 2, [0, 3])], "first.json")
    report = run(home)
    assert {failure.dataset for failure in report.failures} == {FITTED}
    assert {SCORES, GAMES, GOALS} <= done(report)
    assert set(kinds(at(hanging))[FITTED]) == {"transient"}
    assert not run(at(whole)).failures
    assert kinds(at(whole)) == {}


def test_a_document_that_is_never_written_leaves_the_others(at: At) -> None:
    whole = toy_catalog()
    writer = whole.documents[PAGE]
    slow = deadline(whole, PAGE, 0.3)
    hanging = replace(slow, documents={**slow.documents, PAGE: replace(writer, function=forever)})
    home = at(hanging)
    land(home, [line("g1", 1, [2, 1])], "first.json")
    report = run(home)
    assert {failure.dataset for failure in report.failures} == {PAGE}
    assert kinds(at(hanging)) == {PAGE: ["transient"]}
    assert not run(at(whole)).failures


class Counted(Document, kw_only=True):
    """What a feed of these tests says."""

    games: int


def fed(catalog: Catalog, **functions: Callable[[View], Iterator[Made]]) -> Catalog:
    """The league with feeds, by name."""
    games: Any = catalog.datasets[GAMES]
    feeds = {}
    for name, function in functions.items():
        target = Feed(
            f"toy_exports.{name}", grain="g", documents={f"v1/{name}.json": Counted}, reads=(games,)
        )
        feeds[target.name] = Feeding(target=target, function=function)
    return replace(catalog, feeds=feeds)


def counts(name: str) -> Callable[[View], Iterator[Made]]:
    def count(view: View) -> Iterator[Made]:
        (row,) = view.rows(f"SELECT count(*) AS games FROM {GAMES}")
        path = f"v1/{name}.json"
        yield Made(
            template=path, path=path, document=Counted(games=row.games), day=view.today, rows=1
        )

    return count


def twice(home: Home) -> Home:
    """The home, where two failures are enough."""
    return replace(home, settings=replace(home.settings, entity_failure_threshold=2))


def test_a_feed_that_hangs_is_tried_again_so_often_and_holds_nobody_up(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boxline.home.in_time.FEED_SECONDS", 1.0)
    whole = fed(toy_catalog(), one=counts("one"), two=counts("two"))
    hanging = fed(toy_catalog(), one=forever, two=counts("two"))
    home = twice(at(hanging))
    land(home, [line("g1", 1, [2, 1])], "first.json")
    report = run(home)
    assert [failure.dataset for failure in report.failures] == ["toy_exports.one"]
    assert "v1/two.json" in at(hanging).published.manifest()["documents"]
    assert [len(run(twice(at(hanging))).failures) for _ in range(2)] == [1, 0]  # it is parked
    at(whole).ledger.clear_attempts("toy_exports.one", now=at(whole).clock())
    assert not run(at(whole)).failures
    assert "v1/one.json" in at(whole).published.manifest()["documents"]


def test_publishing_that_hangs_leaves_what_is_published(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = toy_catalog()
    home = at(whole)
    land(home, [line("g1", 1, [2, 1])], "first.json")
    assert not run(home).failures
    before = at(whole).published.manifest()
    with monkeypatch.context() as patched:
        patched.setattr("boxline.home.in_time.PUBLISHING_SECONDS", 0.3)
        patched.setattr("boxline.home.publishing.site_of", forever)
        land(at(whole), [line("g2", 2, [0, 3])], "second.json")
        report = run(at(whole))
    assert [failure.dataset for failure in report.failures] == ["publishing"]
    assert at(whole).published.manifest() == before
    assert not run(at(whole)).failures
    assert at(whole).published.manifest() != before


def test_every_kind_of_work_has_a_number_or_says_who_has_it() -> None:
    told: Mapping[str, bool] = {
        one.work: (one.seconds is None) != (not one.said_by) for one in DEADLINES
    }
    assert all(told.values()), told
    raw = toy_catalog().datasets[SCORES]
    assert isinstance(raw, Raw)
    assert raw.deadline_seconds > 0


def test_operations_has_the_table_of_deadlines() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    long = {one.work: one.said_by or f"{one.seconds:g} s" for one in DEADLINES}
    rows = [f"| {one.work} | {long[one.work]} | {one.then} |" for one in DEADLINES]
    assert "\n".join(["| Work | How long | Then |", "|---|---|---|", *rows]) in page
