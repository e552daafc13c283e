"""Server-sent events of a run: its states, its steps as they come, and an end that ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest

from boxline.home import Home
from boxline.web.acting import events
from boxline.web.acting.logs import STEP
from tests.builders import NOON
from tests.web.acting.conftest import Server

#: Tells two steps, one of which is still being written when it is first looked at.
TELLS_STEPS = f"""
import sys, time
print("{STEP}nba_core.games 2024-11-12 to 2024-11-13", flush=True)
print("a line that is no step")
print("{STEP}nba_core.play", end="", flush=True)
time.sleep(0.15)
print("ers 2024", flush=True)
"""


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at runs more often than a server does."""
    monkeypatch.setattr(events, "POLL_SECONDS", 0.02)


def heard(server: Server, run_id: str) -> list[tuple[str, Any]]:
    """Kind and data of each event of a stream, which ends by itself."""
    stream = server.ask("GET", f"/runs/{run_id}/events").text
    found = []
    for event in filter(None, stream.split("\n\n")):
        fields = dict(line.split(": ", 1) for line in event.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_a_run_tells_its_steps_as_they_come_and_then_its_end(
    serving: Callable[[str], Server],
) -> None:
    server = serving(TELLS_STEPS)
    run_id = server.starter.start(["run"], asked_by="token ci").run_id
    told = heard(server, run_id)
    assert [data["state"] for kind, data in told if kind == "state"] == ["accepted", "done"]
    assert [data for kind, data in told if kind == "step"] == [
        {"dataset": "nba_core.games", "what": "2024-11-12 to 2024-11-13"},
        {"dataset": "nba_core.players", "what": "2024"},
    ]
    kind, end = told[-1]
    assert (kind, end["run_id"], end["steps"]) == ("end", run_id, [])


def test_a_run_that_is_over_ends_at_once_with_what_it_did(server: Server, home: Home) -> None:
    step = {"dataset": "nba_core.games", "days": 1, "reason": "missing", "seconds": 0.1}
    step |= dict.fromkeys(("rows_in", "rows_kept", "rows_rejected", "rows_stored"), 3)
    home.ledger.start("r1", "run", NOON)
    home.ledger.finish("r1", "done", NOON, [step | {"first": None, "last": None}])
    states, end = heard(server, "r1")
    assert states == ("state", {"run_id": "r1", "state": "done"})
    assert end[1]["steps"][0]["dataset"] == "nba_core.games"


def test_who_has_heard_the_end_is_told_to_stop(server: Server, home: Home) -> None:
    home.ledger.start("r1", "run", NOON)
    home.ledger.finish("r1", "done", NOON, [])
    again = server.ask("GET", "/runs/r1/events", headers={"Last-Event-ID": "end"})
    assert again.status_code == 204


@pytest.mark.parametrize(("run_id", "status"), [("r2", 404), ("..%2Fledger", 404), ("a.b", 422)])
def test_a_run_that_is_none_has_no_events(server: Server, run_id: str, status: int) -> None:
    assert server.ask("GET", f"/runs/{run_id}/events").status_code == status


def test_only_so_many_listen_at_once(
    server: Server, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.ledger.start("r1", "run", NOON)
    home.ledger.finish("r1", "done", NOON, [])
    monkeypatch.setattr(events, "STREAMS", 0)
    refused = server.ask("GET", "/runs/r1/events")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    monkeypatch.setattr(events, "STREAMS", 1)
    for _ in range(2):  # who has ended gives his place back
        assert server.ask("GET", "/runs/r1/events").status_code == 200


def test_a_stream_ends_when_its_server_does(server: Server, home: Home) -> None:
    server.app.state.is_ending = lambda: True
    with home.lease("run r1", run_id="r1"):
        home.ledger.start("r1", "run", NOON)
        told = heard(server, "r1")
    assert told == [("state", {"run_id": "r1", "state": "running"})]


def test_a_stream_ends_after_so_long_whatever_its_run_does(
    server: Server, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "STREAM_SECONDS", 0.1)
    monkeypatch.setattr(events, "QUIET_SECONDS", 0.04)
    with home.lease("run r1", run_id="r1"):
        home.ledger.start("r1", "run", NOON)
        stream = server.ask("GET", "/runs/r1/events").text
    assert "event: end" not in stream
    assert stream.count(": it goes on") >= 1
    assert str(os.getpid()) not in stream
