"""What is learnt every fortnight: how far a start departs from what a starter's own past says."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from boxline.forecasting.penalised_fits import Linear, fit_odds, fit_sums
from boxline.forecasting.rows import Floats, Rows
from boxline.mlb.starters.rows import LEAST_BATTERS
from boxline.mlb.starters.standing import BEGINS_WITH, READ

#: Fewer earlier starts teach nothing.
LEAST_STARTS = 300

#: How much the weights of each part are drawn towards 0. Chosen on 2024.
PENALTY = {"strikeout_rate": 300.0, "batters_faced": 100.0, "outs_rate": 2000.0}

#: What models say, in this order.
PARTS = tuple(READ)


def learn(starts: Rows) -> dict[str, Linear]:
    """One model per part; none where fewer than LEAST_STARTS say something.

    Args:
        starts: starts that were made, each with its STANDING of before and what came.
    """
    taught = starts.where(starts.floats("batters_faced") >= LEAST_BATTERS)
    if len(taught) < LEAST_STARTS:
        return {}
    faced = taught.floats("batters_faced")
    own = {part: taught.floats(column) for part, column in BEGINS_WITH.items()}
    read = {part: _read(taught, part) for part in PARTS}
    return {
        "strikeout_rate": fit_odds(
            read["strikeout_rate"],
            taught.floats("strikeouts"),
            faced,
            own["strikeout_rate"],
            penalty=PENALTY["strikeout_rate"],
        ),
        "batters_faced": fit_sums(
            read["batters_faced"],
            faced - own["batters_faced"],
            penalty=PENALTY["batters_faced"],
            count=None,
        ),
        "outs_rate": fit_sums(
            read["outs_rate"],
            taught.floats("outs") / faced - own["outs_rate"],
            penalty=PENALTY["outs_rate"],
            count=faced,
        ),
    }


def expect(starts: Rows, models: Mapping[str, Linear]) -> dict[str, Floats]:
    """What is expected of each start: `strikeout_rate` of a batter, `batters_faced`, and `outs`.

    Args:
        starts: with their STANDING.
        models: one per part; without any a starter's own past speaks alone.
    """
    found = {part: starts.floats(column) for part, column in BEGINS_WITH.items()}
    if models:
        moved = {part: models[part].of(_read(starts, part)) for part in PARTS}
        odds = np.log(found["strikeout_rate"] / (1 - found["strikeout_rate"]))
        found = {part: found[part] + moved[part] for part in PARTS}
        found["strikeout_rate"] = 1 / (1 + np.exp(-(odds + moved["strikeout_rate"])))
    outs = found.pop("outs_rate") * found["batters_faced"]
    return {**found, "outs": outs}


def _read(starts: Rows, part: str) -> Floats:
    return np.column_stack([starts.floats(name) for name in READ[part]])
