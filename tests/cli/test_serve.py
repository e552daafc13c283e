"""`boxline serve` as it is started: it tells where it is, answers there, and ends cleanly."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.cli.answers import CommandLine, contents, refused

COMMAND = [sys.executable, "-c", "from boxline.cli import main; main()", "serve", "--no-schedule"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_its_address_answers_there_and_ends_when_it_is_told_to(
    settled: Path, sign: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXLINE_QUERIES_PER_SECOND", "1")
    asked = [*COMMAND, "--port", "0", "--home", str(settled), "--allow-host", "boxline.example"]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        said = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", said) or pytest.fail(said)
        with httpx.Client(base_url=found[0]) as client:
            manifest = client.get("/manifest.json")
            path, entry = next(iter(manifest.json()["documents"].items()))
            document = client.get(f"/{path}")
            head = client.head(f"/{path}")
            players = client.get("/api/players?limit=1")
            known = client.get("/health", headers={"Host": "boxline.example"})
            unknown = client.get("/health", headers={"Host": "elsewhere.example"})
            # Whoever says that he asks for somebody else is still one client.
            forwarded = [
                client.get("/api/players", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
                for n in range(4)
            ]
        running.send_signal(sign)
        rest = running.stderr.read()
        assert running.wait(30) == 0
    assert len(document.content) == entry["bytes"]
    assert (head.content, head.headers["ETag"]) == (b"", document.headers["ETag"])
    assert len(players.json()["rows"]) == 1
    assert (known.status_code, unknown.status_code) == (200, 421)
    assert forwarded[-1] == 429
    assert rest == "Ended.\n"


def test_an_address_that_is_taken_is_told(boxline: CommandLine, settled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = boxline("serve", "--port", taken.getsockname()[1], home=settled)
    refused(answer, 2, "--port", "port 0")


def test_the_openapi_is_written_and_no_home_is_touched(
    boxline: CommandLine, settled: Path, tmp_path: Path
) -> None:
    before = contents(settled)
    answer = boxline("serve", "--openapi", tmp_path / "openapi.json", home=settled)
    assert (answer.exit, answer.data, answer.talk) == (0, "", "")
    assert '"/manifest.json"' in (tmp_path / "openapi.json").read_text()
    assert contents(settled) == before


def test_a_query_has_the_bounds_that_are_set(
    boxline: CommandLine, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOXLINE_QUERY_SECONDS", "0.2")
    long = "SELECT sum(a.range * b.range) FROM range(1000000) a, range(20000) b"
    refused(boxline("sql", long, home=settled), 2, "more than 0.2 s", "Ask for fewer")
    monkeypatch.setenv("BOXLINE_QUERY_MEMORY", "100MB")
    monkeypatch.setenv("BOXLINE_QUERY_SECONDS", "20")
    large = boxline("sql", "SELECT list(range) FROM range(100000000)", home=settled)
    refused(large, 2, "more memory than 100MB")
