"""NBA.com's replies mean what they say: hand-made ones of every shape, and the real ones."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Raw
from boxline.errors import UnreadableFile
from boxline.providers.nba_com import seconds_of
from tests.builders import home_at
from tests.nba.replies import DAY, FETCHED_AT, RECORDED, dataset_of, read_body, read_file, recorded

NOA = 1699002
NORTH, SOUTH = 1610612991, 1610612992


#: Hand-made reply -> rows kept and rejected; what stands before the dash names the dataset.
COUNTED = {
    "nbac_player_boxscore": (3, 1),
    "nbac_team_boxscore-v3": (6, 1),
    "nbac_team_boxscore-v2": (6, 1),
    "nbac_team_boxscore-live": (6, 0),
    "nbac_play_by_play-live": (18, 1),
    "nbac_play_by_play-stats": (18, 1),
    "nbac_scoreboard-v2": (2, 1),
    "nbac_scoreboard-live": (1, 1),
    "nbac_player_movement": (3, 1),
    "nbac_player_list": (2, 1),
    "nbac_referee_assignments": (3, 1),
}


def test_one_broken_row_of_each_hand_made_reply_is_refused_alone(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    expected = Counter[tuple[str, str]]()
    for name, (kept, rejected) in COUNTED.items():
        raw = home.catalog[f"nba_raw.{dataset_of(name)}"]
        assert isinstance(raw, Raw)
        body = (RECORDED / f"{name}.json").read_bytes()
        home.land(raw, [(f"{name}.json", body)], fetched_at=FETCHED_AT, asked=DAY)
        expected.update({(raw.name, "kept"): kept, (raw.name, "rejected"): rejected})
    report = home.load("load")
    assert not report.failures
    found = Counter[tuple[str, str]]()
    for step in report.steps:
        outcome = step.outcome
        found.update({(outcome.dataset, "kept"): outcome.kept})
        found.update({(outcome.dataset, "rejected"): outcome.rejected})
    assert found == expected


def game_log(reply: Any) -> list[str]:
    """The names of its columns."""
    (table,) = reply["resultSets"]
    headers: list[str] = table["headers"]
    return headers


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("nbac_player_boxscore", "and not STH `vs.` or `@` another"),
            ("nbac_team_boxscore-v3", "Expected `int | null`"),
            ("nbac_team_boxscore-v2", "Expected `object`, got `array`"),
            ("nbac_play_by_play-live", "Expected `int`, got `str`"),
            ("nbac_play_by_play-stats", "shotValue is 0, of a Made Shot"),
            ("nbac_scoreboard-v2", "a score of game 0022499009, which is not on the board"),
            ("nbac_scoreboard-live", "Expected `object`, got `null`"),
            ("nbac_player_movement", "an id is 1699003.5, which is no whole number"),
            ("nbac_player_list", "HEIGHT is '191 cm'"),
            ("nbac_referee_assignments", "Expected `str`, got `null`"),
        ],
    )
    def test_the_reason_says_what_is_wrong(self, name: str, reason: str) -> None:
        (reject,) = recorded(name).rejects
        assert reason in reject.reason

    @pytest.mark.parametrize(
        ("dataset", "body", "why"),
        [
            ("nbac_player_boxscore", {"resultSets": []}, "no result set LeagueGameLog"),
            ("nbac_player_list", {"resultSets": [7], "parameters": {"Season": ""}}, "no table"),
            ("nbac_team_boxscore", {}, "no boxScoreTraditional, no game and no resultSets"),
            ("nbac_scoreboard", {}, "neither scoreboard nor resultSets"),
        ],
    )
    def test_a_reply_of_another_kind_is_refused_whole(
        self, dataset: str, body: Any, why: str
    ) -> None:
        with pytest.raises(UnreadableFile, match=why):
            read_body(dataset, json.dumps(body).encode())

    def test_a_column_of_the_game_log_under_another_name_is_missed_if_anybody_reads_it(
        self,
    ) -> None:
        body = (RECORDED / "nbac_player_boxscore.json").read_bytes()
        whole, headers = recorded("nbac_player_boxscore").rows, game_log(json.loads(body))
        passed_over = set()
        for place, header in enumerate(headers):
            reply = json.loads(body)
            game_log(reply)[place] = f"{header}_v2"
            found = read_body("nbac_player_boxscore", json.dumps(reply).encode())
            assert found.rows in ([], whole), header
            if found.rows:
                passed_over.add(header)
        assert passed_over == {"TEAM_NAME"}

    def test_play_without_counts_is_no_line(self) -> None:
        reply = json.loads((RECORDED / "nbac_team_boxscore-v3.json").read_text())
        statistics = reply["boxScoreTraditional"]["homeTeam"]["players"][0]["statistics"]
        statistics["rebounds"] = statistics.pop("reboundsTotal")
        found = read_body("nbac_team_boxscore", json.dumps(reply).encode(), DAY)
        assert "it has 1812 seconds of play, and lacks rebounds" in {
            r.reason for r in found.rejects
        }

    def test_a_side_that_is_none_loses_only_itself(self) -> None:
        reply = json.loads((RECORDED / "nbac_team_boxscore-v3.json").read_text())
        reply["boxScoreTraditional"]["homeTeam"] = [1, 2]
        reply["boxScoreTraditional"]["awayTeam"]["players"] = "nobody"
        found = read_body("nbac_team_boxscore", json.dumps(reply).encode(), DAY)
        assert [row["team"] for row in found.rows] == ["STH"]
        assert len(found.rejects) == 2

    def test_a_day_that_is_none_loses_only_its_games(self) -> None:
        reply = json.loads((RECORDED / "nbac_schedule.json").read_text())
        reply["leagueSchedule"]["gameDates"].append({"gameDate": "01/16/2025 00:00:00"})
        found = read_body("nbac_schedule", json.dumps(reply).encode())
        assert len(found.rows) >= 1
        assert [r.reason for r in found.rejects] == ["Object missing required field `gameId`"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT37M10.00S", 2230.0),
        ("PT00M42.70S", 42.7),
        ("PT240M", 14400.0),
        ("PT00M.00S", 0.0),
        ("30:49", 1849.0),
        ("33.000000:25", 2005.0),
        ("265:00", 15900.0),
        ("   ", None),
        (None, None),
    ],
)
def test_durations_are_seconds(text: str | None, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["PT", "30", "30:61", "PT1H", "-1:00", "٣٠:٤٩", "30:49:00"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        seconds_of(text)


class TestTheScoreboard:
    def test_its_shapes_tell_the_same_game(self) -> None:
        (v2, waiting), (live,) = (recorded(f"nbac_scoreboard-{s}").rows for s in ("v2", "live"))
        assert str(live.pop("tipped_off_at")) == "2025-01-16 00:30:00"
        assert live == {
            "game_id": "0022499002",
            "game_date": date(2025, 1, 15),
            "game_code": "20250115/STHNTH",
            "game_status": 2,
            "game_status_text": "Q3 5:32",
            "period": 3,
            "seconds_left": 332.0,
            "home_team_id": NORTH,
            "away_team_id": SOUTH,
            "home_team": "NTH",
            "away_team": "STH",
            "home_points": 71,
            "away_points": 68,
        }
        assert {k for k in live if live[k] != v2[k]} == {"game_status_text"}
        assert (waiting["home_points"], waiting["seconds_left"]) == (None, None)

    def test_real_boards_agree_with_the_box_score(self, shared: Path) -> None:
        file = shared / "payloads/nba_com/stats_scoreboardv2/06a65a50.json"
        (game,) = read_file("nbac_scoreboard", file).only(game_id="0022400561")
        assert (game["away_team"], game["away_points"]) == ("NYK", 125)
        assert (game["home_team"], game["home_points"], game["period"]) == ("PHI", 119, 5)


class TestWhoIsWhere:
    def test_a_trade_names_the_club_that_gave_him(self) -> None:
        signing, trade, pick = recorded("nbac_player_movement").rows
        assert (signing["player_id"], signing["from_team_id"]) == (NOA, None)
        assert (trade["team_id"], trade["from_team_id"]) == (NORTH, SOUTH)
        assert (pick["player_id"], pick["from_team_id"]) == (None, NORTH)

    def test_a_list_is_of_a_season(self) -> None:
        nils, noa = recorded("nbac_player_list").rows
        assert (nils["season"], nils["season_starts_on"]) == ("2024-25", date(2024, 8, 1))
        assert (nils["height_inches"], nils["weight_pounds"], nils["jersey_number"]) == (
            (80, 243, "00")
        )
        assert (noa["team_id"], noa["is_on_roster"], noa["height_inches"]) == (None, False, None)

    def test_each_official_of_a_game_is_a_row(self) -> None:
        found = recorded("nbac_referee_assignments")
        assert [(r["official_place"], r["official_id"]) for r in found.rows] == [
            (1, 1001),
            (2, 1002),
            (3, 1003),
        ]
        assert {r["game_date"] for r in found.rows} == {date(2025, 1, 15)}
