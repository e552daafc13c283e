"""What landed while the clock was wrong does not stand for what is said when it is right again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from boxline.catalog import Raw
from boxline.domain.days import league_day
from tests.builders import NOON, STATS, home_at, rows_of, stats_pages
from tests.fetching.sandboxed import LATER, asked_of, at, fetch, fetching_home, sandbox


def test_a_reply_stamped_tomorrow_lands_again_today(tmp_path: Path) -> None:
    for now in (NOON + timedelta(days=1), NOON, NOON + timedelta(minutes=5)):
        home = home_at(tmp_path, now=now)
        raw = home.catalog[STATS]
        assert isinstance(raw, Raw)
        home.land(raw, stats_pages(), fetched_at=now, asked={"date": "d"}, is_fetched=True)
        landed = [one.fetched_at for one in home.ledger.landed()]
        home.close()
    # Once tomorrow, once today; what came five minutes later is what was said already.
    assert landed == [NOON, NOON + timedelta(days=1)]


def test_what_a_wrong_clock_asked_tomorrow_is_asked_again_tomorrow(tmp_path: Path) -> None:
    name, tomorrow = "nba_raw.bdl_standings", LATER + timedelta(days=1)
    with sandbox() as server:
        home = fetching_home(tmp_path, server, fetch_from=("balldontlie",))
        for now in (tomorrow, LATER, tomorrow + timedelta(minutes=5)):
            assert not fetch(at(home, now), name).failures
        days = {row["snapshot_date"] for row in rows_of(home, name)}
    assert len(asked_of(server, "standings")) == 3
    assert days == {league_day(LATER), league_day(tomorrow)}
