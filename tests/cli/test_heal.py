"""`boxline heal`, as it is given by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxline.sandbox.servers import SandboxServer
from tests.cli.answers import CommandLine
from tests.fetching.sandboxed import sandbox
from tests.home.fetched_home import (
    BOX,
    LATER,
    START,
    at,
    box_score_home,
    box_scores,
    games_asked,
    run,
)


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with sandbox(at=LATER) as served:
        yield served


@pytest.fixture(scope="module")
def begun(server: SandboxServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was run on one morning, and a month later."""
    home = box_score_home(tmp_path_factory.mktemp("begun") / "home", server, now=START)
    run(home)
    run(at(home, LATER))
    home.close()
    return home.path


@pytest.fixture
def home(
    begun: Path,
    server: SandboxServer,
    boxline: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """A copy of it, for commands that are given a month later."""
    boxline.now, boxline.declared = LATER, box_scores
    for name, value in {
        "FETCH_FROM": "nba.com",
        "FETCH_DAYS": "2",
        "SANDBOX": server.url,
        "SANDBOX_REQUESTS_PER_SECOND": "2000",
    }.items():
        monkeypatch.setenv(f"BOXLINE_{name}", value)
    return shutil.copytree(begun, tmp_path / "home", symlinks=True)


def test_a_dry_run_lists_what_heal_then_asks_for(
    boxline: CommandLine, server: SandboxServer, home: Path
) -> None:
    before = games_asked(server)
    shown = boxline("heal", "--dry-run", "--json", home=home)
    assert shown.exit == 0, shown.talk
    rows = shown.json["healing"]
    assert {(row["dataset"], row["what"]) for row in rows} == {(BOX, "ask again")}
    assert games_asked(server) == before

    healed = boxline("heal", "--json", home=home)
    assert healed.exit == 0, healed.talk
    assert healed.json["healing"] == rows
    assert games_asked(server) == before + len(rows)
    assert len(healed.json["closed"]) == sum(row["games"] for row in rows)
    assert boxline("gaps", "--only", BOX, home=home).exit == 0
    again = boxline("heal", "--dry-run", home=home)
    assert (again.exit, again.talk) == (0, "Nothing is to be asked for again.\n")


def test_days_limit_what_is_asked_for(
    boxline: CommandLine, server: SandboxServer, home: Path
) -> None:
    every = boxline("gaps", "--only", BOX, "--json", home=home).json
    assert {row["next"] for row in every} == {"boxline heal"}
    day = every[-1]["day"]
    answer = boxline("heal", "--date", day, home=home)
    assert answer.exit == 0, answer.talk
    assert answer.table[0]["cell"] == f"game_id={every[-1]['game']}"
    assert answer.talk.endswith("Gaps closed: 1 of 1 that were asked for again.\n")
    assert len(boxline("gaps", "--only", BOX, "--json", home=home).json) == len(every) - 1


def test_a_home_in_which_nothing_ever_landed_has_nothing_to_heal(
    boxline: CommandLine, tmp_path: Path
) -> None:
    answer = boxline("heal", "--dry-run", home=tmp_path / "none")
    assert (answer.exit, answer.data) == (0, "")
    assert not (tmp_path / "none").exists()
