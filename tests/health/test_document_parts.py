"""What is questionable, what is slow or fails, and runs, as the health document tells of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from boxline.engine.findings import Finding, Kept, Kind, Severity
from boxline.engine.reliability import reliability
from boxline.engine.report import together
from boxline.health.page.findings import HealthFinding, findings_told
from boxline.health.page.runs import SHOWN_CHARACTERS, SHOWN_FAILURES, run_told
from boxline.health.page.work import SHOWN_DATASETS, work_told
from tests.builders import NOON

FOUND = Kept(
    finding_id="ab12",
    finding=Finding(
        kind=Kind.REFUSED,
        severity=Severity.GRAVE,
        dataset="nba_core.games",
        day=date(2025, 1, 15),
        subject="a file",
        what="/srv/home/landing/a.json is damaged\nand more of it",
        next_step="boxline verify",
    ),
    first_seen=NOON,
    last_seen=NOON,
)


def test_a_finding_is_told_in_one_line_and_without_the_place_of_the_home() -> None:
    (told,) = findings_told([FOUND], {Severity.GRAVE: 1}, NOON, "/srv/home").listed
    assert told == HealthFinding(
        id="ab12",
        kind="refused",
        severity="grave",
        dataset="nba_core.games",
        day=date(2025, 1, 15),
        subject="a file",
        what="HOME/landing/a.json is damaged",
        next_step="boxline verify",
        first_seen=NOON,
        last_seen=NOON,
    )


def test_all_are_counted_however_few_are_listed() -> None:
    told = findings_told([FOUND], {Severity.GRAVE: 70, Severity.MINOR: 5}, NOON, "/srv/home")
    assert (told.total, told.grave, len(told.listed)) == (75, 70, 1)


def test_the_slowest_and_the_flakiest_datasets_are_told_each_in_its_order() -> None:
    seconds = {"slow": [9.0], "quick": [0.1], "between": [3.0]}
    failures = {"quick": ["/srv/home is full"] * 3, "between": ["cut"]}
    told = work_told(reliability(seconds, failures, {}), "/srv/home")
    assert [one.dataset for one in told.slowest] == ["slow", "between", "quick"]
    assert [(one.dataset, one.most_often) for one in told.flakiest] == [
        ("quick", "HOME is full"),
        ("between", "cut"),
    ]


def test_a_dataset_is_flaky_by_its_requests_alone_and_slow_only_if_anything_was_done() -> None:
    told = work_told(reliability({}, {}, {"asked": (9, 4), "in vain": (5, 0)}), "/srv/home")
    assert [(one.dataset, one.requests_failed) for one in told.flakiest] == [("asked", 4)]
    assert told.slowest == []


def test_few_datasets_are_told_of() -> None:
    (one,) = reliability({"a": [1.0]}, {"a": ["cut"]}, {})
    told = work_told([replace(one, dataset=f"d{n}") for n in range(99)], "/srv/home")
    assert len(told.slowest) == len(told.flakiest) == SHOWN_DATASETS


def told_of_run(failures: list[str], message: str | None = None) -> str:
    """What is told of a run that failed; by its failures, unless a message says otherwise."""
    row = {
        "run_id": "r",
        "command": "run",
        "state": "failed",
        "started_at": NOON.isoformat(),
        "ended_at": NOON.isoformat(),
        "message": together(failures) if message is None else message,
    }
    return run_told(row, failures, "/srv/home").message


def test_each_failure_of_a_run_is_told_however_long_those_before_it_are() -> None:
    long = f"/srv/home/a.json cannot be read: {'x' * 2 * SHOWN_CHARACTERS}"
    told = told_of_run([long, long, "/srv/home/b.json is gone"])
    cut = long.replace("/srv/home", "HOME")[:SHOWN_CHARACTERS]
    assert told == f"{cut}; {cut}; HOME/b.json is gone"


def test_what_ended_a_run_is_told_before_what_failed_in_it() -> None:
    assert told_of_run(["one is gone"], "The disk is full.") == "The disk is full.; one is gone"


def test_of_very_many_failures_it_is_told_how_many_there_were() -> None:
    told = told_of_run([f"file {n}" for n in range(SHOWN_FAILURES + 3)])
    assert told.endswith(f"; file {SHOWN_FAILURES - 1}; and 3 more")
