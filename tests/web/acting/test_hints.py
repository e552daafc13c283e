"""A hint that something landed makes the next run come earlier, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from boxline.errors import BoxlineError, HomeBusy
from boxline.home import Home
from boxline.stores.children import Child, Children
from boxline.stores.landing import DESCRIPTION
from boxline.stores.tokens import token_of
from boxline.web.acting.hints import Hints, hints_router
from boxline.web.api import create_app
from tests.web.acting.conftest import DOES_NOTHING, TOKEN, Server, served, server_of
from tests.web.acting.conftest import entry as words_of

IN_URL = token_of("h" * 43)
LANDED = "landing/ball-dont-lie/player-box-scores/2025-01-15/20250116T110000Z-a1.landed.json"


def pubsub(name: str = LANDED, *, event: str = "OBJECT_FINALIZE") -> dict[str, Any]:
    """What a push subscription of Pub/Sub sends of an object, as Google's pages show it."""
    return {
        "message": {
            "attributes": {
                "notificationConfig": "projects/_/buckets/ours/notificationConfigs/3",
                "eventType": event,
                "payloadFormat": "JSON_API_V1",
                "bucketId": "ours",
                "objectId": name,
                "objectGeneration": "1737025200000000",
            },
            "data": "eyJraW5kIjogInN0b3JhZ2Ujb2JqZWN0In0=",
            "messageId": "2070443601311540",
            "publishTime": "2025-01-16T11:00:01.123Z",
        },
        "subscription": "projects/ours/subscriptions/landed",
    }


def s3(name: str = LANDED, *, event: str = "ObjectCreated:Put") -> dict[str, Any]:
    """What S3 sends of an object, as Amazon's pages show it."""
    return {
        "Records": [
            {
                "eventVersion": "2.1",
                "eventSource": "aws:s3",
                "awsRegion": "us-east-1",
                "eventTime": "2025-01-16T11:00:00.000Z",
                "eventName": event,
                "s3": {
                    "s3SchemaVersion": "1.0",
                    "bucket": {"name": "ours", "arn": "arn:aws:s3:::ours"},
                    "object": {"key": name.replace(" ", "+"), "size": 1024, "sequencer": "0A1B"},
                },
            }
        ]
    }


class Gate:
    """Says whether a home is held, and who asks."""

    def __init__(self) -> None:
        self.is_held, self.asked = False, threading.Semaphore(0)
        self.does_not_answer: BoxlineError | None = None

    def __call__(self) -> bool:
        self.asked.release()
        if self.does_not_answer:
            raise self.does_not_answer
        return self.is_held


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def serve(home: Home, gate: Gate) -> Iterator[Callable[..., Server]]:
    """Makes a server that takes hints, which gather for so many seconds."""
    made: list[tuple[Server, Hints]] = []

    def serving(seconds: float = 0.0, landing: str = "") -> Server:
        one = server_of(home, words_of(DOES_NOTHING))
        hints = Hints(
            starter=one.starter,
            is_held=gate,
            landed_by_us=home.ledger.landed_by_us,
            landing=landing,
            seconds=seconds,
        )
        one.app = create_app(served(home), [hints_router(hints)])
        made.append((one, hints))
        return one

    home.ledger.tokens.add("hints-of-gcs", IN_URL, home.clock())
    yield serving
    for one, hints in made:
        hints.end()
        one.starter.end_all()


def came_of(answer: httpx.Response) -> str:
    assert answer.status_code == 202, answer.text
    return str(answer.json()["run"])


def started(server: Server) -> list[Child]:
    """The processes that were started."""
    logs = sorted(server.starter.logs.glob("*.log"))
    found = (server.home.ledger.children.find(path.stem) for path in logs)
    return [child for child in found if child is not None]


def runs_of(server: Server) -> list[str]:
    """What was started, as it would be typed."""
    return [child.command for child in started(server)]


def await_run(server: Server) -> None:
    """Wait until a run was started and has ended."""
    for _ in range(3000):
        if any(child.ended_at for child in started(server)):
            return
        threading.Event().wait(0.01)
    raise AssertionError("no run was started")


@pytest.mark.parametrize(("path", "body"), [("/hints/pubsub", pubsub()), ("/hints/s3", s3())])
def test_a_hint_asks_for_one_run(
    serve: Callable[..., Server], path: str, body: dict[str, Any]
) -> None:
    server = serve()
    assert came_of(server.post(path, body)) == "asked for"
    await_run(server)
    assert runs_of(server) == ["boxline run"]
    (call,) = server.home.ledger.audit.listed(10)
    assert (call["token"], call["path"], call["status"]) == ("ci", path, 202)


def test_several_hints_within_a_while_are_one_run(serve: Callable[..., Server]) -> None:
    server = serve(seconds=3600)
    answers = [came_of(server.post("/hints/pubsub", pubsub())) for _ in range(3)]
    assert answers == ["asked for", "asked for already", "asked for already"]
    assert runs_of(server) == []


def test_one_that_comes_while_a_run_goes_on_waits_for_its_end(
    serve: Callable[..., Server], gate: Gate
) -> None:
    server = serve(seconds=0.2)
    gate.is_held = True
    server.post("/hints/s3", s3())
    for _ in range(3):
        assert gate.asked.acquire(timeout=30)
    assert runs_of(server) == []
    gate.is_held = False
    await_run(server)
    assert runs_of(server) == ["boxline run"]


