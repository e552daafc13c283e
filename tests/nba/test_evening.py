"""An evening predicted by the models of its week, from fitting them to the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from boxline.errors import ModelMismatch
from boxline.forecasting import ensemble, gradient_boosting, learnt_file, line_and_price
from boxline.forecasting.learning import keys_of
from boxline.forecasting.populations import POPULATIONS
from boxline.forecasting.withholding import WITHHELD
from boxline.nba.evening import MODEL_DAYS, UNFITTED, predictions_of
from boxline.nba.fitted_models import read_learnt
from boxline.nba.model_rows import MODEL_FEATURES, rows_of
from boxline.nba.prediction_rows import READ_MODELS
from boxline.nba.predictions.champions import crown
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.reference_forecasts import judge
from boxline.nba.predictions.reference_models import fit_reference_models
from boxline.nba.predictions.weekly_models import fit_week
from boxline.nba.props import PROP_TYPES
from boxline.stores.models import ModelFiles
from tests.forecasting.fitted_leagues import fit_quickly
from tests.nba.evening_rows import (
    PLAYERS,
    bench,
    champion_table,
    days,
    even_lines,
    model_table,
    models_of,
    played,
    quotes,
    tonight,
)

LAST, THIS = "2023-24", "2024-25"
SEASON_BEGINS = date(2024, 10, 22)
#: A Monday from which weekly models are, and a later one.
WEEK = date(2024, 12, 2)
LATER = WEEK + timedelta(days=7)


@dataclass(frozen=True)
class Fitted:
    """Models of a season's reference and of one week, kept."""

    models: ModelFiles
    before: pa.Table
    reference: list[dict[str, Any]]
    judged: pa.Table
    week: list[dict[str, Any]]
    champions: list[dict[str, Any]]

    def material(self, players: pa.Table, **changes: pa.Table) -> Mapping[str, pa.Table]:
        """What an evening is predicted from, with a market on points."""
        return {
            "players": players,
            "games": self.before,
            "standing": even_lines(players),
            "opening": even_lines(players),
            "reference": model_table(*self.reference),
            "weekly": model_table(*self.week),
            "champions": champion_table(*self.champions),
            **changes,
        }

    def predicted(self, players: pa.Table, **changes: pa.Table) -> list[dict[str, Any]]:
        """The rows of an evening."""
        made = predictions_of(self.material(players, **changes), bench(self.models, WEEK))
        assert {c.name for c in PLAYER_PROP_PREDICTIONS.columns} <= set(made.column_names)
        return made.to_pylist()


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    models = ModelFiles(tmp_path_factory.mktemp("models"))
    earlier = played(days(date(2023, 11, 1), 60), LAST)
    now = played(days(SEASON_BEGINS, 40), THIS, seed=5)
    with pytest.MonkeyPatch.context() as patch:
        fit_quickly(patch, trees=4)
        starts = pa.table({"game_date": [SEASON_BEGINS]})
        reference = fit_reference_models.function(
            {"starts": starts, "games": earlier}, bench(models, SEASON_BEGINS)
        )
        kept = models_of(SEASON_BEGINS, reference)
        judged = pa.concat_tables([earlier, now])
        said = judge.function(
            {"judged": judged, "models": model_table(*kept), "games": judged},
            bench(models, SEASON_BEGINS),
        )
        came = judged.select(
            ["season", *(c for c in judged.column_names if c.startswith("actual_"))]
        )
        for name in came.column_names:
            said = said.append_column(name, came.column(name))
        week = fit_week.function(
            {
                "starts": pa.table({"game_date": [WEEK], "season": [THIS]}),
                "games": judged,
                "judged": said,
                "reference": model_table(*kept),
                "quotes": even_lines(judged),
            },
            bench(models, WEEK),
        )
        champions = crown.function(
            {"starts": pa.table({"game_date": [WEEK], "season": [THIS]}), "judged": said},
            bench(models, WEEK),
        )
    return Fitted(
        models=models,
        before=judged,
        reference=kept,
        judged=said,
        week=models_of(WEEK, week),
        champions=champions.select(["game_date", "prop_type", "system"]).to_pylist(),
    )


