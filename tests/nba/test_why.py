"""What is told of a prediction: the features that moved it, the absent, and the bars."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from boxline.forecasting import gradient_boosting
from boxline.forecasting.model import Model
from boxline.forecasting.rows import Rows
from boxline.nba.model_rows import MODEL_FEATURES
from boxline.nba.why.answer import Held, Why
from boxline.nba.why.drivers import DRIVERS, hash_of, rows_from, trees_of
from boxline.nba.why.explanation import active, explained, headline
from boxline.nba.why.spread import bars_of

DAY = date(2024, 12, 8)
FORM, MINUTES = "points_ewm_8", "minutes_ewm_12"
GAMES = 900


def features(**known: float) -> dict[str, Any]:
    """A row of the feature store in which only these are known."""
    return dict.fromkeys(MODEL_FEATURES) | known


def finished() -> Rows:
    """Games in which everybody scored his form, and a point a minute."""
    form = np.linspace(0, 30, GAMES)
    columns: dict[str, Any] = {name: np.full(GAMES, np.nan) for name in MODEL_FEATURES}
    columns |= {FORM: form, MINUTES: form, "actual_minutes": form, "actual_points": form}
    return Rows({**columns, "game_day": np.arange(GAMES)})


@pytest.fixture(scope="module")
def models() -> dict[str, Model]:
    with pytest.MonkeyPatch.context() as patched:
        for name, number in (("LEAST_GAMES", 100), ("TREES", 30), ("RATE_TREES", 10)):
            patched.setattr(gradient_boosting, name, number)
        games = finished()
        main = gradient_boosting.fit_main(games, MODEL_FEATURES, ["points"])
        return main | gradient_boosting.fit_inside(games, MODEL_FEATURES, ["points"])


def prediction(**changed: Any) -> dict[str, Any]:
    """A row of the predictions."""
    return {
        "game_id": "0022400358",
        "game_date": DAY,
        "player_id": 1,
        "team_id": 10,
        "opponent_team_id": 20,
        "prop_type": "points",
        "system": "gradient_boosting",
        "population": "everybody",
        "origin": "replay",
        "version": 1,
        "forecast": 20.0,
        "forecast_is": "median",
        "not_made_reason": None,
        "distribution": None,
        "line": None,
        "is_champion": False,
        "chance_over": None,
        "features_sha256": None,
        "as_of": datetime(2024, 12, 9, 2, tzinfo=UTC),
    } | changed


def teammate(player_id: int, **changed: Any) -> dict[str, Any]:
    """A row of the expected availability."""
    return {
        "player_id": player_id,
        "injury_status": "Out",
        "play_probability": 0.0,
        "status_source": "listed",
        "is_candidate": True,
        "expected_minutes": 20.0,
        "points_ewm_8": 8.0,
        "vacated_minutes": 15.0,
        "vacated_points": 6.0,
    } | changed


def told(
    models: dict[str, Model], *rows: dict[str, Any], side: tuple[Any, ...] = (), **held: Any
) -> Why | None:
    given: dict[str, Any] = {
        "game": {"home_team_id": 10, "tipped_off_at": datetime(2024, 12, 9, 2, 30, tzinfo=UTC)},
        "features": features(**{FORM: 24.0, MINUTES: 24.0}),
        "models_missing_reason": "",
        "weights": None,
        "champion": None,
        "grades": (),
    }
    return explained(Held(versions=rows, side=side, models=models, **(given | held)), "points")


def test_what_moved_a_number_sums_to_the_number(models: dict[str, Model]) -> None:
    rows = rows_from(features(**{FORM: 24.0, MINUTES: 24.0}))
    trees = trees_of(models["points/everybody"], rows)
    assert trees.number == pytest.approx(models["points/everybody"].predict(rows)[0])
    moved = [driver.moved for driver in trees.drivers]
    assert trees.begins_at + sum(moved) + trees.others_moved == pytest.approx(trees.number)
    assert (len(moved), trees.others) == (DRIVERS, len(MODEL_FEATURES) - DRIVERS)
    assert all(abs(a) >= abs(b) for a, b in pairwise(moved))
    strongest = {driver.feature for driver in trees.drivers[:2]}
    assert strongest == {FORM, MINUTES}


def test_a_driver_tells_its_value_beside_those_of_training(models: dict[str, Model]) -> None:
    known = {FORM: 41.0, MINUTES: 24.0}
    trees = trees_of(models["points/everybody"], rows_from(features(**known)))
    drivers = {driver.feature: driver for driver in trees.drivers}
    form, minutes = drivers[FORM], drivers[MINUTES]
    assert (form.value, form.least, form.most, form.is_unseen) == (41.0, 0.0, 30.0, True)
    assert (form.unit, form.doc) == (
        "points",
        "Exponential mean across summers, half-life 8 games.",
    )
    assert not minutes.is_unseen
    nothing = next(d for d in trees.drivers if d.feature not in known)
    assert (nothing.value, nothing.least, nothing.is_unseen) == (None, None, False)


def test_features_corrected_since_are_told_of(models: dict[str, Model]) -> None:
    as_they_stand = hash_of(rows_from(features(**{FORM: 24.0, MINUTES: 24.0})))
    same = told(models, prediction(features_sha256=as_they_stand))
    other = told(models, prediction(features_sha256="0" * 64))
    assert same is not None
    assert other is not None
    assert (same.is_of_other_features, other.is_of_other_features) == (False, True)


def test_models_fitted_after_a_prediction_are_told_of(models: dict[str, Model]) -> None:
    rows = rows_from(features(**{FORM: 24.0, MINUTES: 24.0}))
    says = float(models["points/everybody"].predict(rows)[0])
    sha256 = hash_of(rows)
    same = told(models, prediction(forecast=says, features_sha256=sha256))
    other = told(models, prediction(forecast=says + 1, features_sha256=sha256))
    assert same is not None
    assert other is not None
    assert (same.is_of_other_models, other.is_of_other_models) == (False, True)


def test_without_models_the_reason_is_told_and_the_rest_stands() -> None:
    found = told({}, prediction(system="season_average"), models_missing_reason="none was fitted")
    assert found is not None
    assert (found.trees, found.inside) == (None, None)
    assert found.trees_missing_reason == "none was fitted"
    assert found.prediction["system"] == "season_average"


def test_team_mates_who_may_be_missing_are_told_the_largest_loss_first() -> None:
    side = (
        teammate(1),
        teammate(2, play_probability=0.93, expected_minutes=36.0),
        teammate(3, play_probability=1.0),
        teammate(4, expected_minutes=12.0),
        teammate(5, is_candidate=False),
        teammate(6, expected_minutes=None),
    )
    found = told({}, prediction(), side=side)
    assert found is not None
    assert [(one.player_id, one.amount) for one in found.absent] == [(4, 8.0), (2, 8.0)]
    assert (found.play_probability, found.vacated_minutes, found.vacated_amount) == (0, 15, 6)


def test_the_last_version_counts_and_a_live_one_before_any_replay() -> None:
    rows = [prediction(version=2), prediction(version=1), prediction(system="last_10")]
    assert [(r["system"], r["version"]) for r in active(rows)] == [
        ("gradient_boosting", 2),
        ("last_10", 1),
    ]
    live = prediction(origin="live")
    assert active([*rows, live]) == [live]


def test_the_number_that_is_explained_is_of_everybody_and_by_the_first_who_made_one() -> None:
    rows = [
        prediction(system="season_average"),
        prediction(system="ensemble", forecast=None),
        prediction(system="ensemble", population="rotation"),
        prediction(system="empirical_bayes"),
    ]
    assert headline(rows, "points") is rows[3]
    assert headline(rows, "threes") is None


def test_the_champion_is_explained_before_all_others() -> None:
    rows = [prediction(system="ensemble"), prediction(system="last_10", is_champion=True)]
    assert headline(rows, "points") is rows[1]


def test_what_came_is_that_of_the_very_prediction() -> None:
    grade = prediction(actual=39, void_reason=None)
    found = told({}, prediction(), grades=(grade | {"system": "last_10", "actual": 1}, grade))
    assert found is not None
    assert found.came is not None
    assert found.came.actual == 39


#: The chances of 0 to 9 are a tenth each.
TENTHS = " ".join(str(100 * n) for n in range(1, 11))


@pytest.mark.parametrize(
    ("line", "first", "sides"),
    [
        (None, range(10), [""] * 10),
        (3.5, range(10), ["under"] * 4 + ["over"] * 6),
        (3.0, range(10), ["under"] * 3 + ["push"] + ["over"] * 6),
    ],
)
def test_bars_are_parted_where_the_line_is(
    line: float | None, first: range, sides: list[str]
) -> None:
    bars = bars_of(TENTHS, line)
    assert [bar.first for bar in bars] == list(first)
    assert [bar.side for bar in bars] == sides
    assert [round(bar.chance, 9) for bar in bars] == [0.1] * 10


@pytest.mark.parametrize("line", [None, 0.5, 24.5, 24.0, 59.5, 80.5])
def test_bars_of_a_wide_distribution_are_few_and_hold_all_of_it(line: float | None) -> None:
    wide = " ".join(str(round(1000 * n / 60)) for n in range(1, 61))
    bars = bars_of(wide, line)
    assert len(bars) <= 18
    assert bars[0].first == 0
    assert bars[-1].last is None
    assert sum(bar.chance for bar in bars) == pytest.approx(1)
    for bar, following in pairwise(bars):
        assert bar.last == following.first - 1
    if line is not None:
        under = sum(bar.chance for bar in bars if bar.side == "under")
        below = [int(p) for p in wide.split()][: int(np.ceil(line))]
        assert under == pytest.approx(below[-1] / 1000)
