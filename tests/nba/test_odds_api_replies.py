"""What The Odds API says: whose price, on what, of which league day, and as of when."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.errors import TooManyRejects, UnreadableFile
from boxline.leagues import load_catalog
from boxline.providers.odds_api import BOOKMAKERS
from tests.builders import NOON, home_at
from tests.nba.landed import check, recorded

PROPS, LINES = "nba_raw.odds_api_player_props", "nba_raw.odds_api_game_lines"
EVENT = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def at(*parts: int) -> datetime:
    """An instant as it is stored: UTC, without saying so."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc]


def points_of(reply: Any, bookmaker: int = 0) -> list[Any]:
    """The outcomes of a bookmaker's first market."""
    found: list[Any] = reply["bookmakers"][bookmaker]["markets"][0]["outcomes"]
    return found


class TestPlayerProps:
    def test_an_outcome_is_one_row_of_the_league_day_with_both_notations(self):
        found = check(PROPS, recorded("odds_api_player_props.json"), asked={"event_id": EVENT})
        rows = {
            (r["bookmaker"], r["market"], r["player_name"], r["side"], r["line"]): r
            for r in found.rows
        }
        assert (len(rows), found.rejects) == (7, [])
        assert rows["draftkings", "player_points", "Ash Alder", "Under", 21.5] == {
            "event_id": EVENT,
            "game_date": date(2025, 1, 15),
            "starts_at": at(2025, 1, 16, 3, 10),
            "home_team": "Northtown Harriers",
            "away_team": "Southport Herons",
            "bookmaker": "draftkings",
            "market": "player_points",
            "player_name": "Ash Alder",
            "side": "Under",
            "line": 21.5,
            "price_american": -105.0,
            "price_decimal": 1.952380952,
            "updated_at": at(2025, 1, 16, 2, 0, 10),
        }
        placeholder = rows["fliff", "player_points", "Ash Alder", "Over", 21.5]
        assert (placeholder["price_american"], placeholder["price_decimal"]) == (-100_000.0, None)

    def test_what_is_no_longer_offered_is_retracted_and_a_newer_stamp_is_no_change(
        self, tmp_path: Path
    ):
        home = home_at(tmp_path / "home")
        reply = recorded("odds_api_player_props.json")

        def land(minute: int) -> int:
            page = ("reply.json", json.dumps(reply).encode())
            when = NOON - timedelta(hours=1) + timedelta(minutes=minute)
            home.land(home.catalog[PROPS], [page], fetched_at=when)
            (step,) = home.load("load").steps
            return step.outcome.stored

        assert land(1) == 7
        reply["bookmakers"][0]["markets"][0]["last_update"] = "2025-01-16T02:30:00Z"
        assert land(2) == 0
        for outcome in points_of(reply)[:2]:
            outcome["point"] = 22.5
        assert land(3) == 4
        with home.warehouse("test") as warehouse:
            newest = warehouse.connection.execute(
                f"SELECT side, line, is_retracted FROM {PROPS} "
                "QUALIFY known_at = max(known_at) OVER () ORDER BY ALL"
            ).fetchall()
        assert newest == [
            ("Over", 21.5, True),
            ("Over", 22.5, False),
            ("Under", 21.5, True),
            ("Under", 22.5, False),
        ]

    def test_what_is_broken_is_rejected_alone(self):
        reply = recorded("odds_api_player_props.json")
        points_of(reply)[1]["price"] = "-105"
        points_of(reply)[2]["description"] = None
        reply["bookmakers"][0]["markets"][1]["last_update"] = "yesterday"
        points_of(reply, 1)[0]["point"] = 201
        reply["bookmakers"].append({"key": "bovada", "markets": None})
        found = check(PROPS, reply)
        # The row of a broken market is the market, and of a broken bookmaker the bookmaker.
        assert found.fields == [
            (2, "price"),
            (3, "player_name"),
            (4, "last_update"),
            (5, "line"),
            (7, "markets"),
        ]
        assert [(r["bookmaker"], r["side"]) for r in found.rows] == [
            ("draftkings", "Over"),
            ("fliff", "Under"),
        ]

    @pytest.mark.parametrize(
        ("change", "asked", "reason"),
        [
            ({"sport_key": "baseball_mlb"}, {}, "the event is of baseball_mlb, not of basketball"),
            ({}, {"event_id": "other"}, f"the reply says event_id {EVENT}, and other was asked"),
            ({"commence_time": "0001-01-01T00:00:00Z"}, {}, "is not an instant"),
        ],
    )
    def test_a_reply_about_something_else_is_refused_whole(
        self, change: Any, asked: Any, reason: str
    ):
        with pytest.raises(TooManyRejects, match=reason):
            check(PROPS, recorded("odds_api_player_props.json") | change, asked=asked)

    def test_nothing_offered_is_no_row(self):
        found = check(PROPS, recorded("odds_api_player_props.json") | {"bookmakers": []})
        assert (found.rows, found.rejects) == ([], [])

    def test_a_look_costs_a_credit_for_each_market_and_ten_bookmakers(self):
        request = load_catalog()[PROPS].request
        history = load_catalog()[f"{PROPS}_history"].request
        assert (len(BOOKMAKERS), request.credits, history.credits) == (12, 20, 200)


