"""Which graded predictions count as ours where several systems spoke: text, so that the league can
name it too."""

from __future__ import annotations

#: The graded predictions of the systems that speak first, live ones where a game has any.
SPOKEN = """\
WITH spoken AS (
    SELECT DISTINCT game_id, player_id, prop_type, system, origin, version
    FROM nba_predictions.player_prop_predictions
    WHERE is_champion AND population = 'everybody' AND game_date >= $begins
),
of_origin AS (SELECT game_id, min(origin) AS origin FROM spoken GROUP BY game_id),
graded AS (
    SELECT accuracy.*
    FROM nba_predictions.prediction_accuracy AS accuracy
    JOIN spoken USING (game_id, player_id, prop_type, system, origin, version)
    JOIN of_origin USING (game_id, origin)
    WHERE accuracy.population = 'everybody' AND accuracy.game_date >= $begins
)
"""

#: How those of one day (`$begins`) fared: one row per prop. Errors are in units of the prop,
#: `units` at a flat stake of 1; both are NULL over none.
PROPS_OF_DAY = f"""\
{SPOKEN}
SELECT prop_type, count(error) AS graded, count(void_reason) AS void,
    avg(abs(error)) AS mean_absolute_error,
    count(*) FILTER (recommendation IN ('OVER', 'UNDER') AND line_result IS NOT NULL) AS bets,
    count(*) FILTER (is_hit) AS hits,
    count(*) FILTER (recommendation IN ('OVER', 'UNDER') AND line_result = 'PUSH') AS pushes,
    sum(profit_units) AS units
FROM graded WHERE game_date = $begins GROUP BY prop_type ORDER BY prop_type
"""
