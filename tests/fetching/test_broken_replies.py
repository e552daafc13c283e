"""A reply that landed and cannot be loaded: it is asked for again, and holds up nobody for ever."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from boxline.engine.work import Window
from boxline.sandbox.servers import FaultKind, FaultRule
from tests.builders import rows_of
from tests.fetching.sandboxed import DAY, LATER, asked_of, at, fetch, fetching_home, sandbox

BOX = "nba_raw.bdl_player_box_scores"


def renamed(limit: int | None) -> FaultRule:
    return FaultRule(kinds=(FaultKind.RENAMED_FIELD,), rate=1.0, path="/v1/stats", limit=limit)


def test_a_mended_reply_is_asked_for_and_frees_those_that_came_with_the_broken_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boxline.home.landings.WORKERS", 1)  # so that faults strike in order
    with sandbox(renamed(limit=2)) as server:
        home = fetching_home(tmp_path, server)
        (refused,) = fetch(home, BOX).failures
        assert "1 of 4 files that came together are broken" in refused.message
        fetch(at(home, LATER + timedelta(hours=5)), BOX)
        assert len(asked_of(server, "/v1/stats")) == 4
        assert not rows_of(home, BOX)
        later = at(home, LATER + timedelta(hours=6))
        assert not fetch(later, BOX).failures
        assert len(asked_of(server, "/v1/stats")) == 5  # the broken one, and no other
    assert len({row["game_date"] for row in rows_of(home, BOX)}) == 4


def test_a_reply_that_stays_broken_is_told_of_each_time_it_is_asked_for(tmp_path: Path) -> None:
    a_day = Window(first=DAY, last=DAY)
    with sandbox(renamed(limit=None)) as server:
        home = fetching_home(tmp_path, server)
        for times in (1, 2, 3):
            later = at(home, LATER + times * timedelta(hours=6))
            assert fetch(later, BOX, window=a_day).failures
            assert len(asked_of(server, "/v1/stats")) == times
