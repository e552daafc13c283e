"""Zone analyses of a real season, against plain SQL over the shot file and the box-score file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from boxline.health.grid.cells import State
from boxline.home import Home
from boxline.home.looking import looked_at
from tests.builders import NOON
from tests.nba.zone_rows import PLAYERS, TEAMS

pytestmark = pytest.mark.thorough  # a real season with its shots is run

#: A month in (no sample is large enough), in mid-season, and the last day.
DATES = [date(2021, 1, 10), date(2021, 3, 1), date(2021, 5, 16)]

#: Zone in the file -> ours, and how our columns of its shots begin.
ZONE = """CASE WHEN basic_zone IN ('Restricted Area', 'In The Paint (Non-RA)') THEN 'paint'
    WHEN basic_zone = 'Mid-Range' THEN 'mid_range' ELSE 'three' END"""
SHOTS = {
    "paint": "paint_field_goals",
    "mid_range": "mid_range_field_goals",
    "three": "charted_threes",
}


@pytest.fixture(scope="module")
def files(shared: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The files alone: shots, who faced whom (a team plays once a day), and who played when."""
    shots = shared / "nba_shots/shots_2020-21.parquet"
    players = shared / "nba_box_scores/regular/player_games_2020-21.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE shots AS SELECT game_date::DATE AS day, team_id, player_id, shot_made, "
            f"home_team || away_team AS pair, {ZONE} AS zone, "
            f"CASE WHEN shot_type = '3PT Field Goal' THEN 3 ELSE 2 END AS worth FROM '{shots}'"
        )
        connection.execute(
            "CREATE TABLE faced AS SELECT DISTINCT a.day, a.team_id, b.team_id AS against "
            "FROM shots a JOIN shots b ON a.day = b.day AND a.pair = b.pair "
            "AND a.team_id <> b.team_id"
        )
        connection.execute(
            f"CREATE TABLE played AS SELECT game_date::DATE AS day, player_id FROM '{players}'"
        )
        yield connection


def zone_rows(home: Home, table: str, day: date) -> list[dict[str, Any]]:
    with home.warehouse("test") as warehouse:
        found = warehouse.connection.execute(f"SELECT * FROM {table} WHERE game_date = ?", [day])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("day", DATES, ids=str)
def test_what_clubs_allow_by_zone_is_what_the_shot_file_says(
    shots_home: Home, files: duckdb.DuckDBPyConnection, day: date
) -> None:
    expected = {
        (team, zone): (games, made, attempted, points)
        for team, games, zone, made, attempted, points in files.execute(
            """WITH sample AS (SELECT *, count(*) OVER (PARTITION BY team_id) AS games FROM faced
                WHERE day < $day QUALIFY
                row_number() OVER (PARTITION BY team_id ORDER BY day DESC) <= 15)
            SELECT sample.team_id, least(games, 15), zone, count(*) FILTER (shot_made), count(*),
                sum(worth) FILTER (shot_made)
            FROM sample JOIN shots ON shots.day = sample.day AND shots.team_id = sample.against
            GROUP BY ALL""",
            {"day": day},
        ).fetchall()
    }
    league = {
        zone: made / attempted
        for zone, made, attempted in files.execute(
            "SELECT zone, count(*) FILTER (shot_made), count(*) FROM shots "
            "WHERE day < $day AND day >= $day - 30 GROUP BY zone",
            {"day": day},
        ).fetchall()
    }
    found = zone_rows(shots_home, TEAMS, day)
    assert len(found) == 30
    for row in found:
        for zone, shots in SHOTS.items():
            games, made, attempted, points = expected[row["team_id"], zone]
            assert row["games_in_sample"] == games
            assert row[f"opponent_{shots}_made_last_15"] == made
            assert row[f"opponent_{shots}_attempted_last_15"] == attempted
            if games < row["least_games"]:
                assert row[f"{zone}_allowed_share"] is None
                continue
            assert row[f"{zone}_allowed_share"] == pytest.approx(made / attempted)
            assert row[f"{zone}_points_allowed_per_game"] == pytest.approx(points / games)
            assert row[f"league_{zone}_allowed_share"] == pytest.approx(league[zone])
            difference = 100 * (made / attempted - league[zone])
            assert row[f"{zone}_allowed_vs_league_percent"] == pytest.approx(difference, abs=1e-6)
    known = [row for row in found if row["zones_missing_reason"] is None]
    assert len(known) == (0 if day == DATES[0] else 30)


@pytest.mark.parametrize("day", DATES, ids=str)
def test_where_players_shoot_from_is_what_the_shot_file_says(
    shots_home: Home, files: duckdb.DuckDBPyConnection, day: date
) -> None:
    """A game counts where he stands in the box score, whether he shot or not."""
    counted = files.execute(
        """WITH sample AS (SELECT * FROM played WHERE day < $day QUALIFY
            row_number() OVER (PARTITION BY player_id ORDER BY day DESC) <= 10)
        SELECT sample.player_id, count(DISTINCT sample.day), zone,
            count(*) FILTER (shot_made), count(shots.day)
        FROM sample LEFT JOIN shots USING (day, player_id) GROUP BY ALL""",
        {"day": day},
    ).fetchall()
    attempts = {(player, zone): (made, tried) for player, _, zone, made, tried in counted}
    with_games = files.execute(
        "SELECT player_id, least(count(*), 10) FROM played WHERE day < $day GROUP BY ALL",
        {"day": day},
    ).fetchall()
    games = dict(with_games)
    found = zone_rows(shots_home, PLAYERS, day)
    assert len(found) > 100
    for row in found:
        player = row["player_id"]
        assert row["games_in_sample_10"] == games.get(player, 0)
        taken = {zone: attempts.get((player, zone), (0, 0)) for zone in SHOTS}
        whole = sum(tried for _, tried in taken.values())
        for zone, shots in SHOTS.items():
            made, tried = taken[zone]
            assert row[f"{shots}_made_last_10"] == made
            assert row[f"{shots}_attempted_last_10"] == tried
            is_known = whole > 0 and row["games_in_sample_10"] >= row["least_games"]
            rate = row[f"{zone}_rate_percent_last_10"]
            assert rate == (pytest.approx(100 * tried / whole, abs=1e-6) if is_known else None)


@pytest.mark.parametrize("name", [TEAMS, PLAYERS])
def test_seasons_without_shots_are_not_available_and_no_gap(shots_home: Home, name: str) -> None:
    """Not available are the seasons that the shot archive lacks and those before the first shots.
    Of 2022-23 and 2023-24 it has shots that were not brought in, and of the playoffs of 2020-21,
    which have a season of shots before them, nothing was run: those are gaps."""
    with looked_at(shots_home, now=NOON) as found:
        grid = found.grid
    seasons = shots_home.catalog.league(shots_home.catalog[name]).seasons
    states: dict[str, set[State]] = {}
    for cell in grid.columns[name].odd():
        states.setdefault(seasons.season_of(cell.day), set()).add(cell.state)
    without = (*range(2014, 2020), 2021, 2024)
    assert {season for season, found in states.items() if found == {State.NOT_AVAILABLE}} == {
        seasons.name(year) for year in without
    }
    gaps = [gap.day for gap in grid.gaps() if gap.dataset == name]
    assert {seasons.season_of(day) for day in gaps} == {"2020-21", "2022-23", "2023-24"}
    assert min(gaps) > date(2021, 5, 16)
