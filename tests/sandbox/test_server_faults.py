"""Each way to fail can be seen by a client, befalls the share it should, and repeats exactly."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from boxline.sandbox.servers import (
    SANDBOX_KEY,
    FaultKind,
    FaultRule,
    Faults,
    Pauses,
    rule_of,
    storm,
)
from boxline.sandbox.servers.faults import PAGING, TRANSPORT
from tests.sandbox.asking import (
    BDL,
    HEADERS,
    NBA_ODDS,
    ODDS,
    SEASON,
    STATS,
    Asker,
    asking,
    morning_after,
)

QUICK = Pauses(time_out_seconds=0.05, drip_seconds=0.05, late_hours=24 * 60)
PAGE = {"seasons[]": 2024, "per_page": 20}


def always(*kinds: FaultKind, **where: Any) -> Faults:
    return Faults([FaultRule(kinds=kinds, rate=1, **where)], pauses=QUICK)


@contextmanager
def failing(*kinds: FaultKind, **where: Any) -> Iterator[Asker]:
    with asking(morning_after(), always(*kinds, **where)) as asker:
        yield asker


def calm(path: str, **params: Any) -> Any:
    with asking(morning_after()) as asker:
        return asker.json(BDL, path, **params)


@pytest.mark.parametrize(
    ("kind", "status", "header"),
    [
        (FaultKind.RATE_LIMIT, 429, "retry-after"),
        (FaultKind.RATE_LIMIT_SILENT, 429, ""),
        (FaultKind.HTTP_500, 500, ""),
        (FaultKind.HTTP_502, 502, ""),
        (FaultKind.HTTP_503, 503, ""),
        (FaultKind.EXPIRED_KEY, 401, ""),
    ],
)
def test_a_status_says_that_it_failed(kind: FaultKind, status: int, header: str) -> None:
    with failing(kind) as asker:
        reply = asker.get(BDL, "/v1/games", **PAGE)
        assert reply.status_code == status
        assert ("retry-after" in reply.headers) == (header == "retry-after")


def test_exhausted_credits_are_told_with_the_meter_at_0() -> None:
    with failing(FaultKind.EXHAUSTED_CREDITS) as asker:
        reply = asker.get(ODDS, f"{NBA_ODDS}/events")
        told = (
            reply.status_code,
            reply.json()["error_code"],
            reply.headers["x-requests-remaining"],
        )
        assert told == (401, "OUT_OF_USAGE_CREDITS", "0")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.TIME_OUT, httpx.RemoteProtocolError),
        (FaultKind.DRIP, httpx.RemoteProtocolError),
        (FaultKind.TRUNCATED_BODY, httpx.RemoteProtocolError),
        (FaultKind.RESET, httpx.ReadError),
    ],
)
def test_a_connection_ends_before_the_reply_does(
    kind: FaultKind, error: type[httpx.TransportError]
) -> None:
    with failing(kind) as asker, pytest.raises(error):
        asker.get(BDL, "/v1/games", **PAGE)


def test_half_of_a_compressed_body_has_the_length_of_that_half() -> None:
    with failing(FaultKind.TRUNCATED_GZIP) as asker:
        request = asker.client.build_request(
            "GET", "/v1/games", params=PAGE, headers={**HEADERS[BDL], "Host": BDL}
        )
        reply = asker.client.send(request, stream=True)
        half = b"".join(reply.iter_raw())
        assert len(half) == int(reply.headers["content-length"])
        with pytest.raises(EOFError):
            gzip.decompress(half)


def test_a_page_of_html_comes_with_200_and_a_body_under_a_wrong_type() -> None:
    with failing(FaultKind.HTML) as asker:
        reply = asker.get(BDL, "/v1/games", **PAGE)
        assert (reply.status_code, reply.text[:6]) == (200, "<html>")
    with failing(FaultKind.CONTENT_TYPE) as asker:
        reply = asker.get(BDL, "/v1/games", **PAGE)
        assert "json" not in reply.headers["content-type"]
        assert reply.json() == calm("/v1/games", **PAGE)


def test_pages_lie_about_what_follows() -> None:
    right = calm("/v1/games", **PAGE)
    following = {"cursor": right["meta"]["next_cursor"]}
    with failing(FaultKind.EMPTY_PAGE) as asker:
        page = asker.json(BDL, "/v1/games", **{**PAGE, "per_page": 5})
        assert page["data"] == []
        assert page["meta"]["next_cursor"]
    with failing(FaultKind.SHORT_PAGE) as asker:
        page = asker.json(BDL, "/v1/games", **PAGE)
        assert page["data"] == right["data"][: len(page["data"])] != right["data"]
        assert page["meta"] == right["meta"]
    with failing(FaultKind.REPEATED_CURSOR) as asker:
        page = asker.json(BDL, "/v1/stats", **PAGE, **following)
        assert page["meta"]["next_cursor"] == following["cursor"]


def test_a_fault_of_pages_spares_a_reply_without_a_next_one() -> None:
    with failing(FaultKind.EMPTY_PAGE) as asker:
        assert asker.json(BDL, "/v1/teams") == calm("/v1/teams")


def rows_with(kind: FaultKind, path: str = "/v1/stats") -> list[dict[str, Any]]:
    with failing(kind) as asker:
        found: list[dict[str, Any]] = asker.json(BDL, path, **PAGE)["data"]
        return found


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['player']['first_name']} {row['player']['last_name']}" for row in rows]


def test_data_is_not_right() -> None:
    right = calm("/v1/stats", **PAGE)["data"]
    games = {row["game"]["id"] for row in right}
    lost = {row["game"]["id"] for row in rows_with(FaultKind.MISSING_GAMES)}
    assert len(games) - len(lost) == 1
    assert len(rows_with(FaultKind.DUPLICATED_ROWS)) > len(right)
    swapped = [row["player"]["id"] for row in rows_with(FaultKind.SWAPPED_IDS)]
    ids = [row["player"]["id"] for row in right]
    assert sorted(swapped) == sorted(ids)
    assert sum(a != b for a, b in zip(swapped, ids, strict=True)) == 2
    assert names(rows_with(FaultKind.NAME_VARIANTS)) != names(right)
    assert rows_with(FaultKind.LATE_DATA) == []


def keys(row: Mapping[str, Any]) -> set[str]:
    return set(row)


def test_a_schema_drifts_in_every_row_alike() -> None:
    right = calm("/v1/stats", **PAGE)["data"]
    renamed = rows_with(FaultKind.RENAMED_FIELD)
    (gone,), (new,) = keys(right[0]) - keys(renamed[0]), keys(renamed[0]) - keys(right[0])
    assert [row[new] for row in renamed] == [row[gone] for row in right]
    texts = rows_with(FaultKind.NUMBER_AS_STRING)
    (field,) = {name for name in right[0] if type(texts[0][name]) is not type(right[0][name])}
    assert [row[field] for row in texts] == [str(row[field]) for row in right]


def test_tables_of_nba_com_drift_too() -> None:
    asked = {"Season": SEASON, "SeasonType": "Regular Season", "PlayerOrTeam": "T"}
    with asking(morning_after()) as asker:
        (right,) = asker.json(STATS, "/stats/leaguegamelog", **asked)["resultSets"]
    with failing(FaultKind.MISSING_GAMES) as asker:
        (wrong,) = asker.json(STATS, "/stats/leaguegamelog", **asked)["resultSets"]
        assert len(right["rowSet"]) - len(wrong["rowSet"]) == 2
    with failing(FaultKind.RENAMED_FIELD) as asker:
        (wrong,) = asker.json(STATS, "/stats/leaguegamelog", **asked)["resultSets"]
        assert sum(a != b for a, b in zip(right["headers"], wrong["headers"], strict=True)) == 1


def statuses(asker: Asker, requests: int = 40) -> list[int]:
    return [asker.get(BDL, "/v1/teams").status_code for _ in range(requests)]


def test_the_same_requests_meet_the_same_faults_and_a_retry_is_a_new_draw() -> None:
    rule = FaultRule(kinds=[FaultKind.HTTP_503], rate=0.5)
    with asking(morning_after(), Faults([rule], seed=3)) as asker:
        first = statuses(asker)
    with asking(morning_after(), Faults([rule], seed=3)) as asker:
        assert statuses(asker) == first
    assert 10 < first.count(503) < 30


def test_a_rule_keeps_to_its_host_its_path_and_its_limit() -> None:
    where = {"host": "*.balldontlie.io", "path": "/v1/te*", "limit": 2}
    with failing(FaultKind.HTTP_500, **where) as asker:
        assert asker.get(BDL, "/v1/standings", season=2024).status_code == 200
        assert asker.get(ODDS, f"{NBA_ODDS}/events").status_code == 200
        assert statuses(asker, 4) == [500, 500, 200, 200]


def test_a_storm_holds_every_way_to_lose_a_reply_at_the_rate_it_is_given() -> None:
    faults = Faults([storm(0.2)])
    drawn = [faults.draw(BDL, "/v1/games", f"{BDL}/v1/games?{n}") for n in range(4000)]
    kinds = [fault.kind for fault in drawn if fault]
    assert set(kinds) == {*TRANSPORT, *PAGING}
    assert 0.18 < len(kinds) / len(drawn) < 0.22


def test_the_log_tells_every_request_and_its_fault_and_no_key() -> None:
    with failing(FaultKind.HTTP_502, host=ODDS) as asker:
        asker.get(ODDS, f"{NBA_ODDS}/events", commenceTimeTo="2025-01-01T00:00:00Z")
        asker.get(BDL, "/v1/teams")
        requests = asker.itself("/_sandbox/requests")["requests"]
        assert asker.itself("/")["requests"] == {ODDS: 1, BDL: 1}
    told = [(r["host"], r["path"], r["query"], r["status"], r["fault"]) for r in requests]
    assert told == [
        (ODDS, f"{NBA_ODDS}/events", "commenceTimeTo=2025-01-01T00:00:00Z", 502, "http-502"),
        (BDL, "/v1/teams", "", 200, None),
    ]
    assert SANDBOX_KEY not in json.dumps(requests)


@pytest.mark.parametrize(
    "text", ["http-999:0.1", "reset", "reset:often", "reset:1.5", "reset:-0.1", "reset:nan"]
)
def test_a_rule_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)fault|rate"):
        rule_of(text)
