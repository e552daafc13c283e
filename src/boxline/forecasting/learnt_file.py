"""What was learnt beside models, as it is stored: JSON, so that it can be read without us."""

from __future__ import annotations

import msgspec
import numpy as np

from boxline.errors import ModelMismatch
from boxline.forecasting.distribution import Calibration
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.model import FORMAT

#: The name that the record of such a file has.
NAME = "calibration"

#: Shares are told to this many digits.
DIGITS = 5


class Places(msgspec.Struct, frozen=True):
    """A calibration: at each of `nodes` the shares of at most 0, 1, 2, ... in `cdf`."""

    system: str
    prop: str
    population: str
    forecasts: int
    nodes: list[float]
    cdf: list[list[float]]


class Weights(msgspec.Struct, frozen=True):
    """The members' weights in the ensemble."""

    prop: str
    population: str
    weights: dict[str, float]


class Heard(msgspec.Struct, frozen=True):
    """How much a system says beside the market; None where too little is known."""

    system: str
    prop: str
    shrink: float | None
    blend: float | None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    calibrations: list[Places]
    weights: list[Weights]
    beside_the_market: list[Heard]
    format: int = FORMAT


def learnt_bytes(learnt: Learnt) -> bytes:
    """The file of everything but the models, which have their own."""
    heard = {*learnt.shrink, *learnt.blend}
    return msgspec.json.encode(
        Settled(
            calibrations=[
                Places(*key, one.forecasts, one.nodes.tolist(), one.cdf.round(DIGITS).tolist())
                for key, one in learnt.calibrations.items()
            ],
            weights=[Weights(*key, dict(one)) for key, one in learnt.weights.items()],
            beside_the_market=[
                Heard(*key, learnt.shrink.get(key), learnt.blend.get(key)) for key in sorted(heard)
            ],
        )
    )


def read_learnt(body: bytes) -> Learnt:
    """What was learnt beside models.

    Raises:
        ModelMismatch: it is no such file, or one of another layout.
    """
    try:
        found = msgspec.json.decode(body, type=Settled)
    except (msgspec.DecodeError, msgspec.ValidationError) as cause:
        raise ModelMismatch(NAME, f"its file is not one of ours ({cause})") from cause
    if found.format != FORMAT:
        raise ModelMismatch(NAME, f"its file has layout {found.format}, not {FORMAT}")
    return Learnt(
        calibrations={
            (one.system, one.prop, one.population): Calibration(
                np.array(one.nodes), np.array(one.cdf, dtype=np.float32), one.forecasts
            )
            for one in found.calibrations
        },
        weights={(one.prop, one.population): one.weights for one in found.weights},
        shrink={
            (h.system, h.prop): h.shrink for h in found.beside_the_market if h.shrink is not None
        },
        blend={(h.system, h.prop): h.blend for h in found.beside_the_market if h.blend is not None},
    )
