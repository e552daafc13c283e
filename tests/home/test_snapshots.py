"""What stands as it stood yesterday is known to do so today."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from boxline.domain.days import league_day
from boxline.engine.work import Window
from tests.builders import rows_of
from tests.fetching.sandboxed import LATER, asked_of, at, fetch, fetching_home, sandbox

MORNING_AFTER = LATER + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "path"),
    [("nba_raw.bdl_standings", "standings"), ("nba_raw.bdl_active_players", "players")],
)
def test_a_day_on_which_nothing_changed_has_its_rows_as_well(
    tmp_path: Path, name: str, path: str
) -> None:
    with sandbox() as server:
        home = fetching_home(tmp_path, server)
        for now in (LATER, MORNING_AFTER, MORNING_AFTER + timedelta(hours=1)):
            assert not fetch(at(home, now), name, window=Window()).failures
        rows = rows_of(home, name)
    said: dict[object, list[dict[str, object]]] = {}
    for row in rows:
        of_day = said.setdefault(row.pop("snapshot_date"), [])
        of_day.append({k: v for k, v in row.items() if k != "known_at"})
    assert list(said) == [league_day(LATER), league_day(MORNING_AFTER)]
    assert said[league_day(LATER)] == said[league_day(MORNING_AFTER)]
    # A day's own reply is not asked for again on the same day.
    asked = asked_of(server, path)
    assert len(asked) == 2 * len(set(asked))
