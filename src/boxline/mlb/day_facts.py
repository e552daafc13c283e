"""What is known of each MLB day by which its documents are judged: see `domain.standing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boxline.catalog import View, facts_of_days
from boxline.domain.standing import DayFacts
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_prop_lines import PITCHER_PROP_LINES
from boxline.mlb.predictions.pitcher_prop_predictions import PITCHER_PROP_PREDICTIONS
from boxline.mlb.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.mlb.spoken import INSIDE_80, SPOKEN

#: A game may have been predicted for, and offered on, a day from which it was postponed: each day
#: counts by its own.
GAMES_OF_DAYS = """\
SELECT game_date, min(season_type) AS season_type, count(*) AS games,
    count(*) FILTER (is_final) AS final,
    count(*) FILTER ((game_id, game_date) IN (
        SELECT (game_id, game_date) FROM mlb_predictions.pitcher_prop_predictions
        WHERE forecast IS NOT NULL AND game_date >= $begins
    )) AS predicted,
    count(*) FILTER ((game_id, game_date) IN (
        SELECT (game_id, game_date) FROM mlb_core.pitcher_prop_lines
        WHERE game_date >= $begins
    )) AS with_lines,
    count(*) FILTER (is_final AND (game_id, game_date) IN (
        SELECT (game_id, game_date) FROM mlb_predictions.prediction_accuracy
        WHERE game_date >= $begins
    )) AS graded
FROM mlb_core.games WHERE game_date >= $begins GROUP BY game_date
"""

OUTCOMES_OF_DAYS = f"""\
{SPOKEN}
SELECT game_date, count(*) AS intervals, round(sum({INSIDE_80})) AS inside
FROM graded WHERE chance_at_most IS NOT NULL GROUP BY game_date
"""


@facts_of_days(
    "mlb", reads=(GAMES, PITCHER_PROP_LINES, PITCHER_PROP_PREDICTIONS, PREDICTION_ACCURACY)
)
def day_facts(view: View) -> Iterator[DayFacts]:
    """Every day with games, from the first of which documents are wanted. Nothing is bet."""
    begins = view.begins or date.min
    outcomes = {row.game_date: row for row in view.rows(OUTCOMES_OF_DAYS, begins=begins)}
    for row in view.rows(GAMES_OF_DAYS, begins=begins):
        found = outcomes.get(row.game_date)
        yield DayFacts(
            day=row.game_date,
            season_type="regular" if row.season_type == "regular" else "playoffs",
            games=row.games,
            final=row.final,
            predicted=row.predicted,
            with_lines=row.with_lines,
            graded=row.graded,
            intervals=found.intervals if found else 0,
            inside=int(found.inside) if found else 0,
        )
