"""What balldontlie's replies mean: whose line of which game, and what of it is not known."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from boxline.catalog import Raw
from boxline.home import Home
from boxline.providers.balldontlie import Page
from tests.builders import NOON, home_at
from tests.nba.landed import RECORDED, Checked, check, recorded

BOX_SCORES, LIVE = "nba_raw.bdl_box_scores", "nba_raw.bdl_live_box_scores"
GAMES, STANDINGS = "nba_raw.bdl_games", "nba_raw.bdl_standings"
INJURIES, PLAYERS = "nba_raw.bdl_injuries", "nba_raw.bdl_active_players"

#: The league day on which these replies are fetched.
ASKED_ON = date(2025, 6, 30)

Row = dict[str, Any]


def by_name(rows: list[Row]) -> dict[str, Row]:
    return {row["player_name"]: row for row in rows}


def reasons(found: Checked) -> list[str]:
    return [reject.reason for reject in found.rejects]


class TestBoxScores:
    @pytest.mark.parametrize("file", ["bdl_box_scores.json", "bdl_box_scores-older.json"])
    def test_the_lines_of_a_side_add_up_to_its_score(self, file: str) -> None:
        found = check(BOX_SCORES, recorded(file))
        rows = found.rows
        assert len(rows) == 5
        for row in rows:
            assert (row["game_date"], row["home_team"], row["away_team"]) == (
                date(2025, 1, 15),
                "NTH",
                "STH",
            )
            assert (row["home_score"], row["away_score"]) == (41, 36)
            assert row["team"] == ("NTH" if row["is_home"] else "STH")
        assert sum(row["points"] for row in rows if row["is_home"]) == 41
        assert sum(row["points"] for row in rows if not row["is_home"]) == 36
        assert by_name(rows)["Player Cedar"]["minutes_played"] == 0

    def test_a_newer_reply_says_more_of_game_and_line(self) -> None:
        found = check(BOX_SCORES, recorded("bdl_box_scores.json"))
        row = by_name(found.rows)["Player Dogwood"]
        periods = ("q1", "q2", "q3", "q4", "ot1", "ot2", "ot3")
        assert [row[f"home_{p}_points"] for p in periods] == [8, 9, 6, 8, 10, None, None]
        assert [row[f"away_{p}_points"] for p in periods] == [7, 8, 10, 6, 5, None, None]
        assert row["tipped_off_at"].isoformat() == "2025-01-16T00:30:00"
        assert (row["game_id_bdl"], row["plus_minus_points"]) == (88001, -11)
        assert (row["home_timeouts_remaining"], row["is_away_in_bonus"]) == (1, True)

    def test_an_older_reply_leaves_what_it_lacks_unknown(self) -> None:
        found = check(BOX_SCORES, recorded("bdl_box_scores-older.json"))
        (row, *_) = found.rows
        unknown = {name for name, value in row.items() if value is None}
        assert {"game_id_bdl", "tipped_off_at", "home_q1_points", "away_ot3_points"} <= unknown
        assert {"home_timeouts_remaining", "is_home_in_bonus", "plus_minus_points"} <= unknown

    def test_a_bad_line_takes_no_other_along(self) -> None:
        reply = wide(recorded("bdl_box_scores.json"))
        reply["data"][0]["home_team"]["players"][0]["pts"] = "24"
        reply["data"][0]["home_team"]["players"][1]["min"] = "half an hour"
        found = check(BOX_SCORES, reply)
        assert len(found.rows) == 48
        mistyped, unreadable = found.rejects
        assert mistyped.field == "pts"
        assert "half an hour" in unreadable.reason

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda game: game.pop("date"), "missing required field `date`"),
            (lambda game: game["home_team"].pop("players"), "missing required field `players`"),
            (lambda game: game.update(season="2024"), "`int`"),
            (lambda game: game.update(home_team=None), "`object`"),
        ],
    )
    def test_a_bad_game_is_one_reject_with_its_own_reason(self, change, why) -> None:
        reply = wide(recorded("bdl_box_scores.json"))
        change(reply["data"][3])
        found = check(BOX_SCORES, reply)
        assert len(found.rows) == 45
        assert [reject.row for reject in found.rejects] == [16]
        assert why in reasons(found)[0]

    def test_a_game_of_a_club_with_itself_is_none(self) -> None:
        reply = recorded("bdl_box_scores.json")
        reply["data"][0]["visitor_team"]["abbreviation"] = "NTH"
        found = check(BOX_SCORES, reply)
        assert reasons(found) == ["NTH is both sides of the game"] * 5

    def test_a_count_that_is_not_sent_any_more_is_seen(self) -> None:
        renamed = json.dumps(recorded("bdl_box_scores.json")).replace('"pts"', '"points"')
        found = check(BOX_SCORES, json.loads(renamed))
        assert len(found.rejects) == 5


def wide(reply: Any) -> Any:
    """Ten games like the first, of other sides: few bad rows are a small share of it."""
    (first,) = reply["data"]
    games = [copy.deepcopy(first) for _ in range(10)]
    for number, game in enumerate(games):
        game["id"] += number
        game["home_team"]["abbreviation"] = f"N{number:02d}"
    return {"data": games}


def test_a_live_line_may_lack_the_points_of_a_basket() -> None:
    reply = recorded("bdl_live_box_scores.json")
    reply["data"][0]["home_team"]["players"][0]["fgm"] += 1
    (ash, *_), rejects = (found := check(LIVE, reply)).rows, found.rejects
    assert (ash["field_goals_made"], ash["points"], rejects) == (6, 13, [])


class TestGames:
    def test_a_game_is_final_ahead_or_postponed(self) -> None:
        found = check(GAMES, recorded("bdl_games.json"))
        played, older, ahead = found.rows
        assert (played["game_status"], played["home_score"], played["period"]) == ("Final", 41, 5)
        assert (played["is_postponed"], played["cup_stage"]) == (False, None)
        assert (older["is_postponed"], older["home_q1_points"]) == (None, None)
        assert (ahead["game_clock"], ahead["is_postponed"]) == (None, True)
        assert ahead["cup_stage"] == "Quarterfinal"
        assert ahead["tipped_off_at"].isoformat() == "2025-01-18T00:00:00"

    @pytest.mark.parametrize("start", ["yesterday", "2025-01-15T19:30:00", "0001-01-01T00:00:00Z"])
    def test_a_start_that_is_no_instant_is_refused(self, start: str) -> None:
        reply = recorded("bdl_games.json")
        reply["data"] = reply["data"][:1]
        reply["data"][0]["datetime"] = start
        found = check(GAMES, reply)
        (reason,) = reasons(found)
        assert start in reason


class TestThePresent:
    def test_a_standing_is_of_the_day_of_asking(self) -> None:
        found = check(STANDINGS, recorded("bdl_standings.json"))
        first, _ = found.rows
        assert (first["snapshot_date"], first["season"], first["team"]) == (
            ASKED_ON,
            "2024-25",
            "NTH",
        )
        assert (first["conference_wins"], first["conference_losses"]) == (20, 6)
        assert (first["home_wins"], first["road_losses"]) == (17, 8)

    @pytest.mark.parametrize("record", ["41", "41-", "-11", "41-11-2", "20/6", "99-0"])
    def test_a_record_is_read_whole_or_refused(self, record: str) -> None:
        reply = recorded("bdl_standings.json")
        reply["data"] = reply["data"][:1]
        reply["data"][0]["conference_record"] = record
        found = check(STANDINGS, reply)
        assert len(found.rejects) == 1

    def test_nothing_is_read_out_of_a_return_date_without_a_year(self) -> None:
        (ash,) = check(INJURIES, recorded("bdl_injuries-1.json")).rows
        (elm,) = check(INJURIES, recorded("bdl_injuries-2.json")).rows
        assert (ash["snapshot_date"], ash["return_date_text"]) == (ASKED_ON, "Jan 18")
        assert (ash["team_id_bdl"], ash["status"]) == (91, "Out")
        assert (elm["return_date_text"], elm["description"]) == (None, None)

    def test_a_page_names_the_next(self) -> None:
        files = [RECORDED / f"bdl_injuries-{page}.json" for page in (1, 2)]
        pages = [msgspec.json.decode(file.read_bytes(), type=Page) for file in files]
        assert [page.next_page for page in pages] == [{"cursor": "501"}, None]

    def test_a_player_without_a_team_is_a_player(self) -> None:
        found = check(PLAYERS, recorded("bdl_active_players.json"))
        ash, fir, elm = (by_name(found.rows)[f"Player {n}"] for n in ("Ash", "Fir", "Elm"))
        assert (ash["team"], ash["height_inches"], ash["weight_pounds"]) == ("NTH", 79, 215)
        assert (elm["position"], elm["jersey_number"], ash["jersey_number"]) == ("F-C", "7", "00")
        assert fir == {
            **dict.fromkeys(fir),
            "snapshot_date": ASKED_ON,
            "player_id_bdl": 603,
            "player_name": "Player Fir",
            "position": "G",
        }

    @pytest.mark.parametrize(
        "wrong", [{"height": "6'11"}, {"height": "6-11-1"}, {"weight": "265 lbs"}]
    )
    def test_a_measure_is_read_whole_or_refused(self, wrong: dict[str, str]) -> None:
        reply = recorded("bdl_active_players.json")
        reply["data"] = [reply["data"][0] | wrong]
        found = check(PLAYERS, reply)
        (reason,) = reasons(found)
        assert repr(next(iter(wrong.values()))) in reason


@pytest.fixture(scope="module")
def looked_twice(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a second reply of each dataset came half an hour after the first. Tests
    only read it."""
    home = home_at(tmp_path_factory.mktemp("balldontlie"))
    games, newer = recorded("bdl_games.json"), recorded("bdl_box_scores.json")
    for game in games["data"]:
        game["date"] = "2025-01-15"
    del newer["data"][0]["home_team"]["players"][2]
    injuries = [recorded(f"bdl_injuries-{page}.json") for page in (1, 2)]
    both = {"data": [row for page in injuries for row in page["data"]]}
    twice = {
        BOX_SCORES: (recorded("bdl_box_scores-older.json"), newer),
        LIVE: (recorded("bdl_live_box_scores.json"), {"data": []}),
        GAMES: (games, {"data": games["data"][:2]}),
        INJURIES: (both, injuries[1]),
    }
    for dataset, replies in twice.items():
        raw = home.catalog[dataset]
        assert isinstance(raw, Raw)
        for number, reply in enumerate(replies):
            # 00:30 and 01:00 in the East: the league day is that of the calendar there.
            when = NOON - timedelta(hours=11.5 - number / 2)
            home.land(raw, [("reply.json", json.dumps(reply).encode())], fetched_at=when)
    assert not home.load("land").failures
    return home


