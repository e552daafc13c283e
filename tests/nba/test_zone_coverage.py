"""Where there are zone analyses at all, by what the sources of shots can ever have."""

from __future__ import annotations

from datetime import date

import pytest

from boxline.catalog.expectations import ANY_TYPE
from boxline.engine.reachable import Reachable
from boxline.leagues import load_catalog
from boxline.nba.raw.archive_shots import SEASONS
from tests.nba.zone_rows import PLAYERS, TEAMS

ARCHIVE, FIRST_SHOT = date(2015, 10, 27), date(2017, 10, 17)


def archive_alone(name: str) -> date | None:
    """First days of a home into which the archive was brought, and nothing else."""
    if name == "nba_raw.archive_shots":
        return FIRST_SHOT
    return ARCHIVE if name.startswith("nba_raw.archive") else None


def with_play_by_play(name: str) -> date | None:
    return date(2024, 10, 22) if name == "nba_raw.nbac_play_by_play" else archive_alone(name)


@pytest.mark.parametrize("name", [TEAMS, PLAYERS])
def test_of_the_archive_zones_are_available_in_the_seasons_of_its_shots(name: str) -> None:
    coverage = Reachable(load_catalog(), archive_alone).coverage(name)
    assert coverage is not None
    assert coverage.cells == {(season, ANY_TYPE) for season in SEASONS}
    assert Reachable(load_catalog(), archive_alone).begins(name) == date(2017, 10, 18)


@pytest.mark.parametrize("name", [TEAMS, PLAYERS])
def test_with_play_by_play_they_are_available_everywhere(name: str) -> None:
    assert Reachable(load_catalog(), with_play_by_play).coverage(name) is None


def test_a_season_without_shots_lacks_zones_and_nothing_else() -> None:
    """Who reads zones reads them as optional, so nothing else hangs on shots."""
    catalog = load_catalog()
    reachable = Reachable(catalog, archive_alone)
    without = {
        dataset.name
        for dataset in catalog.computed
        if (coverage := reachable.coverage(dataset.name)) is not None
        and coverage.reaches("2017-18", "regular")
        and not coverage.reaches("2018-19", "regular")
    }
    assert without == {"nba_core.shots", TEAMS, PLAYERS}