@pytest.fixture(scope="module")
def evening(fitted: Fitted) -> list[dict[str, Any]]:
    """The rows of one evening. Tests only read them."""
    return fitted.predicted(tonight([WEEK], THIS))


class TestFitting:
    def test_a_season_s_reference_has_every_model(self, fitted: Fitted) -> None:
        names = {row["model"] for row in fitted.reference}
        assert names == {
            *(f"{what}/{whom}" for what in (*PROP_TYPES, "minutes") for whom in POPULATIONS),
            *(f"{prop}/rate" for prop in PROP_TYPES),
        }

    def test_a_week_has_its_main_models_and_what_was_learnt_beside(self, fitted: Fitted) -> None:
        names = {row["model"] for row in fitted.week}
        mains = {f"{prop}/{whom}" for prop in PROP_TYPES for whom in POPULATIONS}
        assert names == mains | {learnt_file.NAME}

    def test_what_systems_would_have_said_is_kept_of_each_player(self, fitted: Fitted) -> None:
        assert fitted.judged.num_rows == 100 * PLAYERS
        for system, prop, population in keys_of(PROP_TYPES):
            assert f"{system}_{prop}_{population}" in fitted.judged.column_names
        assert fitted.judged.column("gradient_boosting_points_everybody").null_count == 0

    def test_a_day_without_a_game_has_no_forecasts(self, fitted: Fitted) -> None:
        material = {
            "judged": fitted.before.slice(0, 0),
            "models": model_table(*fitted.reference),
            "games": fitted.before,
        }
        made = judge.function(material, bench(fitted.models, WEEK))
        assert made.num_rows == 0
        assert set(fitted.judged.column_names) >= set(made.column_names)

    def test_a_first_week_without_earlier_forecasts_has_models_alone(
        self, fitted: Fitted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fit_quickly(monkeypatch, trees=1)
        work = bench(fitted.models, WEEK)
        made = fit_week.function(
            {
                "starts": pa.table({"game_date": [WEEK], "season": [THIS]}),
                "games": fitted.before,
                "judged": fitted.judged.slice(0, 0),
                "reference": model_table(*fitted.reference),
                "quotes": quotes(),
            },
            work,
        )
        learnt = read_learnt(made.to_pylist(), {}, work)
        assert len(learnt.models) == len(PROP_TYPES) * len(POPULATIONS)
        assert (learnt.calibrations, learnt.weights, learnt.blend) == ({}, {}, {})

    def test_in_the_first_season_there_is_a_week_has_minutes_and_rates_too(
        self, fitted: Fitted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fit_quickly(monkeypatch, trees=1)
        work = bench(fitted.models, WEEK)
        made = fit_week.function(
            {
                "starts": pa.table({"game_date": [WEEK], "season": [THIS]}),
                "games": fitted.before,
                "judged": fitted.judged.slice(0, 0),
                "reference": model_table(),
                "quotes": quotes(),
            },
            work,
        )
        names = {row["model"] for row in fitted.reference} | {learnt_file.NAME}
        assert set(made.column("model").to_pylist()) == names

    def test_on_a_day_that_begins_no_season_and_no_week_nothing_is_fitted(
        self, tmp_path: Path
    ) -> None:
        none = pa.table(
            {"game_date": pa.array([], pa.date32()), "season": pa.array([], pa.string())}
        )
        work = bench(ModelFiles(tmp_path), WEEK)
        assert fit_reference_models.function({"starts": none}, work).num_rows == 0
        assert fit_week.function({"starts": none}, work).num_rows == 0
        assert ModelFiles(tmp_path).kept() == []


class TestAnEvening:
    def test_every_system_speaks_of_every_player_with_a_number_or_a_reason(
        self, evening: list[dict[str, Any]]
    ) -> None:
        rows = evening
        for row in rows:
            assert (row["forecast"] is None) == (row["not_made_reason"] is not None)
        of_two = {row["system"] for row in rows if row["population"] == "rotation"}
        assert of_two == {gradient_boosting.NAME, ensemble.NAME}
        told = {(row["system"], row["prop_type"], row["player_id"]) for row in rows}
        for system in (*UNFITTED, gradient_boosting.NAME, ensemble.NAME):
            assert (system, "points", 7) in told
        assert {p for s, p, _ in told if s == line_and_price.NAME} == {"points"}

    def test_of_whom_a_forecast_is_withheld_every_system_says_why(self, fitted: Fitted) -> None:
        reason = "no box score of 3 of the side's last 10 games: 1, 2, 3"
        players = tonight([WEEK], THIS)
        reasons = pa.array([reason, *[None] * (PLAYERS - 1)], pa.string())
        rows = fitted.predicted(players.append_column(WITHHELD, reasons))
        of_him = [row for row in rows if row["player_id"] == 1]
        assert {row["system"] for row in of_him} == {row["system"] for row in rows}
        assert {row["not_made_reason"] for row in of_him} == {reason}
        for silent in ("forecast", "median_rounded", "chance_over", "expected_minutes"):
            assert {row[silent] for row in of_him} == {None}
        assert {row["stake_share"] for row in of_him} == {0.0}
        told = fitted.predicted(players)
        assert [r for r in rows if r["player_id"] != 1] == [r for r in told if r["player_id"] != 1]

    def test_one_system_of_each_prop_speaks_first(
        self, fitted: Fitted, evening: list[dict[str, Any]]
    ) -> None:
        champions = {row["prop_type"]: row["system"] for row in fitted.champions}
        assert set(champions) == set(PROP_TYPES)
        rows = evening
        first = [row for row in rows if row["is_champion"]]
        assert len(first) == PLAYERS * len(PROP_TYPES)
        assert {(row["prop_type"], row["system"]) for row in first} == champions.items()
        assert {row["population"] for row in first} == {"everybody"}

    def test_a_key_has_one_row(self, fitted: Fitted) -> None:
        made = fitted.predicted(tonight(days(WEEK, 2), THIS))
        keys = [tuple(row[name] for name in PLAYER_PROP_PREDICTIONS.key) for row in made]
        assert len(set(keys)) == len(keys)

    def test_confidence_is_a_probability_and_that_of_the_side_taken(
        self, evening: list[dict[str, Any]]
    ) -> None:
        rows = [r for r in evening if r["chance_over"] is not None]
        assert rows
        for row in rows:
            without_push = row["chance_over"] / (1 - row["chance_push"])
            sides = {"OVER": without_push, "UNDER": 1 - without_push}
            expected = sides.get(row["recommendation"], max(sides.values()))
            assert row["confidence"] == pytest.approx(expected)
            assert 0 <= row["confidence"] <= 1

    def test_a_prop_without_a_line_is_predicted_and_no_line_is_invented(
        self, evening: list[dict[str, Any]]
    ) -> None:
        rows = [r for r in evening if r["prop_type"] == "rebounds"]
        assert {row["line"] for row in rows} == {None}
        assert {row["recommendation"] for row in rows} == {"NO_LINE"}
        assert {row["line_state"] for row in rows} == {"NO_LINE"}
        assert {row["stake_share"] for row in rows} == {0.0}
        assert any(row["forecast"] is not None for row in rows)

    def test_features_are_hashed_as_the_models_read_them(self, fitted: Fitted) -> None:
        players = tonight([WEEK], THIS)
        read = rows_of(players).matrix(MODEL_FEATURES)
        hashes = {
            player: hashlib.sha256(one.tobytes()).hexdigest()
            for player, one in zip(players.column("player_id").to_pylist(), read, strict=True)
        }
        for row in fitted.predicted(players):
            is_read = row["system"] in READ_MODELS
            assert row["features_sha256"] == (hashes[row["player_id"]] if is_read else None)

    def test_an_evening_in_another_order_of_columns_is_the_same(self, fitted: Fitted) -> None:
        players = tonight([WEEK], THIS)
        turned = players.select(players.column_names[::-1])
        assert fitted.predicted(turned) == fitted.predicted(players)

    def test_without_anybody_to_predict_there_is_no_row(self, fitted: Fitted) -> None:
        nobody = tonight([WEEK], THIS).slice(0, 0)
        assert fitted.predicted(nobody) == []


class TestWhichModelsSpeak:
    def test_before_any_were_fitted_those_speak_that_need_none(self, fitted: Fitted) -> None:
        early = tonight([WEEK - timedelta(days=1)], THIS)
        rows = fitted.predicted(early)
        assert {row["system"] for row in rows} == set(UNFITTED)
        assert {row["population"] for row in rows} == {"everybody"}
        assert {row["features_sha256"] for row in rows} == {None}
        assert {row["is_champion"] for row in rows} == {False}
        assert {row["chance_over"] for row in rows} == {None}
        points = [row for row in rows if row["prop_type"] == "points"]
        assert {row["recommendation"] for row in points} == {"PASS"}

    @pytest.mark.parametrize(("after", "is_fitted"), [(0, True), (MODEL_DAYS, True)])
    def test_models_are_used_until_the_next_ones(
        self, fitted: Fitted, after: int, is_fitted: bool
    ) -> None:
        rows = fitted.predicted(tonight([WEEK + timedelta(days=after)], THIS))
        assert (gradient_boosting.NAME in {row["system"] for row in rows}) is is_fitted

    def test_and_never_longer_than_a_break_of_the_season(self, fitted: Fitted) -> None:
        late = tonight([WEEK + timedelta(days=MODEL_DAYS + 1)], THIS)
        assert {row["system"] for row in fitted.predicted(late)} == set(UNFITTED)

    def test_models_of_a_later_week_change_nothing_before_it(self, fitted: Fitted) -> None:
        players = tonight([WEEK, LATER], THIS)
        mains = [row for row in fitted.week if row["model"] != learnt_file.NAME]
        later = [{**row, "game_date": LATER} for row in mains]  # and nothing learnt beside
        both = model_table(*fitted.week, *later)
        clean, other = fitted.predicted(players), fitted.predicted(players, weekly=both)

        def on(rows: list[dict[str, Any]], day: date) -> list[dict[str, Any]]:
            return [row for row in rows if row["game_date"] == day]

        assert on(clean, WEEK) == on(other, WEEK) != []
        assert on(clean, LATER) != on(other, LATER)

    def test_a_model_that_is_not_there_stops_everything_by_name(self, fitted: Fitted) -> None:
        """The predecessor went on with the mean of the last games, at a confidence of 50."""
        lost = [{**row, "sha256": "0" * 64} for row in fitted.week if "points/" in row["model"]]
        with pytest.raises(ModelMismatch, match=r"The model 0{64} is not used"):
            fitted.predicted(tonight([WEEK], THIS), weekly=model_table(*lost))

    def test_so_does_one_that_is_recorded_under_another_s_name(self, fitted: Fitted) -> None:
        hashes = {row["model"]: row["sha256"] for row in fitted.week}
        swapped = [
            {**row, "sha256": hashes["points/rotation"]}
            for row in fitted.week
            if row["model"] == "points/everybody"
        ]
        with pytest.raises(ModelMismatch, match="its file holds points/rotation") as refused:
            fitted.predicted(tonight([WEEK], THIS), weekly=model_table(*swapped))
        assert refused.value.model == "points/everybody"

    def test_without_a_reference_boosted_trees_say_that_no_model_is_fitted(
        self, fitted: Fitted
    ) -> None:
        rows = fitted.predicted(tonight([WEEK], THIS), reference=model_table())
        trees = [row for row in rows if row["system"] == gradient_boosting.NAME]
        assert {row["forecast"] for row in trees} == {None}
        assert {row["not_made_reason"] for row in trees} == {gradient_boosting.NOT_FITTED}


class TestNothingOfTheFuture:
    def test_games_of_the_evening_and_later_change_no_prediction_of_it(
        self, fitted: Fitted
    ) -> None:
        """A range of days is predicted at once, and so sees games of its own days."""
        players = tonight([WEEK], THIS)
        later = played(days(WEEK, 10), THIS, seed=9)
        poisoned = later.set_column(
            later.column_names.index("actual_points"), "actual_points", pa.array([90.0] * 200)
        )
        clean = fitted.predicted(players)
        assert fitted.predicted(players, games=pa.concat_tables([fitted.before, poisoned])) == clean

    @pytest.mark.parametrize("after", [5, 17, 35])
    def test_what_systems_would_have_said_knows_earlier_games_only(
        self, fitted: Fitted, after: int
    ) -> None:
        """Of a season's games at once, from a day on with other numbers."""
        from_day = SEASON_BEGINS + timedelta(days=after)
        on = np.array(fitted.before.column("game_date").to_pylist())
        is_later = on >= from_day
        poisoned = fitted.before
        for prop in PROP_TYPES:
            name = f"actual_{prop}"
            came = np.where(is_later, 70.0, poisoned.column(name).to_numpy())
            place = poisoned.column_names.index(name)
            poisoned = poisoned.set_column(place, name, pa.array(came))
        material = {"judged": poisoned, "models": model_table(*fitted.reference)}
        other = judge.function({**material, "games": poisoned}, bench(fitted.models, WEEK))
        # Of the first poisoned day itself nothing was known either.
        is_same = pa.array(on <= from_day)
        clean = fitted.judged.select(other.column_names)
        assert other.filter(is_same).equals(clean.filter(is_same))
        assert not other.equals(clean)


class TestTheMarket:
    def test_lines_and_prices_stand_beside_every_system_alike(
        self, evening: list[dict[str, Any]]
    ) -> None:
        rows = [r for r in evening if r["prop_type"] == "points"]
        names = ("line", "line_books", "fair_chance_over", "over_price_decimal", "over_bookmaker")
        told: dict[int, set[Any]] = {}
        for row in rows:
            told.setdefault(row["player_id"], set()).add(tuple(row[name] for name in names))
        assert all(len(seen) == 1 for seen in told.values())
        assert {row["over_bookmaker"] for row in rows} == {"draftkings"}
        ages = {row["line_age_minutes"] for row in rows}
        assert ages == {300 * 24 * 60.0}

    @pytest.mark.parametrize("population", POPULATIONS)
    def test_what_is_believed_lies_between_the_price_s_chance_and_the_system_s(
        self, evening: list[dict[str, Any]], population: str
    ) -> None:
        rows = [
            row
            for row in evening
            if (row["system"], row["population"]) == (gradient_boosting.NAME, population)
            and row["prop_type"] == "points"
        ]
        assert len(rows) == PLAYERS
        for row in rows:
            price, alone = row["fair_chance_over"], row["chance_over_alone"]
            assert abs(row["chance_over"] - price) < abs(alone - price)
            assert min(price, alone) - 1e-9 <= row["chance_over"] <= max(price, alone) + 1e-9

    def test_a_line_that_moves_reprices_the_same_forecast(self, fitted: Fitted) -> None:
        players = tonight([WEEK], THIS)
        lower = even_lines(players).to_pylist()
        moved = quotes(*({**row, "line": row["line"] - 3} for row in lower))
        before, after = fitted.predicted(players), fitted.predicted(players, standing=moved)

        def trees(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [
                row
                for row in rows
                if row["system"] == gradient_boosting.NAME and row["prop_type"] == "points"
            ]

        for one, other in zip(trees(before), trees(after), strict=True):
            assert one["forecast"] == other["forecast"]
            assert one["distribution"] == other["distribution"]
            assert one["chance_over_alone"] < other["chance_over_alone"]
            assert (one["line_movement"], other["line_movement"]) == (0, -3)
