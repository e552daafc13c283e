"""The record of calls that act: whole for those with a token, bounded for those without."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from boxline.home import Home
from boxline.stores import audit
from boxline.stores.audit import OTHERS, Call
from tests.builders import NOON


def call(**given: Any) -> Call:
    told = {
        "at": NOON,
        "token": "",
        "client": "192.0.2.7",
        "method": "POST",
        "path": "/run",
        "status": 401,
    }
    return Call(**{**told, **given})


def test_calls_with_a_token_are_rows_of_their_own_newest_first(home: Home) -> None:
    for day in ("2024-11-12", "2024-11-13"):
        home.ledger.audit.note(call(token="ci", status=202, asked={"date": day}, run_id="r"))
    rows = home.ledger.audit.listed(10)
    assert [row["asked"] for row in rows] == [{"date": "2024-11-13"}, {"date": "2024-11-12"}]
    assert {row["calls"] for row in rows} == {1}
    assert home.ledger.audit.listed(10, token="other") == []


def test_calls_without_a_token_are_counted_by_minute_client_path_and_status(home: Home) -> None:
    for seconds in (0, 20, 59, 60):
        home.ledger.audit.note(call(at=NOON + timedelta(seconds=seconds)))
    home.ledger.audit.note(call(client="192.0.2.8"))
    home.ledger.audit.note(call(path="/scrape"))
    home.ledger.audit.note(call(status=400))
    counts = [row["calls"] for row in reversed(home.ledger.audit.listed(10))]
    assert counts == [3, 1, 1, 1, 1]


def test_a_flood_from_many_clients_has_so_many_rows_a_minute(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "REFUSED_ROWS_A_MINUTE", 3)
    for client in range(9):
        home.ledger.audit.note(call(client=f"192.0.2.{client}"))
    rows = home.ledger.audit.listed(20)
    assert [row["client"] for row in rows] == [OTHERS, "192.0.2.2", "192.0.2.1", "192.0.2.0"]
    assert rows[0]["calls"] == 6


def test_a_token_that_is_refused_without_end_is_counted(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "REFUSED_ROWS_A_MINUTE", 3)
    for number in range(9):
        at = NOON + timedelta(seconds=number)
        home.ledger.audit.note(call(at=at, token="ci", status=409, asked={"number": number}))
        home.ledger.audit.note(call(at=at, token="ci", status=202, run_id=f"r{number}"))
    rows = home.ledger.audit.listed(50)
    assert sum(row["run_id"] != "" for row in rows) == 9
    refused = [(row["client"], row["calls"]) for row in rows if not row["run_id"]]
    assert sum(calls for _, calls in refused) == 9
    assert refused[0] == (OTHERS, 6)
    home.ledger.audit.note(call(at=NOON + timedelta(minutes=1), token="ci", status=409))
    assert home.ledger.audit.listed(1)[0]["calls"] == 1


def test_only_so_many_refused_ones_are_kept_and_all_that_started_something(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "REFUSED_ROWS", 2)
    home.ledger.audit.note(call(token="ci", status=202, run_id="r1"))
    for minute in range(5):
        at = NOON + timedelta(minutes=minute)
        home.ledger.audit.note(call(at=at))
        home.ledger.audit.note(call(at=at, token="ci", status=409))
    kept = [(row["token"], row["status"]) for row in home.ledger.audit.listed(20)]
    assert kept == [("ci", 409), ("", 401), ("ci", 409), ("", 401), ("ci", 202)]
