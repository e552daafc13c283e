"""Lines of The Odds API and BettingPros: what stood when, however little of it was sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, NAMES, SIDES, TIP, TOWNS, Row, before, pra

EVENT = {**SIDES, "game_date": DAY, "event_id": "e1", "starts_at": TIP}


def offer(
    line: float, hours: float, *, over: float | None = -110, under: float | None = -110, **own: Any
) -> list[Row]:
    """Both sides of a line at DraftKings, as a version seen so many hours before the start; a side
    without a price is left out, as it is where nothing of it changed."""
    prices = {"Over": over, "Under": under}
    row = {
        **EVENT,
        "bookmaker": "draftkings",
        "market": "player_points",
        "player_name": "Karl-Anthony Towns",
        "line": line,
        "known_at": before(hours),
        "is_retracted": False,
        **own,
    }
    return [
        row | {"side": side, "price_american": price}
        for side, price in prices.items()
        if price is not None
    ]


def gone(line: float, hours: float) -> list[Row]:
    return offer(line, hours, is_retracted=True)


def lines(*sent: list[Row], **inputs: Any) -> list[Row]:
    given = {"games": [GAME], "names": NAMES, "offers": [row for rows in sent for row in rows]}
    rows = computed("nba_core.player_prop_lines", **given, **inputs)
    return sorted(rows, key=lambda row: (row["known_at"], row["line"]))


def told(rows: list[Row]) -> list[tuple[Any, ...]]:
    american = {110: 210 / 110, 120: 220 / 120}
    names = {round(decimal, 9): -price for price, decimal in american.items()}
    columns = ("over_price_decimal", "under_price_decimal")
    return [
        (
            row["line"],
            (TIP - row["known_at"]) / timedelta(hours=1),
            *(names.get(round(row[c] or 0, 9)) for c in columns),
        )
        for row in rows
    ]


def test_a_fetched_line_stands_on_its_game_and_player() -> None:
    (row,) = lines(offer(24.5, 6))
    assert (row["player_id"], row["prop_type"], row["bookmaker"]) == (
        *(TOWNS, "points"),
        "draftkings",
    )
    assert (row["known_at"], row["is_after_start"], row["is_alternate"]) == (
        before(6),
        False,
        False,
    )
    assert row["over_price_decimal"] == pytest.approx(210 / 110)


def test_what_a_line_was_before_it_moved_is_kept_with_its_instant() -> None:
    rows = lines(offer(24.5, 24), gone(24.5, 1), offer(25.5, 1))
    assert told(rows) == [(24.5, 24, -110, -110), (25.5, 1, -110, -110)]


def test_a_side_that_did_not_move_keeps_its_price_beside_the_one_that_did() -> None:
    # Raw keeps no second version of the under, because it is as it was.
    rows = lines(offer(24.5, 24), offer(24.5, 1, over=-120, under=None))
    assert told(rows) == [(24.5, 24, -110, -110), (24.5, 1, -120, -110)]


def test_the_price_of_the_main_market_counts_and_others_are_alternates() -> None:
    other = {"market": "player_points_alternate"}
    rows = lines(
        offer(24.5, 6), offer(24.5, 6, over=-120, **other), offer(29.5, 6, over=-120, **other)
    )
    assert [(row["line"], row["is_alternate"]) for row in rows] == [(24.5, False), (29.5, True)]
    assert told(rows)[0] == (24.5, 6, -110, -110)


def test_a_past_snapshot_was_known_when_it_was_taken() -> None:
    past = [
        {k: v for k, v in row.items() if k != "is_retracted"}
        | {"snapshot_at": before(0.5), "known_at": before(-24 * 90)}
        for row in offer(26.5, 0)
    ]
    assert told(lines(offer(24.5, 24), past_offers=past)) == [
        (24.5, 24, -110, -110),
        (26.5, 0.5, -110, -110),
    ]


def test_lines_of_nobody_and_of_no_game_are_rejects() -> None:
    rows = lines(
        offer(24.5, 6, player_name="Nobody Known"), offer(9.5, 6, home_team="Boston Celtics")
    )
    reasons = [row["unresolved_reason"] or row["unplaced_reason"] for row in rows]
    assert reasons == [
        "New York Knicks @ Boston Celtics is no game of the calendar on 2025-01-15",
        "no player of that name is known",
    ]


BP_EVENT = {
    "game_date": DAY,
    "event_id_bettingpros": 77,
    "home_team": "PHI",
    "away_team": "NYK",
    "starts_at": TIP,
}


def bp(side: str, hours: float = 3, **own: Any) -> Row:
    return {
        "game_date": DAY,
        "event_id_bettingpros": 77,
        "prop_type": "points",
        "player_name": "Karl-Anthony Towns",
        "bookmaker": "fanduel",
        "side": side,
        "line": 23.5,
        "price_american": -120,
        "known_at": before(hours),
        "is_retracted": False,
        **own,
    }


def test_bettingpros_tells_what_the_odds_api_does_not() -> None:
    both = [bp("over"), bp("under")]
    off = [bp(side, is_off=True, bookmaker="betmgm") for side in ("over", "under")]
    blend = [bp(side, bookmaker="consensus") for side in ("over", "under")]
    sent = {"bp_offers": [*both, *off, *blend], "bp_events": [BP_EVENT]}
    assert told(lines(**sent)) == [(23.5, 3, -120, -120)]
    assert told(lines(offer(24.5, 6, bookmaker="fanduel"), **sent)) == [(24.5, 6, -110, -110)]
    (unknown,) = lines(bp_offers=both)
    assert unknown["unplaced_reason"] == "event 77 is none of the thirty clubs"


def test_archives_and_fetched_lines_are_one_history() -> None:
    archived = pra(38.5, -110, -110, 30)
    moved = offer(39.5, 6, market="player_points_rebounds_assists")
    assert told(lines(moved, pra=[archived])) == [(38.5, 30, -110, -110), (39.5, 6, -110, -110)]


def game_offer(market: str, side: str, line: float | None, price: float, hours: float = 6) -> Row:
    return {
        **EVENT,
        "bookmaker": "draftkings",
        "market": market,
        "side": side,
        "line": line,
        "price_american": price,
        "known_at": before(hours),
        "is_retracted": False,
    }


def test_the_three_markets_of_a_game() -> None:
    offers = [
        game_offer("h2h", "home", None, -150),
        game_offer("h2h", "away", None, 130),
        game_offer("spreads", "home", -3.5, -110),
        game_offer("spreads", "away", 3.5, -110),
        game_offer("totals", "over", 221.5, -105),
        game_offer("totals", "under", 221.5, -115),
        game_offer("totals", "over", 223.5, -110, 1),
        game_offer("totals", "under", 223.5, -110, 1),
    ]
    rows = computed("nba_core.game_lines", games=[GAME], offers=offers)
    found = [
        (row["market"], row["line"], round(row["home_or_over_price_decimal"], 3), row["known_at"])
        for row in rows
    ]
    assert found == [
        ("moneyline", None, 1.667, before(6)),
        ("spread", -3.5, 1.909, before(6)),
        ("total", 221.5, 1.952, before(6)),
        ("total", 223.5, 1.909, before(1)),
    ]
    assert {row["is_closing_reference"] for row in rows} == {False}
