"""All systems together: one is added by one module and one line."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from boxline.forecasting import (
    empirical_bayes,
    ensemble,
    gradient_boosting,
    learning,
    line_and_price,
    similarity,
    systems,
)
from boxline.forecasting.learning import Pool, keys_of, reference_forecasts, settle
from boxline.forecasting.populations import EVERYBODY, ROTATION
from boxline.forecasting.predicting import best_over_column, best_under_column, predict
from boxline.forecasting.prop_levels import ALL_PROPS
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Forecast, Known, made
from boxline.forecasting.systems import SYSTEMS, forecast_all, forecast_each, speaks_of
from tests.forecasting.feature_rows import rows_of
from tests.forecasting.poisson_family import chance_over

NOT_BY_DAY = "it was a Thursday"


def _toy(known: Known, prop: str) -> Forecast:
    """Two thirds of the season's mean, except on one day of the week."""
    value = known.rows.floats(f"{prop}_avg_season") * 2 / 3
    return made(value, {NOT_BY_DAY: known.rows["game_day"].astype(np.int64) % 7 == 0})


TOY = SimpleNamespace(NAME="two_thirds", PROPS=("points",), forecast=_toy)


@pytest.fixture
def with_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one more line in the list of systems makes of them."""
    more = {**SYSTEMS, TOY.NAME: TOY}
    monkeypatch.setattr(systems, "SYSTEMS", more)
    monkeypatch.setattr(learning, "SYSTEMS", more)
    monkeypatch.setattr(learning, "ALONE", (*learning.ALONE, TOY.NAME))


def played(size: int, *, seed: int, first_day: int) -> Rows:
    """Games of many players with the features that systems read, and a market on their points."""
    rng = np.random.default_rng(seed)
    mean = rng.uniform(10, 30, size)
    line = np.floor(mean) + 0.5
    changes: list[dict[str, Any]] = [
        {
            "player_id": n,
            "game_day": first_day + n // 8,
            "points_avg_season": 1.5 * mean[n],
            "points_form_forecast": mean[n],
            "actual_minutes": 30.0,
            **{f"actual_{prop}": 3.0 for prop in ALL_PROPS},
            **{line_and_price.line_column(prop): None for prop in ALL_PROPS},
            **{line_and_price.chance_column(prop): None for prop in ALL_PROPS},
            "actual_points": float(rng.poisson(mean[n])),
            line_and_price.line_column("points"): line[n],
        }
        for n in range(size)
    ]
    fair = chance_over(mean, line)
    return rows_of(*changes).with_columns(
        **{
            line_and_price.chance_column("points"): fair,
            best_over_column("points"): 0.97 / fair,
            best_under_column("points"): 0.97 / (1 - fair),
        }
    )


@pytest.mark.usefixtures("with_toy")
class TestASystemIsAddedByOneModuleAndOneLine:
    @staticmethod
    def judged(games: Rows) -> Pool:
        return Pool(games=games, said=reference_forecasts(games, games, {}, ["points"]))

    def test_it_speaks_where_it_has_something_to_say(self) -> None:
        rows = played(14, seed=1, first_day=20_001)
        said = forecast_each(Known(rows=rows, games=rows), ["points", "rebounds"])
        one = said[EVERYBODY][TOY.NAME, "points"]
        assert_array_equal(one.value, rows.floats("points_avg_season") * 2 / 3)
        assert (TOY.NAME, "rebounds") not in said[EVERYBODY]
        assert (TOY.NAME, "points") not in said[ROTATION]  # it says the same of both

    def test_its_reasons_are_told(self) -> None:
        rows = played(20, seed=1, first_day=7 * 2900)
        one = forecast_all(Known(rows=rows, games=rows), ["points"], [TOY.NAME])
        assert one[TOY.NAME, "points"].reason.tolist() == [NOT_BY_DAY] * 8 + [""] * 12

    def test_it_is_judged_and_has_distributions_and_a_weight_beside_the_market(self) -> None:
        assert (TOY.NAME, "points", EVERYBODY) in keys_of(["points", "rebounds"])
        pools = [self.judged(played(500, seed=n, first_day=20_000 + 365 * n)) for n in (1, 2)]
        learnt = settle(pools, {}, ["points"])
        judged = learnt.calibrations[TOY.NAME, "points", EVERYBODY]
        assert judged.forecasts == sum(
            np.isfinite(p.said[TOY.NAME, "points", EVERYBODY]).sum() for p in pools
        )
        assert 0 <= learnt.shrink.get((TOY.NAME, "points"), 0.0) <= 1

    def test_it_is_predicted_with(self) -> None:
        pools = [self.judged(played(500, seed=n, first_day=20_000 + 365 * n)) for n in (1, 2)]
        learnt = settle(pools, {}, ["points"])
        rows = played(8, seed=3, first_day=20_731)
        known = Known(rows=rows, games=pools[1].games, learnt=learnt)
        predictions = predict(rows, forecast_each(known, ["points"])[EVERYBODY], learnt)
        (one,) = [p for p in predictions if p.system == TOY.NAME]
        assert one.distribution is not None
        assert np.isfinite(one.over).all()
        assert np.isfinite(one.confidence).all()
        assert set(one.advice.pick) <= {"OVER", "UNDER", "PASS"}


class TestEverySystem:
    @pytest.fixture
    def tonight(self) -> Known:
        rows = played(16, seed=4, first_day=20_001)
        return Known(rows=rows, games=rows)

    @pytest.mark.parametrize("name", SYSTEMS)
    def test_each_row_has_a_number_or_a_reason(self, name: str, tonight: Known) -> None:
        props = [prop for prop in ALL_PROPS if speaks_of(name, prop)]
        for prop in props:
            told = forecast_all(tonight, [prop], list(SYSTEMS))[name, prop]
            assert_array_equal(np.isnan(told.value), told.reason != "")
        assert props

    def test_one_that_rests_on_others_speaks_after_them(self) -> None:
        order = list(SYSTEMS)
        assert all(order.index(m) < order.index(ensemble.NAME) for m in ensemble.MEMBERS)

    def test_a_name_is_that_of_one_system(self) -> None:
        assert len(SYSTEMS) == len(systems._MODULES)  # a second of the same name would replace it
        assert SYSTEMS[line_and_price.NAME] is line_and_price

    def test_members_of_the_ensemble_speak_of_every_prop(self) -> None:
        members: Sequence[Any] = (gradient_boosting, empirical_bayes, similarity)
        assert tuple(m.NAME for m in members) == ensemble.MEMBERS
        assert all(speaks_of(m.NAME, prop) for m in members for prop in ALL_PROPS)
