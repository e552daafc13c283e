"""The small league's tables, changed so that there is something to bet on.

Its champions recommend nothing and few of its lines have a price. So boosted trees speak first, and
points have one price everywhere.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb

SYSTEM = "gradient_boosting"

FIRST = date(2024, 10, 20)
TODAY = date(2024, 11, 27)
NOW = datetime(2024, 11, 28, 3, 0, tzinfo=UTC)  # still that day in the league

DAYS = [FIRST + timedelta(days=n) for n in range((TODAY - FIRST).days + 2)]

PREDICTIONS, GRADES = (
    "nba_predictions.player_prop_predictions",
    "nba_predictions.prediction_accuracy",
)

PRICE = 1.9

#: The reference price of a pick without one, as documents tell it.
REFERENCE = 1.7320508075688772


def bet_on_points(connection: duckdb.DuckDBPyConnection) -> None:
    """Let boosted trees speak first of everything, and give points a price."""
    is_bet = "recommendation IN ('OVER', 'UNDER') AND prop_type = 'points'"
    connection.execute(f"UPDATE {PREDICTIONS} SET is_champion = (system = '{SYSTEM}')")
    connection.execute(
        f"UPDATE {PREDICTIONS} SET over_price_decimal = {PRICE}, under_price_decimal = {PRICE}, "
        "over_bookmaker = 'draftkings', under_bookmaker = 'fanduel', line_books = 3, "
        f"line_age_minutes = 60, fair_chance_over = 0.5 WHERE {is_bet}"
    )
    connection.execute(
        f"UPDATE {GRADES} SET price_decimal = {PRICE}, fair_chance_over = 0.5, profit_units = "
        f"CASE WHEN line_result = 'PUSH' THEN 0 WHEN is_hit THEN {PRICE} - 1 "
        f"WHEN NOT is_hit THEN -1 END WHERE {is_bet}"
    )


def asked(connection: duckdb.DuckDBPyConnection, query: str) -> list[Mapping[str, Any]]:
    """The rows of a query, columns by name."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
