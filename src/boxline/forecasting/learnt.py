"""What was learnt by some day, and is used until the next: models, distributions, weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boxline.forecasting.distribution import Calibration
    from boxline.forecasting.model import Model

#: System, prop and population.
Key = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """Everything fitted, on days before those that it is used on.

    Attributes:
        models: by their names.
        calibrations: how forecasts of each system turned out.
        weights: (prop, population) -> system -> its share in the ensemble.
        shrink: (system, prop) -> how much of its distance from the market's number is kept.
        blend: (system, prop) -> how much its chance counts beside the price's, on the scale of log
            odds. 0, as `shrink`, until earlier games on which there were lines say more.
    """

    models: Mapping[str, Model] = field(default_factory=dict)
    calibrations: Mapping[Key, Calibration] = field(default_factory=dict)
    weights: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)
    shrink: Mapping[tuple[str, str], float] = field(default_factory=dict)
    blend: Mapping[tuple[str, str], float] = field(default_factory=dict)
