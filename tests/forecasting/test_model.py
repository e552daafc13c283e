"""Fitted models as files: they come back as they were, and nothing else is taken for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from boxline.errors import MissingFeature, ModelMismatch
from boxline.forecasting.gradient_boosting import fit_main
from boxline.forecasting.model import (
    FORMAT,
    Feature,
    Model,
    features_of,
    libraries,
    model_bytes,
    read_model,
)
from boxline.forecasting.rows import Rows
from boxline.stores.models import ModelFiles
from tests.forecasting.fitted_leagues import FEATURES, fit_quickly, league

NAME = "points/everybody"


@pytest.fixture(scope="module")
def model() -> Model:
    with pytest.MonkeyPatch.context() as patch:
        fit_quickly(patch)
        return fit_main(league().games, FEATURES, ["points"])[NAME]


def altered(model: Model, **changes: Any) -> bytes:
    return model_bytes(msgspec.structs.replace(model, **changes))


class TestRoundTrip:
    def test_a_model_says_the_same_once_it_was_stored_and_read(self, model: Model) -> None:
        games = league(seed=4).games
        again = read_model(model_bytes(model), NAME)
        assert again == model
        assert_array_equal(again.predict(games), model.predict(games))
        assert len(np.unique(model.predict(games))) > 50

    def test_the_file_can_be_read_without_us(self, model: Model) -> None:
        told = msgspec.json.decode(model_bytes(model))
        assert told["name"] == NAME
        assert [feature["name"] for feature in told["features"]] == list(FEATURES)
        assert told["booster"].startswith("tree\n")
        assert told["libraries"] == libraries()
        assert told["rows"] == 1600

    def test_it_tells_the_days_it_learnt_from(self, model: Model) -> None:
        # Day 20,000 of 1970 is 2024-10-04; 1,600 games of 20 a day take 80 days.
        assert (model.trained_from, model.trained_through) == ("2024-10-04", "2024-12-22")


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"format": FORMAT + 1}, f"its file has layout {FORMAT + 1}, not {FORMAT}"),
            ({"name": "assists/everybody"}, "its file holds assists/everybody"),
            ({"libraries": {"lightgbm": "1.0.0"}}, "it was fitted with lightgbm 1.0.0"),
            ({"libraries": {"catboost": "1.0.0"}}, "it was fitted with catboost 1.0.0"),
            ({"booster": "tree\nversion=v4\n"}, "LightGBM does not read its text"),
        ],
    )
    def test_a_file_of_something_else_is_refused_by_name(
        self, model: Model, change: dict[str, Any], why: str
    ) -> None:
        with pytest.raises(ModelMismatch, match=why) as refused:
            read_model(altered(model, **change), NAME)
        assert refused.value.model == NAME
        assert NAME in str(refused.value)

    @pytest.mark.parametrize("body", [b"", b"\x80\x04pickled", b"{}", b'{"name": "points"}', b"[]"])
    def test_bytes_that_are_no_model_are_refused(self, body: bytes) -> None:
        with pytest.raises(ModelMismatch, match="is not one of ours") as refused:
            read_model(body, NAME)
        assert refused.value.model == NAME

    def test_a_text_whose_features_are_others_than_the_record_s_is_refused(
        self, model: Model
    ) -> None:
        renamed = model.booster.replace("weather", "whether")
        swapped = (model.features[1], model.features[0], *model.features[2:])
        for body in (altered(model, booster=renamed), altered(model, features=swapped)):
            with pytest.raises(ModelMismatch, match="other features than its record"):
                read_model(body, NAME)

    def test_another_release_of_the_same_series_is_taken(self, model: Model) -> None:
        series = libraries()["lightgbm"].split(".")[0]
        older = altered(model, libraries={"lightgbm": f"{series}.0.0"})
        assert read_model(older, NAME).booster == model.booster

    def test_a_file_whose_bytes_were_altered_is_not_even_read(
        self, model: Model, tmp_path: Path
    ) -> None:
        """It is another fit of the same name: every check of its content would let it pass."""
        store = ModelFiles(tmp_path)
        kept = store.put(model_bytes(model))
        other = store.put(altered(model, rows=model.rows + 1))
        assert read_model(store.get(kept), NAME) == model
        (tmp_path / f"{other}.model.zst").replace(tmp_path / f"{kept}.model.zst")
        with pytest.raises(ModelMismatch, match=kept):
            store.get(kept)


class TestFeatures:
    def test_rows_that_lack_a_feature_get_no_number(self, model: Model) -> None:
        games = league(size=10).games
        renamed = Rows({n.replace("weather", "whether"): v for n, v in games.columns.items()})
        with pytest.raises(MissingFeature, match="no column 'weather'"):
            model.predict(renamed)

    def test_the_range_of_each_is_kept_and_of_one_that_was_always_missing_none(self) -> None:
        matrix = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]], dtype=np.float32)
        assert features_of(("some", "none"), matrix) == (
            Feature("some", 1.0, 3.0),
            Feature("none", None, None),
        )

    def test_what_moved_a_number_adds_up_to_it(self, model: Model) -> None:
        games = league(size=50, seed=9).games
        moved = model.contributions(games)
        assert moved.shape == (50, len(FEATURES) + 1)
        assert_allclose(moved.sum(axis=1), model.predict(games), atol=1e-6)
