"""Every prediction was written five times, because each retry and each trigger appended its own.
Here a prediction has a key that ends in its origin and version, a version is added only where the
row differs, and no table takes a key twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from boxline.errors import ContractBroken
from tests.faults.pipeline import EVENING
from tests.incidents.saved_league import PREDICTIONS, SEASON, asked, brought, home_of, run
from tests.stores.test_replacing import MON, Sink, lines_of, opened, put

KEYS = f"SELECT game_id, team, origin, count(*) FROM {PREDICTIONS} GROUP BY ALL ORDER BY ALL"


def test_incident_07_five_runs_leave_one_version_of_each(tmp_path: Path) -> None:
    brought(home_of(tmp_path), SEASON)
    for minute in range(5):
        now = EVENING + timedelta(minutes=minute)
        assert run(home_of(tmp_path, now), remake=minute == 4).failures == []
    found = asked(home_of(tmp_path), KEYS)
    assert {game for game, *_ in found} == {f"g{day}" for day in range(1, 7)}
    assert {count for *_, count in found} == {1}


def test_incident_07_a_key_that_comes_twice_is_refused_with_all_its_day(tmp_path: Path) -> None:
    with opened(tmp_path, Sink()) as warehouse:
        with pytest.raises(ContractBroken, match="two rows have the key"):
            put(warehouse, *[(MON, "Ann", 1, 2, None)] * 5)
        assert lines_of(warehouse) == []
