"""`v1/systems/performance.json`: the season's record of every system, beside the market's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import msgspec
import numpy as np

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.bets.tallies import Series, bets_of, series
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.nba.record.days import RIVALS, DaySums, errors_of_days
from boxline.nba.record.spans import Span, spans
from boxline.nba.record.systems import (
    BetsRecord,
    CalibrationRecord,
    ErrorRecord,
    bets_by_system,
    bets_records,
    calibration_records,
    error_records,
)

PATH = "v1/systems/performance.json"


class SpanTold(msgspec.Struct):
    """Days over which records are told, first and last included."""

    name: str
    first_day: date
    last_day: date


class SystemSeries(msgspec.Struct):
    """The bets of one system against one kind of market, day by day."""

    system: str
    market: str
    series: Series


class OriginRecord(msgspec.Struct, kw_only=True):
    """All that was made live, or all that was made in a replay: never mixed in one figure.

    `graded` counts players' props whose outcome is known, whoever spoke of them.
    """

    origin: str
    graded: int
    spans: list[SpanTold]
    errors: list[ErrorRecord]
    bets: list[BetsRecord]
    calibration: list[CalibrationRecord]
    series: list[SystemSeries]


class SystemPerformance(Document, kw_only=True):
    """The document: predictions for whoever plays, of games that are over.

    `rivals` are those who stand beside each system. `origins` is empty before any game is graded.
    """

    begins: date | None
    rivals: list[str]
    origins: list[OriginRecord]


SYSTEM_PERFORMANCE = Feed(
    "nba_exports.system_performance",
    grain="one graded prop of one player",
    documents={PATH: SystemPerformance},
    reads=(PLAYER_PROP_PREDICTIONS, PREDICTION_ACCURACY),
    shrinks_because="a box score was corrected, and who appeared with it",
)


@feed(SYSTEM_PERFORMANCE)
def system_performance(view: View) -> Iterator[Made]:
    """Everything at once: each figure of a system is of the same rows as that beside it."""
    errors: dict[str, list[DaySums]] = defaultdict(list)
    for one in errors_of_days(view):
        errors[one.origin].append(one)
    bets = bets_by_system(view)
    calibration: dict[str, list[CalibrationRecord]] = defaultdict(list)
    for origin, record in calibration_records(view):
        calibration[origin].append(record)
    origins = [
        _origin(origin, found, bets, calibration[origin])
        for origin, found in sorted(errors.items())
    ]
    document = SystemPerformance(begins=view.begins, rivals=list(RIVALS), origins=origins)
    rows = sum(one.graded for one in origins)
    yield Made(template=PATH, path=PATH, document=document, day=view.today, rows=rows)


def _origin(
    origin: str,
    errors: list[DaySums],
    bets: dict[tuple[str, str, str], list[object]],
    calibration: list[CalibrationRecord],
) -> OriginRecord:
    told = spans(np.concatenate([one.day for one in errors]))
    own = {key[1:]: rows for key, rows in bets.items() if key[0] == origin}
    return OriginRecord(
        origin=origin,
        graded=_graded(errors),
        spans=[_told(one) for one in told],
        errors=[record for one in errors for record in error_records(one, told)],
        bets=[
            record
            for (system, market), rows in own.items()
            for record in bets_records(system, market, rows, told)
        ],
        calibration=calibration,
        series=[
            SystemSeries(system, market, series(bets_of(rows)))
            for (system, market), rows in own.items()
        ],
    )


def _graded(errors: list[DaySums]) -> int:
    """Of each prop as many as the system has that speaks of most."""
    most: dict[str, int] = defaultdict(int)
    for one in errors:
        most[one.prop_type] = max(most[one.prop_type], int(one.sums["n"].sum()))
    return sum(most.values())


def _told(span: Span) -> SpanTold:
    first, last = (np.datetime64(day, "D").item() for day in (span.first, span.last))
    return SpanTold(span.name, first, last)
