"""What the record of a season is asked for, straight from its grades."""

PREDICTIONS, GRADES = (
    "nba_predictions.player_prop_predictions",
    "nba_predictions.prediction_accuracy",
)

#: A backtest holds no names.
NAMES = (
    "CREATE TABLE nba_core.players (player_id BIGINT, player_name VARCHAR, game_date DATE)",
    "CREATE TABLE nba_core.teams (team_id BIGINT, team VARCHAR, game_date DATE)",
)

#: What each system said of everybody, the champion's again under that name.
SAID = f"""
CREATE TABLE said AS
WITH spoken AS (
    SELECT game_id, player_id, prop_type, system, origin, version FROM {PREDICTIONS}
    WHERE is_champion AND population = 'everybody'
)
SELECT * FROM {GRADES} WHERE population = 'everybody'
UNION ALL
SELECT grades.* REPLACE ('champion' AS system) FROM {GRADES} AS grades
SEMI JOIN spoken USING (game_id, player_id, prop_type, system, origin, version)
WHERE population = 'everybody'
"""

BESIDE = """
SELECT avg(abs(own.error)) - avg(abs(other.error)) AS less, count(*) AS n
FROM said AS own JOIN said AS other USING (game_id, player_id, prop_type, origin)
WHERE own.error IS NOT NULL AND other.error IS NOT NULL AND own.system = $system
    AND other.system = $rival AND prop_type = $prop
    AND ($month IS NULL OR strftime(own.game_date, '%Y-%m') = $month)
    AND ($low IS NULL OR own.forecast >= $low) AND ($high IS NULL OR own.forecast < $high)
"""

ERRORS = """
SELECT count(error) AS n, avg(abs(error)) AS mae, avg(error) AS bias FROM said
WHERE system = $system AND prop_type = $prop AND game_date > {since}
    AND ($month IS NULL OR strftime(game_date, '%Y-%m') = $month)
    AND ($low IS NULL OR forecast >= $low) AND ($high IS NULL OR forecast < $high)
"""

BETS = """
SELECT count(*) AS bets, count(*) FILTER (is_hit) AS won, count(*) FILTER (NOT is_hit) AS lost,
    sum(CASE WHEN price_decimal IS NOT NULL THEN profit_units
        WHEN is_hit THEN sqrt(3) - 1 WHEN NOT is_hit THEN -1 END) AS units,
    100 * avg(closing_value) AS closing
FROM said WHERE recommendation IN ('OVER', 'UNDER') AND system = $system
    AND ($priced IS NULL OR (fair_chance_over IS NOT NULL) = $priced)
    AND ($prop IS NULL OR prop_type = $prop)
    AND ($month IS NULL OR strftime(game_date, '%Y-%m') = $month)
"""

BIN = """
SELECT count(*) AS n, 100 * avg(chance) AS stated,
    100 * avg((line_result = 'OVER')::INTEGER) AS came
FROM (SELECT *, least(chance_over / (1 - coalesce(chance_push, 0)), 1) AS chance FROM said)
WHERE system = 'champion' AND chance IS NOT NULL AND line_result IN ('OVER', 'UNDER')
    AND chance >= $low AND (chance < $high OR $high = 1)
"""

#: The same of what became a pick, or was refused by a filter.
TAKEN = BETS.replace("FROM said", "FROM said JOIN named USING (game_id, player_id, prop_type)")
TAKEN = f"{TAKEN} AND taken = $taken"
