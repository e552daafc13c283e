"""Whatever the OpenAPI allows, and whatever it does not, is answered as it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from boxline.web.acting import routes
from tests.web.acting.conftest import TOKEN, Server

EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", ["/run", "/scrape", "/process-date", "/rejects/replay"])
def test_every_answer_is_one_that_is_written(
    server: Server, monkeypatch: pytest.MonkeyPatch, path: str, mode: GenerationMode
) -> None:
    started: list[Any] = []
    monkeypatch.setattr(routes, "_await_beginning", lambda *given: started.append(given))
    monkeypatch.setattr(server.starter, "start", _starts_nothing(server))
    schema = schemathesis.openapi.from_asgi("/openapi.json", server.app, headers=HEADERS)
    (operation,) = (one.ok() for one in schema.get_all_operations() if one.ok().path == path)
    statuses: set[int] = set()

    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        answer = case.call(headers=HEADERS)
        statuses.add(answer.status_code)
        # Which names there are, and which days are a calendar's, no schema can say.
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    ask()
    assert statuses <= {202, 400, 401, 415, 422}
    assert len(server.home.ledger.audit.listed(1000)) >= 1


def _starts_nothing(server: Server) -> Callable[..., Any]:
    started = server.starter.start(["run"], asked_by="token ci")
    assert started.wait(10)
    return lambda *_, **__: started
