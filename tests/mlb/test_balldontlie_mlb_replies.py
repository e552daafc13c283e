"""What the readers of balldontlie's MLB replies make of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.nba.landed import check, recorded

STATS = "mlb_raw.bdl_mlb_stats"


def test_the_fraction_of_innings_counts_thirds():
    batter, pitcher = check(STATS, recorded("bdl_mlb_stats.json")).rows
    assert (pitcher["outs"], pitcher["has_pitched"]) == (13, True)
    assert (batter["outs"], batter["has_pitched"], batter["hits"]) == (None, False, 2)


@pytest.mark.parametrize(("sent", "outs"), [(0, 0), (0.2, 2), (6, 18), (9.0, 27)])
def test_innings_are_outs(sent: float, outs: int):
    reply = recorded("bdl_mlb_stats.json")
    reply["data"][1]["ip"] = sent
    assert check(STATS, reply).rows[1]["outs"] == outs


def test_innings_with_more_than_two_thirds_over_are_rejected():
    reply = recorded("bdl_mlb_stats.json")
    reply["data"][1]["ip"] = 4.3
    (reject,) = check(STATS, reply).rejects
    assert reject.reason == "no innings: '4.3'"


def test_a_game_keeps_its_league_day_where_it_starts_late():
    reply = recorded("bdl_mlb_games.json")
    reply["data"][0]["date"] = "2025-06-15T02:10:00.000Z"
    days = [row["game_date"] for row in check("mlb_raw.bdl_mlb_games", reply).rows]
    assert days == [date(2025, 6, 14), date(2025, 6, 15)]


def test_hands_are_told_apart():
    rows = check("mlb_raw.bdl_mlb_players", recorded("bdl_mlb_players.json")).rows
    assert [(row["bats"], row["throws"]) for row in rows] == [("L", "R"), ("S", "R")]


def test_hands_that_are_none_are_rejected():
    reply = recorded("bdl_mlb_players.json")
    reply["data"][0]["bats_throws"] = "Right"
    (reject,) = check("mlb_raw.bdl_mlb_players", reply).rejects
    assert "not two hands" in reject.reason
