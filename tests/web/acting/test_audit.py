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


def test_only_so_many_refused_ones_are_kept_and_all_of_tokens(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "REFUSED_ROWS", 2)
    home.ledger.audit.note(call(token="ci", status=202))
    for minute in range(5):
        home.ledger.audit.note(call(at=NOON + timedelta(minutes=minute)))
    assert [row["token"] for row in home.ledger.audit.listed(10)] == ["", "", "ci"]
