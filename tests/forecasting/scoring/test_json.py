"""What scoring returns is plain: JSON can show it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring import alarms, bets, calibration, edges, errors, reliability, tries
from boxline.forecasting.scoring.intervals import ByDate

N = 600
RNG = np.random.default_rng(2)
P = RNG.random(N)
CAME = (RNG.random(N) < P).astype(np.int64)
ENDED = CAME.astype(np.int8)
BY = ByDate(day=np.arange(N) // 10, seed=1, draws=50)

RELIABILITY = reliability.reliability(P, CAME, RNG, draws=50)
RESULTS: list[Any] = [
    errors.point_errors(P, CAME),
    calibration.coverage(P),
    calibration.uniform_distance(P),
    RELIABILITY,
    bets.units_won(ENDED, np.full(N, 1.9), BY),
    *edges.edge_table(P - 0.5, ENDED, P, np.full(N, 1.9), BY),
    *alarms.correlation_alarms(Rows({"p": P}), ["p"], CAME, "points"),
    alarms.hit_rate_alarm("points", won=700, lost=400),
    alarms.error_floor_alarm("points", 4.7, 9_000),
    alarms.error_drift_alarm("points", np.abs(P - CAME), BY),
    alarms.calibration_alarm("points", RELIABILITY),
    tries.best_of_tries(10, 100, seen=0.6),
]


def test_a_result_is_written_as_it_is() -> None:
    for result in RESULTS:
        told = asdict(result)
        assert set(kinds(told)) <= {float, int, bool, str, type(None)}, type(result)
        json.dumps(told, allow_nan=False)


def kinds(told: Any) -> Iterator[type]:
    """Of every value within: a NumPy number would pass for a float, and an array would not."""
    if isinstance(told, dict):
        told = tuple(told.values())
    if isinstance(told, tuple):
        for each in told:
            yield from kinds(each)
    else:
        yield type(told)
