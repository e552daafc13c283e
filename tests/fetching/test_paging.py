"""A page that came before is known by its rows, whatever way led to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from boxline.catalog import Raw
from boxline.engine.fetch_plan import fetch_of
from boxline.errors import RepeatedCursor
from boxline.fetching.paging import Page, judged
from boxline.leagues import load_catalog

ROWS = ",".join(f'{{"id":{number}}}' for number in range(100))


def first_page() -> Page:
    raw = load_catalog()["nba_raw.bdl_player_box_scores"]
    assert isinstance(raw, Raw)
    assert raw.request is not None
    fetch = fetch_of(raw, raw.request, {"date": "2025-01-15"}, datetime(2025, 1, 16, tzinfo=UTC))
    return Page(fetch=fetch, request=raw.request, more={}, held={})


def body(cursor: int | None, rows: str = ROWS) -> bytes:
    meta = "" if cursor is None else f', "meta": {{"next_cursor": {cursor}}}'
    return f'{{"data": [{rows}]{meta}}}'.encode()


@pytest.mark.parametrize("following", [None, 7])
def test_a_first_page_that_leads_back_to_itself_is_told_at_the_second(
    following: int | None,
) -> None:
    page = first_page()
    second = page.next(judged(page, body(0)))
    with pytest.raises(RepeatedCursor, match="page 2 is one that came before") as told:
        judged(second, body(following, ROWS.replace(":", ": ")))
    assert not told.value.is_again


def test_a_cursor_that_was_followed_before_is_told_at_once() -> None:
    page = first_page()
    second = page.next(judged(page, body(5)))
    with pytest.raises(RepeatedCursor, match="leads back"):
        judged(second, body(5, ROWS.replace('"id":', '"id":1')))


def test_pages_that_differ_follow_one_another() -> None:
    page = first_page()
    second = page.next(judged(page, body(5)))
    assert judged(second, body(None, '{"id":100}')).following is None
    assert second.file_name == "bdl_player_box_scores-2.json"
