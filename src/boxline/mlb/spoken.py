"""Which graded predictions of starters count as ours: text, so that the league can name it too."""

from __future__ import annotations

#: The system that speaks first, as `boxline.mlb.starters.systems.MAIN`: the league's own file does
#: without NumPy.
SPEAKS_FIRST = "batters_then_rate"

#: Its graded predictions, live ones where a game has any on the day: one that was postponed has
#: some of each day for which it was set.
SPOKEN = f"""\
WITH ours AS (
    SELECT * FROM mlb_predictions.prediction_accuracy
    WHERE system = '{SPEAKS_FIRST}' AND game_date >= $begins
),
of_origin AS (
    SELECT game_id, game_date, min(origin) AS origin FROM ours GROUP BY game_id, game_date
),
graded AS (SELECT ours.* FROM ours JOIN of_origin USING (game_id, game_date, origin))
"""

#: Of whole numbers an interval holds more than it says, because its ends count whole. So each
#: outcome counts by how much of its own chance lies inside: a number from 0 to 1, NULL without one.
INSIDE_80 = """\
CASE WHEN chance_at_most IS NULL THEN NULL
    WHEN chance_at_most > chance_below THEN
        greatest(0, least(chance_at_most, 0.9) - greatest(chance_below, 0.1))
        / (chance_at_most - chance_below)
    WHEN chance_at_most BETWEEN 0.1 AND 0.9 THEN 1 ELSE 0 END"""

#: How those of one day (`$begins`) fared: one row per prop. Errors are in units of the prop, and
#: NULL over none. No side of a line is taken: too few were graded to learn what ours are worth.
PROPS_OF_DAY = f"""\
{SPOKEN}
SELECT prop_type, count(error) AS graded, count(void_reason) AS void,
    avg(abs(error)) AS mean_absolute_error,
    0 AS bets, 0 AS hits, 0 AS pushes, CAST(NULL AS DOUBLE) AS units
FROM graded WHERE game_date = $begins GROUP BY prop_type ORDER BY prop_type
"""
