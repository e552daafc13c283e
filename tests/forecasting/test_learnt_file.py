"""The file of what was learnt beside models: JSON that says everything, and nothing else is it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from boxline.errors import ModelMismatch
from boxline.forecasting.distribution import Calibration
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.learnt_file import NAME, learnt_bytes, read_learnt

LEARNT = Learnt(
    calibrations={
        ("similarity", "points", "everybody"): Calibration(
            np.array([1.5, 7.25]), np.array([[0.5, 1.0], [0.25, 1.0]], dtype=np.float32), 300
        )
    },
    weights={("points", "rotation"): {"similarity": 0.25, "empirical_bayes": 0.75}},
    shrink={("similarity", "points"): 0.3},
    blend={("similarity", "points"): 0.0, ("ensemble", "points"): 0.125},
)


def test_everything_but_the_models_comes_back() -> None:
    again = read_learnt(learnt_bytes(LEARNT))
    (key,) = LEARNT.calibrations
    assert_array_equal(again.calibrations[key].nodes, [1.5, 7.25])
    assert_array_equal(again.calibrations[key].cdf, LEARNT.calibrations[key].cdf)
    assert again.calibrations[key].cdf.dtype == np.float32
    assert again.calibrations[key].forecasts == 300
    assert (again.weights, again.shrink, again.blend) == (
        LEARNT.weights,
        LEARNT.shrink,  # of the ensemble no slope was learnt, and a blend of 0 is one
        LEARNT.blend,
    )


def test_it_can_be_read_without_us() -> None:
    told = msgspec.json.decode(learnt_bytes(LEARNT))
    assert told["calibrations"] == [
        {
            "system": "similarity",
            "prop": "points",
            "population": "everybody",
            "forecasts": 300,
            "nodes": [1.5, 7.25],
            "cdf": [[0.5, 1.0], [0.25, 1.0]],
        }
    ]
    assert told["beside_the_market"] == [
        {"system": "ensemble", "prop": "points", "shrink": None, "blend": 0.125},
        {"system": "similarity", "prop": "points", "shrink": 0.3, "blend": 0.0},
    ]


def test_before_anything_was_learnt_it_is_empty() -> None:
    assert read_learnt(learnt_bytes(Learnt())) == Learnt()


@pytest.mark.parametrize("body", [b"", b"\x80\x04pickled", b"[]", b"{}", b'{"calibrations": 1}'])
def test_bytes_of_something_else_are_refused_by_name(body: bytes) -> None:
    with pytest.raises(ModelMismatch, match="is not one of ours") as refused:
        read_learnt(body)
    assert refused.value.model == NAME


def test_another_layout_is_refused_by_name() -> None:
    body = learnt_bytes(LEARNT).replace(b'"format":1', b'"format":2')
    with pytest.raises(ModelMismatch, match="its file has layout 2, not 1") as refused:
        read_learnt(body)
    assert refused.value.model == NAME
