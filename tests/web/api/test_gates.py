"""What every request passes, and what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI, Request

from boxline.errors import StoreDamaged
from boxline.web.api.gates import HEADERS, POLICY
from tests.web.api.asking import PLENTY, Asker, app_over, document, fresh_home

acting = APIRouter()


@acting.post("/swallow")
async def swallow(request: Request) -> int:
    """How long the body is."""
    return len(await request.body())


@acting.get("/mistake")
async def mistake() -> None:
    """Make one."""
    raise RuntimeError("secret words of /home/somebody")


@acting.get("/damage")
async def damage() -> None:
    """Find a file damaged."""
    raise StoreDamaged("/home/somebody/ledger.sqlite", "secret", "next")


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return app_over(
        fresh_home(tmp_path, document()), acting=(acting,), hosts=frozenset({"localhost"})
    )


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/health", "localhost"),
        ("/manifest.json", "localhost"),
        ("/v1/none.json", "localhost"),
        ("/nothing", "localhost"),
        ("/mistake", "localhost"),
        ("/docs", "localhost"),
        ("/health", "elsewhere.example"),
    ],
)
def test_every_answer_carries_the_safe_headers(app: FastAPI, path: str, host: str) -> None:
    answer = Asker(app)(path, host=host)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_pages_may_run_no_inline_script_and_ask_no_other_host() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert not {"unsafe-inline", "unsafe-eval", "http", "*"} & set(POLICY.replace("'", " ").split())


def test_no_other_origin_may_read(app: FastAPI) -> None:
    answer = Asker(app)("/manifest.json", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    assert Asker(app)("/manifest.json", method="OPTIONS", headers=asked).status_code == 405


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "localhost.elsewhere.example", "127.0.0.2", "x:1:2", "localhost:x"],
)
def test_a_name_that_is_not_ours_is_refused(app: FastAPI, host: str) -> None:
    answer = Asker(app)("/manifest.json", headers={"Host": host})
    assert answer.status_code == 421
    assert "--allow-host" in answer.json()["next_step"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8321"])
def test_our_own_name_is_known_with_any_port(app: FastAPI, host: str) -> None:
    assert Asker(app)("/manifest.json", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("hosts", [[], [b"localhost", b"elsewhere.example"]])
def test_who_names_no_host_or_two_is_refused(app: FastAPI, hosts: list[bytes]) -> None:
    """No client of ours sends that, so it is sent by hand."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/health",
        "raw_path": b"/health",
        "query_string": b"",
        "headers": [(b"host", one) for one in hosts],
        "client": ("127.0.0.1", 1),
    }
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 421


def test_a_body_may_have_as_many_bytes_and_no_more(app: FastAPI) -> None:
    most = PLENTY.body_bytes
    assert Asker(app)("/swallow", method="POST", content=b"x" * most).json() == most
    answer = Asker(app)("/swallow", method="POST", content=b"x" * (most + 1))
    assert (answer.status_code, str(most) in answer.json()["next_step"]) == (413, True)


def test_a_body_that_does_not_say_how_long_it_is_is_counted(app: FastAPI) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 1000

    assert Asker(app)("/swallow", method="POST", content=parts()).status_code == 413


def test_a_length_that_is_none_is_refused(app: FastAPI) -> None:
    answer = Asker(app)("/swallow", method="POST", headers={"Content-Length": "-1"}, content=b"")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("path", "limit"), [("/api/players", "queries_per_second"), ("/health", "documents_per_second")]
)
def test_who_asks_too_fast_is_told_when_to_come_again(
    tmp_path: Path, path: str, limit: str
) -> None:
    home = fresh_home(tmp_path, document())
    ask = Asker(app_over(home, limits=replace(PLENTY, **{limit: 1.0})))
    statuses = [ask(path).status_code for _ in range(4)]
    assert statuses[-1] == 429
    assert statuses[0] != 429
    answer = ask(path)
    assert 1 <= int(answer.headers["Retry-After"]) <= 2
    assert "Ask again" in answer.json()["next_step"]


def test_one_client_does_not_slow_another_nor_queries_documents(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, document())
    app = app_over(home, limits=replace(PLENTY, queries_per_second=1.0))
    for _ in range(4):
        last = Asker(app)("/api/players")
    assert last.status_code == 429
    assert Asker(app, "192.0.2.1")("/api/players").status_code != 429
    assert Asker(app)("/manifest.json").status_code == 200


def test_documents_may_be_asked_for_faster_than_queries() -> None:
    from boxline.web.api import Limits

    assert Limits().documents_per_second >= 10 * Limits().queries_per_second


@pytest.mark.parametrize(("path", "status"), [("/mistake", 500), ("/damage", 503)])
def test_an_error_says_the_next_step_and_nothing_of_the_inside(
    app: FastAPI, path: str, status: int
) -> None:
    answer = Asker(app)(path)
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.status_code, told["status"], bool(told["next_step"])) == (status, status, True)
    assert "secret" not in answer.text
    assert "somebody" not in answer.text


def test_the_acting_routers_come_before_the_documents(app: FastAPI) -> None:
    assert Asker(app)("/swallow", method="POST", content=b"abc").json() == 3
