"""What ESPN's replies mean: games with their states and scores, rosters with their injuries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Raw
from boxline.leagues import load_catalog
from boxline.nba.clubs import CLUBS
from tests.nba.landed import check, recorded

SCOREBOARD, ROSTERS = "nba_raw.espn_scoreboard", "nba_raw.espn_rosters"

PERIODS = ("q1", "q2", "q3", "q4", "overtime")


class TestScoreboard:
    def test_periods_add_up_to_the_score_overtime_too(self) -> None:
        (over, _) = check(SCOREBOARD, recorded("espn_scoreboard.json")).rows
        assert [over[f"home_{p}_points"] for p in PERIODS] == [24, 25, 22, 22, 11]
        assert sum(over[f"away_{p}_points"] for p in PERIODS) == over["away_score"] == 99
        assert (over["game_date"], over["season"]) == (date(2025, 1, 15), "2024-25")
        assert over["tipped_off_at"].isoformat() == "2025-01-16T00:30:00"
        assert (over["game_status_text"], over["period"], over["is_completed"]) == (
            "Final/OT",
            5,
            True,
        )
        assert (over["home_team"], over["away_team"], over["arena"]) == (
            "NTH",
            "STH",
            "Harbour Hall",
        )

    def test_an_hour_that_is_not_set_is_unknown_and_the_day_stands(self) -> None:
        (_, ahead) = check(SCOREBOARD, recorded("espn_scoreboard.json")).rows
        assert (ahead["game_date"], ahead["tipped_off_at"]) == (date(2025, 1, 15), None)
        assert (ahead["game_state"], ahead["home_score"]) == ("pre", 0)
        assert {ahead[f"{s}_{p}_points"] for s in ("home", "away") for p in PERIODS} == {None}
        assert (ahead["arena"], ahead["home_team_id_espn"]) == (None, "42")

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda event: event["competitions"].clear(), "it has 0 competitions"),
            (lambda event: event["competitions"].append(event["competitions"][0]), "it has 2"),
            (lambda event: sides(event).pop(), "its competitors are ['home']"),
            (lambda event: sides(event)[1].update(homeAway="home"), "['home', 'home']"),
            (lambda event: sides(event)[0].update(score="a lot"), "'a lot' is no whole number"),
            (lambda event: sides(event)[0].update(score=104), "got `int`"),
            (lambda event: sides(event)[0]["linescores"][0].update(value=0.5), "half points"),
            (lambda event: event.update(date="tonight"), "'tonight' is not an instant"),
            (lambda event: event["status"]["type"].update(state="odd"), "odd"),
        ],
    )
    def test_a_game_that_cannot_be_read_is_refused_alone(
        self, change: Callable[[Any], Any], why: str
    ) -> None:
        reply = recorded("espn_scoreboard.json")
        change(reply["events"][0])
        found = check(SCOREBOARD, reply)
        (reject,) = found.rejects
        assert why in f"{reject.value} {reject.reason}"
        assert [row["game_id_espn"] for row in found.rows] == ["990002"]

    def test_the_real_games_add_up_and_their_clubs_are_known(self, shared: Path) -> None:
        body = (shared / "payloads/espn/scoreboard/92de7c9a.json").read_bytes()
        found = check(SCOREBOARD, body)
        assert not found.rejects
        codes = {code for _, *names in CLUBS.values() for code in names}
        for game in found.rows:
            assert game["game_date"] == date(2024, 1, 15)
            for side in ("home", "away"):
                points = [game[f"{side}_{period}_points"] or 0 for period in PERIODS]
                assert sum(points) == game[f"{side}_score"]
                assert game[f"{side}_team"].lower() in codes
        (overtime,) = [g for g in found.rows if g["period"] == 5]
        assert (overtime["home_team"], overtime["away_overtime_points"]) == ("BKN", 8)

    def test_the_real_scores_are_those_of_balldontlie(self, shared: Path) -> None:
        theirs = check(
            "nba_raw.bdl_box_scores",
            (shared / "payloads/balldontlie/box_scores/7a649e12.json").read_bytes(),
        ).rows
        ours = check(
            SCOREBOARD, (shared / "payloads/espn/scoreboard/92de7c9a.json").read_bytes()
        ).rows
        assert sorted((g["home_score"], g["away_score"]) for g in ours) == sorted(
            {(row["home_score"], row["away_score"]) for row in theirs}
        )


def sides(event: Any) -> Any:
    return event["competitions"][0]["competitors"]


class TestRosters:
    def test_every_club_is_asked_for(self) -> None:
        raw = load_catalog()[ROSTERS]
        assert isinstance(raw, Raw)
        assert raw.request is not None
        assert len(raw.request.also["team_id_espn"]) == 30
        assert raw.request.cell({"team_id_espn": "2"}) == "team_id_espn=2"

    def test_of_several_injuries_the_newest_stands(self) -> None:
        (ash, _) = check(ROSTERS, recorded("espn_rosters.json")).rows
        assert (ash["team_id_espn"], ash["team"], ash["player_id_espn"]) == ("41", "NTH", "7701")
        assert (ash["injuries_listed"], ash["injury_status"]) == (2, "Out")
        assert (ash["injury_part"], ash["injury_side"]) == ("Ankle", "Right")
        assert ash["injury_noted_at"].isoformat() == "2025-01-14T21:05:00"
        assert ash["injury_return_date"] == date(2025, 1, 18)
        assert (ash["birth_date"], ash["snapshot_date"]) == (date(1998, 10, 24), date(2025, 6, 30))

    def test_what_is_not_sent_is_unknown(self) -> None:
        (_, birch) = check(ROSTERS, recorded("espn_rosters.json")).rows
        assert birch == {
            **dict.fromkeys(birch),
            "snapshot_date": date(2025, 6, 30),
            "team_id_espn": "41",
            "team": "NTH",
            "player_id_espn": "7702",
            "player_name": "Player Birch",
            "experience_years": 0,
            "injuries_listed": 0,
        }

    @pytest.mark.parametrize(
        "wrong",
        [
            {"id": 7701},
            {"injuries": None},
            {"dateOfBirth": "1998"},
            {"height": 7.9},
            {"injuries": [{"status": "Out", "date": "of late"}]},
            {
                "injuries": [
                    {
                        "status": "Out",
                        "date": "2025-01-14T21:05Z",
                        "details": {"returnDate": "soon"},
                    }
                ]
            },
        ],
    )
    def test_a_player_who_cannot_be_read_is_refused_alone(self, wrong: dict[str, Any]) -> None:
        reply = recorded("espn_rosters.json")
        reply["team"]["athletes"][0] |= wrong
        found = check(ROSTERS, reply)
        assert [reject.row for reject in found.rejects] == [1]
        assert [row["player_id_espn"] for row in found.rows] == ["7702"]

    def test_the_real_roster_has_its_two_injured_players(self, shared: Path) -> None:
        rows = check(ROSTERS, (shared / "payloads/espn/team_roster/2.json").read_bytes()).rows
        assert len({row["player_id_espn"] for row in rows}) == 17
        assert {
            row["player_name"]: row["injury_part"] for row in rows if row["injuries_listed"]
        } == {
            "Jaylen Brown": "Knee",
            "Jayson Tatum": "Achilles",
        }
        assert sum(row["salary_dollars"] for row in rows) > 150_000_000
