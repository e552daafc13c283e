"""A run publishes no document that shrinks, until somebody says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boxline.engine.documents import NewDocument
from tests.builders import NOON, home_at
from tests.cli.answers import CommandLine


@pytest.fixture
def larger(settled: Path) -> str:
    """The path of a document that was published with a row more than its day gives today."""
    here = home_at(settled)
    documents = here.published.manifest()["documents"]
    path = next(path for path in documents if path.startswith("v1/predictions/"))
    entry = documents[path]
    document = NewDocument(
        dataset=entry["dataset"],
        path=path,
        day=NOON.date().fromisoformat(entry["date"]),
        body=b"{}",
        rows=entry["rows"] + 1,
        inputs=0,
        code=entry["code"],
    )
    here.published.publish([document], NOON)
    return path


def entry(home: Path, path: str) -> dict[str, Any]:
    listed = json.loads((home / "published" / "current" / "manifest.json").read_text())
    found: dict[str, Any] = listed["documents"][path]
    return found


def test_without_a_reason_it_fails_says_what_to_do_and_stays_to_be_seen(
    boxline: CommandLine, settled: Path, larger: str
) -> None:
    before = entry(settled, larger)
    answer = boxline("run", home=settled)
    assert answer.exit == 1
    (failed,) = [line for line in answer.talk.splitlines() if line.startswith("failed: ")]
    assert larger in failed
    assert f"has {before['rows']} rows and would have {before['rows'] - 1}" in failed
    assert "`boxline run --allow-shrink" in failed
    assert entry(settled, larger) == before

    again = boxline("run", home=settled)
    assert again.exit == 0, "nothing has changed since it was refused"
    assert "Left alone: 1 that failed" in again.talk
    (parked,) = boxline("plan", "--json", home=settled).json["parked"]
    assert f"failed: {parked['why']}" == failed
    assert entry(settled, larger) == before


def test_with_a_reason_it_is_published_and_the_reason_stands_in_the_manifest(
    boxline: CommandLine, settled: Path, larger: str
) -> None:
    rows = entry(settled, larger)["rows"]
    assert boxline("run", "--allow-shrink", "a row was wrong", home=settled).exit == 0
    wanted = {"from": rows, "to": rows - 1, "reason": "a row was wrong", "at": NOON.isoformat()}
    assert entry(settled, larger)["shrunk"] == wanted
    again = boxline("run", home=settled)
    assert (again.exit, again.talk) == (0, "Nothing to do.\n")
