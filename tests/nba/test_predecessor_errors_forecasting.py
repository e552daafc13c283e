"""The predecessor's errors from the number of a system to its grade: none of them is made here.

Those inside of one system (the sign of fatigue, the bucket of rest, one rating for every zone) are
in `tests/forecasting/test_scale_errors.py`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import numpy as np
import pytest

from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.errors import ModelMismatch
from boxline.forecasting import empirical_bayes, ensemble, gradient_boosting, line_and_price
from boxline.forecasting.gradient_boosting import fit_inside, fit_main
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.model import model_bytes, read_model
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.predicting import Prediction, predict
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Forecast, Known, made
from boxline.nba.grading import NO_SIDE
from tests.forecasting.fitted_leagues import FEATURES, fit_quickly, league
from tests.forecasting.poisson_family import chance_over, poisson_family
from tests.nba.graded_rows import graded, selected_for_grading, version
from tests.nba.line_rows import TIP

TREES, BAYES, SIMILAR = ensemble.MEMBERS
PROP = "points"
SPEAKERS = (*ensemble.MEMBERS, ensemble.NAME, line_and_price.NAME)


def tonight(line: list[float], fair: list[float], price: list[float]) -> Rows:
    return Rows(
        {
            "market_line_points": np.array(line),
            "market_over_points": np.array(fair),
            "best_over_points": np.array(price),
            "best_under_points": np.array(price),
        }
    )


def learnt(**more: Any) -> Learnt:
    """Poisson distributions around each system's number."""
    family = poisson_family()
    return Learnt(calibrations={(name, PROP, EVERYBODY): family for name in SPEAKERS}, **more)


def number(*values: float) -> Forecast:
    value = np.array(values)
    return made(value, {"no model is fitted": np.isnan(value)}, is_median=True)


def predicted(rows: Rows, said: dict[str, Forecast], known: Learnt) -> dict[str, Prediction]:
    """What members have said, with what the ensemble and the market make of it."""
    told = {(name, PROP): one for name, one in said.items()}
    asked = Known(rows=rows, learnt=known, said=told)
    told[ensemble.NAME, PROP] = ensemble.forecast(asked, PROP)
    told[line_and_price.NAME, PROP] = line_and_price.forecast(asked, PROP)
    return {one.system: one for one in predict(rows, told, known)}


class TestConfidenceThatIsNoProbability:
    """It was a sum of points for this and that from 0 to 100, with 50 for who knew nothing."""

    def test_it_is_the_chance_with_which_the_side_wins(self) -> None:
        """Of 40,000 lines whose true means are known, in each tenth of confidence."""
        rng = np.random.default_rng(6)
        mean = rng.uniform(8, 30, 40_000)
        line = np.floor(mean + rng.normal(0, 4, len(mean))).clip(3) + 0.5
        fair = chance_over(mean, line).clip(0.02, 0.98)
        rows = tonight(line.tolist(), fair.tolist(), [2.0] * len(mean))
        said = dict.fromkeys(ensemble.MEMBERS, number(*mean))
        beside = {"blend": {(TREES, PROP): 1.0}}
        one = predicted(rows, said, learnt(**beside))[TREES]
        came = rng.poisson(mean)
        wins = np.where(one.advice.pick == OVER, came > line, came < line)
        is_taken = np.isin(one.advice.pick, (OVER, UNDER))
        assert is_taken.sum() > 30_000
        for low in (0.5, 0.6, 0.7, 0.8, 0.9):
            some = is_taken & (one.confidence >= low) & (one.confidence < low + 0.1)
            assert some.sum() > 1_000
            assert wins[some].mean() == pytest.approx(one.confidence[some].mean(), abs=0.02)

    def test_it_stays_within_0_and_1_and_is_missing_where_nothing_is_known(self) -> None:
        rows = tonight([3.5, 40.5, 20.5, np.nan], [0.5] * 4, [1.9] * 4)
        said = dict.fromkeys(ensemble.MEMBERS, number(44.0, 0.6, np.nan, 20.0))
        one = predicted(rows, said, learnt(blend={(TREES, PROP): 1.0}))[TREES]
        assert (one.confidence[:2] > 0.99).all()
        assert (one.confidence[:2] <= 1).all()
        assert np.isnan(one.confidence[2:]).all()


class TestADirectionVoteAgainstTheEnsemblesOwnNumber:
    """Members voted OVER or UNDER, and the majority was published beside an average that lay on
    the other side of the line."""

    def test_the_side_is_that_of_the_number_whatever_most_members_say(self) -> None:
        said = {TREES: number(34.0), BAYES: number(19.0), SIMILAR: number(18.0)}
        weights = {TREES: 0.5, BAYES: 0.25, SIMILAR: 0.25}
        known = learnt(
            weights={(PROP, EVERYBODY): weights},
            blend={(ensemble.NAME, PROP): 1.0},
        )
        one = predicted(tonight([20.5], [0.5], [1.9]), said, known)[ensemble.NAME]
        assert one.forecast.tolist() == [0.5 * 34 + 0.25 * 19 + 0.25 * 18]
        assert one.forecast[0] > one.line[0]
        assert one.over[0] > 0.5
        assert one.advice.pick.tolist() == [OVER]

    @pytest.mark.parametrize("numbers", [(8, 45, 45), (30, 15, 15), (26, 25, 12), (10, 11, 40)])
    def test_a_side_taken_at_even_prices_is_the_one_on_which_the_number_lies(
        self, numbers: tuple[float, float, float]
    ) -> None:
        said = dict(zip(ensemble.MEMBERS, map(number, numbers), strict=True))
        weights = {TREES: 0.6, BAYES: 0.2, SIMILAR: 0.2}
        known = learnt(weights={(PROP, EVERYBODY): weights}, blend={(ensemble.NAME, PROP): 1.0})
        one = predicted(tonight([20.5], [0.5], [1.9]), said, known)[ensemble.NAME]
        side = OVER if one.forecast[0] > 20.5 else UNDER
        assert one.advice.pick.tolist() == [side]


