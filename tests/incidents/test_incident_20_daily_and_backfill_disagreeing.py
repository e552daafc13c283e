"""The daily run and the backfill were two programs, and gave other rows for one day. Here they are
one call with other windows: a day's rows are the same whether it was computed alone, among others,
in any order, or again after corrections."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from tests.builders import facts_of_all
from tests.faults.pipeline import EVENING, line
from tests.incidents.saved_league import (
    GAMES,
    SEASON,
    TEAM_FORM,
    TEAM_GOALS,
    brought,
    home_of,
    run,
)

TABLES = (GAMES, TEAM_GOALS, TEAM_FORM)
CORRECTED = [line("g1", 1, [7, 0]), line("g3", 3, [0, 5])]
AN_HOUR_LATER = EVENING + timedelta(hours=1)


def rows_of(home: Home) -> dict[str, list[dict[str, Any]]]:
    return facts_of_all(home, TABLES)


@pytest.fixture(scope="module")
def backfilled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Everything lands, with its corrections, before one run computes all days."""
    path = tmp_path_factory.mktemp("backfill")
    brought(home_of(path), SEASON)
    home = brought(home_of(path, AN_HOUR_LATER), CORRECTED, "corrected.json")
    assert run(home).failures == []
    return rows_of(home)


@pytest.mark.parametrize("days", [range(1, 7), range(6, 0, -1)], ids=["in order", "backwards"])
def test_incident_20_days_one_by_one_are_those_of_a_range_after_corrections_too(
    tmp_path: Path, backfilled: dict[str, list[dict[str, Any]]], days: range
) -> None:
    home = brought(home_of(tmp_path), SEASON)
    for n in days:
        day = date(2025, 3, n)
        assert run(home, first=day, last=day).failures == []
    home.close()
    later = brought(home_of(tmp_path, AN_HOUR_LATER), CORRECTED, "corrected.json")
    assert run(later).failures == []
    assert rows_of(later) == backfilled
    assert any(row["goals"] == 7 for row in backfilled[TEAM_GOALS])
    assert run(later).steps == []
