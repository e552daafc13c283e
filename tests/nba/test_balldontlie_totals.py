"""Totals and facts of balldontlie's real replies, beside the counts of `real_replies`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.nba.landed import check


def rows_of(shared: Path, dataset: str, file: str) -> list[dict[str, Any]]:
    """The rows of a real reply, none of which may be refused."""
    found = check(f"nba_raw.{dataset}", (shared / "payloads/balldontlie" / file).read_bytes())
    assert not found.rejects
    return found.rows


def test_players_add_up_to_the_score_of_each_of_22_sides(shared: Path) -> None:
    points: dict[tuple[str, str, str], int] = {}
    scores = {}
    for row in rows_of(shared, "bdl_box_scores", "box_scores/7a649e12.json"):
        side = (row["away_team"], row["home_team"], row["team"])
        points[side] = points.get(side, 0) + row["points"]
        scores[side] = row["home_score" if row["is_home"] else "away_score"]
        assert (
            row["team_id_bdl"] == row["home_team_id_bdl" if row["is_home"] else "away_team_id_bdl"]
        )
    assert points == scores
    assert (len(points), points["HOU", "PHI", "PHI"], points["MIA", "BKN", "MIA"]) == (
        22,
        124,
        96,
    )


def test_nine_games_of_a_day_have_their_starts(shared: Path) -> None:
    games = rows_of(shared, "bdl_games", "games/278cb9ed.json")
    assert {(g["game_date"], g["season"], g["game_status"]) for g in games} == {
        (date(2025, 2, 20), "2024-25", "Final")
    }
    (denver,) = [g for g in games if g["home_team"] == "DEN"]
    assert (denver["away_team"], denver["home_score"], denver["away_score"]) == (
        "CHA",
        129,
        115,
    )
    assert denver["tipped_off_at"].isoformat() == "2025-02-21T02:00:00"


def test_a_whole_season_is_won_as_often_as_lost(shared: Path) -> None:
    clubs = rows_of(shared, "bdl_standings", "standings/395a0451.json")
    assert len({club["team"] for club in clubs}) == 30
    assert sum(c["wins"] for c in clubs) == sum(c["losses"] for c in clubs) == 1230
    assert all(c["wins"] + c["losses"] == 82 for c in clubs)
    assert sum(c["conference_wins"] for c in clubs) == sum(c["conference_losses"] for c in clubs)
    neutral = sum(c["wins"] - c["home_wins"] - c["road_wins"] for c in clubs)
    assert neutral == sum(c["losses"] - c["home_losses"] - c["road_losses"] for c in clubs)


def test_injuries_are_out_or_day_to_day(shared: Path) -> None:
    listed = rows_of(shared, "bdl_injuries", "player_injuries/49fd60fb.json")
    statuses = [player["status"] for player in listed]
    assert (statuses.count("Day-To-Day"), statuses.count("Out")) == (91, 9)
    assert sum(player["return_date_text"] == "Oct 1" for player in listed) == 69


def test_active_players_have_a_team_and_a_height(shared: Path) -> None:
    players = rows_of(shared, "bdl_active_players", "players_active/ac3e7bd3.json")
    assert all(player["team"] for player in players)
    assert {p["height_inches"] for p in players} <= set(range(72, 86))
    (adams,) = [player for player in players if player["player_name"] == "Steven Adams"]
    assert (adams["team"], adams["height_inches"], adams["draft_number"]) == ("HOU", 83, 12)
