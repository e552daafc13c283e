"""Real seasons, imported and run once for all tests that read them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import bring_in, home_at, made_home, run

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

#: Every file of lines, three seasons of injuries, the box scores of these with two before them, and
#: a season of shots.
LINES_AND_INJURIES = (
    *(f"nba_box_scores/regular/player_games_20{y}-{y + 1}.parquet" for y in range(20, 25)),
    "nba_box_scores/playoffs/player_games_playoffs_2020-21_to_2024-25.parquet",
    "nba_team_games/team_games_2014-15_to_2024-25.parquet",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
    "nba_schedule/schedule_2024-25_full.parquet",
    "nba_injuries/official_reports_1pm_5pm_2022-23_to_2024-25.parquet",
    "nba_injuries/official_status_history_2022-23_to_2024-25.parquet",
    "nba_prop_lines",
    "nba_game_lines",
    "nba_shots/shots_2023-24.parquet",
)

#: What is computed of lines and injuries, and the summaries that shots and lines end in.
ASKED = frozenset(
    {
        "nba_core.games",
        "nba_core.cutoffs",
        "nba_core.player_games",
        "nba_core.players",
        "nba_core.expected_players",
        "nba_core.resolved_names",
        "nba_core.injuries",
        "nba_core.player_prop_lines",
        "nba_core.game_lines",
        "nba_core.team_games",
        "nba_core.shots",
        "nba_analytics.player_prop_results",
        "nba_analytics.player_game_summary",
        "nba_analytics.team_offense_game_summary",
        "nba_analytics.team_defense_game_summary",
    }
)


#: The shots of one season, in which five games stand under one id, and its box scores.
SHOTS = (
    "nba_shots/shots_2020-21.parquet",
    "nba_box_scores/regular/player_games_2020-21.parquet",
    "nba_team_games/team_games_2014-15_to_2024-25.parquet",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
)

#: What is computed of them, in that regular season.
OF_SHOTS = frozenset(
    {
        "nba_core.games",
        "nba_core.cutoffs",
        "nba_core.shots",
        "nba_core.player_games",
        "nba_core.team_games",
        "nba_core.teams",
        "nba_core.expected_players",
        "nba_analytics.player_game_summary",
        "nba_analytics.team_defense_game_summary",
        "nba_precompute.player_shot_zone_analysis",
        "nba_precompute.team_defense_zone_analysis",
    }
)


def _made(
    shared: Path, names: tuple[str, ...], only: frozenset[str], **days: date
) -> Callable[[Path], None]:
    """Makes a home of some of the shared files; of some days' rows with the calendar of all."""

    def make(folder: Path) -> None:
        home = home_at(folder / "home")
        report = bring_in(home, [shared / name for name in names])
        assert not report.failures, report.failures
        if days:
            run(home, only=frozenset({"nba_core.games"}))
        run(home, only=only, **days)
        home.close()

    return make


@pytest.fixture(scope="session")
def real_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """2023-24 and 2024-25, run to graded predictions. Tests only read it."""
    make = _made(shared, FILES, frozenset())
    return made_home("two-seasons", make, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def lines_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Lines and injuries of real seasons, names resolved, and summaries. Tests only read it."""
    make = _made(shared, LINES_AND_INJURIES, ASKED)
    return made_home("lines-and-injuries", make, tmp_path_factory.mktemp("lines"))


@pytest.fixture(scope="session")
def shots_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The regular season 2020-21 with its shots, run to zone analyses. Tests only read it."""
    days = {"first": date(2020, 12, 22), "last": date(2021, 5, 16)}
    make = _made(shared, SHOTS, OF_SHOTS, **days)
    return made_home("shots", make, tmp_path_factory.mktemp("shots"))
