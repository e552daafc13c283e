"""Spreads, totals and moneylines as changes, and the closing lines beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from boxline.catalog.prices import NOT_SENT, ONE_SIDE_ONLY, PLACEHOLDER
from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, GAME_ID, SIDES, TIP, Row, before

CLOSING: Row = {
    "game_date": DAY,
    "home": "phi",
    "away": "ny",
    "whos_favored": "away",
    "spread": 4.5,
    "total": 221.5,
    "moneyline_home": 160,
    "moneyline_away": -190,
    "known_at": before(-11),
}


def spread(home_line: float, hours: float, home: int = -110, away: int = -110) -> list[Row]:
    """Both sides of a spread at a bookmaker, updated so many hours before the start."""
    row = {
        **SIDES,
        "game_date": DAY,
        "starts_at": TIP,
        "bookmaker": "betmgm",
        "market": "spread",
        "known_at": before(hours),
    }
    return [
        row | {"side": "home", "line": home_line, "price_american": home},
        row | {"side": "away", "line": -home_line, "price_american": away},
    ]


def lines(*sent: list[Row], **inputs: Any) -> list[Row]:
    multibook = [side for pair in sent for side in pair]
    rows = computed("nba_core.game_lines", **{"multibook": multibook, "games": [GAME], **inputs})
    return sorted(rows, key=lambda row: (row["market"], row["known_at"]))


def told(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[c] for c in columns) for row in rows]


def test_a_spread_is_that_of_the_home_side_with_the_prices_of_both() -> None:
    (row,) = lines(spread(-3.5, 12, home=-120, away=100))
    assert (row["game_id"], row["bookmaker"], row["line"]) == (GAME_ID, "betmgm", -3.5)
    assert row["home_or_over_price_decimal"] == pytest.approx(220 / 120)
    assert row["away_or_under_price_decimal"] == 2.0
    assert (row["is_closing_reference"], row["is_after_start"]) == (False, False)


def test_snapshots_that_find_nothing_new_are_one_state() -> None:
    rows = lines(spread(-3.5, 36), spread(-3.5, 36), spread(-3.5, 12), spread(-4.0, 6))
    assert told(rows, "line", "known_at") == [(-3.5, before(36)), (-4.0, before(6))]


def test_an_update_in_play_is_kept_and_marked() -> None:
    rows = lines(spread(-3.5, 1), spread(-14.5, -1))
    assert told(rows, "line", "is_after_start") == [(-3.5, False), (-14.5, True)]


def test_the_side_that_was_sent_alone_gives_the_line_and_no_prices() -> None:
    (row,) = lines(spread(-3.5, 12)[1:])
    assert (row["line"], row["no_price_reason"]) == (-3.5, ONE_SIDE_ONLY)


def test_a_closing_row_is_three_markets_known_at_the_start() -> None:
    rows = lines(closing=[CLOSING])
    # New York lays 4.5 away: the home side gets them. +160 returns 2.6, -190 returns 290 / 190.
    assert told(rows, "market", "line", "home_or_over_price_decimal", "no_price_reason") == [
        ("moneyline", None, 2.6, None),
        ("spread", 4.5, None, NOT_SENT),
        ("total", 221.5, None, NOT_SENT),
    ]
    assert rows[0]["away_or_under_price_decimal"] == pytest.approx(290 / 190)
    assert {(r["bookmaker"], r["known_at"], r["is_closing_reference"]) for r in rows} == {
        ("closing", TIP, True)
    }
    assert not any(row["is_after_start"] for row in rows)


@pytest.mark.parametrize(
    ("favoured", "laid", "line"), [("home", 7.0, -7.0), ("away", 7.0, 7.0), ("home", 0.0, 0.0)]
)
def test_a_closing_spread_is_negative_where_the_home_side_is_favoured(
    favoured: str, laid: float, line: float
) -> None:
    rows = lines(closing=[CLOSING | {"whos_favored": favoured, "spread": laid}])
    (found,) = [row["line"] for row in rows if row["market"] == "spread"]
    assert str(found) == str(line)  # 0.0 and -0.0 are equal, and have two hashes


def test_a_market_that_a_closing_row_says_nothing_of_is_none() -> None:
    silent = CLOSING | {"spread": None, "moneyline_home": None, "moneyline_away": None}
    assert told(lines(closing=[silent]), "market") == [("total",)]


def test_a_moneyline_that_is_no_price_is_kept_with_the_reason() -> None:
    rows = lines(closing=[CLOSING | {"moneyline_home": -300, "moneyline_away": 8}])
    assert told(rows[:1], "market", "away_or_under_price_decimal", "no_price_reason") == [
        ("moneyline", None, PLACEHOLDER)
    ]


def test_without_a_known_start_a_closing_line_is_known_at_the_end_of_the_day() -> None:
    rows = lines(closing=[CLOSING], games=[GAME | {"tipped_off_at": None}])
    midnight = datetime(2025, 1, 16, 5)  # noqa: DTZ001  # UTC; midnight Eastern
    assert {(r["known_at"], r["is_after_start"]) for r in rows} == {(midnight, True)}


def test_a_closing_row_of_a_game_that_is_unknown_says_so() -> None:
    rows = lines(closing=[CLOSING | {"home": "utah"}])
    assert told(rows, "game_id", "unplaced_reason") == 3 * [
        (None, "ny @ utah is no game of the calendar on 2025-01-15")
    ]
