"""What a ledger says that was lost, and of requests that failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from boxline.catalog import Raw
from boxline.engine.exchanges import Exchange
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_loss import MADE_ANEW
from tests.builders import NOON, STATS, home_at, stats_pages


def _landed(path: Path) -> None:
    home = home_at(path)
    raw = home.catalog[STATS]
    assert isinstance(raw, Raw)
    home.land(raw, stats_pages(), fetched_at=NOON)
    assert home.ledger.runs(10) == []
    home.close()


def test_a_ledger_that_was_lost_says_so_among_its_runs(tmp_path: Path) -> None:
    _landed(tmp_path)
    for file in tmp_path.glob("ledger.sqlite*"):
        file.unlink()
    home = home_at(tmp_path)
    (told,) = home.ledger.runs(10)
    assert (told["command"], told["state"]) == (MADE_ANEW, "done")
    assert "1 landed requests were indexed" in told["message"]
    home.close()
    again = home_at(tmp_path)
    assert len(again.ledger.runs(10)) == 1
    again.close()


ASKED = Exchange(
    at=NOON,
    run_id="r",
    provider="p",
    host="h",
    dataset="d",
    cell="c",
    page=1,
    attempt=1,
    status=503,
    code="server_error",
    is_settled=False,
    body_bytes=None,
    sha256="",
    headers={},
    seconds=0.1,
)


def test_requests_that_failed_are_counted_by_provider_and_those_not_there_yet_are_not(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    other = replace(ASKED, provider="q")
    ledger.note_exchanges(
        [
            ASKED,
            replace(ASKED, attempt=2, is_settled=True),
            replace(ASKED, attempt=3, code="", status=200),
            replace(other, code="not_yet", status=404),
            replace(other, at=NOON - timedelta(days=2)),
        ]
    )
    assert ledger.failed_since(NOON - timedelta(days=1)) == {"p": 2}
    ledger.close()
