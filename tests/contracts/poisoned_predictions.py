"""The prediction layer computed anew over nonsense: models, champions, predictions and grades."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from boxline.catalog import Catalog, Table, Workbench
from boxline.catalog.datasets import layer
from boxline.catalog.worked import ModelStore
from boxline.stores.contract_sql import names, quoted
from boxline.stores.working import WORKED, Materials
from tests.contracts.cutoffs import (
    Poisoning,
    base_of,
    instant_after,
    made_of,
    measured_tables,
)

PREDICTIONS = "nba_predictions.player_prop_predictions"
REFERENCE_MODELS = "nba_predictions.reference_models"
WEEKLY_MODELS = "nba_predictions.weekly_models"
CHAMPIONS = "nba_predictions.champions"

#: What a season is judged by: the same for all of its days.
REFERENCE = (
    "nba_predictions.season_starts",
    "nba_predictions.week_starts",
    REFERENCE_MODELS,
    "nba_predictions.reference_forecasts",
)

#: What a week and its days are given: models, and all that follows from them.
OF_THE_WEEK = (WEEKLY_MODELS, CHAMPIONS, PREDICTIONS, "nba_predictions.prediction_accuracy")

#: Made before the games of their day, beside what is owed for each of them.
SAID_BEFORE = {
    "nba_predictions.season_starts",
    "nba_predictions.week_starts",
    REFERENCE_MODELS,
    WEEKLY_MODELS,
    CHAMPIONS,
}

#: Made on the first day of a week, for all of it.
WEEKLY = {WEEKLY_MODELS, CHAMPIONS}

#: Of later days these have no nonsense of numbers, but the models of others.
MODELS = {WEEKLY_MODELS, REFERENCE_MODELS}


def predicted_tables(catalog: Catalog) -> list[str]:
    """The tables of the prediction layer, each after its inputs."""
    tables = (d for d in catalog.computed if isinstance(d, Table))
    return [table.name for table in tables if layer(table) == "predictions"]


@dataclass
class KeptBeside:
    """Models that are fitted over nonsense, in memory; all others are those of a home."""

    home: ModelStore
    fitted: dict[str, bytes] = field(default_factory=dict)

    def put(self, body: bytes) -> str:
        """Keep a model; its hash."""
        sha256 = hashlib.sha256(body).hexdigest()
        self.fitted[sha256] = body
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a model."""
        return self.fitted[sha256] if sha256 in self.fitted else self.home.get(sha256)


@dataclass
class PoisonedPredictions(Poisoning):
    """Features, and all that is predicted from them, over nonsense.

    Of a cut-off's week the models and champions are made anew, on whichever day it began; of later
    weeks in the days around it another week's models stand in. The season's reference is fitted
    anew where its first day is among the days around.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.cutoff = date.min
        self.models = KeptBeside(self.home.models)
        worked = (name for name in self.targets if name in self.catalog.works)
        self.materials = {name: self.cached.materials(name) for name in worked}
        found = self.connection.execute(
            f"SELECT DISTINCT game_date FROM {base_of('nba_core.games')} ORDER BY ALL"
        ).fetchall()
        self.days = [day for (day,) in found]
        found = self.connection.execute(
            f"SELECT game_date FROM {base_of('nba_predictions.week_starts')} ORDER BY ALL"
        ).fetchall()
        self.weeks = [day for (day,) in found]

    def wanted(self) -> list[str]:
        return [*measured_tables(self.catalog), *predicted_tables(self.catalog)]

    def first_day(self, name: str, cutoff: date) -> date:
        around = super().first_day(name, cutoff)
        return max(week for week in self.weeks if week <= cutoff) if name in WEEKLY else around

    def poison(self, cutoff: date) -> None:
        self.cutoff = cutoff
        super().poison(cutoff)

    def compute(self, name: str, first: date, last: date) -> None:
        if name not in self.catalog.works:
            super().compute(name, first, last)
            return
        if name in MODELS:
            last = min(last, self.cutoff)
        table = self.catalog[name]
        assert isinstance(table, Table)
        days = [day for day in self.days if first <= day <= last]
        parts = [[day] for day in days] if table.is_apart else [days]
        rows = [self._worked(name, part) for part in parts if part]
        rows = rows or [self.connection.sql(f"FROM {base_of(name)} LIMIT 0").to_arrow_table()]
        self.connection.register(WORKED, pa.concat_tables(rows, promote_options="permissive"))
        self.keep(name, f"SELECT * FROM {WORKED}", {}, first, last)
        self.connection.unregister(WORKED)
        if name in MODELS:
            self._add_later_models(name, table)

    def stand_anew(self, tables: Iterable[str], cutoff: date) -> None:
        """Take what some tables say up to a cut-off where nothing is nonsense as what they said all
        along: so they are compared with themselves, where a home has not got them or by other code.
        """
        self.cutoff = date.max
        self.see(date.max)
        for name in tables:
            first, base, made = self.first_day(name, cutoff), base_of(name), made_of(name)
            self.compute(name, first, cutoff)
            day, columns = quoted(self.catalog[name].partition), names(self.catalog[name].columns)
            days = f"{day} BETWEEN DATE '{first}' AND DATE '{cutoff}'"
            self.connection.execute(f"DELETE FROM {base} WHERE {days}")
            self.connection.execute(f"INSERT INTO {base} BY NAME SELECT {columns} FROM {made}")

    def _worked(self, name: str, days: list[date]) -> pa.Table:
        given, now = self.given(name, days[0], days[-1]), instant_after(days[-1])
        material = Materials(self.connection, self.materials[name], given, now=now, as_of=now)
        bench = Workbench(
            days=tuple(days),
            now=now,
            as_of=now,
            code="",
            run_id="",
            models=self.models,
            progress=lambda: None,
        )
        return self.catalog.works[name].function(material, bench)

    def _add_later_models(self, name: str, table: Table) -> None:
        """Of each later week the models of another that is neither it nor the cut-off's."""
        base = base_of(name)
        standing = f"(SELECT max(game_date) FROM {base} WHERE game_date <= DATE '{self.cutoff}')"
        another = (
            f"(SELECT max(o.sha256) FROM {base} AS o WHERE o.model = t.model "
            f"AND o.game_date NOT IN (t.game_date, {standing}))"
        )
        columns = ", ".join(
            f"coalesce({another}, t.sha256)" if c.name == "sha256" else f"t.{quoted(c.name)}"
            for c in table.columns
        )
        self.connection.execute(
            f"INSERT INTO {made_of(name)} SELECT {columns} FROM {base} AS t "
            f"WHERE t.game_date > DATE '{self.cutoff}'"
        )

    def changed(self, name: str, first: date, last: date) -> Iterator[str]:
        """As of what is measured, but to the bit: a model that differs at all has another hash."""
        table = self.catalog[name]
        if name not in predicted_tables(self.catalog):
            yield from super().changed(name, first, last)
            return
        columns = names(c for c in table.columns if not c.is_stamp)
        days = f"WHERE {quoted(table.partition)} BETWEEN DATE '{first}' AND DATE '{last}'"
        stood, became = (
            f"SELECT {columns} FROM {source} {days}" for source in (base_of(name), made_of(name))
        )
        for what, query in (
            ("is gone", f"{stood} EXCEPT ALL {became}"),
            ("is new", f"{became} EXCEPT ALL {stood}"),
        ):
            rows = self.connection.execute(f"{query} ORDER BY ALL").fetchall()
            yield from (f"{name}: {row[:9]} {what}" for row in rows)
