"""The published documents of starters: what the site and the API show of a day."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from boxline.catalog.schemas import document_types
from boxline.home import Home
from boxline.leagues import whole_catalog
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.starters.systems import MAIN, SEASON_AVERAGE, SYSTEMS
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
    shown = [(g["game_id"], s["player_id"]) for g in evening["games"] for s in g["players"]]
    assert sorted(shown) == sorted(of_day)
    assert (evening["total_games"], evening["total_players"]) == (
        len(evening["games"]),
        len(shown),
    )


def test_both_games_of_a_doubleheader_are_told_apart(evening: dict[str, Any]) -> None:
    numbers = sorted(game["game_number"] for game in evening["games"])
    assert numbers[-1] == 2
    assert all(game["starts_at"].endswith("Z") for game in evening["games"])


def test_a_prop_tells_every_system_or_why_it_is_silent(evening: dict[str, Any]) -> None:
    props = [p for g in evening["games"] for s in g["players"] for p in s["props"]]
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


def test_the_newest_predictions_are_found_without_their_day(small_home: Home) -> None:
    told = document(small_home, "predictions/latest.json")
    assert told["game_date"] == "2025-04-13"
    assert told["total_players"] > 0


def test_documents_bring_the_words_of_their_league(small_home: Home) -> None:
    for path in ("predictions/latest.json", "results/latest.json", "record.json"):
        words = document(small_home, path)["words"]
        assert list(words["props"]) == list(PROP_TYPES)
        assert {words["speaker"], words["beside"]} < set(SYSTEMS)


def test_no_two_documents_share_the_name_of_their_schema() -> None:
    kinds = set(document_types(whole_catalog()).values())
    assert len({kind.__name__ for kind in kinds}) == len(kinds)


@pytest.fixture(scope="module")
def season(small_home: Home) -> list[dict[str, Any]]:
    """The grades of the newest season."""
    rows = rows_of(small_home, "mlb_predictions.prediction_accuracy")
    return [row for row in rows if row["season"] == "2025"]


def test_the_record_sums_up_the_season_s_grades(
    small_home: Home, season: list[dict[str, Any]]
) -> None:
    for told in document(small_home, "record.json")["systems"]:
        own = [r for r in season if (r["system"], r["prop_type"]) == key_of(told)]
        errors = [row["error"] for row in own if row["error"] is not None]
        assert (told["graded"], told["void"]) == (len(errors), len(own) - len(errors))
        assert told["mean_absolute_error"] == pytest.approx(mean(map(abs, errors)), abs=1e-6)
        assert told["bias"] == pytest.approx(mean(errors), abs=1e-6)


def key_of(row: dict[str, Any]) -> tuple[str, str]:
    return row["system"], row["prop_type"]


def test_a_system_is_told_beside_the_one_without_skill_on_the_same_rows(
    small_home: Home, season: list[dict[str, Any]]
) -> None:
    (told,) = (
        one
        for one in document(small_home, "record.json")["systems"]
        if key_of(one) == (MAIN, "strikeouts")
    )
    errors: dict[Any, dict[str, float]] = defaultdict(dict)
    for row in season:
        if row["prop_type"] == "strikeouts" and row["error"] is not None:
            errors[row["game_id"], row["player_id"]][row["system"]] = abs(row["error"])
    less = [e[MAIN] - e[SEASON_AVERAGE] for e in errors.values() if {MAIN, SEASON_AVERAGE} <= {*e}]
    assert (told["graded_beside"], told["error_less_beside"]) == (
        len(less),
        pytest.approx(mean(less), abs=1e-6),
    )


def test_the_record_s_days_and_months_hold_each_grade_once(small_home: Home) -> None:
    told = document(small_home, "record.json")
    speaking = sum(one["graded"] for one in told["systems"] if one["system"] == MAIN)
    assert sum(one["graded"] for one in told["days"]) == speaking
    assert sum(one["graded"] for one in told["months"]) == speaking
    assert {day["date"][:4] for day in told["days"]} == {"2025"}


def test_a_starter_s_season_holds_each_start_with_what_was_said_of_it(
    small_home: Home, season: list[dict[str, Any]]
) -> None:
    pitched = rows_of(small_home, "mlb_core.pitcher_games")
    player_id = next(row["player_id"] for row in season if row["actual"] is not None)
    own = [r for r in pitched if (r["player_id"], r["season"]) == (player_id, "2025")]
    starts = {row["game_id"]: row for row in own if row["is_starter"]}
    told = document(small_home, f"players/{player_id}.json")
    assert told["season"] == "2025"
    days = [game["date"] for game in told["games"]]
    assert days == sorted(days)
    assert all(list(game["props"]) == list(PROP_TYPES) for game in told["games"])
    came = {
        (game["game_id"], prop): one["actual"]
        for game in told["games"]
        for prop, one in game["props"].items()
    }
    assert came == {
        (game_id, prop): starts[game_id][prop] if game_id in starts else None
        for game_id in {*starts, *(game_id for game_id, _ in came)}
        for prop in PROP_TYPES
    }
    for game in told["games"]:
        is_void = any(one["void_reason"] for one in game["props"].values())
        assert is_void == (game["game_id"] not in starts)
    said = {
        (game["game_id"], prop): one["forecast"]
        for game in told["games"]
        for prop, one in game["props"].items()
        if one["forecast"] is not None
    }
    assert said == {
        (row["game_id"], row["prop_type"]): row["forecast"]
        for row in season
        if row["player_id"] == player_id and row["system"] == MAIN and row["forecast"] is not None
    }
    outs = told["averages"]["outs"]
    assert (outs["games"], outs["mean"]) == (
        len(starts),
        pytest.approx(mean(row["outs"] for row in starts.values()), abs=1e-4),
    )


def test_everybody_who_is_shown_on_a_day_has_a_document_of_his_season(
    small_home: Home, evening: dict[str, Any]
) -> None:
    shown = {one["player_id"] for game in evening["games"] for one in game["players"]}
    folder = Path(small_home.published.current) / "v1" / "mlb" / "players"
    assert shown <= {int(file.stem) for file in folder.iterdir()}
