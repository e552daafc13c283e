"""`v1/mlb/record.json`: the season's record of every system, beside the market's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.worded import WordedDocument
from boxline.mlb.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.spoken import INSIDE_80
from boxline.mlb.starters.systems import SYSTEMS
from boxline.mlb.words import WORDS

PATH = "v1/mlb/record.json"


class SystemRecord(msgspec.Struct):
    """One system on one prop, of one origin.

    Errors are in units of the prop, forecast less actual; null over none. `error_less_beside` is
    its mean absolute error less that of `words.beside` on the `graded_beside` rows that both have.
    `inside_80` is the share of outcomes in the 80 % interval, each counted by how much of its own
    chance lies inside. `brier` and `brier_of_price` are over the `priced` rows that have both.
    """

    system: str
    prop_type: str
    origin: str
    graded: int
    void: int
    mean_absolute_error: float | None
    bias: float | None
    graded_beside: int
    error_less_beside: float | None
    intervals: int
    inside_80: float | None
    priced: int
    brier: float | None
    brier_of_price: float | None


class MonthRecord(msgspec.Struct):
    """The same of the system that speaks first in one month, such as 2025-04."""

    month: str
    prop_type: str
    origin: str
    graded: int
    mean_absolute_error: float | None
    graded_beside: int
    error_less_beside: float | None


class DayRecord(msgspec.Struct):
    """A day with grades: how many props of the system that speaks first."""

    date: date
    graded: int
    void: int


class MlbRecord(WordedDocument, kw_only=True):
    """The document: of the newest season, `begins` its first day; null before any game."""

    begins: date | None
    systems: list[SystemRecord]
    months: list[MonthRecord]
    days: list[DayRecord]


RECORD = Feed(
    "mlb_exports.record",
    grain="one system on one prop, of one origin",
    documents={PATH: MlbRecord},
    reads=(PREDICTION_ACCURACY,),
    shrinks_because="another season has begun, or a day was graded anew",
)

#: Every grade of the season, with what the system without skill erred by on the same prop.
_GRADED = """\
WITH season AS (
    SELECT * FROM mlb_predictions.prediction_accuracy WHERE game_date >= $begins
),
besides AS (
    SELECT game_id, game_date, player_id, prop_type, origin, abs(error) AS beside FROM season
    WHERE system = $beside
),
graded AS (
    SELECT season.*, abs(error) - beside AS less FROM season
    LEFT JOIN besides USING (game_id, game_date, player_id, prop_type, origin)
)
"""

_ERRORS = """\
count(error) AS graded, avg(abs(error)) AS mean_absolute_error,
    count(less) AS graded_beside, avg(less) AS error_less_beside"""

BY_SYSTEM = f"""\
{_GRADED}
SELECT system, prop_type, origin, {_ERRORS}, count(void_reason) AS void, avg(error) AS bias,
    count(chance_at_most) AS intervals, avg({INSIDE_80}) AS inside_80,
    count(brier + brier_of_price) AS priced,
    avg(brier) FILTER (brier_of_price IS NOT NULL) AS brier,
    avg(brier_of_price) FILTER (brier IS NOT NULL) AS brier_of_price
FROM graded GROUP BY system, prop_type, origin
"""

BY_MONTH = f"""\
{_GRADED}
SELECT strftime(game_date, '%Y-%m') AS month, prop_type, origin, {_ERRORS}
FROM graded WHERE system = $speaker GROUP BY month, prop_type, origin
"""

BY_DAY = """\
SELECT game_date AS date, count(error) AS graded, count(void_reason) AS void
FROM mlb_predictions.prediction_accuracy
WHERE game_date >= $begins AND system = $speaker GROUP BY game_date ORDER BY game_date
"""


@feed(RECORD)
def record(view: View) -> Iterator[Made]:
    """The season at hand, in the order in which systems and props are told."""
    begins = view.begins or date.min
    beside = {"begins": begins, "beside": WORDS.beside}
    systems = [SystemRecord(**_rounded(row._asdict())) for row in view.rows(BY_SYSTEM, **beside)]
    months = [
        MonthRecord(**_rounded(row._asdict()))
        for row in view.rows(BY_MONTH, speaker=WORDS.speaker, **beside)
    ]
    days = [
        DayRecord(**row._asdict())
        for row in view.rows(BY_DAY, begins=begins, speaker=WORDS.speaker)
    ]
    places = {name: place for place, name in enumerate((*SYSTEMS, *PROP_TYPES))}
    document = MlbRecord(
        words=WORDS,
        begins=view.begins,
        systems=sorted(
            systems, key=lambda one: (one.origin, places[one.prop_type], places[one.system])
        ),
        months=sorted(months, key=lambda one: (one.origin, one.month, places[one.prop_type])),
        days=days,
    )
    yield Made(template=PATH, path=PATH, document=document, day=view.today, rows=len(systems))


def _rounded(told: dict[str, Any]) -> dict[str, Any]:
    """Means of sums in any order agree to fewer digits than they have."""
    return {k: round(v, 6) if isinstance(v, float) else v for k, v in told.items()}
