"""A made-up league as the tables that models are fitted on and evenings are predicted from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from boxline.catalog import Workbench
from boxline.catalog.worked import ModelStore
from boxline.nba.market_rows import QUOTE
from boxline.nba.model_rows import MODEL_FEATURES
from boxline.nba.props import PROP_TYPES
from tests.forecasting.feature_rows import NEUTRAL

NOW = datetime(2025, 6, 1, tzinfo=UTC)

#: Who plays: so many players, each on every day.
PLAYERS = 20

_USUAL = {name: value for name, value in NEUTRAL.items() if name in MODEL_FEATURES}


def bench(models: ModelStore, *days: date) -> Workbench:
    """What a worked table's function has at hand."""
    return Workbench(
        days=days, now=NOW, as_of=NOW, code="code", run_id="run", models=models, progress=_go_on
    )


def _go_on() -> None:
    """Nobody waits."""


def days(first: date, count: int) -> list[date]:
    """So many days on end."""
    return [first + timedelta(days=n) for n in range(count)]


def played(on: list[date], season: str, *, seed: int = 1) -> pa.Table:
    """Finished games: features of before, and what came: rows of `finished_games`."""
    rng = np.random.default_rng(seed)
    size = len(on) * PLAYERS
    table = _features(on, season, rng)
    usual = table.column("points_avg_season").to_numpy()
    came = {
        "actual_minutes": rng.integers(8, 40, size),
        "actual_points": rng.poisson(usual),
        "actual_rebounds": rng.poisson(4.0, size),
        "actual_assists": rng.poisson(2.0, size),
        "actual_threes": rng.poisson(1.0, size),
    }
    came["actual_points_rebounds_assists"] = sum(
        came[f"actual_{part}"] for part in ("points", "rebounds", "assists")
    )
    for name, values in came.items():
        table = table.append_column(name, pa.array(values.astype(np.float64)))
    return table


def tonight(on: list[date], season: str, *, seed: int = 2) -> pa.Table:
    """Who could appear: the rows of `players`."""
    table = _features(on, season, np.random.default_rng(seed))
    size = table.num_rows
    instant = pa.array([NOW.replace(tzinfo=None)] * size, pa.timestamp("us"))
    texts = {"origin": "replay", "injury_status": None, "frozen_by": "scheduled start"}
    for name, text in texts.items():
        table = table.append_column(name, pa.array([text] * size, pa.string()))
    table = table.append_column("opponent_team_id", pa.array([2] * size, pa.int64()))
    for name in ("as_of", "made_at", "frozen_at"):
        table = table.append_column(name, instant)
    if "games_this_season" not in table.column_names:
        table = table.append_column("games_this_season", pa.array([9] * size, pa.int64()))
    return table


def _features(on: list[date], season: str, rng: np.random.Generator) -> pa.Table:
    size = len(on) * PLAYERS
    columns: dict[str, Any] = {
        "game_id": [
            f"00224{day:%y%m%d}"[-10:].rjust(10, "0") for day in on for _ in range(PLAYERS)
        ],
        "game_date": [day for day in on for _ in range(PLAYERS)],
        "season": [season] * size,
        "season_type": ["regular"] * size,
        "player_id": list(range(1, PLAYERS + 1)) * len(on),
        "team_id": [1] * size,
        "shot_zones_missing_reason": pa.nulls(size, pa.string()),
    }
    usual = np.tile(np.linspace(6, 28, PLAYERS), len(on))
    for name in MODEL_FEATURES:
        if name == "games_this_season":
            columns[name] = np.full(size, 9)
        elif name in _USUAL:
            columns[name] = np.full(size, float(_USUAL[name]))
        else:
            columns[name] = rng.normal(size=size)
    for window in ("season", "last_10", "last_5"):
        columns[f"points_avg_{window}"] = usual + rng.normal(0, 0.5, size)
    columns["points_form_forecast"] = usual + rng.normal(0, 0.5, size)
    return pa.table(columns)


def models_of(on: date, kept: pa.Table) -> list[dict[str, Any]]:
    """The rows by which an evening finds the models of a day."""
    return [
        {"game_date": on, "model": row["model"], "sha256": row["sha256"]}
        for row in kept.to_pylist()
    ]


def model_table(*rows: dict[str, Any]) -> pa.Table:
    """The rows of a table of models, as they are selected."""
    schema = pa.schema(
        [("game_date", pa.date32()), ("model", pa.string()), ("sha256", pa.string())]
    )
    return pa.Table.from_pylist(list(rows), schema=schema)


def champion_table(*rows: dict[str, Any]) -> pa.Table:
    """Who speaks first of a prop in a week, as it is selected."""
    texts = [("prop_type", pa.string()), ("system", pa.string())]
    return pa.Table.from_pylist(list(rows), schema=pa.schema([("game_date", pa.date32()), *texts]))


def quotes(*rows: Mapping[str, Any]) -> pa.Table:
    """Bookmakers' lines."""
    numbers = ("line", "over_price_decimal", "under_price_decimal")
    kinds = {"player_id": pa.int64(), "known_at": pa.timestamp("us")}
    fields = [
        (name, pa.float64() if name in numbers else kinds.get(name, pa.string())) for name in QUOTE
    ]
    return pa.Table.from_pylist([dict(row) for row in rows], schema=pa.schema(fields))


def even_lines(players: pa.Table, bookmaker: str = "draftkings") -> pa.Table:
    """A line at even prices on everybody's points, at what is usual of him."""
    seen = NOW.replace(tzinfo=None) - timedelta(days=300)
    return quotes(
        *(
            {
                "game_id": row["game_id"],
                "player_id": row["player_id"],
                "prop_type": PROP_TYPES[0],
                "bookmaker": bookmaker,
                "line": round(row["points_avg_season"]) + 0.5,
                "over_price_decimal": 1.9,
                "under_price_decimal": 1.9,
                "known_at": seen,
            }
            for row in players.to_pylist()
        )
    )
