"""What an order of nine lets one expect; every number by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from boxline.forecasting.rows import Rows
from boxline.mlb.starters.bottom_up import (
    NO_ARM,
    NO_ORDER,
    NO_SIDE,
    TOLD,
    appearances_at,
    batter_rates,
    matchup,
    of_line_ups,
)
from boxline.mlb.starters.opposing_batters import COUNTED

LEAGUE = 0.2


def order(*places: dict[str, Any]) -> Rows:
    """An order of nine: what is not said of a place is a batter of whom nothing is known."""
    usual = {"game_id": "1", "player_id": 9, "bats": "L", "throws": "R", "line_up_kind": "posted"}
    usual |= dict.fromkeys(COUNTED, 0)
    rows = [
        {**usual, "batting_order": n + 1, **(places[n] if n < len(places) else {})}
        for n in range(9)
    ]
    return Rows(
        {
            name: np.array([row[name] for row in rows], dtype=object if kind is str else float)
            for name, kind in (
                *((name, str) for name in ("game_id", "bats", "throws", "line_up_kind")),
                *((name, float) for name in ("player_id", "batting_order", *COUNTED)),
            )
        }
    )


def starter(rate: float = LEAGUE, batters: float = 18.0) -> Rows:
    return Rows(
        {
            "game_id": np.array(["1"], dtype=object),
            "player_id": np.array([9.0]),
            "strikeout_rate_own": np.array([rate]),
            "batters_own": np.array([batters]),
            "strikeout_rate_league": np.array([LEAGUE]),
        }
    )


def told(starters: Rows, batters: Rows) -> tuple[dict[str, float], str | None]:
    found, why = of_line_ups(starters, batters)
    return {name: float(found[name][0]) for name in TOLD}, why[0]


def test_nine_of_whom_nothing_is_known_strike_out_as_the_starter_lets_anybody() -> None:
    found, why = told(starter(rate=0.3), order())
    assert why is None
    assert found["bottom_up_strikeouts"] == pytest.approx(18 * 0.3)
    assert found["line_up_strikeout_share"] == pytest.approx(LEAGUE)
    assert found["matchup_edge"] == pytest.approx(0.0)
    assert found["weak_spots"] == 0


def test_a_batter_is_drawn_towards_the_league_and_against_an_arm_towards_himself() -> None:
    counts = {"appearances": 240, "strikeouts": 90}
    counts |= {"appearances_vs_arm": 50, "strikeouts_vs_arm": 25}
    rate = batter_rates(order(counts), np.full(9, LEAGUE))[0]
    of_both = (90 + 60 * LEAGUE) / (240 + 60)
    assert of_both == pytest.approx(0.34)
    assert rate == pytest.approx((25 + 150 * 0.34) / 200)


def test_a_weak_spot_strikes_out_a_quarter_more_often_than_the_league() -> None:
    weak = {"appearances": 1000, "strikeouts": 300}
    fair = {"appearances": 1000, "strikeouts": 240}
    assert told(starter(), order(weak, fair))[0]["weak_spots"] == 1


def test_batters_high_in_the_order_come_up_more_often() -> None:
    places = np.arange(1.0, 10.0)
    assert appearances_at(places, np.full(9, 20.0)).tolist() == [3.0, 3.0, *[2.0] * 7]
    assert appearances_at(places, np.full(9, 20.5)).sum() == pytest.approx(20.5)
    assert appearances_at(places, np.full(9, 3.0)).tolist() == [1.0] * 3 + [0.0] * 6


def test_odds_multiply_where_both_meet() -> None:
    assert matchup(np.array(0.5), np.array(0.5), np.array(0.2)) == pytest.approx(0.8)


def test_whoever_bats_from_his_throwing_side_has_the_platoon_against_him() -> None:
    sides = [{"bats": side} for side in "RRRLLSSLL"]
    assert told(starter(), order(*sides))[0]["platoon_share"] == pytest.approx(3 / 9)


def test_without_nine_batters_nothing_is_told_and_why() -> None:
    eight = order().where(np.arange(8))
    found, why = told(starter(), eight)
    assert all(np.isnan(value) for value in found.values())
    assert why == NO_ORDER


def test_without_an_arm_nothing_is_told_and_why() -> None:
    found, why = told(starter(), order(*[{"throws": None}] * 9))
    assert np.isnan(found["bottom_up_strikeouts"])
    assert why == NO_ARM


def test_without_a_side_only_the_platoon_is_not_told() -> None:
    found, why = told(starter(), order({"bats": None}))
    assert np.isnan(found["platoon_share"])
    assert found["bottom_up_strikeouts"] == pytest.approx(18 * LEAGUE)
    assert why == NO_SIDE
