"""Whether what was said live of late lies farther from what came than it did before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from boxline.catalog import View
from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.forecasting import season_average
from boxline.forecasting.scoring.alarms import WINDOW_DAYS, error_drift_alarm
from boxline.forecasting.scoring.intervals import ByDate
from boxline.nba.record.days import CHAMPION, GRADED

#: Drift is told by chance so seldom of a quiet month: it is asked every day, of every prop.
LEVEL = 0.999

#: Live errors of the champion less those of the season's average on the same rows, which tell a
#: model that grew worse from a month that was hard for everybody.
BEYOND = f"""\
{GRADED}
SELECT prop_type, game_date,
    max(abs(error)) FILTER (system = '{CHAMPION}')
        - max(abs(error)) FILTER (system = '{season_average.NAME}') AS beyond
FROM graded
WHERE origin = 'live' AND error IS NOT NULL AND system IN ('{CHAMPION}', '{season_average.NAME}')
GROUP BY prop_type, game_date, game_id, player_id
HAVING beyond IS NOT NULL
ORDER BY ALL
"""


@alarm(
    "model-drift",
    severity=Severity.WARNING,
    blocks="trust in tonight's numbers and bets: what is said of chances rests on older errors",
    next_step="boxline backtest --from DAY --to DAY; see the model page of the record",
)
def model_drift(view: View) -> Iterator[Firing]:
    """The champion's live errors of the newest four weeks, less the season average's, differ from
    those of the four weeks before by more than luck explains."""
    begins = view.today - timedelta(days=2 * WINDOW_DAYS)
    rows = view.rows(BEYOND, begins=begins)
    for prop in sorted({row.prop_type for row in rows}):
        own = [row for row in rows if row.prop_type == prop]
        days = np.array([row.game_date for row in own], dtype="datetime64[D]").astype(np.int64)
        beyond = np.array([row.beyond for row in own], dtype=np.float64)
        by = ByDate(day=days, seed=0, level=LEVEL)
        found = error_drift_alarm(f"{prop}, less the season average's", beyond, by)
        if found.is_raised:
            told = f"{found.name}: {found.figure:+.3f} over {found.n} rows. {found.meaning}"
            yield Firing(subject=prop, found=told)
