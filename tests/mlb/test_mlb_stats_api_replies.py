"""What the readers of the MLB Stats API make of its replies, hand-made ones and real ones."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.errors import UnreadableFile
from tests.nba.landed import Checked, check, recorded

FEED, SCHEDULE = "mlb_raw.mlbapi_game_feed", "mlb_raw.mlbapi_schedule"
SEASON, SPLITS = "mlb_raw.mlbapi_season_schedule", "mlb_raw.mlbapi_player_splits"


def real(shared: Path, dataset: str, name: str) -> Checked:
    file = shared / "payloads" / "mlb_stats_api" / name
    body = file.read_bytes()
    return check(dataset, gzip.decompress(body) if file.suffix == ".gz" else body)


def only(rows: list[dict[str, Any]], **wanted: Any) -> list[dict[str, Any]]:
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def pitcher(reply: Any, side: str) -> Any:
    players = reply["liveData"]["boxscore"]["teams"][side]["players"].values()
    return next(one["stats"]["pitching"] for one in players if one["stats"]["pitching"])


class TestTheFeedOfAGame:
    def test_four_innings_and_a_third_are_thirteen_outs(self):
        (away,) = only(check(FEED, recorded("mlbapi_game_feed.json")).rows, row_id="away-900001")
        assert (away["outs"], away["strikeouts"], away["is_starter"]) == (13, 6, True)

    def test_innings_that_are_not_the_outs_are_rejected_alone(self):
        reply = recorded("mlbapi_game_feed.json")
        pitcher(reply, "away")["inningsPitched"] = "4.2"
        found = check(FEED, reply)
        assert [reject.reason for reject in found.rejects] == ["4.2 innings are not 13 outs"]
        assert only(found.rows, row_kind="pitcher", row_id="home-900002")

    def test_outs_are_counted_from_innings_where_they_are_not_sent(self):
        reply = recorded("mlbapi_game_feed.json")
        del pitcher(reply, "away")["outs"]
        (away,) = only(check(FEED, reply).rows, row_id="away-900001")
        assert away["outs"] == 13

    def test_innings_that_are_no_number_are_none(self):
        reply = recorded("mlbapi_game_feed.json")
        pitcher(reply, "away").update(inningsPitched="-.--", outs=None)
        (away,) = only(check(FEED, reply).rows, row_id="away-900001")
        assert away["outs"] is None

    def test_who_stays_on_the_bench_has_no_line(self):
        rows = check(FEED, recorded("mlbapi_game_feed.json")).rows
        assert not only(rows, row_id="home-900004")

    def test_a_place_of_the_batting_order_is_told_apart_from_who_came_in_for_it(self):
        batters = only(check(FEED, recorded("mlbapi_game_feed.json")).rows, row_kind="batter")
        places = {
            row["player_id"]: (row["batting_order"], row["substitute_number"]) for row in batters
        }
        assert places == {901001: (1, 0), 901010: (9, 1)}

    def test_a_pitch_has_the_count_before_it(self):
        pitches = only(check(FEED, recorded("mlbapi_game_feed.json")).rows, at_bat_index=0)
        counts = [(row["balls_before"], row["strikes_before"]) for row in pitches]
        assert counts == [(0, 0), (0, 1), (1, 1), (1, 2)]
        assert [row["plate_appearance_event"] for row in pitches] == [None, None, None, "strikeout"]

    def test_a_pitch_before_a_change_of_pitchers_is_of_him_who_left(self):
        pitches = only(check(FEED, recorded("mlbapi_game_feed.json")).rows, at_bat_index=1)
        assert [(row["player_id"], row["pitch_hand"]) for row in pitches] == [
            (900002, "R"),
            (900003, "L"),
        ]
        assert [row["outs_before"] for row in pitches] == [1, 1]

    def test_what_is_broken_is_rejected_alone(self):
        reply = recorded("mlbapi_game_feed.json")
        first, second = reply["liveData"]["plays"]["allPlays"]
        first["playEvents"][1]["pitchData"]["startSpeed"] = "fast"
        second["matchup"]["pitcher"] = None
        reply["gameData"]["players"]["ID900003"]["birthDate"] = "1997-13-01"
        reply["gameData"]["weather"] = {"temp": "warm"}
        whole = check(FEED, recorded("mlbapi_game_feed.json"))
        # Of the second play, whose pitcher nobody knows, the whole play is one row.
        found = check(FEED, reply, asked={"date": "2025-06-14"})
        assert sorted(reject.field for reject in found.rejects) == [
            "",
            "birthDate",
            "matchup.pitcher",
            "pitchData.startSpeed",
        ]
        assert len(found.rows) == len(whole.rows) - 5

    def test_a_reply_that_does_not_say_which_game_it_is_of_is_refused(self):
        reply = recorded("mlbapi_game_feed.json")
        del reply["gamePk"]
        with pytest.raises(UnreadableFile, match="missing required field `gamePk`"):
            check(FEED, reply)

    def test_of_a_real_game_pitches_and_lines_agree(self, shared: Path):
        rows = real(shared, FEED, "game_feed_live/485e4a33.json.gz").rows
        pitches = only(rows, row_kind="pitch")
        lines = {row["player_id"]: row for row in only(rows, row_kind="pitcher")}
        thrown = Counter(row["player_id"] for row in pitches)
        struck_out = Counter(
            row["player_id"] for row in pitches if row["plate_appearance_event"] == "strikeout"
        )
        strikes = Counter(row["player_id"] for row in pitches if not row["is_ball"])
        assert len(lines) == 9
        for who, line in lines.items():
            told = (line["pitches"], line["strikeouts"], line["strikes"])
            assert (thrown[who], struck_out[who], strikes[who]) == told
        outs = Counter[bool]()
        for line in lines.values():
            outs[line["is_home"]] += line["outs"]
        assert outs == {True: 27, False: 24}, "the home side did not bat in the ninth"

    def test_of_a_real_game_about_to_begin_one_line_up_is_there(self, shared: Path):
        rows = real(shared, FEED, "game_feed_live/1772a577.json").rows
        (game,) = only(rows, row_kind="game")
        assert (game["status"], game["home_runs_scored"], game["roof_type"]) == (
            "Pre-Game",
            None,
            "Open",
        )
        order = [row for row in only(rows, row_kind="batter") if row["batting_order"]]
        assert sorted(row["batting_order"] for row in order) == [*range(1, 10)]
        assert {(row["is_home"], row["is_confirmed"]) for row in order} == {(True, True)}
        (plate,) = only(rows, official_place="Home Plate")
        assert plate["official_name"] == "D.J. Reyburn"

    def test_a_real_pitch_is_measured(self, shared: Path):
        rows = real(shared, FEED, "game_feed_live/485e4a33.json.gz").rows
        (first,) = only(rows, row_kind="pitch", row_id="0-3")
        told = ("start_speed", "spin_rate", "pitch_type", "zone", "call", "bat_side", "pitch_hand")
        assert [first[name] for name in told] == [95.1, 2378.0, "FF", 3, "Foul", "R", "L"]


class TestTheSchedule:
    def test_a_start_that_is_not_set_is_none(self):
        games = only(check(SCHEDULE, recorded("mlbapi_schedule.json")).rows, row_kind="game")
        starts = {row["game_id"]: row["starts_at"] for row in games}
        assert starts["777001"] == datetime.fromisoformat("2025-06-14 23:10")
        assert starts["777002"] is None

    def test_a_postponed_game_is_listed_on_both_dates(self):
        rows = only(check(SEASON, recorded("mlbapi_season_schedule.json")).rows, game_id="777003")
        told = (
            "listed_date",
            "game_date",
            "status",
            "rescheduled_to_date",
            "rescheduled_from_date",
        )
        assert [tuple(row[name] for name in told) for row in rows] == [
            (date(2025, 6, 14), date(2025, 6, 14), "Postponed", date(2025, 6, 16), None),
            (date(2025, 6, 16), date(2025, 6, 16), "Scheduled", None, date(2025, 6, 14)),
        ]

    def test_a_line_up_is_told_with_whom_it_faces(self):
        rows = only(check(SCHEDULE, recorded("mlbapi_schedule.json")).rows, row_kind="batter")
        assert len(rows) == 18
        (third,) = only(rows, row_id="away-3")
        told = ("player_id", "batting_order", "is_home", "opposing_pitcher_id", "is_confirmed")
        assert [third[name] for name in told] == [901003, 3, False, 900002, True]

    def test_a_line_up_of_a_game_that_is_not_about_to_begin_is_not_confirmed(self):
        reply = recorded("mlbapi_schedule.json")
        reply["dates"][0]["games"][0]["status"].update(detailedState="Scheduled", statusCode="S")
        rows = only(check(SCHEDULE, reply).rows, row_kind="batter")
        assert {row["is_confirmed"] for row in rows} == {False}

    def test_one_broken_game_loses_no_other(self):
        reply = recorded("mlbapi_schedule.json")
        reply["dates"][0]["games"][0]["teams"]["home"]["team"]["id"] = "the Yankees"
        found = check(SCHEDULE, reply)
        assert found.fields == [(1, "teams.home.team.id")]
        assert {row["game_id"] for row in found.rows} == {"777002", "777003"}

    def test_a_real_makeup_game_names_the_day_it_was_set_for(self, shared: Path):
        rows = real(shared, SCHEDULE, "schedule/00674d89.json").rows
        (made,) = [row for row in rows if row["rescheduled_from_date"]]
        assert (made["game_date"], made["rescheduled_from_date"], made["innings"]) == (
            date(2026, 8, 6),
            date(2026, 6, 21),
            11,
        )

    def test_a_real_pitcher_who_is_not_announced_is_none(self, shared: Path):
        rows = real(shared, SCHEDULE, "schedule/140756da.json").rows
        (game,) = only(rows, game_id="824975")
        assert (game["away_probable_pitcher_id"], game["home_probable_pitcher_id"]) == (
            None,
            605488,
        )
        assert (game["temperature"], game["weather_condition"]) == (None, None)


class TestTotals:
    def test_a_placeholder_is_no_number(self):
        rows = check(SPLITS, recorded("mlbapi_player_splits-batter.json")).rows
        averages = {row["situation"]: row["batting_average"] for row in rows}
        assert averages == {"vl": 0.284, "vr": None}

    def test_a_text_that_is_neither_is_rejected(self):
        reply = recorded("mlbapi_player_splits-batter.json")
        reply["stats"][0]["splits"][0]["stat"]["avg"] = "high"
        found = check(SPLITS, reply)
        assert len(found.rows) == len(found.rejects) == 1

    def test_real_splits_have_their_outs_and_rates(self, shared: Path):
        rows = real(shared, SPLITS, "stat_splits_pitcher/003ac8df.json").rows
        told = ("situation", "outs", "batting_average", "walks_and_hits_per_inning")
        assert [tuple(row[name] for name in told) for row in rows] == [
            ("vl", 197, 0.238, 1.42),
            ("vr", 169, 0.193, 1.08),
        ]

    def test_a_meeting_is_told_by_season_and_of_all(self):
        asked = {"batter_id": "901001", "pitcher_id": "900002"}
        meetings = recorded("mlbapi_batter_vs_pitcher.json")
        rows = check("mlb_raw.mlbapi_batter_vs_pitcher", meetings, asked=asked).rows
        assert [(row["season"], row["strikeouts"]) for row in rows] == [("2024", 3), ("career", 3)]
