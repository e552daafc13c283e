"""Replies that fuzzing found, or that somebody might think of: refused, or rejected row by row."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from boxline.engine.pages import MOST_ROWS
from boxline.errors import UnreadableFile
from boxline.stores import unpacking
from boxline.stores.unpacking import decoded
from tests.contracts.fuzzed_replies import read
from tests.contracts.test_recorded_replies import ASKED, CATALOG, FETCHED, RECORDED

DEEP = 100_000
GAMES = CATALOG["nba_raw.bdl_games"]
AVERAGES = CATALOG["nba_raw.bdl_season_averages"]


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text())


@pytest.mark.parametrize("raw", FETCHED, ids=lambda raw: raw.name)
@pytest.mark.parametrize("body", [b"[" * DEEP + b"]" * DEEP, b'{"data":' * DEEP, b"[" * DEEP])
def test_what_is_nested_too_deeply_is_refused(raw: Any, body: bytes) -> None:
    assert read(raw, body, ASKED) is None


def test_a_row_that_is_nested_takes_no_other_with_it() -> None:
    games = json.dumps(recorded("bdl_games"))
    deep = '{"status": ' * 100 + "1" + "}" * 100
    found = read(GAMES, games.replace('"data": [', f'"data": [{deep}, ', 1).encode(), ASKED)
    assert found is not None
    assert [reject.row for reject in found.rejects] == [1]
    assert found.table.num_rows == len(recorded("bdl_games")["data"])


def test_more_rows_than_any_reply_has_are_refused() -> None:
    body = b'{"data": [' + b",".join([b"{}"] * (MOST_ROWS + 1)) + b"]}"
    assert read(GAMES, body, ASKED) is None


@pytest.mark.parametrize("sign", ['"', ""])
def test_a_string_and_a_number_of_many_megabytes_cost_their_row_alone(sign: str) -> None:
    games = recorded("bdl_games")
    games["data"][0]["season"] = "@"
    body = json.dumps(games).replace('"@"', f"{sign}{'9' * 50_000_000}{sign}").encode()
    found = read(GAMES, body, ASKED)
    assert found is not None
    assert [reject.row for reject in found.rejects] == [1]
    assert len(found.rejects[0].reason) < 200


def test_a_number_that_no_date_can_be_made_of_is_a_reject() -> None:
    averages = recorded("bdl_season_averages")
    averages["data"][0]["season"] = -(2**40)
    found = read(AVERAGES, json.dumps(averages).encode(), ASKED)
    assert found is not None
    assert [reject.row for reject in found.rejects] == [1]


def test_what_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1_000)
    assert decoded("a.gz", gzip.compress(b" " * 1_000)) == b" " * 1_000
    with pytest.raises(UnreadableFile, match="unpacks to more than 1,000 bytes"):
        decoded("a.gz", gzip.compress(b" " * 1_001))