class TestASecondLook:
    def versions(self, home: Home, dataset: str, *columns: str) -> list[tuple[Any, ...]]:
        names = ", ".join((*columns, "is_retracted"))
        query = f"SELECT {names} FROM {dataset} ORDER BY known_at, {names}"
        with home.warehouse("test") as warehouse:
            return warehouse.connection.execute(query).fetchall()

    def test_is_a_newer_version_of_lines_whose_game_had_no_id(self, looked_twice: Home) -> None:
        found = self.versions(looked_twice, BOX_SCORES, "player_id_bdl", "game_id_bdl")
        older = [(player, None, False) for player in (501, 502, 503, 601, 602)]
        newer = [(player, 88001, False) for player in (501, 502, 601, 602)]
        assert found[:5] == older
        assert set(found[5:]) == {*newer, (503, None, True)}

    def test_says_nothing_of_a_live_game_that_dropped_out(self, looked_twice: Home) -> None:
        found = self.versions(looked_twice, LIVE, "player_id_bdl", "game_clock")
        assert found == [(player, "Q3 4:10", False) for player in (501, 502, 601, 602)]

    def test_retracts_a_game_that_left_its_day(self, looked_twice: Home) -> None:
        found = self.versions(looked_twice, GAMES, "game_id_bdl")
        assert found == [(88001, False), (88002, False), (88003, False), (88003, True)]

    def test_retracts_who_left_the_list_of_injuries(self, looked_twice: Home) -> None:
        found = self.versions(looked_twice, INJURIES, "snapshot_date", "player_id_bdl")
        assert found == [
            (ASKED_ON, 501, False),
            (ASKED_ON, 602, False),
            (ASKED_ON, 501, True),
        ]
