"""Why a player's prediction is what it is, from the newest snapshot and the models it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from boxline.catalog import Catalog, Table
from boxline.errors import ModelMismatch, SnapshotOutdated
from boxline.forecasting.gradient_boosting import LEAST_GAMES, MINUTES, main_name, rate_name
from boxline.forecasting.learnt_file import NAME as LEARNT
from boxline.forecasting.learnt_file import read_learnt
from boxline.forecasting.model import Model, read_model
from boxline.forecasting.populations import EVERYBODY
from boxline.health.grid.holdings import tables_of
from boxline.nba.evening import MODEL_DAYS
from boxline.nba.why.answer import Held, Row, Why
from boxline.nba.why.explanation import active, explained
from boxline.stores.contract_sql import quoted
from boxline.stores.models import ModelFiles

#: The league whose predictions can be explained.
LEAGUE = "nba"

PREDICTIONS = "nba_predictions.player_prop_predictions"
GRADES = "nba_predictions.prediction_accuracy"
WEEKLY, REFERENCE = "nba_predictions.weekly_models", "nba_predictions.reference_models"
CHAMPIONS = "nba_predictions.champions"
STARTS = "nba_predictions.week_starts"
FEATURES = "nba_precompute.ml_feature_store"
AVAILABILITY = "nba_analytics.expected_availability"
GAMES = "nba_core.games"
COMMITS = "ops.commits"

#: What is read of the snapshot, beside the names.
READ = frozenset(
    {
        PREDICTIONS,
        GRADES,
        WEEKLY,
        REFERENCE,
        CHAMPIONS,
        STARTS,
        FEATURES,
        AVAILABILITY,
        GAMES,
        COMMITS,
    }
)


_FEW = f"fewer than {LEAST_GAMES:,} finished games of players"


@dataclass(frozen=True, kw_only=True)
class _Models:
    """The models of a day that explain a prop, as far as they could be read; and why not."""

    by_name: Mapping[str, Model]
    weights: Mapping[str, float] | None
    missing_reason: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked: the opened snapshot, and where the models are."""

    connection: duckdb.DuckDBPyConnection
    models: ModelFiles

    def rows(self, table: str, **equal: object) -> list[Row]:
        """The rows of a table in which some columns have these values; none of a table that is not
        in the snapshot."""
        if table not in tables_of(self.connection):
            return []
        where = " AND ".join(f"{quoted(name)} = ${name}" for name in equal)
        found = self.connection.execute(f"SELECT * FROM {quoted(table)} WHERE {where}", equal)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def newest(self, table: str, condition: str, **given: object) -> date | None:
        """The newest day of a table's rows that meet a condition."""
        if table not in tables_of(self.connection):
            return None
        query = f"SELECT max(game_date) FROM {quoted(table)} WHERE {condition}"
        row = self.connection.execute(query, given).fetchone()
        return row[0] if row else None


def insist_on_columns(asked: Asked, catalog: Catalog) -> None:
    """Insist that the snapshot shows what is read of it as it is declared now.

    Raises:
        SnapshotOutdated: it was written before a table had a column, or before it was there.
    """
    shown = tables_of(asked.connection)
    for name in sorted(READ & catalog.datasets.keys()):
        dataset = catalog[name]
        if isinstance(dataset, Table) and name in shown:
            found = asked.connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
            if {c.name for c in dataset.stored_columns} <= {row[0] for row in found}:
                continue
        raise SnapshotOutdated(f"it shows {name} otherwise than it is declared now")


def newest_prediction(asked: Asked, player_id: int) -> date | None:
    """The newest day for which any system made a prediction of a player."""
    condition = "player_id = $player AND forecast IS NOT NULL"
    return asked.newest(PREDICTIONS, condition, player=player_id)


def why(asked: Asked, player_id: int, day: date, prop: str) -> Why | None:
    """Explain what is predicted of a player's prop on a day; None where nothing is."""
    versions = asked.rows(PREDICTIONS, player_id=player_id, game_date=day)
    rows = active(versions)
    if not rows:
        return None
    game_id, team_id = rows[0]["game_id"], rows[0]["team_id"]
    of_game = {"game_id": game_id, "game_date": day}
    games = asked.rows(GAMES, **of_game)
    features = asked.rows(FEATURES, player_id=player_id, **of_game)
    models = _models_of(asked, day, prop)
    first = _newest_rows(asked, CHAMPIONS, day, day - timedelta(days=MODEL_DAYS))
    held = Held(
        versions=versions,
        game=games[0] if games else {},
        features=features[0] if features else None,
        side=asked.rows(AVAILABILITY, team_id=team_id, **of_game),
        models=models.by_name,
        champion=next((row for row in first if row["prop_type"] == prop), None),
        weights=models.weights,
        models_missing_reason=models.missing_reason,
        grades=asked.rows(GRADES, player_id=player_id, game_date=day),
    )
    return explained(held, prop)


def _models_of(asked: Asked, day: date, prop: str) -> _Models:
    week = _newest_rows(asked, WEEKLY, day, day - timedelta(days=MODEL_DAYS))
    # A season has one reference, of its first day; the week's models are of the same season.
    reference = _newest_rows(asked, REFERENCE, day, date.min) if week else []
    recorded = {row["model"]: row["sha256"] for row in [*reference, *week]}
    wanted = (main_name(prop, EVERYBODY), main_name(MINUTES, EVERYBODY), rate_name(prop))
    missing = without_models(asked, day)
    found: dict[str, Model] = {}
    weights = None
    try:
        for name in wanted:
            if name in recorded:
                found[name] = read_model(asked.models.get(recorded[name]), name)
        if LEARNT in recorded:
            learnt = read_learnt(asked.models.get(recorded[LEARNT]))
            weights = learnt.weights.get((prop, EVERYBODY))
    except ModelMismatch as error:
        missing = f"a file of the models is of no use: {str(error).removesuffix('.')}"
    return _Models(by_name=found, weights=weights, missing_reason=missing)


def _newest_rows(asked: Asked, table: str, day: date, earliest: date) -> Sequence[Row]:
    condition = "game_date <= $day AND game_date >= $earliest"
    newest = asked.newest(table, condition, day=day, earliest=earliest)
    return [] if newest is None else asked.rows(table, game_date=newest)


def without_models(asked: Asked, day: date) -> str:
    """Why a day has no fitted models, and what to do; empty where it has some."""
    if _newest_rows(asked, WEEKLY, day, day - timedelta(days=MODEL_DAYS)):
        if _newest_rows(asked, REFERENCE, day, date.min):
            return ""
        return f"its season has no reference models: {_FEW} lie before its first day"
    start = asked.newest(STARTS, "game_date <= $day", day=day) or day
    if asked.rows(COMMITS, dataset=WEEKLY, day=start):
        return (
            f"no model could be fitted for the week of {start}: {_FEW} lie before it, or nothing "
            "was known of them then"
        )
    return (
        f"no model was fitted for the week of {start}. Fit one: `boxline run --from {start} "
        f"--to {day} --only {WEEKLY} --only {PREDICTIONS}`, with --remake where predictions of "
        "these days stand already"
    )
