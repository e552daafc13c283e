"""What landed while the clock was wrong does not stand for what is said when it is right again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from boxline.catalog import Raw
from tests.builders import NOON, STATS, home_at, stats_pages


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
