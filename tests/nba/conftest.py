"""Two real seasons, imported and run once for all tests that read them."""

from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import bring_in, home_at, run

#: The files of the two newest seasons.
FILES = (
    "nba_box_scores/regular/player_games_2023-24.parquet",
    "nba_box_scores/regular/player_games_2024-25.parquet",
    "nba_box_scores/playoffs/player_games_playoffs_2020-21_to_2024-25.parquet",
    "nba_team_games/team_games_2014-15_to_2024-25.parquet",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
    "nba_schedule/schedule_2024-25_full.parquet",
    "nba_schedule/team_schedule_2018-19_to_2024-25.parquet",
)


@pytest.fixture(scope="session")
def real_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """2023-24 and 2024-25, run to graded predictions. Tests only read it."""
    home = home_at(tmp_path_factory.mktemp("real"))
    report = bring_in(home, [shared / name for name in FILES])
    assert not report.failures, report.failures
    run(home)
    return home
