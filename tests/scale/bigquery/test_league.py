"""A whole league through all layers that a home has, on BigQuery as in a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boxline.catalog import Export
from boxline.engine.work import Window
from boxline.home import Home
from boxline.stores.bigquery import Address
from tests.builders import (
    bring_in,
    commits_of,
    documents_of,
    home_at,
    named_catalog,
    rows_of_all,
    run,
    same,
    settled_league_home,
    small_archive,
)


@pytest.fixture
def remote(tmp_path: Path, address: Address) -> Home:
    url = f"bigquery://{address.project}/{address.prefix}?endpoint={address.endpoint}"
    home = home_at(tmp_path / "remote", declared=named_catalog)
    return replace(home, settings=replace(home.settings, warehouse=url))


def test_a_league_on_bigquery_equals_the_one_in_a_file(tmp_path: Path, remote: Home) -> None:
    local = settled_league_home(tmp_path / "local", declared=named_catalog)
    assert not bring_in(remote, [small_archive()]).failures
    run(remote)
    tables = [n for n, d in remote.catalog.datasets.items() if not isinstance(d, Export)]
    here, there = rows_of_all(local, tables), rows_of_all(remote, tables)
    differing = [
        name
        for name in tables
        if len(here[name]) != len(there[name]) or not all(map(same, here[name], there[name]))
    ]
    assert differing == []
    assert documents_of(remote) == documents_of(local)
    contents = {
        name: {day: one.content for day, one in days.items()}
        for name, days in commits_of(remote).items()
    }
    assert contents == {
        name: {day: one.content for day, one in days.items()}
        for name, days in commits_of(local).items()
    }
    # Nothing is left to do, the snapshot shows it, and the run tells what it cost.
    assert [cell for plan in remote.plan(Window()).plans for cell in plan.cells] == []
    assert (remote.snapshot.manifest() or {})["tables"].keys() >= set(tables)
    newest = remote.ledger.runs(1)[0]["run_id"]
    assert remote.ledger.costs(newest)["jobs"] > 0
