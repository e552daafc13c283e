"""What roll-outs make of the answers that they get: asked again within bounds, and told apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from deploy.roll_out import Asked, running_commit, wait_for

WANTED, OTHER = "c" * 40, "d" * 40
Answering = Callable[..., "Answers"]


class Answers:
    """A server on loopback that answers so, one after the other, and at last always the same."""

    def __init__(self, *answers: tuple[int, str]) -> None:
        self.answers, self.asked = list(answers), list[str | None]()
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                told.asked.append(self.headers.get("Authorization"))
                code, body = told.answers[min(len(told.asked), len(told.answers)) - 1]
                self.send_response(code)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Nobody wants to know."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


def health(commit: str | None) -> tuple[int, str]:
    return 200, json.dumps({"status": "alive", "version": "1", "commit": commit})


@pytest.fixture
def answering() -> Iterator[Answering]:
    started: list[Answers] = []

    def start(*answers: tuple[int, str]) -> Answers:
        found = Answers(*answers)
        Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        started.append(found)
        return found

    yield start
    for one in started:
        one.server.shutdown()
        one.server.server_close()


def test_it_asks_again_while_what_ran_before_still_answers(answering: Answering) -> None:
    place = answering((503, "starting"), health(OTHER), health(OTHER), health(WANTED))
    assert wait_for(WANTED, Asked(url=place.url, seconds=30, pause=0)) == ""
    assert len(place.asked) == 4


def test_it_ends_when_its_time_is_over_and_says_what_was_so(answering: Answering) -> None:
    place = answering(health(OTHER))
    found = wait_for(WANTED, Asked(url=place.url, seconds=0.05, pause=0.02))
    assert found == f"{OTHER} answers, and {WANTED} was wanted"
    assert 1 <= len(place.asked) <= 4


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((503, "{}"), "/health answers with 503"),
        ((200, "<html>"), "no JSON"),
        ((200, "[]"), "does not tell which commit"),
        (health(None), "does not tell which commit"),
        (health(""), "does not tell which commit"),
    ],
)
def test_an_answer_that_tells_no_commit_says_why(
    answering: Answering, answer: tuple[int, str], why: str
) -> None:
    commit, said = running_commit(Asked(url=answering(answer).url, seconds=0))
    assert commit == ""
    assert why in said


def test_who_asks_says_who_he_is_where_a_token_is_given(answering: Answering) -> None:
    place = answering(health(WANTED))
    running_commit(Asked(url=f"{place.url}/", seconds=0, token="t"))
    running_commit(Asked(url=place.url, seconds=0))
    assert place.asked == ["Bearer t", None]
