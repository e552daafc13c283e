"""`breakers`: what failed, what cleared it, and by whose word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from boxline.engine.attempts import Attempt, Kind
from boxline.engine.exchanges import Exchange
from boxline.home import Home
from tests.builders import NOON, home_at
from tests.cli.answers import CommandLine, refused

GAMES, DAY, HOST = "nba_core.games", "2025-01-15", "api.balldontlie.io"
FAILED = Attempt(
    dataset=GAMES,
    cell=DAY,
    inputs="i",
    code="c",
    kind=Kind.TRANSIENT,
    message="no space\nin detail",
    run_id="r",
    failed_at=NOON,
)


def exchange(n: int, code: str = "server_failed") -> Exchange:
    return Exchange(
        at=NOON - timedelta(minutes=10 - n),
        run_id="r",
        provider="balldontlie",
        host=HOST,
        dataset="nba_raw.bdl_games",
        cell=DAY,
        page=1,
        attempt=1,
        status=503,
        code=code,
        is_settled=True,
        body_bytes=None,
        sha256="",
        headers={},
        seconds=0.1,
    )


@pytest.fixture
def home(tmp_path: Path, boxline: CommandLine) -> Iterator[Home]:
    """A home in which a piece of work failed five times, and a host did."""
    boxline.now = NOON + timedelta(minutes=1)
    found = home_at(tmp_path / "home", now=NOON)
    found.ledger.note_attempts([FAILED] * 5)
    found.ledger.note_exchanges([exchange(n) for n in range(5)])
    yield found
    found.close()


def listed(boxline: CommandLine, home: Home, *words: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = boxline("breakers", "list", *words, "--json", home=home.path).json
    return rows


def test_work_and_hosts_that_failed_stand_in_one_list(boxline: CommandLine, home: Home) -> None:
    told = [(r["dataset"], r["cell"], r["state"], r["failures"]) for r in listed(boxline, home)]
    assert told == [(GAMES, DAY, "parked", 5), ("balldontlie", HOST, "parked", 5)]


def test_a_host_is_shown_with_each_failure(boxline: CommandLine, home: Home) -> None:
    shown = boxline("breakers", "show", HOST, "--json", home=home.path).json
    assert [one["status"] for one in shown["attempts"]] == [503] * 5
    assert shown["cleared"] == []


def test_a_host_that_is_cleared_by_hand_is_asked_again_and_its_failures_from_then_on_count(
    boxline: CommandLine, home: Home
) -> None:
    done = boxline("breakers", "clear", HOST, "--because", "they mended it", home=home.path)
    assert (done.exit, f"Asked again: {HOST}" in done.talk) == (0, True)
    assert [row["dataset"] for row in listed(boxline, home)] == [GAMES]
    (cleared,) = listed(boxline, home, "--cleared")
    assert (cleared["cell"], cleared["because"]) == (HOST, "by hand")
    assert (cleared["note"], cleared["failures"]) == ("they mended it", 5)
    home.ledger.note_exchanges([exchange(7)])
    (_, failing) = listed(boxline, home)
    assert (failing["state"], failing["failures"]) == ("retrying", 1)


def test_work_that_is_cleared_by_hand_is_remembered_with_the_reason(
    boxline: CommandLine, home: Home
) -> None:
    assert boxline("breakers", "clear", GAMES, "--because", "more disk", home=home.path).exit == 0
    shown = boxline("breakers", "show", GAMES, DAY, "--json", home=home.path).json
    (cleared,) = shown["cleared"]
    assert shown["attempts"] == []
    assert (cleared["because"], cleared["note"], cleared["failures"]) == ("by hand", "more disk", 5)
    assert cleared["message"] == FAILED.message


@pytest.mark.parametrize(
    ("inputs", "code", "because"),
    [("j", "c", "new inputs"), ("i", "d", "new code"), ("i", "c", "tried again")],
)
def test_what_a_run_mends_is_cleared_by_what_had_changed(
    boxline: CommandLine, home: Home, inputs: str, code: str, because: str
) -> None:
    home.ledger.mend(GAMES, {DAY: inputs}, code=code, run_id="next", now=NOON)
    (cleared,) = listed(boxline, home, "--cleared")
    assert (cleared["because"], cleared["run_id"]) == (because, "next")
    assert [row["cell"] for row in listed(boxline, home)] == [HOST]


def test_what_did_not_fail_before_is_cleared_by_nothing(boxline: CommandLine, home: Home) -> None:
    home.ledger.mend(GAMES, {"2025-01-16": "i"}, code="c", run_id="next", now=NOON)
    assert listed(boxline, home, "--cleared") == []
    assert len(listed(boxline, home)) == 2


def test_clearing_everything_clears_hosts_as_well(boxline: CommandLine, home: Home) -> None:
    assert boxline("breakers", "clear", home=home.path).exit == 0
    assert listed(boxline, home) == []
    assert len(listed(boxline, home, "--cleared")) == 2


def test_a_ledger_that_numbers_exchanges_anew_still_counts_what_fails(
    boxline: CommandLine, home: Home
) -> None:
    boxline("breakers", "clear", HOST, home=home.path)
    with home.ledger._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM exchanges")
    home.ledger.note_exchanges([replace(exchange(0), at=NOON + timedelta(hours=1))])
    assert [row["cell"] for row in listed(boxline, home)] == [DAY, HOST]


def test_what_never_failed_is_misuse(boxline: CommandLine, home: Home) -> None:
    refused(boxline("breakers", "show", GAMES, "2025-01-16", home=home.path), 2, "2025-01-16")
    refused(boxline("breakers", "show", "stats.nba.com", home=home.path), 2, "stats.nba.com")
    refused(boxline("breakers", "show", "nowhere.example", home=home.path), 2, "nowhere.example")
