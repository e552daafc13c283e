"""`why`: a prediction explained, with models and without them, and why there is none."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boxline.forecasting import gradient_boosting
from tests.builders import home_at, published_catalog, rows_of, run
from tests.cli.answers import CommandLine, changed, contents, refused

PREDICTIONS = "nba_predictions.player_prop_predictions"
GRADES = "nba_predictions.prediction_accuracy"
CHAMPIONS = "nba_predictions.champions"
WEEKLY, REFERENCE = "nba_predictions.weekly_models", "nba_predictions.reference_models"
FORECASTS = "nba_predictions.reference_forecasts"

#: First day of the small league's newer season, and of the week that is explained.
SEASON, WEEK = date(2024, 10, 22), date(2024, 11, 18)


@pytest.fixture(scope="module")
def fitted_home(settled_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with models of few trees of one week. Tests only read it."""
    path = tmp_path_factory.mktemp("fitted") / "home"
    shutil.copytree(settled_copy, path, symlinks=True)
    with pytest.MonkeyPatch.context() as patched:
        for name, number in (("LEAST_GAMES", 100), ("TREES", 20), ("RATE_TREES", 10)):
            patched.setattr(gradient_boosting, name, number)
        home = home_at(path, declared=published_catalog)
        run(home, only=frozenset({REFERENCE, FORECASTS}), first=SEASON, last=WEEK, remake=True)
        of_week = frozenset({WEEKLY, CHAMPIONS, PREDICTIONS, GRADES})
        run(home, only=of_week, first=WEEK, last=WEEK, remake=True)
        home.close()
    return path


def predicted(path: Path, day: date) -> dict[str, Any]:
    """What `gradient_boosting` says of the points of a player with a line that day."""
    home = home_at(path, declared=published_catalog)
    rows = [
        row
        for row in rows_of(home, PREDICTIONS)
        if row["game_date"] == day
        and row["prop_type"] == "points"
        and row["system"] == "gradient_boosting"
        and row["population"] == "everybody"
        and row["line"] is not None
        and row["forecast"] is not None
    ]
    home.close()
    return rows[0]


@pytest.fixture(scope="module")
def player(fitted_home: Path) -> dict[str, Any]:
    """What the models of the week say of a player."""
    return predicted(fitted_home, WEEK)


def test_a_prediction_is_explained_from_who_is_out_to_what_to_do(
    boxline: CommandLine, fitted_home: Path, player: dict[str, Any]
) -> None:
    before = contents(fitted_home)
    answer = boxline("why", player["player_id"], "--date", WEEK, home=fitted_home)
    assert (answer.exit, answer.talk) == (0, "")
    lines = answer.data.splitlines()
    after_a_gap = [lines[n + 1] for n, line in enumerate(lines) if not line]
    assert after_a_gap[1:] == [
        "Will he play?",
        "Minutes and rate",
        "Team-mates who may be missing",
        "What moved the number of gradient_boosting",
        "How it may come",
        "The market",
        "What to do",
        "What every system says, and its chance of the over",
        "His other props",
        "What came",
    ]
    told = " ".join(answer.data.split())
    assert "season_average speaks first of points, because nobody has beaten it yet." in told
    assert f"gradient_boosting says {player['forecast']:.1f} beside it" in told
    assert "30 minutes before the start; a replay" in answer.data
    assert " line " in answer.data
    assert "under " in answer.data
    assert [line for line in lines if len(line) > 100] == []
    assert changed(before, contents(fitted_home), apart={"cache/code.json"}) == set()


def test_the_explanation_as_json_adds_up(
    boxline: CommandLine, fitted_home: Path, player: dict[str, Any]
) -> None:
    found = boxline("why", player["player_id"], "--date", WEEK, "--json", home=fitted_home).json
    assert (found["player_id"], found["day"], found["prop"]) == (
        player["player_id"],
        str(WEEK),
        "points",
    )
    assert (found["is_of_other_features"], found["is_of_other_models"]) == (False, False)
    trees = found["trees"]
    moved = sum(driver["moved"] for driver in trees["drivers"])
    assert len(trees["drivers"]) == 8
    assert trees["begins_at"] + moved + trees["others_moved"] == pytest.approx(trees["number"])
    assert trees["number"] == pytest.approx(player["forecast"], abs=1e-4)
    assert found["inside"]["minutes"] == pytest.approx(player["expected_minutes"])
    assert sum(bar["chance"] for bar in found["bars"]) == pytest.approx(1)


