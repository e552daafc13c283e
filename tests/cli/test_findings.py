"""`findings`: listed by how grave they are, shown, closed with a reason, and open again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boxline.catalog import Catalog
from boxline.engine.work import Window
from boxline.home import Home
from tests.cli.answers import CommandLine, refused
from tests.faults.pipeline import (
    CORRECTED,
    CORRECTION,
    EVENING,
    FIRST,
    RESULTS,
    land,
    toy_catalog,
    toy_home,
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return toy_catalog()


@pytest.fixture
def home(tmp_path: Path, catalog: Catalog, boxline: CommandLine) -> Iterator[Home]:
    """The toy league, a row of whose first reply broke a rule, and a computed one of another."""
    boxline.now, boxline.declared = EVENING, lambda: catalog
    found = toy_home(tmp_path / "home", catalog, EVENING)
    land(found, FIRST, "first.json")
    found.run("run", Window())
    yield found
    found.close()


def test_each_row_that_was_rejected_is_a_finding_with_its_next_step(
    boxline: CommandLine, home: Home
) -> None:
    listed = boxline("findings", "list", "--json", home=home.path)
    assert listed.exit == 0
    assert {row["kind"] for row in listed.json} == {"rejected rows"}
    assert len(listed.json) == len(home.ledger.rejects()) == 2
    of_raw = boxline("findings", "list", "--dataset", RESULTS, "--json", home=home.path).json
    assert [row["subject"] for row in of_raw] == ["first.json"]
    assert of_raw[0]["next_step"] == f"boxline rejects list --dataset {RESULTS}"
    assert boxline("findings", "list", "--severity", "grave", home=home.path).data == ""


def test_a_closed_one_leaves_the_list_and_keeps_its_reason(
    boxline: CommandLine, home: Home
) -> None:
    found, other = (row["finding_id"] for row in home_list(boxline, home))
    assert boxline("findings", "close", found, "a joke of the sender", home=home.path).exit == 0
    assert [row["finding_id"] for row in home_list(boxline, home)] == [other]
    home.run("run", Window())
    assert [row["finding_id"] for row in home_list(boxline, home)] == [other]
    shown = boxline("findings", "show", found, "--json", home=home.path).json
    assert (shown["state"], shown["closed_because"]) == ("closed", "a joke of the sender")
    states = {row["finding_id"]: row["state"] for row in home_list(boxline, home, "--all")}
    assert states == {found: "closed", other: "open"}


def test_what_is_mended_is_resolved_by_the_next_run(
    boxline: CommandLine, home: Home, catalog: Catalog
) -> None:
    later = toy_home(home.path, catalog, CORRECTED)
    land(later, CORRECTION, "correction.json")
    later.run("run", Window())
    later.close()
    states = {row["dataset"]: row["state"] for row in home_list(boxline, home, "--all")}
    assert states == {RESULTS: "open", "toy_analytics.team_goals": "resolved"}
    assert [row["dataset"] for row in home_list(boxline, home)] == [RESULTS]


def test_a_run_with_nothing_new_writes_no_finding(home: Home) -> None:
    kept = home.ledger.findings.kept()
    writes: list[str] = []
    from sqlalchemy import event

    @event.listens_for(home.ledger._engine, "before_cursor_execute")
    def _note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        writes.append(statement)

    home.run("run", Window())
    assert not [s for s in writes if "INTO findings " in s]
    assert home.ledger.findings.kept() == kept


def test_misuse_is_told(boxline: CommandLine, home: Home, tmp_path: Path) -> None:
    refused(boxline("findings", "show", "nobody", home=home.path), 2, "'nobody'")
    refused(boxline("findings", "close", "nobody", "why", home=home.path), 2, "'nobody'")
    found, _ = (row["finding_id"] for row in home_list(boxline, home))
    refused(boxline("findings", "close", found, " ", home=home.path), 2, "records the reason")
    refused(boxline("findings", "show", "nobody", home=tmp_path / "none"), 2, "'nobody'")
    listed = boxline("findings", "list", "--dataset", "toy_raw.score", home=home.path)
    assert listed.exit == 2
    assert RESULTS in listed.talk


def test_a_home_that_never_ran_says_so(boxline: CommandLine, tmp_path: Path) -> None:
    listed = boxline("findings", "list", home=tmp_path / "none")
    assert (listed.exit, listed.data) == (0, "")
    assert "No run has looked yet" in listed.talk


def home_list(boxline: CommandLine, home: Home, *words: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = boxline("findings", "list", *words, "--json", home=home.path).json
    return rows
