"""What can be asked for is what is written, and whatever is asked so is answered so."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from boxline.cli.serve import openapi_text
from boxline.home import Home
from boxline.stores.reading import open_snapshot
from tests.docs.conftest import ROOT
from tests.mlb.homes import small_home_at
from tests.web.api.asking import Asker, app_over

WRITTEN = ROOT / "docs" / "openapi.json"
OPERATIONS: dict[str, Any] = json.loads(WRITTEN.read_text())["paths"]
#: What reads, and ends: a stream of events goes on.
READS = sorted(
    path
    for path, operations in OPERATIONS.items()
    if "get" in operations and "text/event-stream" not in json.dumps(operations["get"])
)
WITH_PARAMETERS = sorted(path for path in READS if "parameters" in OPERATIONS[path]["get"])
ROWS = sorted(path for path in READS if path.startswith("/api/"))

EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
HEADERS = {"Host": "localhost"}


@pytest.fixture(scope="module")
def homes(settled_home: Home, tmp_path_factory: pytest.TempPathFactory) -> list[Home]:
    """One of each league, so that rows of every list are there."""
    return [settled_home, small_home_at(tmp_path_factory.mktemp("mlb"))]


@pytest.fixture(scope="module")
def operations(homes: list[Home]) -> dict[str, Any]:
    """What reads, by path; what both can be asked is asked of the first."""
    found: dict[str, Any] = {}
    for home in reversed(homes):
        schema = schemathesis.openapi.from_asgi("/openapi.json", app_over(home), headers=HEADERS)
        every = [result.ok() for result in schema.get_all_operations()]
        found |= {one.path: one for one in every if one.method == "get"}
    return found


@pytest.fixture(scope="module")
def graded(homes: list[Home]) -> dict[str, str]:
    """Where lists stand -> the newest day that has rows of every kind."""
    found = {}
    for home in homes:
        (league,) = home.catalog.leagues.values()
        assert league.lists
        query = (
            f"SELECT max(game_date) FROM {league.lists.results} "
            f"SEMI JOIN {league.lists.lines} USING (game_date)"
        )
        with open_snapshot(home.snapshot) as connection:
            found[league.lists.under] = str(connection.execute(query).fetchall()[0][0])
    return found


def answered(operation: Any, mode: GenerationMode) -> list[int]:
    """The statuses of what is asked, each of which is checked against what is written."""
    statuses = []

    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        answer = case.call(headers=HEADERS)
        statuses.append(answer.status_code)
        given_query = case.query or {}
        # Whether a place is one of a list, or one day is before another, no schema can say.
        is_open = {"after", "from"} & set(given_query)
        excluded = [positive_data_acceptance] if is_open else []
        case.validate_response(answer, excluded_checks=excluded)

    ask()
    return statuses


def test_it_is_written_as_it_is() -> None:
    assert WRITTEN.read_text() == openapi_text(), (
        "Write it anew: .venv/bin/boxline serve --openapi docs/openapi.json"
    )


@pytest.mark.parametrize("path", READS)
def test_what_can_be_asked_is_answered_as_it_is_written(
    operations: dict[str, Any], path: str
) -> None:
    assert answered(operations[path], GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", [path for path in WITH_PARAMETERS if "{path}" not in path])
def test_what_cannot_be_asked_is_refused_as_it_is_written(
    operations: dict[str, Any], path: str
) -> None:
    assert set(answered(operations[path], GenerationMode.NEGATIVE)) <= {200, 404, 422}


@pytest.mark.parametrize("path", [path for path in ROWS if "{" not in path])
def test_rows_are_what_is_written(
    operations: dict[str, Any], graded: dict[str, str], path: str
) -> None:
    under, _, kind = path.removeprefix("/api/").rpartition("/")
    query = {} if kind == "players" else {"date": graded[under]}
    answer = operations[path].Case(query={**query, "limit": 5}).call_and_validate(headers=HEADERS)
    assert len(answer.json()["rows"]) == 5


def test_every_endpoint_is_on_the_page(ask: Asker) -> None:
    page = ask("/docs").text
    missing = [path for path in ask.app.openapi()["paths"] if path not in page]  # type: ignore[attr-defined]
    assert missing == []
    assert "<style" not in page
    assert "<script" not in page
    assert "style=" not in page
    assert ask("/docs/style.css").status_code == 200
