"""Writes a simulated league as the Parquet files of the archive: same folders, columns, types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from boxline.sandbox.box_score_tables import (
    PLAYER_GAMES,
    PLAYOFF_PLAYER_GAMES,
    TEAM_GAMES,
    player_rows,
    team_rows,
)
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.league import League
from boxline.sandbox.outside_files import write_outside_files
from boxline.sandbox.parquet_schema import write_rows
from boxline.sandbox.schedule_tables import (
    FULL_SCHEDULE,
    SCHEDULE,
    TEAM_SCHEDULE,
    full_schedule_rows,
    schedule_rows,
    team_schedule_rows,
)
from boxline.sandbox.shot_table import SHOTS, shot_rows


def write_archive(league: League, folder: Path | str, *, blemishes: bool = False) -> list[Path]:
    """Write every file of the archive.

    The full schedule, shots, lines and injury reports are of the newest season alone. Lines and
    reports on games to come end at noon Eastern of the first day with such games.

    Args:
        league: what to write.
        folder: gets the sub-folders; made if missing, files in it are replaced.
        blemishes: whether lines and reports have a few rows that are wrong as real ones are:
            names that nobody has, prices that are none, rows that come twice.
    Returns:
        The paths written.
    """
    root = Path(folder)
    return [
        *_box_scores(league, root),
        *_schedules(league, root),
        _shots(league, root),
        *write_outside_files(league, root, blemishes=blemishes),
    ]


def _box_scores(league: League, root: Path) -> Iterator[Path]:
    for season in league.seasons:
        regular = list(player_rows(season.played(SeasonType.REGULAR)))
        name = f"player_games_{season.season}.parquet"
        yield write_rows(regular, PLAYER_GAMES, root / "nba_box_scores" / "regular" / name)
    playoffs = [
        row for season in league.seasons for row in player_rows(season.played(SeasonType.PLAYOFFS))
    ]
    path = root / "nba_box_scores" / "playoffs" / "player_games_playoffs.parquet"
    yield write_rows(playoffs, PLAYOFF_PLAYER_GAMES, path)
    teams = [row for season in league.seasons for row in team_rows(season.games)]
    yield write_rows(teams, TEAM_GAMES, root / "nba_team_games" / "team_games.parquet")


def _schedules(league: League, root: Path) -> Iterator[Path]:
    games = [game for season in league.seasons for game in season.games]
    newest = league.newest
    folder = root / "nba_schedule"
    yield write_rows(list(schedule_rows(games)), SCHEDULE, folder / "schedule.parquet")
    yield write_rows(
        list(full_schedule_rows(newest.games)),
        FULL_SCHEDULE,
        folder / f"schedule_{newest.season}_full.parquet",
    )
    yield write_rows(
        list(team_schedule_rows(games)), TEAM_SCHEDULE, folder / "team_schedule.parquet"
    )


def _shots(league: League, root: Path) -> Path:
    path = root / "nba_shots" / f"shots_{league.newest.season}.parquet"
    return write_rows(list(shot_rows(league.shots)), SHOTS, path)
