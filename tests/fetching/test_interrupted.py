"""What a run that ends in the middle of its fetching leaves to the next one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from boxline.engine.work import Window
from boxline.errors import RateLimited
from boxline.fetching import Sender
from boxline.home import Home
from boxline.stores.leases import Lease
from tests.builders import rows_of
from tests.fetching.sandboxed import DAY, fetch, fetching_home, sandbox

SCHEDULE = "nba_raw.nbac_schedule"
ONE_DAY = Window(first=DAY, last=DAY)


def test_a_reply_that_came_and_did_not_land_is_asked_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        with monkeypatch.context() as patch:
            patch.setattr(Home, "land", interrupted)
            with pytest.raises(KeyboardInterrupt):
                fetch(home, window=ONE_DAY)
        assert not home.ledger.landed()
        with sqlite3.connect(home.path / "ledger.sqlite") as ledger:
            taken = ledger.execute("SELECT cell FROM wanted WHERE worker <> ''").fetchall()
        assert taken == []  # else the next run would wait until that lapses
        assert not fetch(home, window=ONE_DAY).failures
        assert [each.status for each in server.log.after()] == [200, 200]
    assert rows_of(home, SCHEDULE)


def test_a_run_that_is_interrupted_tries_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def interrupted(lease: Lease) -> None:
        if tried:
            raise KeyboardInterrupt

    def send(sender: Sender, *_: object) -> None:
        tried.append("")
        raise RateLimited("toy", "it says 429", retry_after=1.5)

    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        monkeypatch.setattr(Sender, "send", send)
        monkeypatch.setattr(Lease, "renew", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fetch(home, window=ONE_DAY)
    assert len(tried) == 1
