"""What is said of tonight's players, with what it rests on."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Table, View
from boxline.nba.analytics.expected_availability import EXPECTED_AVAILABILITY
from boxline.nba.analytics.upcoming_player_game_context import UPCOMING_PLAYER_GAME_CONTEXT
from boxline.nba.precompute.ml_feature_store import ML_FEATURE_STORE
from boxline.nba.precompute.player_daily_cache import PLAYER_DAILY_CACHE
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.props import PROPS
from boxline.nba.tonight.chances import fair_price
from boxline.nba.tonight.offers import Key, key_of
from boxline.nba.tonight.parts import Advice
from boxline.nba.tonight.reasons import reasons
from boxline.nba.tonight.speaking import SPOKEN_TODAY

READS: tuple[Table, ...] = (
    PLAYER_PROP_PREDICTIONS,
    PLAYER_DAILY_CACHE,
    UPCOMING_PLAYER_GAME_CONTEXT,
    EXPECTED_AVAILABILITY,
    ML_FEATURE_STORE,
)

#: So many minutes of absent team-mates are worth a word.
MANY_MINUTES = 15.0

#: What is said, with what it rests on.
SAID_TODAY = f"""\
WITH {SPOKEN_TODAY},
context AS (
    SELECT game_id, player_id, days_rest, opponent_defensive_rating_last_10, teammates_out, (
        SELECT avg(opponent_defensive_rating_last_10)
        FROM nba_analytics.upcoming_player_game_context
        WHERE game_date BETWEEN $today - 14 AND $today
    ) AS usual_rating
    FROM nba_analytics.upcoming_player_game_context WHERE game_date = $today
),
cache AS (
    SELECT game_id, player_id, minutes_avg_season,
        COLUMNS('^(points|rebounds|assists|threes|points_rebounds_assists)_avg_(season|last_10)$')
    FROM nba_precompute.player_daily_cache WHERE game_date = $today
),
around AS (
    SELECT game_id, player_id, play_probability, vacated_minutes
    FROM nba_analytics.expected_availability WHERE game_date = $today
),
store AS (
    SELECT game_id, player_id, minutes_blend, COLUMNS('_form_forecast$')
    FROM nba_precompute.ml_feature_store WHERE game_date = $today
)
SELECT * FROM spoken
LEFT JOIN context USING (game_id, player_id)
LEFT JOIN cache USING (game_id, player_id)
LEFT JOIN around USING (game_id, player_id)
LEFT JOIN store USING (game_id, player_id)
"""


def said_today(view: View) -> dict[Key, Any]:
    """By player's prop, what is said of it and what that rests on."""
    return {key_of(row): row for row in view.rows(SAID_TODAY, today=view.today)}


def advice_of(row: Any, *, is_betting: bool) -> Advice:
    """What is believed of the line, and what is recommended where anything may be."""
    over, push = row.chance_over, row.chance_push
    under = None if over is None or push is None else 1 - over - push
    return Advice(
        line=row.line,
        line_books=row.line_books,
        line_movement=row.line_movement,
        market_chance_over=_rounded(row.fair_chance_over),
        best_over_price=row.over_price_decimal,
        best_over_bookmaker=row.over_bookmaker,
        best_under_price=row.under_price_decimal,
        best_under_bookmaker=row.under_bookmaker,
        chance_over=_rounded(over),
        chance_push=_rounded(push),
        fair_over_price=fair_price(over, push),
        fair_under_price=fair_price(under, push),
        recommendation=row.recommendation if is_betting else None,
        recommendation_reason=row.recommendation_reason if is_betting else None,
        edge=_rounded(row.edge) if is_betting else None,
        confidence=_rounded(row.confidence) if is_betting else None,
    )


def why(row: Any) -> list[str]:
    """The facts behind what is said, the heaviest first."""
    found = reasons(row)
    parts = [getattr(row, f"{_statistic(one)}_form_forecast") for one in PROPS[row.prop_type]]
    if row.minutes_blend is not None and None not in parts:
        found.append(
            f"{row.minutes_blend:.0f} minutes at his rate, drawn towards the league's, "
            f"come to {sum(parts):.1f}"
        )
    if row.vacated_minutes is not None and row.vacated_minutes >= MANY_MINUTES:
        found.append(f"team-mates likely to miss it leave {row.vacated_minutes:.0f} minutes")
    if row.play_probability is not None and row.play_probability < 1:
        found.append(f"he plays with a chance of {row.play_probability:.0%}")
    if row.line is not None:
        books = "bookmaker shows" if row.line_books == 1 else "bookmakers show"
        moved = f", moved by {row.line_movement:+g} since opening" if row.line_movement else ""
        found.append(f"{row.line_books} {books} {row.line:g}{moved}")
    if row.fair_chance_over is not None:
        found.append(f"their prices say {row.fair_chance_over:.0%} for the over")
    return found


def _statistic(name: str) -> str:
    """How the features call a counting statistic."""
    return name.removesuffix("_made")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
