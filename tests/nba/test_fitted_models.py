"""Fitted models as rows: what was fitted on what, and that nothing else is loaded for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from boxline.errors import ModelMismatch
from boxline.forecasting import learnt_file
from boxline.forecasting.gradient_boosting import fit_main
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.learnt_file import learnt_bytes
from boxline.forecasting.model import Model, libraries
from boxline.nba.fitted_models import (
    MODEL_COLUMNS,
    calibration_row,
    model_row,
    read_learnt,
    read_models,
    record_models,
)
from boxline.stores.models import ModelFiles
from tests.forecasting.fitted_leagues import FEATURES, PROPS, fit_quickly, league
from tests.nba.evening_rows import bench

DAY = date(2025, 1, 6)


@pytest.fixture(scope="module")
def models() -> Mapping[str, Model]:
    with pytest.MonkeyPatch.context() as patch:
        fit_quickly(patch, trees=2)
        return fit_main(league(size=400).games, FEATURES, PROPS)


def test_a_row_tells_what_was_fitted_on_what(tmp_path: Path, models: Mapping[str, Model]) -> None:
    store = ModelFiles(tmp_path)
    row = model_row(models["points/everybody"], bench(store, DAY))
    assert row == {
        "game_date": DAY,
        "model": "points/everybody",
        "sha256": row["sha256"],
        "features": 3,
        "rows_fitted": 400,
        "trained_from": "2024-10-04",
        "trained_through": "2024-10-23",
        "libraries": ", ".join(f"{name} {number}" for name, number in libraries().items()),
        "code": "code",
    }
    assert store.kept() == [row["sha256"]]


def test_every_model_comes_back_by_its_row(tmp_path: Path, models: Mapping[str, Model]) -> None:
    work = bench(ModelFiles(tmp_path), DAY)
    kept = record_models(models, work)
    assert kept.column_names == [column.name for column in MODEL_COLUMNS]
    assert read_models(kept.to_pylist(), work) == models


def test_the_same_models_are_kept_once(tmp_path: Path, models: Mapping[str, Model]) -> None:
    store = ModelFiles(tmp_path)
    one, other = (record_models(models, bench(store, day)) for day in (DAY, date(2025, 1, 13)))
    assert one.column("sha256") == other.column("sha256")
    assert len(store.kept()) == len(models)


def test_a_file_that_no_row_names_is_never_read(
    tmp_path: Path, models: Mapping[str, Model]
) -> None:
    work = bench(ModelFiles(tmp_path), DAY)
    record_models(models, work)
    assert read_models([], work) == {}


def test_an_altered_file_is_refused(tmp_path: Path, models: Mapping[str, Model]) -> None:
    work = bench(ModelFiles(tmp_path), DAY)
    rows = record_models(models, work).to_pylist()
    first, second = (tmp_path / f"{row['sha256']}.model.zst" for row in rows[:2])
    first.write_bytes(second.read_bytes())
    with pytest.raises(ModelMismatch, match="other bytes than were kept"):
        read_models(rows, work)
    first.unlink()
    with pytest.raises(ModelMismatch, match="does not hold it"):
        read_models(rows, work)


class TestAWeek:
    LEARNT = Learnt(blend={("ensemble", "points"): 0.25})

    def test_has_its_own_models_before_those_of_the_season(
        self, tmp_path: Path, models: Mapping[str, Model]
    ) -> None:
        work = bench(ModelFiles(tmp_path), DAY)
        own = {"points/everybody": models["points/everybody"]}
        week = record_models(own, work).to_pylist()
        week.append(calibration_row(learnt_bytes(self.LEARNT), 5_000, work))
        older = {"points/everybody": models["points/rotation"], "x": models["points/rotation"]}
        learnt = read_learnt(week, older, work)
        assert learnt.models == {**own, "x": models["points/rotation"]}
        assert learnt.blend == self.LEARNT.blend

    def test_what_was_learnt_beside_is_a_row_too(self, tmp_path: Path) -> None:
        row = calibration_row(learnt_bytes(self.LEARNT), 5_000, bench(ModelFiles(tmp_path), DAY))
        assert (row["model"], row["features"], row["rows_fitted"]) == (learnt_file.NAME, 0, 5_000)
        assert set(row) == {column.name for column in MODEL_COLUMNS}

    def test_without_it_models_have_no_distributions(
        self, tmp_path: Path, models: Mapping[str, Model]
    ) -> None:
        work = bench(ModelFiles(tmp_path), DAY)
        learnt = read_learnt(record_models(models, work).to_pylist(), {}, work)
        assert (learnt.calibrations, learnt.blend) == ({}, {})
        assert set(learnt.models) == set(models)
