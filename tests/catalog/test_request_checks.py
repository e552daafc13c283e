"""A provider or a request that cannot work is found at start-up, with the file to mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boxline.catalog import (
    Auth,
    Column,
    EachDay,
    EachRow,
    Instant,
    Present,
    Provider,
    Request,
    after_start,
    every,
)
from boxline.errors import CatalogError
from tests.catalog.toy_league import COLUMNS, POST, build, raw, toy_modules

FETCHED = replace(POST, hosts={"api": "https://post.example"})
GOOD = Request(path="/letters", params={"on": "{date}"}, about=EachDay(), moments=(every(6),))


def problems(request: Request, provider: Provider = FETCHED, **changes: Any) -> list[str]:
    letters = raw(provider=provider, request=request, **changes)
    with pytest.raises(CatalogError) as refused:
        build(toy_modules(letters=letters))
    return list(refused.value.problems)


def test_a_request_that_works_closes() -> None:
    build(toy_modules(letters=raw(provider=FETCHED, request=GOOD)))


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (replace(GOOD, host="cdn"), "provider post has no host 'cdn': api"),
        (replace(GOOD, path="letters"), "the path 'letters' does not begin with /"),
        (replace(GOOD, path="/{game_id}"), "its request uses {game_id}, which no cell has"),
        (replace(GOOD, moments=()), "says no moment at which a reply is wanted"),
        (replace(GOOD, about=Present(), moments=(after_start(1),)), "about the present"),
        (replace(GOOD, otherwise=replace(GOOD, host="cdn")), "provider post has no host 'cdn'"),
    ],
    ids=["host", "path", "placeholder", "moment", "present", "otherwise"],
)
def test_a_request_that_cannot_be_sent_names_its_file(request_: Request, says: str) -> None:
    (problem,) = problems(request_)
    assert problem.startswith("toy.raw.letters: toy_raw.letters: ")
    assert says in problem


@pytest.mark.parametrize(
    ("about", "says"),
    [
        (EachRow(dataset="toy_raw.news", columns={}, starts="at"), "is no raw dataset"),
        (EachRow(dataset="toy_core.games", columns={}, starts="at"), "is no raw dataset"),
        (
            EachRow(dataset="toy_raw.letters", columns={"on": "weekday"}, starts="starts_at"),
            "reads column 'weekday', which toy_raw.letters does not have",
        ),
    ],
    ids=["unknown", "computed", "column"],
)
def test_rows_that_cannot_be_asked_by_name_their_file(about: EachRow, says: str) -> None:
    columns = (*COLUMNS, Column("starts_at", Instant, doc="Start."))
    (problem,) = problems(replace(GOOD, about=about, params={}), columns=columns)
    assert problem.startswith("toy.raw.letters: toy_raw.letters: ")
    assert says in problem


def test_a_provider_that_cannot_be_asked_is_named_with_the_file() -> None:
    (problem,) = problems(GOOD, POST)
    assert "it has a request, and provider post has no hosts" in problem
    both = replace(FETCHED, auth=Auth(setting="key", header="X-Key", query="key"))
    (problem,) = problems(GOOD, both)
    assert "takes its key in one header or one parameter" in problem
