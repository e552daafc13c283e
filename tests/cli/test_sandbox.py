"""`boxline sandbox serve` as it is started: it tells where it is, serves, and ends cleanly."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from boxline.cli import main
from boxline.cli.sandbox import start
from boxline.errors import BadSandbox
from boxline.sandbox.servers import SandboxPlan, sandbox_process

SMALL = ["--teams", "4", "--games-per-team", "4", "--season", "2024-25"]
COMMAND = [sys.executable, "-c", "from boxline.cli import main; main()", "sandbox", "serve"]


def test_it_tells_its_address_serves_there_and_ends_when_it_is_told_to() -> None:
    asked = [*COMMAND, "--port", "0", "--as-of", "2024-11-05T12:00:00Z", *SMALL]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        said = ""
        while not (found := re.search(r"export BOXLINE_SANDBOX=(\S+)", said)):
            said += running.stderr.readline() or pytest.fail(said)
        told = httpx.get(found[1]).json()
        running.send_signal(signal.SIGTERM)
        rest = running.stderr.read()
        assert running.wait(30) == 0
    assert told["simulated_now"] == "2024-11-05T12:00:00+00:00"
    assert told["seasons"] == ["2024-25"]
    assert "Served 0 requests." in rest


@pytest.mark.parametrize(
    "words",
    [
        ["--fault", "nonsense:0.1"],
        ["--storm", "2"],
        ["--teams", "1"],
        ["--season", "24"],
        ["--as-of", "yesterday"],
    ],
)
def test_what_cannot_be_is_misuse(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["boxline", "sandbox", "serve", "--port", "0", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        plan = SandboxPlan(
            as_of=datetime(2024, 11, 5, 12, tzinfo=UTC),
            seasons=("2024-25",),
            teams=4,
            games_per_team=4,
            port=taken.getsockname()[1],
        )
        with pytest.raises(BadSandbox, match="--port"):
            start(plan)


def test_a_sandbox_can_run_in_a_process_of_its_own() -> None:
    plan = SandboxPlan(
        as_of=datetime(2024, 11, 5, 12, tzinfo=UTC),
        seasons=("2024-25",),
        speed=0,
        teams=4,
        games_per_team=4,
    )
    with sandbox_process(plan) as url:
        assert "cdn.nba.com" in httpx.get(url).json()["hosts"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