class TestGameLines:
    def test_a_side_is_told_as_home_or_away_and_decimal_prices_are_recognised(self):
        found = check(f"{LINES}_history", recorded("odds_api_game_lines_history.json"))
        rows = {(r["market"], r["side"]): r for r in found.rows}
        assert {key: (r["line"], r["price_decimal"]) for key, r in rows.items()} == {
            ("h2h", "away"): (None, 126.0),
            ("h2h", "home"): (None, 1.02),
            ("spreads", "away"): (18.5, 1.91),
            ("spreads", "home"): (-18.5, 1.91),
            ("totals", "over"): (219.5, 1.8),
            ("totals", "under"): (219.5, 2.0),
        }
        assert rows["totals", "under"]["price_american"] == 100.0
        assert rows["totals", "over"]["price_american"] == -125.0
        winner = rows["h2h", "home"]
        assert winner["updated_at"] == at(2025, 1, 16, 2, 38), "of the bookmaker"
        assert winner["snapshot_at"] == at(2025, 1, 16, 2, 39, 30)
        assert winner["next_snapshot_at"] == at(2025, 1, 16, 2, 44, 30)

    def test_an_outcome_that_is_no_side_of_the_game_is_rejected(self):
        reply = recorded("odds_api_game_lines_history.json")["data"]
        h2h, spreads, _ = reply["bookmakers"][0]["markets"]
        h2h["outcomes"].append({"name": "Draw", "price": 12.0})
        del spreads["outcomes"][0]["point"]
        spreads["outcomes"][1]["price"] = 0.5
        found = check(LINES, reply)
        assert [reject.reason for reject in found.rejects] == [
            "name is Draw, which is none of Northtown Harriers, Southport Herons",
            "point is missing, and spreads has one",
            "price is 0.5, which is no decimal price",
        ]
        assert len(found.rows) == 4


class TestEvents:
    def test_each_event_is_decoded_alone(self):
        event = {
            key: value
            for key, value in recorded("odds_api_player_props.json").items()
            if key != "bookmakers"
        }
        # The second's start names no zone, so nobody knows its league day.
        reply = [event, event | {"id": "2", "commence_time": "2025-01-16T00:10:00"}]
        found = check("nba_raw.odds_api_events", reply)
        assert [(r["event_id"], r["game_date"]) for r in found.rows] == [(EVENT, date(2025, 1, 15))]
        assert found.fields == [(2, "commence_time")]

    def test_an_error_message_instead_of_the_list_says_so(self):
        with pytest.raises(UnreadableFile, match="Expected `array`, got `object`"):
            check("nba_raw.odds_api_events", {"message": "API key is not valid"})

    def test_past_odds_are_asked_as_of_half_an_hour_before_the_start(self):
        about = load_catalog()[f"{PROPS}_history"].request.about
        assert about.snapshot(datetime(2025, 1, 16, 3, 10, tzinfo=UTC)) == "2025-01-16T02:40:00Z"


class TestOfTheRealReplies:
    def test_the_two_sides_of_a_market_belong_together(self, shared: Path):
        file = "odds_api_v4/event_odds_player_props/mockOrlandoVsCleveland.json"
        reply = json.loads((shared / "payloads" / file).read_bytes())
        rows = check(PROPS, reply).rows
        sides: dict[Any, dict[str, float]] = {}
        for r in rows:
            key = r["bookmaker"], r["player_name"], r["line"]
            sides.setdefault(key, {})[r["side"]] = 1 / r["price_decimal"]
        assert {len(found) for found in sides.values()} == {2}
        assert all(1.0 < sum(found.values()) < 1.2 for found in sides.values())
        assert {r["game_date"] for r in rows} == {date(2024, 2, 22)}
        assert {r["bookmaker"] for r in rows} == {book["key"] for book in reply["bookmakers"]}
