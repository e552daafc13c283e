"""Which features moved a model's number most: what each held, and what such ones held before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from boxline.forecasting.model import Model
from boxline.forecasting.rows import Rows
from boxline.nba.model_rows import MODEL_FEATURES
from boxline.nba.precompute.ml_feature_store import ML_FEATURE_STORE

#: So many features are told one by one, the others together.
DRIVERS = 8

_DECLARED = {column.name: column for column in ML_FEATURE_STORE.columns}


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One feature of one player before one game.

    Attributes:
        value: what it held; None where nothing was known.
        doc: what it is, as its column says, without when it is NULL.
        least, most: what it held in training; None where it was always missing.
        is_unseen: whether `value` lies outside of those.
        moved: how far it moved the number, in units of the prop.
    """

    feature: str
    value: float | None
    unit: str
    doc: str
    least: float | None
    most: float | None
    is_unseen: bool
    moved: float


@dataclass(frozen=True, kw_only=True)
class Trees:
    """How one model comes to its number, in units of the prop.

    Attributes:
        begins_at: what every player begins with.
        drivers: the features that moved it most, the strongest first.
        others: how many further features there are, which moved it by `others_moved` together.
        number: where it ends: `begins_at` and all that moved it.
    """

    model: str
    rows_fitted: int
    trained_from: str
    trained_through: str
    begins_at: float
    drivers: tuple[Driver, ...]
    others: int
    others_moved: float
    number: float


def rows_from(features: Mapping[str, Any]) -> Rows:
    """One row of `nba_precompute.ml_feature_store` as a model reads it; NULL is NaN."""
    values = {name: features[name] for name in MODEL_FEATURES}
    return Rows({n: np.array([np.nan if v is None else float(v)]) for n, v in values.items()})


def hash_of(rows: Rows) -> str:
    """Of one row's features, as `features_sha256` of a prediction has it."""
    return hashlib.sha256(rows.matrix(MODEL_FEATURES)[0].tobytes()).hexdigest()


def trees_of(model: Model, rows: Rows) -> Trees:
    """What moved the number that a model says of one row.

    Raises:
        MissingFeature: the row lacks one of its features.
    """
    moved = model.contributions(rows)[0]
    of_features, begins_at = moved[:-1], float(moved[-1])
    order = np.argsort(-np.abs(of_features), kind="stable")
    told, others = order[:DRIVERS], order[DRIVERS:]
    return Trees(
        model=model.name,
        rows_fitted=model.rows,
        trained_from=model.trained_from,
        trained_through=model.trained_through,
        begins_at=begins_at,
        drivers=tuple(_driver(model, rows, int(n), float(of_features[n])) for n in told),
        others=len(others),
        others_moved=float(of_features[others].sum()),
        number=float(moved.sum()),
    )


def _driver(model: Model, rows: Rows, place: int, moved: float) -> Driver:
    one = model.features[place]
    held = float(np.float32(rows.floats(one.name)[0]))
    is_known = not np.isnan(held)
    is_seen = one.least is not None and one.most is not None and one.least <= held <= one.most
    column = _DECLARED.get(one.name)
    return Driver(
        feature=one.name,
        value=held if is_known else None,
        unit=column.unit if column else "",
        doc=meaning(column.doc) if column else "",
        least=one.least,
        most=one.most,
        is_unseen=is_known and not is_seen,
        moved=moved,
    )


def meaning(doc: str) -> str:
    """What a column holds, without when it is NULL.

    >>> meaning("Mean per game. Over the last 5 games; NULL before the first.")
    'Mean per game. Over the last 5 games.'
    """
    kept = re.split(r"[.;,]?\s+(?:Never )?NULL\b", doc)[0]
    return kept if kept.endswith(".") else f"{kept}."
