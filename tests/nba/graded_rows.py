"""Predictions with what came of them, written by hand, and their grades."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyarrow as pa

from boxline.nba.grading import RULED_OUT, grades_of
from boxline.nba.model_rows import ACTUALS
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.predictions.prediction_accuracy import PREDICTION_ACCURACY
from tests.nba.line_rows import DAY, GAME, GAME_ID, NYK, TIP, TOWNS
from tests.nba.material_rows import material

#: A prediction that he is over 25.5 with a chance of 0.6, taken at 1.9; he makes 30.
PREDICTED: dict[str, Any] = {
    "game_id": GAME_ID,
    "game_date": DAY,
    "season": "2024-25",
    "season_type": "regular",
    "player_id": TOWNS,
    "team_id": NYK,
    "prop_type": "points",
    "system": "ensemble",
    "population": "everybody",
    "origin": "replay",
    "version": 1,
    "games_this_season": 40,
    "forecast": 27.5,
    "median_rounded": 27.0,
    "low_80": 20.0,
    "high_80": 35.0,
    "line": 25.5,
    "fair_chance_over": 0.5,
    "chance_over_alone": 0.7,
    "chance_over_shrunken": 0.65,
    "chance_over": 0.6,
    "chance_push": 0.0,
    "recommendation": "OVER",
    "edge": 0.14,
    "confidence": 0.6,
    "stake_share": 0.01,
    "distribution": "100 200 500 1000",
    "over_price_decimal": 1.9,
    "under_price_decimal": 1.95,
    "actual_minutes": 34,
    "actual_points": 30,
    "actual_rebounds": 11,
    "actual_assists": 2,
    "actual_threes": 3,
    "actual_points_rebounds_assists": 43,
    "void_reason": None,
}
_TEXTS = {name for name, value in PREDICTED.items() if isinstance(value, str)} | {"void_reason"}
_COUNTS = {"player_id", "team_id", "version", "games_this_season", *ACTUALS}

#: What stood at the start: the same line at the same even price.
CLOSED: dict[str, Any] = {
    "game_id": GAME_ID,
    "player_id": TOWNS,
    "prop_type": "points",
    "bookmaker": "draftkings",
    "line": 25.5,
    "over_price_decimal": 1.9,
    "under_price_decimal": 1.9,
    "known_at": TIP - timedelta(hours=1),
}

VOID: dict[str, Any] = dict.fromkeys(ACTUALS) | {"void_reason": RULED_OUT}


def _kind(name: str) -> pa.DataType:
    if name == "game_date":
        return pa.date32()
    if name == "known_at":
        return pa.timestamp("us")
    if name in _TEXTS | {"bookmaker"}:
        return pa.string()
    return pa.int64() if name in _COUNTS else pa.float64()


def _table(rows: list[dict[str, Any]], of: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, _kind(name)) for name in of]))


def grades(*changes: dict[str, Any], closing: list[dict[str, Any]] | None = None) -> list[Any]:
    """The graded rows of some predictions, each PREDICTED but for its changes."""
    closed = [CLOSED] if closing is None else [CLOSED | row for row in closing]
    made = grades_of(
        _table([PREDICTED | change for change in changes], PREDICTED),
        _table(closed, CLOSED),
        PREDICTION_ACCURACY.columns,
    )
    assert made.column_names == [c.name for c in PREDICTION_ACCURACY.columns]
    return made.to_pylist()


def graded(closing: list[dict[str, Any]] | None = None, **change: Any) -> dict[str, Any]:
    (row,) = grades(change, closing=closing)
    return dict(row)


def version(number: int, forecast: float | None, **changes: Any) -> dict[str, Any]:
    """A version of PREDICTED as a row of `nba_predictions.player_prop_predictions`."""
    columns = {c.name for c in PLAYER_PROP_PREDICTIONS.columns}
    row = {name: value for name, value in PREDICTED.items() if name in columns}
    made = TIP - timedelta(hours=9 - number)
    stamps = {"frozen_at": TIP, "made_at": made, "as_of": made}
    return row | {"version": number, "forecast": forecast} | stamps | changes


def selected_for_grading(*versions: dict[str, Any], **inputs: Any) -> dict[str, list[Any]]:
    """What of some versions is graded, and the lines at the start, by the table's own SQL."""
    box = {"game_id": GAME_ID, "game_date": DAY, "player_id": TOWNS, "has_played": True}
    counts = {"minutes_played": 34, "points": 30, "rebounds": 11, "assists": 2, "threes_made": 3}
    given = {"games": [GAME], "player_games": [box | counts], **inputs}
    found = material(PREDICTION_ACCURACY.name, predictions=versions, **given)
    return {name: table.to_pylist() for name, table in found.items()}
