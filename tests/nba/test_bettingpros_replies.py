"""BettingPros: games of a league day, and every bookmaker's line with its opening."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from boxline.errors import TooManyRejects
from boxline.leagues import load_catalog
from boxline.providers.bettingpros import Offers
from tests.nba.landed import RECORDED, check, recorded

EVENTS, PROPS = "nba_raw.bp_events", "nba_raw.bp_player_props"
PAGE = "bp_player_props-1.json"
ASKED = {"date": "2025-01-15", "event_id": "30501", "market": "points"}


def at(*parts: int) -> datetime:
    """An instant as it is stored: UTC, without saying so."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc]


def event(**changes: Any) -> dict[str, Any]:
    """A game that is still to come."""
    return {
        "id": 30501,
        "sport": "NBA",
        "scheduled": "2025-01-16 03:10:00",
        "season": 2024,
        "season_type": "REG",
        "status": "scheduled",
        "home": "NTH",
        "visitor": "STH",
        "venue": {"name": "North Hall"},
        "results": None,
    } | changes


class TestEvents:
    def test_a_late_game_keeps_its_league_day(self):
        (row,) = check(EVENTS, {"events": [event()]}).rows
        assert row == {
            "event_id_bettingpros": 30501,
            "game_date": date(2025, 1, 15),
            "starts_at": at(2025, 1, 16, 3, 10),
            "season": "2024-25",
            "season_type": "REG",
            "game_status": "scheduled",
            "home_team": "NTH",
            "away_team": "STH",
            "home_score": None,
            "away_score": None,
            "arena": "North Hall",
        }

    @pytest.mark.parametrize(
        ("change", "field", "reason"),
        [
            ({"scheduled": "tomorrow"}, "scheduled", "Invalid RFC3339"),
            ({"scheduled": "0001-01-01 00:00:00"}, "", "is not an instant"),
            ({"sport": "NFL"}, "", "the event is of NFL, not of NBA"),
            ({"id": 10**30}, "event_id_bettingpros", "more than 64 bits"),
            ({"results": {"outcomes": "none"}}, "results.outcomes", "Expected `array`"),
        ],
    )
    def test_a_broken_game_is_rejected_alone(self, change: Any, field: str, reason: str):
        found = check(EVENTS, {"events": [event(**change), event(id=2)]})
        (reject,) = found.rejects
        assert (reject.row, reject.field) == (1, field)
        assert reason in reject.reason
        assert [row["event_id_bettingpros"] for row in found.rows] == [2]

    def test_the_real_games_have_their_scores(self, shared: Path):
        file = shared / "payloads" / "bettingpros/events/e58219f4.json"
        reply = json.loads(file.read_bytes())
        rows = check(EVENTS, reply).rows
        assert {row["game_date"] for row in rows} == {date(2021, 10, 21)}
        assert (rows[0]["home_team"], rows[0]["home_score"], rows[0]["away_score"]) == (
            "ATL",
            113,
            87,
        )
        for sent, row in zip(reply["events"], rows, strict=True):
            quarters: dict[str, int] = {}
            for period in sent["results"]["periods"]:
                for score in period["scores"]:
                    side = score["participant"]
                    quarters[side] = quarters.get(side, 0) + score["score"]
            assert quarters == {
                row["home_team"]: row["home_score"],
                row["away_team"]: row["away_score"],
            }


class TestPlayerProps:
    def test_a_line_is_one_row_with_its_side_and_opening(self):
        found = check(PROPS, recorded(PAGE), asked=ASKED)
        assert found.rejects == []
        assert [
            (r["bookmaker"], r["side"], r["line"], r["price_american"], r["is_main"])
            for r in found.rows
        ] == [
            ("consensus", "over", 21.5, -111.0, True),
            ("draftkings", "over", 21.5, -115.0, True),
            ("draftkings", "over", 24.5, 160.0, False),
            ("33", "under", 21.5, -108.0, None),
        ]
        assert found.rows[2] == {
            "event_id_bettingpros": 30501,
            "game_date": date(2025, 1, 15),
            "offer_id": "7001",
            "prop_type": "points",
            "player_id_bettingpros": "5501",
            "player_name": "Ash Alder",
            "team": "NTH",
            "position": "G",
            "bookmaker": "draftkings",
            "side": "over",
            "line": 24.5,
            "line_id": "3",
            "price_american": 160.0,
            "price_decimal": 2.6,
            "is_active": True,
            "is_off": False,
            "is_main": False,
            "is_best": True,
            "updated_at": at(2025, 1, 15, 20, 5),
            "opening_line": 20.5,
            "opening_price_american": -112.0,
            "opening_bookmaker": "fanduel",
            "opened_at": at(2025, 1, 15, 14, 0, 5),
        }

    def test_pages_are_numbered_until_the_last(self):
        page = json.loads((RECORDED / PAGE).read_bytes())
        assert _next(page) == {"page": "2"}
        assert _next(page | {"_pagination": {"page": 2, "total_pages": 2}}) is None
        assert _next({"offers": []}) is None

    def test_what_is_broken_is_rejected_alone(self):
        page = recorded(PAGE)
        good = page["offers"][0]
        over = good["selections"][0]
        over["books"][1]["lines"][0]["cost"] = "-115"
        over["books"].append({"id": "twelve", "lines": []})
        page["offers"] += [
            {**good, "participants": []},
            {**good, "event_id": None},
            {**good, "selections": [{"selection": "over"}]},
        ]
        found = check(PROPS, page, asked=ASKED)
        assert [(row, field) for row, field in found.fields] == [
            (2, "cost"),
            (4, "id"),
            (6, ""),
            (7, "event_id"),
            (8, ""),
        ]
        assert len(found.rows) == 3

    @pytest.mark.parametrize(
        ("asked", "market", "reason"),
        [
            ({**ASKED, "event_id": "9"}, 156, "the reply says event_id 30501, and 9 was asked"),
            (ASKED, 157, "the reply says market rebounds, and points was asked for"),
            (ASKED, 500, "market_id is 500, which is none that is asked for"),
            ({}, 156, "the reply does not say date: land it with `--param date=...`"),
        ],
    )
    def test_a_reply_about_something_else_is_rejected(
        self, asked: dict[str, str], market: int, reason: str
    ):
        page = recorded(PAGE)
        page["offers"] = [{**page["offers"][0], "market_id": market}] * 2
        with pytest.raises(TooManyRejects) as refused:
            check(PROPS, page, asked=asked)
        assert reason in str(refused.value)

    def test_every_prop_is_asked_by_its_market(self):
        request = load_catalog()[PROPS].request
        assert request.identity == ("event_id", "market")
        assert {prop: request.spelled["market"][prop] for prop in request.also["market"]} == {
            "points": "156",
            "rebounds": "157",
            "assists": "151",
            "threes": "162",
        }


def _next(page: Any) -> Any:
    import msgspec

    return msgspec.json.decode(json.dumps(page).encode(), type=Offers).next_page
