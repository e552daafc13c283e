"""Boosted trees: the same rows give the same bytes, and noise gives no skill."""

from __future__ import annotations

import os
from collections.abc import Mapping

import numpy as np
import pytest

from boxline.errors import MissingFeature
from boxline.forecasting import empirical_bayes, gradient_boosting
from boxline.forecasting.gradient_boosting import fit_inside, fit_main, forecast
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.model import Model
from boxline.forecasting.populations import EVERYBODY, ROTATION
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known
from tests.forecasting.fitted_leagues import FEATURES, PROPS, fit_quickly, league


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    fit_quickly(monkeypatch)


def fit_all(games: Rows) -> dict[str, Model]:
    return {**fit_main(games, FEATURES, PROPS), **fit_inside(games, FEATURES, PROPS)}


def texts(models: Mapping[str, Model]) -> dict[str, str]:
    return {name: model.booster for name, model in models.items()}


def known(rows: Rows, models: Mapping[str, Model], population: str = EVERYBODY) -> Known:
    return Known(rows=rows, population=population, learnt=Learnt(models=models))


class TestTheSameRowsGiveTheSameBytes:
    def test_two_fits_are_byte_identical(self) -> None:
        games = league().games
        assert texts(fit_all(games)) == texts(fit_all(games))

    @pytest.mark.parametrize("cores", [1, 3, 16])
    def test_so_are_fits_on_another_number_of_cores(
        self, monkeypatch: pytest.MonkeyPatch, cores: int
    ) -> None:
        games = league().games
        here = texts(fit_all(games))
        monkeypatch.setattr(os, "cpu_count", lambda: cores)
        assert texts(fit_all(games)) == here

    def test_so_are_fits_of_columns_that_come_in_another_order(self) -> None:
        games = league().games
        turned = Rows(dict(reversed(games.columns.items())))
        assert texts(fit_main(turned, FEATURES, PROPS)) == texts(fit_main(games, FEATURES, PROPS))

    def test_a_model_does_not_hang_on_which_others_are_fitted_beside_it(self) -> None:
        games = league().games
        alone = texts(fit_main(games, FEATURES, ["rebounds"]))
        assert alone.items() <= texts(fit_main(games, FEATURES, PROPS)).items()


class TestWhatIsFitted:
    def test_one_model_of_each_prop_and_population_and_those_inside(self) -> None:
        models = fit_all(league().games)
        of_medians = ("points", "rebounds", "minutes")
        assert set(models) == {
            *(f"{what}/everybody" for what in of_medians),
            *(f"{what}/rotation" for what in of_medians),
            *("points/rate", "rebounds/rate"),
        }
        assert all(name == model.name for name, model in models.items())

    def test_rotation_learns_from_games_of_ten_minutes_or_more(self) -> None:
        games = league().games
        models = fit_main(games, FEATURES, ["points"])
        minutes = games.floats("actual_minutes")
        assert models["points/everybody"].rows == len(games)
        assert models["points/rotation"].rows == (minutes >= 10).sum() < len(games)

    def test_too_few_games_fit_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        games = league(size=200).games
        enough = int((games.floats("actual_minutes") >= 10).sum())
        monkeypatch.setattr(gradient_boosting, "LEAST_GAMES", enough + 1)
        assert set(fit_main(games, FEATURES, ["points"])) == {"points/everybody"}
        monkeypatch.setattr(gradient_boosting, "LEAST_GAMES", 201)
        assert fit_all(games) == {}

    def test_a_feature_of_another_name_is_missed_and_not_found_by_its_place(self) -> None:
        games = league().games
        renamed = Rows({n.replace("weather", "whether"): v for n, v in games.columns.items()})
        with pytest.raises(MissingFeature, match="no column 'weather'"):
            fit_main(renamed, FEATURES, PROPS)
        models = fit_all(games)
        with pytest.raises(MissingFeature, match="no column 'weather'"):
            forecast(known(renamed, models), "points")

    def test_columns_in_another_order_are_forecast_the_same(self) -> None:
        games = league().games
        models = fit_all(games)
        turned = Rows(dict(reversed(games.columns.items())))
        one, other = (forecast(known(rows, models), "points").value for rows in (games, turned))
        assert one.tolist() == other.tolist()

    def test_what_progress_raises_ends_the_work(self) -> None:
        told: list[int] = []

        def stop_at_the_second() -> None:
            told.append(1)
            if len(told) == 2:
                raise TimeoutError

        with pytest.raises(TimeoutError):
            fit_main(league().games, FEATURES, PROPS, stop_at_the_second)
        assert len(told) == 2


class TestSkill:
    @staticmethod
    def errors(games: Rows, actual: str) -> tuple[float, float]:
        """The absolute error on new games, and that of the constant median."""
        fresh = league(seed=77).games
        said = forecast(known(fresh, fit_all(games)), "points").value
        came = fresh.floats(actual)
        constant = np.median(games.floats(actual))
        return float(np.abs(said - came).mean()), float(np.abs(constant - came).mean())

    def test_a_number_that_the_features_tell_is_found(self) -> None:
        model, constant = self.errors(league().games, "actual_points")
        assert model < 0.6 * constant

    def test_shuffled_labels_have_no_skill(self) -> None:
        games = league().games
        turned = np.random.default_rng(2).permutation(len(games))
        shuffled = games.with_columns(
            **{n: games[n][turned] for n in games.columns if n.startswith("actual_")}
        )
        model, constant = self.errors(shuffled, "actual_points")
        assert model > 0.99 * constant


class TestForecasts:
    def test_a_number_is_the_main_model_s_and_for_rotation_partly_minutes_times_rate(self) -> None:
        games = league(size=400).games
        models = fit_all(games)

        def said(name: str) -> np.ndarray:
            return models[name].predict(games)

        everybody = forecast(known(games, models), "points")
        assert everybody.value.tolist() == np.maximum(said("points/everybody"), 0).tolist()
        rotation = forecast(known(games, models, ROTATION), "points")
        inside = said("minutes/rotation") * said("points/rate")
        expected = 0.85 * said("points/rotation") + 0.15 * inside
        assert rotation.value == pytest.approx(np.maximum(expected, 0))
        assert rotation.minutes == pytest.approx(said("minutes/rotation"))
        assert rotation.is_median

    @pytest.mark.parametrize("missing", ["points/everybody", "minutes/everybody", "points/rate"])
    def test_without_one_of_its_models_it_says_why_and_makes_no_number(self, missing: str) -> None:
        """The predecessor took the mean of the last games instead, at a confidence of 50."""
        games = league(size=200).games
        models = {name: model for name, model in fit_all(games).items() if name != missing}
        games = games.with_columns(points_form_forecast=np.full(200, 7.0))
        made = forecast(known(games, models), "points")
        assert np.isnan(made.value).all()
        assert set(made.reason) == {gradient_boosting.NOT_FITTED}
        beside = games.with_columns(minutes_blend=np.full(200, 30.0))
        assert empirical_bayes.forecast(known(beside, models), "points").value.tolist() == [7] * 200

    def test_nobody_to_forecast_is_no_error(self) -> None:
        games = league(size=200).games
        nobody = games.where(np.empty(0, dtype=np.intp))
        assert len(forecast(known(nobody, fit_all(games)), "points").value) == 0
