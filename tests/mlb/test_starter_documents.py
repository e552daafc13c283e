"""The published documents of starters: what the site and the API show of a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.mlb.starters.systems import MAIN, SYSTEMS
from tests.builders import rows_of


def document(home: Home, path: str) -> dict[str, Any]:
    body = (Path(home.published.current) / "v1" / "mlb" / path).read_bytes()
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.fixture(scope="module")
def evening(small_home: Home) -> dict[str, Any]:
    """A day of the second season, with a doubleheader."""
    return document(small_home, "predictions/2025-04-05.json")


def test_a_day_holds_every_predicted_starter_once(
    small_home: Home, evening: dict[str, Any]
) -> None:
    rows = rows_of(small_home, "mlb_predictions.pitcher_prop_predictions")
    of_day = {(r["game_id"], r["player_id"]) for r in rows if f"{r['game_date']}" == "2025-04-05"}
    shown = [(g["game_id"], s["player_id"]) for g in evening["games"] for s in g["starters"]]
    assert sorted(shown) == sorted(of_day)
    assert (evening["total_games"], evening["total_starters"]) == (
        len(evening["games"]),
        len(shown),
    )


def test_both_games_of_a_doubleheader_are_told_apart(evening: dict[str, Any]) -> None:
    numbers = sorted(game["game_number"] for game in evening["games"])
    assert numbers[-1] == 2
    assert all(game["starts_at"].endswith("Z") for game in evening["games"])


def test_a_prop_tells_every_system_or_why_it_is_silent(evening: dict[str, Any]) -> None:
    props = [p for g in evening["games"] for s in g["starters"] for p in s["props"]]
    assert {p["prop_type"] for p in props} == {"strikeouts", "outs"}
    for prop in props:
        assert set(prop["forecast"]) == set(SYSTEMS)
        silent = {name for name, value in prop["forecast"].items() if value is None}
        spoken_of = {name for name in silent if prop["prop_type"] in SYSTEMS[name]}
        assert spoken_of == set(prop["not_made_reason"])
        assert prop["low_80"] <= prop["forecast"][MAIN] <= prop["high_80"]


def test_results_sum_up_each_system(small_home: Home) -> None:
    found = document(small_home, "results/2025-04-05.json")
    graded = [row for row in found["results"] if row["actual"] is not None]
    assert found["total_graded"] == len(graded) > 0
    for one in found["summary"]:
        errors = [
            abs(row["forecast"][one["system"]] - row["actual"])
            for row in graded
            if row["prop_type"] == one["prop_type"] and row["forecast"][one["system"]] is not None
        ]
        assert one["graded"] == len(errors)
        if errors:
            assert one["mean_absolute_error"] == round(sum(errors) / len(errors), 4)


def test_the_newest_results_are_found_without_their_day(small_home: Home) -> None:
    assert document(small_home, "results/latest.json")["game_date"] == "2025-04-13"
