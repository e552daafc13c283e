"""What acts over HTTP: who may, what is refused, and what is recorded of it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from boxline.cli.acting_server import ENTRY
from boxline.home import Home
from boxline.stores.tokens import token_of
from boxline.web.acting import routes
from tests.builders import home_at, leased
from tests.web.acting.conftest import TOKEN, Server, server_of

WRONG = token_of("z" * 43)
ORDERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/run", {"date": "2024-11-12"}),
    ("/scrape", {"scraper_name": "bdl_games", "params": {"date": "2024-11-12"}}),
    ("/process-date", {"processors": ["player_daily_cache"], "analysis_date": "TODAY"}),
    ("/rejects/replay", {}),
)

#: Children that stand in for `boxline`.
IS_MISUSE = "import sys; print('boxline: balldontlie wants a key.'); sys.exit(2)"
LOSES_THE_RACE = """
import sqlite3, sys
words = sys.argv
at = dict(zip(words, words[1:]))
row = (at["--run-id"], "run", "busy", "2024-11-12", "The home is held by process 7 (run x)")
ledger = sqlite3.connect(at["--home"] + "/ledger.sqlite")
columns = "run_id, command, state, started_at, message"
ledger.execute(f"INSERT INTO runs ({columns}) VALUES (?, ?, ?, ?, ?)", row)
ledger.commit()
sys.exit(1)
"""


def audited(server: Server) -> list[dict[str, Any]]:
    return server.home.ledger.audit.listed(100)


def problem(answer: httpx.Response, status: int) -> str:
    """The detail of a problem."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


@pytest.mark.parametrize(("path", "body"), ORDERS)
@pytest.mark.parametrize("token", [None, WRONG, "", "a b", TOKEN[:-1]])
def test_without_a_token_that_holds_nothing_is_started_and_the_call_is_recorded(
    server: Server, path: str, body: dict[str, Any], token: str | None
) -> None:
    answer = server.post(path, body, token=token)
    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    (row,) = audited(server)
    recorded = (row["path"], row["status"], row["client"], row["token"], row["run_id"])
    assert recorded == (path, 401, "192.0.2.7", "", "")
    assert not server.starter.logs.exists()


def test_who_has_no_token_learns_nothing_of_the_body(server: Server) -> None:
    problem(server.post("/run", {"no such field": 1}, token=None), 401)
    problem(server.ask("POST", "/run", content=b"{not json"), 401)


@pytest.mark.parametrize(("path", "body"), ORDERS)
def test_with_a_token_the_order_is_accepted_and_told_where_to_follow(
    server: Server, path: str, body: dict[str, Any]
) -> None:
    answer = server.post(path, body)
    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert told["run"] == f"/runs/{told['run_id']}"
    assert told["events"] == f"/runs/{told['run_id']}/events"
    (row,) = audited(server)
    recorded = (row["token"], row["status"], row["run_id"], row["method"])
    assert recorded == ("ci", 202, told["run_id"], "POST")
    assert row["asked"].items() >= {k: v for k, v in body.items() if k != "analysis_date"}.items()
    child = server.home.ledger.children.find(told["run_id"])
    assert child is not None
    assert (child.asked_by, child.command, child.state) == ("token ci", told["command"], "done")


def test_the_word_bearer_is_read_in_any_case(server: Server) -> None:
    headers = {"Authorization": f"bEARER {TOKEN}"}
    assert server.ask("POST", "/run", json={}, headers=headers).status_code == 202


def test_a_token_of_another_scheme_is_none(server: Server) -> None:
    headers = {"Authorization": f"Basic {TOKEN}"}
    problem(server.ask("POST", "/run", json={}, headers=headers), 401)


