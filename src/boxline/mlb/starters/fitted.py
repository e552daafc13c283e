"""Fitted models as rows, weight by weight, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from boxline.forecasting.penalised_fits import Linear
from boxline.mlb.starters.model import PARTS
from boxline.mlb.starters.standing import READ

#: What the constant is called among the features.
CONSTANT = "constant"


def weights_of(models: Mapping[str, Linear]) -> Iterator[tuple[str, str, float]]:
    """Each weight: of which part, of which feature, and what it is."""
    for part, model in models.items():
        yield part, CONSTANT, model.constant
        for feature, weight in zip(READ[part], model.weights.tolist(), strict=True):
            yield part, feature, weight


def models_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Linear]:
    """The models that rows of one day hold, by part; none where a weight of any is missing."""
    told = {(row["part"], row["feature"]): row["weight"] for row in rows}
    wanted = [(part, name) for part in PARTS for name in (CONSTANT, *READ[part])]
    if any(one not in told for one in wanted):
        return {}
    return {
        part: Linear(
            constant=told[part, CONSTANT],
            weights=np.array([told[part, name] for name in READ[part]]),
        )
        for part in PARTS
    }