class TestAMissingModelReplacedInSilence:
    """Without its model a system published the mean of the last games under the model's name."""

    def test_neither_it_nor_who_rests_on_it_makes_a_number(self) -> None:
        said = {TREES: number(np.nan), BAYES: number(20.0), SIMILAR: number(20.0)}
        weights = {(PROP, EVERYBODY): {TREES: 0.5, BAYES: 0.5, SIMILAR: 0.0}}
        made_of = predicted(tonight([20.5], [0.5], [1.9]), said, learnt(weights=weights))
        assert made_of[TREES].reason.tolist() == ["no model is fitted"]
        assert made_of[ensemble.NAME].reason.tolist() == ["gradient_boosting makes none"]
        for name in (TREES, ensemble.NAME):
            one = made_of[name]
            assert np.isnan([one.forecast[0], one.over[0], one.confidence[0]]).all()
            assert one.advice.pick.tolist() == ["PASS"]
            assert one.stake.tolist() == [0]
        assert made_of[BAYES].forecast.tolist() == [20.0]

    def test_boosted_trees_without_models_are_not_another_system(self) -> None:
        rows = league(size=10).games.with_columns(
            points_form_forecast=np.full(10, 7.0), minutes_blend=np.full(10, 30.0)
        )
        asked = Known(rows=rows)
        assert empirical_bayes.forecast(asked, PROP).value.tolist() == [7.0] * 10
        alone = gradient_boosting.forecast(asked, PROP)
        assert np.isnan(alone.value).all()
        assert set(alone.reason) == {gradient_boosting.NOT_FITTED}


class TestFeaturesMatchedByPosition:
    """A model of 33 features was fed another list of as many, in another order."""

    @pytest.fixture
    def models(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        fit_quickly(monkeypatch)
        games = league().games
        return {**fit_main(games, FEATURES, [PROP]), **fit_inside(games, FEATURES, [PROP])}

    def test_columns_find_their_feature_by_name(self, models: dict[str, Any]) -> None:
        games = league(size=50, seed=8).games
        turned = Rows(dict(reversed(games.columns.items())))
        one, other = (
            gradient_boosting.forecast(Known(rows=rows, learnt=Learnt(models=models)), PROP)
            for rows in (games, turned)
        )
        assert one.value.tolist() == other.value.tolist()

    def test_a_record_whose_features_stand_in_another_order_is_refused(
        self, models: dict[str, Any]
    ) -> None:
        model = models["points/everybody"]
        turned = msgspec.structs.replace(model, features=model.features[::-1])
        with pytest.raises(ModelMismatch, match="other features than its record"):
            read_model(model_bytes(turned), model.name)


class TestPostGameVersionsGraded:
    """The newest version was graded, also one that was made when the game was over."""

    def test_the_one_graded_is_the_last_that_was_made_before_the_start(self) -> None:
        """What is made after it is a replay, and never a version of what was made live."""
        live = [version(n, 20.0 + n, origin="live") for n in (1, 2, 3)]
        after = version(1, 30.0, made_at=TIP + timedelta(days=1))
        told = selected_for_grading(*live, after)["graded"]
        found = {row["origin"]: (row["version"], row["forecast"]) for row in told}
        assert found == {"live": (3, 23.0), "replay": (1, 30.0)}


class TestLinesOf20Invented:
    """Whoever had no line was given 20, and graded against it."""

    def test_without_a_line_there_is_no_side_no_result_and_no_20(self) -> None:
        said = dict.fromkeys(ensemble.MEMBERS, number(30.0))
        one = predicted(tonight([np.nan], [np.nan], [np.nan]), said, learnt())[TREES]
        assert one.advice.pick.tolist() == ["NO_LINE"]
        assert np.isnan([one.line[0], one.over[0], one.confidence[0]]).all()
        row = graded(line=None, chance_over=None, chance_push=None, recommendation="NO_LINE")
        nothing = ("line", "line_result", "is_hit", "price_decimal", "profit_units", "brier")
        assert [row[name] for name in nothing] == [None] * len(nothing)
        assert row["closing_missing_reason"] == NO_SIDE
        assert row["error"] == -2.5  # the number itself is graded all the same

    @pytest.mark.parametrize(("actual", "result"), [(30, OVER), (20, PUSH), (11, UNDER)])
    def test_a_real_line_of_20_is_graded_like_any(self, actual: int, result: str) -> None:
        """They had been left out of every figure, to be rid of those that were invented."""
        row = graded(line=20.0, actual_points=actual)
        assert (row["line"], row["line_result"]) == (20.0, result)
        assert row["is_hit"] is {OVER: True, UNDER: False, PUSH: None}[result]
        assert row["profit_units"] == pytest.approx({OVER: 0.9, UNDER: -1.0, PUSH: 0.0}[result])