def test_a_token_in_a_url_is_refused_and_kept_nowhere(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    for token in (None, TOKEN):
        answer = server.post(f"/run?token={WRONG}", token=token)
        problem(answer, 400)
        assert WRONG not in answer.text
    (row,) = audited(server)
    assert (row["status"], row["path"], row["calls"]) == (400, "/run", 2)
    assert WRONG not in caplog.text
    assert not any(WRONG.encode() in file for file in files_of(server.home))


@pytest.mark.parametrize(
    "url",
    [
        f"/runs?token={WRONG}",
        f"/runs/{WRONG}",
        f"/v1/today.json?t={WRONG.replace('_', '%5F')}",
    ],
)
def test_nothing_is_read_by_a_url_with_a_token(server: Server, url: str) -> None:
    assert "token" in problem(server.ask("GET", url), 400)


def test_a_revoked_token_acts_no_longer(server: Server) -> None:
    server.home.ledger.tokens.revoke("ci", server.home.clock())
    problem(server.post("/run"), 401)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/scrape", {"scraper_name": "bdl_gamez"}, "The nearest: bdl_games"),
        ("/run", {"only": ["nba_core.gamez"]}, "'nba_core.games'"),
        ("/run", {"takeover": True}, "takeover"),
        ("/run", {"date": "2024-02-30"}, "not a day"),
        ("/process-date", {"processors": [], "analysis_date": "AUTO"}, "processors"),
        ("/process-date", {"processors": ["x"], "analysis_date": "YESTERDAY"}, "analysis_date"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_can(
    server: Server, path: str, body: dict[str, Any], said: str
) -> None:
    assert said in problem(server.post(path, body), 422)
    (row,) = audited(server)
    assert (row["token"], row["status"], row["run_id"]) == ("ci", 422, "")


def test_no_secret_of_a_body_is_kept(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    key = "hush-1234567890"
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("/scrape", {"scraper_name": "bdl_games", "params": {"apiKey": key}}),
        ("/scrape", {"scraper_name": "bdl_games", "key": key}),
        ("/scrape", {"scraper_name": "bdl_games", "params": {"date": f"{key} {key}"}}),
        ("/run", {"date": key}),
    ]
    for path, body in bodies:
        answer = server.post(path, body)
        problem(answer, 422)
        assert key not in answer.text
    assert key not in json.dumps(audited(server))
    assert key not in caplog.text
    assert not any(key.encode() in file for file in files_of(server.home))


def test_while_somebody_else_is_the_writer_nothing_is_started_and_he_is_named(
    server: Server,
) -> None:
    with leased(server.home.path):
        said = problem(server.post("/run"), 409)
    assert "process" in said
    assert "(test, since " in said
    (row,) = audited(server)
    assert (row["token"], row["status"], row["run_id"]) == ("ci", 409, "")
    assert not server.starter.logs.exists()
    assert server.post("/run").status_code == 202


def test_who_loses_the_race_for_the_writer_is_told_who_won(
    serving: Callable[[str], Server],
) -> None:
    server = serving(LOSES_THE_RACE)
    assert "is held by process 7 (run x)" in problem(server.post("/run"), 409)


def test_an_order_that_comes_while_another_is_being_started_waits_for_its_own_time(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[httpx.Response] = []

    def meanwhile(*_: object) -> None:
        asked.append(server.post("/run"))

    monkeypatch.setattr(routes, "_await_beginning", meanwhile)
    assert server.post("/run").status_code == 202
    assert "being started" in problem(asked[0], 409)


def test_what_the_command_calls_misuse_is_told_at_once(serving: Callable[[str], Server]) -> None:
    server = serving(IS_MISUSE)
    assert problem(server.post("/run"), 422) == "balldontlie wants a key."
    (row,) = audited(server)
    assert row["status"] == 422
    assert server.home.ledger.run(row["run_id"])["state"] == "failed"  # type: ignore[index]


def test_a_machine_that_refuses_a_process_is_said_to(home: Home) -> None:
    server = server_of(home, (str(home.path / "no such program"),))
    assert "No such file" in problem(server.post("/run"), 503)
    (row,) = audited(server)
    assert row["status"] == 503


@pytest.fixture
def settled(settled_home: Home, tmp_path: Path) -> Iterator[Home]:
    """A small league that was run, and on which a token may act."""
    path = shutil.copytree(settled_home.path, tmp_path / "home", symlinks=True)
    one = home_at(path)
    one.ledger.tokens.add("ci", TOKEN, one.clock())
    yield one
    one.close()


def test_a_run_that_was_asked_for_happens_and_is_followed_to_its_end(settled: Home) -> None:
    server = server_of(settled, ENTRY)
    name = "nba_core.team_games"
    answer = server.post("/run", {"date": "2024-11-12", "only": [name], "remake": True})
    assert answer.status_code == 202, answer.text
    run_id = answer.json()["run_id"]
    stream = server.ask("GET", f"/runs/{run_id}/events")
    assert stream.headers["content-type"].startswith("text/event-stream")
    kinds = [line for line in stream.text.splitlines() if line.startswith("event: ")]
    assert kinds[-2:] == ["event: state", "event: end"]
    end = json.loads(stream.text.rstrip().splitlines()[-1].removeprefix("data: "))
    assert (end["run_id"], end["state"], end["command"]) == (run_id, "done", "run")
    server.await_end(run_id)
    child = settled.ledger.children.find(run_id)
    assert child is not None
    assert (child.exit_code, child.state) == (0, "done")


def files_of(home: Home) -> list[bytes]:
    """Everything that is kept, whatever the ledger has still beside it."""
    with sqlite3.connect(home.path / "ledger.sqlite") as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    return [path.read_bytes() for path in home.path.rglob("*") if path.is_file()]
