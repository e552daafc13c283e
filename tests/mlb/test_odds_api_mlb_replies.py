"""What the readers of The Odds API's baseball replies make of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from boxline.leagues import whole_catalog
from tests.nba.landed import check, recorded

LINES, PROPS = "mlb_raw.odds_api_mlb_game_lines", "mlb_raw.odds_api_mlb_pitcher_props"


def test_every_game_of_the_board_is_read():
    rows = check(LINES, recorded("odds_api_mlb_game_lines.json")).rows
    assert {row["event_id"] for row in rows} == {"b0a1", "b0a2"}
    run_line = {r["side"]: r["line"] for r in rows if r["market"] == "spreads"}
    assert run_line == {"away": 1.5, "home": -1.5}


def test_one_broken_event_of_the_board_loses_no_other():
    reply = recorded("odds_api_mlb_game_lines.json")
    del reply[0]["commence_time"]
    found = check(LINES, reply)
    assert [reject.reason for reject in found.rejects] == [
        "Object missing required field `commence_time`"
    ]
    assert {row["event_id"] for row in found.rows} == {"b0a2"}


def test_basketball_is_no_baseball():
    reply = recorded("odds_api_mlb_game_lines.json")
    reply[0]["bookmakers"], reply[1]["bookmakers"] = [], reply[1]["bookmakers"][:1]
    reply[1]["bookmakers"][0]["markets"] = reply[1]["bookmakers"][0]["markets"][:1]
    reply[1]["sport_key"] = "basketball_nba"
    reasons = {reject.reason for reject in check(LINES, reply).rejects}
    assert reasons == {"the event is of basketball_nba, not of baseball_mlb"}


def test_a_pitcher_has_his_main_line_and_the_others():
    rows = check(PROPS, recorded("odds_api_mlb_pitcher_props.json")).rows
    strikeouts = {
        (r["bookmaker"], r["market"], r["side"], r["line"])
        for r in rows
        if r["player_name"] == "Ivo Castellane" and r["market"] != "pitcher_outs"
    }
    assert strikeouts == {
        ("draftkings", "pitcher_strikeouts", "Over", 5.5),
        ("draftkings", "pitcher_strikeouts", "Under", 5.5),
        ("draftkings", "pitcher_strikeouts_alternate", "Over", 7.5),
        ("fanduel", "pitcher_strikeouts", "Over", 5.5),
        ("fanduel", "pitcher_strikeouts", "Under", 5.5),
    }


def test_the_whole_board_costs_what_one_game_does():
    catalog = whole_catalog()
    board, game = catalog[LINES].request, catalog[f"{LINES}_history"].request
    assert board.credits * 10 == game.credits


def test_the_two_sides_of_a_real_market_belong_together(shared: Path):
    file = shared / "payloads" / "odds_api_v4" / "mlb_odds" / "5651bd31.json"
    rows = check(LINES, json.loads(file.read_bytes())).rows
    sides: dict[Any, list[float]] = {}
    for row in rows:
        key = row["event_id"], row["bookmaker"], row["market"]
        sides.setdefault(key, []).append(1 / row["price_decimal"])
    assert len(sides) == 261
    assert {len(both) for both in sides.values()} == {2}
    assert all(1.0 < sum(both) < 1.1 for both in sides.values())