def test_a_player_goes_by_his_name_and_by_default_his_newest_prediction(
    boxline: CommandLine, fitted_home: Path, player: dict[str, Any]
) -> None:
    named = boxline("why", player["player_id"], "--json", home=fitted_home).json
    assert date.fromisoformat(named["day"]) > WEEK
    by_name = boxline("why", named["player_name"], "--json", home=fitted_home).json
    assert by_name == named


def test_each_prop_can_be_asked_for(
    boxline: CommandLine, fitted_home: Path, player: dict[str, Any]
) -> None:
    words = ("why", player["player_id"], "--date", WEEK, "--prop", "points_rebounds_assists")
    answer = boxline(*words, home=fitted_home)
    assert answer.exit == 0
    assert "points + rebounds + assists, a mean" in answer.data


def test_a_model_whose_file_is_gone_is_told_of_and_the_rest_stands(
    boxline: CommandLine, fitted_home: Path, player: dict[str, Any], tmp_path: Path
) -> None:
    home = shutil.copytree(fitted_home, tmp_path / "home", symlinks=True)
    shutil.rmtree(home / "models")
    answer = boxline("why", player["player_id"], "--date", WEEK, home=home)
    assert answer.exit == 0
    assert "does not hold it" in " ".join(answer.data.split())
    assert "How it may come" in answer.data


def test_without_models_the_others_are_explained_and_how_to_fit_some_is_said(
    boxline: CommandLine, settled_copy: Path, player: dict[str, Any]
) -> None:
    answer = boxline("why", player["player_id"], "--date", WEEK, home=settled_copy)
    assert answer.exit == 0
    told = " ".join(answer.data.split())
    assert "expects" in told
    command = f"boxline run --from {WEEK} --to {WEEK} --only {WEEKLY} --only {PREDICTIONS}"
    assert f"no model was fitted for the week of {WEEK}. Fit one: `{command}`" in told


def test_where_too_few_games_came_before_that_is_why_there_are_no_models(
    boxline: CommandLine,
    settled_copy: Path,
    player: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "home"
    shutil.copytree(settled_copy, path, symlinks=True)
    monkeypatch.setattr(gradient_boosting, "LEAST_GAMES", 1_000_000)
    home = home_at(path, declared=published_catalog)
    run(home, only=frozenset({REFERENCE}), last=WEEK)  # what a week's models wait for
    run(home, only=frozenset({FORECASTS, WEEKLY}), first=SEASON, last=WEEK)
    home.close()
    answer = boxline("why", player["player_id"], "--date", WEEK, home=path)
    told = " ".join(answer.data.split())
    assert f"no model could be fitted for the week of {WEEK}: fewer than" in told


def test_where_nothing_is_predicted_why_is_said(
    boxline: CommandLine, fitted_home: Path, player: dict[str, Any]
) -> None:
    answer = boxline("why", player["player_id"], "--date", "2024-08-02", home=fitted_home)
    assert answer.exit == 0
    first, second = answer.data.splitlines()
    assert first.endswith("nothing is predicted of him on 2024-08-02.")
    assert "has no game on 2024-08-02" in second
    found = boxline(
        "why", player["player_id"], "--date", "2024-08-02", "--json", home=fitted_home
    ).json
    assert (found["prediction"], found["rows"]) == (None, 0)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["Gael Sablefeld Jr."], ["'Gael Sablefeld Jr.'", "Sablefield"]),
        (["9000053", "--prop", "steals"], ["'steals'", "points, rebounds, assists, threes"]),
        (["9000053", "--date", "yesterday"], ["'yesterday'", "YYYY-MM-DD"]),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    boxline: CommandLine, settled_copy: Path, words: list[str], parts: list[str]
) -> None:
    refused(boxline("why", *words, home=settled_copy), 2, *parts)


def test_a_snapshot_of_older_declarations_is_told_of(
    boxline: CommandLine, settled: Path, player: dict[str, Any]
) -> None:
    manifest = settled / "snapshot" / "current.json"
    told = json.loads(manifest.read_text())
    del told["tables"]["nba_predictions.weekly_models"]
    manifest.write_text(json.dumps(told))
    refused(boxline("why", player["player_id"], home=settled), 2, "weekly_models", "boxline run")


def test_a_home_without_a_snapshot_has_nothing_to_explain(
    boxline: CommandLine, tmp_path: Path
) -> None:
    refused(boxline("why", "9000053", home=tmp_path / "home"), 2, "Nothing is published")
