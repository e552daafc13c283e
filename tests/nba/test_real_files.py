"""What the real files hold, and how their known defects come out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from boxline.domain.days import league_day
from boxline.home import Home
from boxline.nba.league import NBA
from boxline.stores.replies import read_replies
from tests.builders import home_at, rows_of, run

pytestmark = pytest.mark.thorough  # two real seasons are run, and the shots of a third


def test_abandoned_lines_are_rejected_and_nothing_else(real_home: Home) -> None:
    rejects = real_home.ledger.rejects()
    assert {r["dataset"] for r in rejects} == {"nba_raw.archive_team_games"}
    assert sorted(r["content"][13:23] for r in rejects) == [
        "0011700012",
        "0012300036",
        "0031600003",
    ]


def test_every_game_starts_on_its_league_day(real_home: Home) -> None:
    games = rows_of(real_home, "nba_core.games")
    assert len(games) > 2 * 1230
    off = [
        game["game_id"]
        for game in games
        if game["tipped_off_at"] is not None
        and league_day(game["tipped_off_at"].replace(tzinfo=UTC)) != game["game_date"]
    ]
    assert off == []


def test_a_games_season_is_that_of_its_day(real_home: Home) -> None:
    for game in rows_of(real_home, "nba_core.games"):
        assert NBA.seasons.season_of(game["game_date"]) == game["season"]


def test_every_game_of_two_seasons_is_final_with_the_points_of_its_box_scores(
    real_home: Home,
) -> None:
    games = [g for g in rows_of(real_home, "nba_core.games") if g["season"] >= "2023-24"]
    assert len(games) == 2 * 1230 + 2 * 6 + 2 + 82 + 84
    assert all(g["is_final"] and g["home_points"] != g["away_points"] for g in games)


def test_misdated_games_of_the_archive_stand_on_the_day_they_were_played(
    real_home: Home,
) -> None:
    played = {r["game_id"]: r["game_date"] for r in rows_of(real_home, "nba_core.player_games")}
    games = {g["game_id"]: g["game_date"] for g in rows_of(real_home, "nba_core.games")}
    assert {g: games[g] for g in played} == played


def test_the_games_behind_the_bogus_id_get_their_shots(shots_home: Home) -> None:
    with shots_home.warehouse("test") as warehouse:
        found = warehouse.connection.execute(
            """WITH shots AS (
                SELECT game_id, player_id, count(*) AS attempts,
                    count(*) FILTER (is_made) AS made,
                    count(*) FILTER (is_made AND point_value = 3) AS threes
                FROM nba_core.shots GROUP BY ALL)
            SELECT count(*), count(*) FILTER (s.game_id IS NULL OR attempts
                <> field_goals_attempted OR made <> field_goals_made OR threes <> threes_made)
            FROM nba_core.player_games AS p LEFT JOIN shots AS s USING (game_id, player_id)
            WHERE game_date IN (DATE '2020-12-22', DATE '2020-12-23')
                AND game_id IN (SELECT game_id FROM shots) AND field_goals_attempted > 0"""
        ).fetchone()
        bogus = warehouse.connection.execute(
            "SELECT count(*) FROM nba_raw.archive_shots WHERE game_id = '0022000000'"
        ).fetchone()
        rows = warehouse.connection.execute("SELECT count(*) FROM nba_core.shots").fetchone()
    assert bogus == (873,)
    assert rows == (190_983,)
    assert found is not None
    assert found[0] > 100
    assert found[1] == 0


def test_the_real_schedule_reply_lands_with_all_its_games(shared: Path, tmp_path: Path) -> None:
    home = home_at(tmp_path)
    file = shared / "payloads/nba_com/schedule_league_v2/80cb1fd6.json.gz"
    found = read_replies(home.catalog, "nba_raw.nbac_schedule", [file])
    home.land(found.raw, found.requests[0], fetched_at=datetime(2025, 6, 24, tzinfo=UTC))
    (step,) = home.load("land").steps
    assert (step.outcome.rows_in, step.outcome.kept, step.outcome.rejected) == (1400, 1400, 0)
    run(home)
    games = rows_of(home, "nba_core.games")
    assert len(games) == 1230 + 6 + 1 + 84
    assert all(g["is_final"] and g["schedule_source"] == "nbac_schedule" for g in games)
    (opener,) = [g for g in games if g["game_id"] == "0022400061"]
    eastern = opener["tipped_off_at"].replace(tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))
    assert (opener["game_date"], f"{eastern:%H:%M}") == (date(2024, 10, 22), "19:30")


def test_the_real_stats_reply_lands_with_benched_players(shared: Path, tmp_path: Path) -> None:
    home = home_at(tmp_path)
    file = shared / "payloads/balldontlie/stats/1db4c01e.json"
    found = read_replies(home.catalog, "nba_raw.bdl_player_box_scores", [file])
    fetched_at = datetime(2025, 6, 23, 8, tzinfo=UTC)
    landed, is_new = home.land(found.raw, found.requests[0], fetched_at=fetched_at)
    (step,) = home.load("land").steps
    assert (is_new, step.outcome.kept, step.outcome.rejected) == (True, 30, 0)
    assert landed.pages[0].path.startswith("ball-dont-lie/player-box-scores/2025-06-23/")
    rows = rows_of(home, "nba_raw.bdl_player_box_scores")
    assert sum(r["points"] for r in rows if r["is_home"]) == 103
    assert sum(r["points"] for r in rows if not r["is_home"]) == 91
    assert min(r["minutes_played"] for r in rows) == 0
