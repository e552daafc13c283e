"""One game in NBA.com's replies: its box score, the day's game log and its play-by-play agree."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boxline.nba.box_score import COUNTS
from tests.nba.replies import DAY, Read, read_file, recorded

NILS, NOA, SVEN, SIA = 1699001, 1699002, 1699003, 1699004
NORTH, SOUTH = 1610612991, 1610612992


class TestTheBoxScoreOfOneGame:
    def test_says_who_started_and_why_somebody_did_not_play(self) -> None:
        found = recorded("nbac_team_boxscore-v3")
        (nils,) = found.only(line_id=NILS)
        assert nils == {
            "game_id": "0022499002",
            "game_date": date(2025, 1, 15),
            "line_of": "player",
            "line_id": NILS,
            "team_id": NORTH,
            "team": "NTH",
            "is_home": True,
            "player_id": NILS,
            "player_name": "Nils Norden",
            "is_starter": True,
            "start_position": "F",
            "has_played": True,
            "did_not_play_reason": None,
            "seconds_played": 1812,
            "points": 7,
            "field_goals_made": 3,
            "field_goals_attempted": 6,
            "threes_made": 1,
            "threes_attempted": 2,
            "free_throws_made": 0,
            "free_throws_attempted": 0,
            "offensive_rebounds": 1,
            "defensive_rebounds": 4,
            "rebounds": 5,
            "assists": 0,
            "steals": 1,
            "blocks": 0,
            "turnovers": 2,
            "personal_fouls": 3,
            "plus_minus_points": 2.0,
        }
        (noa,) = found.only(line_id=NOA)
        assert noa["did_not_play_reason"] == "DNP - Coach's Decision"
        assert (noa["has_played"], noa["seconds_played"], noa["is_starter"]) == (False, None, False)

    def test_its_three_shapes_tell_the_same_game(self) -> None:
        v3, v2, live = (recorded(f"nbac_team_boxscore-{shape}") for shape in ("v3", "v2", "live"))
        differ = {
            "v2": {"is_home"},  # it does not say
            "live": {"start_position", "did_not_play_reason"},  # it has words of its own
        }
        for shape, other in (("v2", v2), ("live", live)):
            played = [row for row in v3.rows if row["has_played"]]
            assert len(played) == 5
            for row in played:
                (same,) = other.only(line_id=row["line_id"])
                assert {k for k in row if row[k] != same[k]} <= differ[shape]
        assert [r["did_not_play_reason"] for r in live.only(player_id=NOA)] == [
            "INACTIVE_INJURY - Left Knee; Sprain"
        ]
        assert {r["is_home"] for r in v2.rows} == {None}

    @pytest.mark.parametrize(
        "file",
        [
            "stats_boxscoretraditionalv3/boxscoretraditionalv3_example.json",
            "stats_boxscoretraditionalv2/12f99055.json",
        ],
    )
    def test_real_players_sum_to_their_team(self, shared: Path, file: str) -> None:
        found = read_file("nbac_team_boxscore", shared / "payloads/nba_com" / file, DAY)
        teams = found.only(line_of="team")
        assert len(teams) == 2
        for team in teams:
            players = found.only(line_of="player", team_id=team["team_id"])
            sums = {name: sum(p[name] or 0 for p in players) for name in COUNTS}
            assert sums == {name: team[name] for name in COUNTS}
            assert sum(p["is_starter"] for p in players) == 5
            assert sum(p["seconds_played"] or 0 for p in players) == pytest.approx(
                team["seconds_played"], abs=5
            )
            assert all(bool(p["did_not_play_reason"]) != p["has_played"] for p in players)


class TestTheGameLog:
    def test_a_line_says_season_and_side(self) -> None:
        nils, sven, _ = recorded("nbac_player_boxscore").rows
        assert (nils["season"], nils["season_type"]) == ("2024-25", "regular")
        assert (nils["is_home"], nils["opponent"], nils["wl"]) == (True, "STH", "W")
        assert (sven["is_home"], sven["opponent"], sven["wl"]) == (False, "NTH", "L")

    def test_real_lines_of_a_day_sum_to_their_games(self, shared: Path) -> None:
        file = shared / "payloads/nba_com/stats_leaguegamelog_player/2ad17718.json"
        found = read_file("nbac_player_boxscore", file)
        points = Counter[tuple[str, str]]()
        margin = Counter[tuple[str, str]]()
        for row in found.rows:
            points[row["game_id"], row["team"]] += row["points"]
            margin[row["game_id"], row["team"]] += row["plus_minus_points"]
        sides = {(r["game_id"], r["team"]): (r["opponent"], r["wl"]) for r in found.rows}
        assert len(sides) == 2 * len({r["game_id"] for r in found.rows}) == 16
        for (game, team), (opponent, wl) in sides.items():
            ahead = points[game, team] - points[game, opponent]
            assert margin[game, team] == 5 * ahead
            assert (ahead > 0) == (wl == "W")


def throws(found: Read) -> list[dict[str, Any]]:
    return [row for row in found.rows if row["point_value"]]


def scored(found: Read) -> Counter[str]:
    """The points of all made throws, by team."""
    points = Counter[str]()
    for row in throws(found):
        points[row["team"]] += row["point_value"] * row["is_made"]
    return points


class TestThePlayByPlay:
    def test_a_shot_says_zone_place_and_who_helped(self) -> None:
        found = recorded("nbac_play_by_play-live")
        three, layup, hook, *_ = found.only(is_field_goal=True)
        assert (three["zone"], three["x_feet"], three["y_feet"]) == ("Left Corner 3", 22.6, 6.25)
        assert (three["point_value"], three["distance_feet"]) == (3, 22.6)
        assert (layup["player_id"], layup["assist_player_id"]) == (SIA, SVEN)
        assert (hook["is_made"], hook["block_player_id"]) == (False, SIA)
        assert str(three["happened_at"]) == "2025-01-16 00:33:00.100000"

    def test_an_and_one_is_a_made_shot_with_a_foul_in_the_same_second(self) -> None:
        found = recorded("nbac_play_by_play-live")
        (foul,) = found.only(action_type="foul")
        together = found.only(seconds_left=foul["seconds_left"], team="STH")
        assert foul["qualifiers"] == "1freethrow"
        assert [(r["action_type"], r["player_id"], r["is_made"]) for r in together] == [
            ("2pt", foul["foul_drawn_player_id"], True),
            ("freethrow", foul["foul_drawn_player_id"], True),
        ]

    def test_its_two_shapes_tell_the_same_throws(self) -> None:
        live, stats = (recorded(f"nbac_play_by_play-{feed}") for feed in ("live", "stats"))
        same = ("seconds_left", "action_type", "player_id", "team_id", "is_made", "point_value")
        assert [[t[c] for c in same] for t in throws(live)] == [
            [t[c] for c in same] for t in throws(stats)
        ]
        places = ("x_feet", "y_feet")
        assert [[t[c] for c in places] for t in throws(live)] == [
            [t[c] for c in places] for t in throws(stats)
        ]
        for kind in ("steal", "block", "rebound", "turnover", "jumpball", "freethrow"):
            assert len(live.only(action_type=kind)) == len(stats.only(action_type=kind)) > 0
        (rebound,) = (r for r in stats.only(action_type="rebound") if r["player_id"] is None)
        assert rebound["team_id"] == SOUTH

    @pytest.mark.parametrize("feed", ["live", "stats"])
    def test_made_throws_sum_to_the_box_score(self, feed: str) -> None:
        found = recorded(f"nbac_play_by_play-{feed}")
        box = recorded("nbac_team_boxscore-v3").only(line_of="team")
        assert scored(found) == {team["team"]: team["points"] for team in box}
        assert (found.rows[-1]["home_points"], found.rows[-1]["away_points"]) == (7, 5)

    @pytest.mark.parametrize(
        ("file", "home", "away", "attempts"),
        [
            ("livedata_playbyplay/14ecf360.json.gz", ("MIN", 108), ("LAC", 106), 181),
            ("stats_playbyplayv3/playbyplayv3_example.json.gz", ("BOS", 116), ("ATL", 117), 174),
        ],
    )
    def test_real_throws_sum_to_the_final_score(
        self, shared: Path, file: str, home: tuple[str, int], away: tuple[str, int], attempts: int
    ) -> None:
        found = read_file("nbac_play_by_play", shared / "payloads/nba_com" / file, DAY)
        assert scored(found) == dict([home, away])
        assert (found.rows[-1]["home_points"], found.rows[-1]["away_points"]) == (home[1], away[1])
        shots = found.only(is_field_goal=True)
        assert len(shots) == attempts
        assert all(s["player_id"] and s["x_feet"] is not None for s in shots)
        assert {s["zone"] is None for s in shots} == {"stats" in file}

    def test_real_zones_lie_where_the_archive_has_them(self, shared: Path) -> None:
        file = shared / "payloads/nba_com/livedata_playbyplay/14ecf360.json.gz"
        found = read_file("nbac_play_by_play", file, DAY)
        assert all(s["x_feet"] >= 22 for s in found.only(zone="Left Corner 3", is_field_goal=True))
        assert all(
            s["x_feet"] <= -22 for s in found.only(zone="Right Corner 3", is_field_goal=True)
        )
