"""What is known of each NBA day by which its documents are judged: see `domain.standing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boxline.catalog import View, facts_of_days
from boxline.domain.standing import DayFacts
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from boxline.nba.spoken import SPOKEN

GAMES_OF_DAYS = """\
SELECT game_date, min(season_type) AS season_type, count(*) AS games,
    count(*) FILTER (is_final) AS final,
    count(*) FILTER (game_id IN (
        SELECT game_id FROM nba_predictions.player_prop_predictions
        WHERE forecast IS NOT NULL AND game_date >= $begins
    )) AS predicted,
    count(*) FILTER (game_id IN (
        SELECT game_id FROM nba_core.player_prop_lines WHERE game_date >= $begins
    )) AS with_lines,
    count(*) FILTER (is_final AND game_id IN (
        SELECT game_id FROM nba_predictions.prediction_accuracy WHERE game_date >= $begins
    )) AS graded
FROM nba_core.games WHERE game_date >= $begins GROUP BY game_date
"""

OUTCOMES_OF_DAYS = f"""\
{SPOKEN}
SELECT game_date, count(profit_units) AS bets, coalesce(sum(profit_units), 0) AS profit,
    coalesce(sum(profit_units * profit_units), 0) AS profit_squares,
    count(*) FILTER (actual IS NOT NULL AND low_80 IS NOT NULL) AS intervals,
    count(*) FILTER (actual BETWEEN low_80 AND high_80) AS inside
FROM graded GROUP BY game_date
"""


@facts_of_days(
    "nba", reads=(GAMES, PLAYER_PROP_LINES, PLAYER_PROP_PREDICTIONS, PREDICTION_ACCURACY)
)
def day_facts(view: View) -> Iterator[DayFacts]:
    """Every day with games, from the first of which documents are wanted."""
    begins = view.begins or date.min
    outcomes = {row.game_date: row for row in view.rows(OUTCOMES_OF_DAYS, begins=begins)}
    for row in view.rows(GAMES_OF_DAYS, begins=begins):
        found = outcomes.get(row.game_date)
        yield DayFacts(
            day=row.game_date,
            season_type=row.season_type,
            games=row.games,
            final=row.final,
            predicted=row.predicted,
            with_lines=row.with_lines,
            graded=row.graded,
            bets=found.bets if found else 0,
            profit=float(found.profit) if found else 0.0,
            profit_squares=float(found.profit_squares) if found else 0.0,
            intervals=found.intervals if found else 0,
            inside=found.inside if found else 0,
        )
