"""A fitted model as it is stored: LightGBM's own text, and JSON around it. No pickle is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from boxline.errors import ModelMismatch
from boxline.forecasting.rows import Floats, Rows

if TYPE_CHECKING:
    import lightgbm

#: Of the layout below; a file of another one is not read.
FORMAT = 1

LIBRARIES = ("lightgbm", "numpy")


class Feature(msgspec.Struct, frozen=True):
    """A feature's name and what it held in training; None where it was always missing."""

    name: str
    least: float | None
    most: float | None


class Model(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One fitted model.

    Attributes:
        name: what it forecasts and for whom: `points/rotation`.
        features: in the order of its text.
        rows: how many it was fitted on, of the days `trained_from` to `trained_through` (ISO).
        libraries: name -> version they were fitted with.
        booster: LightGBM's text.
    """

    name: str
    features: tuple[Feature, ...]
    rows: int
    trained_from: str
    trained_through: str
    libraries: dict[str, str]
    booster: str
    format: int = FORMAT

    @property
    def feature_names(self) -> tuple[str, ...]:
        return tuple(feature.name for feature in self.features)

    @cached_property
    def _loaded(self) -> lightgbm.Booster:
        import lightgbm

        return lightgbm.Booster(model_str=self.booster)

    def predict(self, rows: Rows, *, threads: int = 0) -> Floats:
        """What it says of each row.

        Raises:
            MissingFeature: the rows lack one of its features.
        """
        return self.predict_matrix(rows.matrix(self.feature_names), threads=threads)

    def predict_matrix(self, matrix: NDArray[np.float32], *, threads: int = 0) -> Floats:
        """The same of a matrix with its features in their order."""
        return np.asarray(self._loaded.predict(matrix, num_threads=threads), dtype=np.float64)

    def contributions(self, rows: Rows) -> Floats:
        """How much each feature moved each row's number: shape (rows, features + 1), the last the
        number that all begin with (TreeSHAP: Lundberg and others 2020, Nature Mach. Intell. 2)."""
        matrix = rows.matrix(self.feature_names)
        return np.asarray(self._loaded.predict(matrix, pred_contrib=True), dtype=np.float64)


def model_bytes(model: Model) -> bytes:
    """The file that a model is stored as."""
    return msgspec.json.encode(model)


def read_model(body: bytes, expected: str) -> Model:
    """The model in a file.

    Args:
        expected: the name that its record gives it.
    Raises:
        ModelMismatch: it is no model of this layout, another one, or of libraries that write
            otherwise; or its text cannot be read, or names other features than the JSON beside it.
    """
    try:
        model = msgspec.json.decode(body, type=Model)
    except (msgspec.DecodeError, msgspec.ValidationError) as cause:
        raise ModelMismatch(expected, f"its file is not one of ours ({cause})") from cause
    if model.format != FORMAT:
        raise ModelMismatch(expected, f"its file has layout {model.format}, not {FORMAT}")
    if model.name != expected:
        raise ModelMismatch(expected, f"its file holds {model.name}")
    installed = libraries()
    for library, fitted_with in model.libraries.items():
        here = installed.get(library, "none")
        if _series(fitted_with) != _series(here):
            why = f"it was fitted with {library} {fitted_with}, and this is {here}"
            raise ModelMismatch(expected, why)
    if _features_in(model) != model.feature_names:
        raise ModelMismatch(expected, "its text has other features than its record")
    return model


def _features_in(model: Model) -> tuple[str, ...]:
    """The features that a model's text names.

    Raises:
        ModelMismatch: LightGBM cannot read it.
    """
    from lightgbm.basic import LightGBMError

    try:
        return tuple(model._loaded.feature_name())
    except LightGBMError as cause:
        raise ModelMismatch(model.name, f"LightGBM does not read its text ({cause})") from cause


def _series(number: str) -> str:
    return number.split(".", maxsplit=1)[0]


def libraries() -> dict[str, str]:
    """The versions of what shapes a model, as installed."""
    return {name: version(name) for name in LIBRARIES}


def features_of(names: tuple[str, ...], matrix: NDArray[np.float32]) -> tuple[Feature, ...]:
    """The features of a training matrix with the range of each."""
    least, most = np.fmin.reduce(matrix, axis=0), np.fmax.reduce(matrix, axis=0)

    def known(value: np.float32) -> float | None:
        return None if np.isnan(value) else float(value)

    return tuple(
        Feature(name, known(low), known(high))
        for name, low, high in zip(names, least, most, strict=True)
    )


Models = Mapping[str, Model]