def test_a_ledger_that_does_not_answer_is_asked_again(
    serve: Callable[..., Server], gate: Gate
) -> None:
    server = serve(seconds=0.2)
    gate.does_not_answer = HomeBusy("the ledger", "somebody", 0)
    server.post("/hints/s3", s3())
    for _ in range(3):
        assert gate.asked.acquire(timeout=30)
    gate.does_not_answer = None
    await_run(server)
    assert runs_of(server) == ["boxline run"]


def test_a_run_that_could_not_be_started_ends_no_hints(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, refused = serve(), threading.Event()

    def begin(*_given: Any, **_named: Any) -> None:
        refused.set()
        raise HomeBusy("the ledger", "somebody", 0)

    with monkeypatch.context() as patched:
        patched.setattr(Children, "begin", begin)
        server.post("/hints/s3", s3())
        assert refused.wait(30)
    assert came_of(server.post("/hints/s3", s3())) == "asked for"
    await_run(server)


def await_decisions() -> None:
    """Wait until it is decided what comes of every hint."""
    for one in threading.enumerate():
        if "_run_soon" in one.name:
            one.join(30)


def description(home: Home) -> str:
    """The name in the bucket of the one description that landed."""
    (path,) = (path for path in home.landing.stored() if path.endswith(DESCRIPTION))
    return f"landing/{path}"


def reply(home: Home) -> dict[str, Any]:
    """A reply that was fetched a minute ago."""
    raw = home.catalog.datasets["nba_raw.bdl_player_box_scores"]
    fetched_at = home.clock() - timedelta(minutes=1)
    return {"raw": raw, "pages": [("1.json", b"{}")], "fetched_at": fetched_at, "batch": "b"}


def test_what_we_landed_ourselves_asks_for_no_run(serve: Callable[..., Server]) -> None:
    server = serve()
    server.home.land(**reply(server.home))
    assert came_of(server.post("/hints/s3", s3(description(server.home)))) == "asked for"
    await_decisions()
    assert runs_of(server) == []


def test_what_somebody_else_landed_asks_for_one_also_if_it_was_found_meanwhile(
    serve: Callable[..., Server],
) -> None:
    server = serve()
    home = server.home
    home.landing.land(**reply(home), asked={})
    home.ledger.recover(home.landing, home.clock())  # as every command does
    assert home.ledger.landed()
    server.post("/hints/s3", s3(description(home)))
    await_decisions()
    assert runs_of(server) == ["boxline run"]


@pytest.mark.parametrize("landing", ["gs://ours/landing", "s3://ours/landing/", "s3://ours"])
def test_what_landed_where_we_land_is_wanted(serve: Callable[..., Server], landing: str) -> None:
    server = serve(seconds=3600, landing=landing)
    assert came_of(server.post("/hints/pubsub", pubsub())) == "asked for"


@pytest.mark.parametrize("landing", ["gs://ours/land", "s3://ours/other", "s3://theirs"])
def test_what_landed_elsewhere_is_not(serve: Callable[..., Server], landing: str) -> None:
    server = serve(landing=landing)
    assert came_of(server.post("/hints/pubsub", pubsub())) == "not wanted"
    assert runs_of(server) == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/hints/pubsub", pubsub(event="OBJECT_DELETE")),
        ("/hints/pubsub", pubsub("landing/x/page-1.json.zst")),
        ("/hints/pubsub", pubsub("published/current.json")),
        ("/hints/s3", s3(event="ObjectRemoved:Delete")),
        ("/hints/s3", s3("landing/x/page-1.json.zst")),
    ],
)
def test_what_tells_of_nothing_that_landed_asks_for_nothing_and_is_not_sent_again(
    serve: Callable[..., Server], path: str, body: dict[str, Any]
) -> None:
    server = serve()
    assert came_of(server.post(path, body)) == "not wanted"
    assert runs_of(server) == []


@pytest.mark.parametrize("path", ["/hints/pubsub", "/hints/s3"])
@pytest.mark.parametrize("body", [{}, {"message": {}}, {"Records": []}, {"Records": [{}]}, [1], 7])
def test_an_unknown_body_is_refused(serve: Callable[..., Server], path: str, body: Any) -> None:
    server = serve()
    answer = server.post(path, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert runs_of(server) == []


class TestTheTokenInTheUrl:
    def test_of_one_that_is_for_hints_it_is_taken(self, serve: Callable[..., Server]) -> None:
        server = serve(seconds=3600)
        answer = server.post(f"/hints/pubsub?token={IN_URL}", pubsub(), token=None)
        assert came_of(answer) == "asked for"
        assert server.home.ledger.audit.listed(1)[0]["token"] == "hints-of-gcs"

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            (f"token={TOKEN}", 401),  # it is good for all that acts
            (f"token={token_of('z' * 43)}", 401),
            ("token=", 401),
            (f"token={IN_URL}&run=1", 400),
            ("key=1", 400),
        ],
    )
    def test_any_other_is_refused(
        self, serve: Callable[..., Server], query: str, status: int
    ) -> None:
        server = serve(seconds=3600)
        answer = server.post(f"/hints/pubsub?{query}", pubsub(), token=None)
        assert answer.status_code == status
        assert TOKEN not in answer.text

    def test_one_that_is_for_hints_orders_nothing(self, server: Server) -> None:
        server.home.ledger.tokens.add("hints", IN_URL, server.home.clock())
        assert server.post("/run", token=IN_URL).status_code == 401
        assert server.home.ledger.runs(10) == []


def test_without_a_token_nothing_is_asked_for(serve: Callable[..., Server]) -> None:
    server = serve()
    assert server.post("/hints/s3", s3(), token=None).status_code == 401
    assert runs_of(server) == []
