"""Slices: no row is lost."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.scoring.slices import TIERS, early_season, months, populations, tiers


def test_a_tier_is_by_what_was_expected() -> None:
    found = tiers("points", np.array([-0.2, 4.99, 5.0, 24.9, 25.0, 41.0, np.nan]))
    assert {name: np.flatnonzero(rows).tolist() for name, rows in found.items()} == {
        "0-5": [0, 1],
        "5-10": [2],
        "10-15": [],
        "15-20": [],
        "20-25": [3],
        "25+": [4, 5],
        "not predicted": [6],
    }


@pytest.mark.parametrize("prop", list(TIERS))
def test_every_row_is_in_one_tier(prop: str) -> None:
    expected = np.append(np.linspace(-1, 60, 200), np.nan)
    assert (sum(rows.astype(int) for rows in tiers(prop, expected).values()) == 1).all()


def test_halves_are_written_as_they_are() -> None:
    assert list(tiers("threes", np.array([1.0])))[:3] == ["0-0.5", "0.5-1", "1-1.5"]


def test_months_are_of_the_days() -> None:
    day = np.array(["2024-11-30", "2024-12-01", "2024-11-01"], dtype="datetime64[D]").astype(int)
    found = months(day)
    assert {name: rows.tolist() for name, rows in found.items()} == {
        "2024-11": [True, False, True],
        "2024-12": [False, True, False],
    }


def test_it_is_early_before_five_games() -> None:
    found = early_season(np.array([0, 4, 5, np.nan]))
    assert {name: np.flatnonzero(rows).tolist() for name, rows in found.items()} == {
        "under 5 earlier games": [0, 1],
        "5 or more earlier games": [2],
        "earlier games not known": [3],
    }


def test_populations_are_as_they_are_published() -> None:
    found = populations(
        minutes_played=np.array([10, 9.9, 30, 30, 0, np.nan]),
        earlier_games=np.array([5, 40, 4, 5, 9, 9]),
        has_line=np.array([False, False, True, True, False, True]),
    )
    assert {name: np.flatnonzero(rows).tolist() for name, rows in found.items()} == {
        "p1": [0, 3],
        "p2": [0, 1, 2, 3, 4],
        "p3": [2, 3],
    }
