"""Some days computed anew over a world in which everything from one day on is nonsense."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb

from boxline.catalog import Catalog, Past, Table, Type
from boxline.catalog.datasets import layer, league_name
from boxline.engine.ports import InputRows
from boxline.engine.run import inputs_of
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Cell, Range, Reason
from boxline.home import Home
from boxline.nba.core.expected_players import EXPECTED_WITHIN_TEAM_GAMES
from boxline.nba.league import NBA
from boxline.nba.starts import CUTOFF_MINUTES, UNKNOWN_START_HOUR_UTC
from boxline.stores.contract_sql import SQL_TYPES, names, quoted, staged
from boxline.stores.input_sql import with_inputs

#: What has a `known_at` counts up to half an hour before the start of its game: what became known
#: later, and all that is known of later days however early, is changed.
STAMPED = {
    "nba_core.player_prop_lines": ("line", "over_price_decimal", "under_price_decimal"),
    "nba_core.game_lines": ("line", "home_or_over_price_decimal", "away_or_under_price_decimal"),
    "nba_core.injuries": ("status",),
}

#: What is said of a day before its games: nonsense after the cut-off's day, not on it.
BEFOREHAND = {"nba_core.cutoffs", "nba_core.expected_players", "nba_core.team_schedule"}

#: Tonight decides who is expected tomorrow: every second player is not.
PLAYERS_LEAVE = {"nba_core.expected_players"}

#: Of the calendar the games of the day and later ones stand; what came of them does not.
RESULTS = {"nba_core.games": ("home_points", "away_points", "is_final")}

#: Nonsense that the column's type does not say.
OTHERWISE = {
    "nba_core.injuries.status": "CASE t.status WHEN 'Out' THEN 'Available' ELSE 'Out' END",
    "nba_core.expected_players.team_games_since": (
        f"(t.team_games_since + 7) % {EXPECTED_WITHIN_TEAM_GAMES}"
    ),
    "nba_core.cutoffs.cutoff_at": "t.cutoff_at + INTERVAL 3 DAY",
    "nba_core.absences.reason": "'Suspended by the league'",
    "nba_core.player_games.has_played": "t.has_played = (t.player_id % 2 = 0)",
    "nba_core.teams.team_name": "'Nobody'",
    "nba_core.birth_dates.birth_date": "t.birth_date + 400",
}

#: Days on either side of the cut-off that are computed with it, as one set: a leak from later days
#: shows only where they are there.
AROUND = 2


def measured_tables(catalog: Catalog) -> list[str]:
    """The NBA's analytics and precompute tables that are one query, each after its inputs."""
    layers = {"analytics", "precompute"}
    return [
        d.name
        for d in catalog.computed
        if isinstance(d, Table)
        and league_name(d) == NBA.name
        and layer(d) in layers
        and d.name not in catalog.works
    ]


@dataclass
class Poisoning:
    """Tables of a home's snapshot in memory, ready to be poisoned at one day after the other.

    Args:
        home: who has them. Its compiled SQL serves here too.
        first: from which day on rows are taken, where nobody reads further back.
    """

    home: Home
    first: date
    connection: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)

    def __post_init__(self) -> None:
        self.catalog = self.home.catalog
        self.targets = self.wanted()
        self.cached = SqlCache(self.catalog, self.home.code, self.home.path / "cache", "duckdb")
        queries = (name for name in self.targets if name not in self.catalog.works)
        self.sql = {name: self.cached.sql(name) for name in queries}
        needed = dict.fromkeys(self.targets)
        self.whole = set[str]()
        for name in self.targets:
            for given in self.catalog.inputs(name).values():
                if given.dataset is not None:
                    needed[given.dataset.name] = None
                    if isinstance(given.reach, Past) and given.reach.seasons is None:
                        self.whole.add(given.dataset.name)
        self.tables = [self.catalog[name] for name in needed]
        self.connection.execute("CREATE SCHEMA base")
        for table in self.tables:
            self._take(table)

    def wanted(self) -> list[str]:
        """The tables that are computed and compared, each after its inputs."""
        return measured_tables(self.catalog)

    def first_day(self, _name: str, cutoff: date) -> date:
        """From which day on a table is computed anew."""
        return cutoff - timedelta(days=AROUND)

    def _take(self, table: Any) -> None:
        base, columns = base_of(table.name), table.stored_columns
        empty = ", ".join(f"CAST(NULL AS {SQL_TYPES[c.type]}) AS {quoted(c.name)}" for c in columns)
        files = sorted((self.home.snapshot.root / table.name).glob("*"))
        source = f"SELECT {empty} WHERE false"
        if files:
            source = f"SELECT {names(columns)} FROM read_parquet({[str(f) for f in files]!r})"
            if table.name not in self.whole:
                source += f" WHERE {quoted(table.partition)} >= DATE '{self.first}'"
        self.connection.execute(f"CREATE TABLE {base} AS {source}")
        self.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {table.name.split('.')[0]}")

    def differences(self, cutoff: date, pre_game: set[str]) -> Iterator[str]:
        """Rows of days up to the cut-off that the nonsense from it on has changed.

        Args:
            pre_game: tables whose rows of the day itself were said before its games.
        """
        self.poison(cutoff)
        for name in self.targets:
            last = cutoff if name in pre_game else cutoff - timedelta(days=1)
            yield from self.changed(name, self.first_day(name, cutoff), last)

    def poison(self, cutoff: date) -> None:
        """Put nonsense from the cut-off on into what is read, and compute the days around it."""
        self.see(cutoff)
        for name in self.targets:
            self.compute(name, self.first_day(name, cutoff), cutoff + timedelta(days=AROUND))

    def see(self, nonsense_from: date) -> None:
        """Let what is read be as it was taken, and nonsense from a day on."""
        for table in self.tables:
            self.connection.execute(
                f"CREATE OR REPLACE VIEW {table.name} AS {_seen(table, nonsense_from)}"
            )

    def rows(self, name: str) -> int:
        """How many rows of a table were taken."""
        ((rows,),) = self.connection.execute(f"SELECT count(*) FROM {base_of(name)}").fetchall()
        return int(rows)

    def rows_unlike(self, name: str, first: date, last: date) -> tuple[int, int]:
        """Rows of an input on some days, and how many of what is seen of them never stood."""
        day = quoted(self.catalog[name].partition)
        days = f"WHERE {day} BETWEEN DATE '{first}' AND DATE '{last}'"
        base = f"SELECT * FROM {base_of(name)} {days}"
        seen = f"SELECT * FROM {name} {days} EXCEPT ALL {base}"
        counted = (f"(SELECT count(*) FROM ({rows}))" for rows in (base, seen))
        ((rows, unlike),) = self.connection.execute(f"SELECT {', '.join(counted)}").fetchall()
        return rows, unlike

    def compute(self, name: str, first: date, last: date) -> None:
        """Compute a table for those days, and let what follows read it."""
        given, now = self.given(name, first, last), instant_after(last)
        sql, parameters = with_inputs(self.connection, self.sql[name], given, now=now, as_of=now)
        self.keep(name, sql, parameters, first, last)

    def given(self, name: str, first: date, last: date) -> dict[str, InputRows]:
        """The rows that a table may see when those days of it are computed."""
        table = self.catalog[name]
        assert isinstance(table, Table)
        cells = tuple(
            Cell(dataset=name, day=day, reason=Reason.MISSING, inputs=0) for day in (first, last)
        )
        return inputs_of(self.catalog, table, Range(dataset=name, cells=cells))

    def keep(
        self, name: str, sql: str, parameters: Mapping[str, Any], first: date, last: date
    ) -> None:
        """Keep the rows that a query gives of those days, and let what follows read them."""
        table = self.catalog[name]
        day, made = quoted(table.partition), made_of(name)
        columns = ", ".join(staged(c) for c in table.columns)
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {made} AS SELECT {columns} FROM ({sql}) "
            f"WHERE {day} BETWEEN $first AND $last",
            {**parameters, "first": first, "last": last},
        )
        self.connection.execute(
            f"CREATE OR REPLACE VIEW {name} AS SELECT {names(table.columns)} FROM {base_of(name)} "
            f"WHERE {day} < DATE '{first}' UNION ALL SELECT {names(table.columns)} FROM {made}"
        )

    def changed(self, name: str, first: date, last: date) -> Iterator[str]:
        """What of a computed table's rows of those days is another than it was."""
        table = self.catalog[name]
        key = names(dict.fromkeys([*table.key, table.partition]))
        stamps = {c.name for c in table.columns if c.is_stamp}
        shown = [c.name for c in table.columns if c.name not in stamps]
        days = f"WHERE {quoted(table.partition)} BETWEEN DATE '{first}' AND DATE '{last}'"

        def rows(source: str) -> list[tuple[Any, ...]]:
            query = f"SELECT {names(shown)} FROM {source} {days} ORDER BY {key}"
            return self.connection.execute(query).fetchall()

        stood, now = rows(base_of(name)), rows(made_of(name))
        if len(stood) != len(now):
            yield f"{name}: {len(stood)} rows became {len(now)}"
        for before, after in zip(stood, now, strict=False):
            yield from (
                f"{name}: {column} of {before[:6]} was {was} and became {became}"
                for column, was, became in zip(shown, before, after, strict=True)
                if not _same(was, became)
            )


def base_of(name: str) -> str:
    """Where a table's rows stand as they were taken."""
    return f'base."{name}"'


def made_of(name: str) -> str:
    """Where the rows stand that were computed of a table."""
    return f'base."made {name}"'


def instant_after(day: date) -> datetime:
    """When every game of a day is long over."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=30)


def _same(was: Any, became: Any) -> bool:
    if isinstance(was, float) and isinstance(became, float):
        return math.isclose(was, became, rel_tol=1e-9, abs_tol=2e-6)
    return bool(was == became)


def _seen(table: Any, cutoff: date) -> str:
    """A table as it would be if everything from the cut-off on were nonsense."""
    facts = {name: _nonsense(table, name) for name in _facts(table)}
    source, day = f"{base_of(table.name)} AS t", f"t.{quoted(table.partition)}"
    if table.name in STAMPED:
        return _stamped(table, source, facts, cutoff)
    if table.name not in BEFOREHAND:
        return _where(table, source, f"{day} >= DATE '{cutoff}'", facts)
    late = f"{day} > DATE '{cutoff}'"
    stand = f"NOT ({late} AND t.player_id % 2 = 0)" if table.name in PLAYERS_LEAVE else "true"
    return f"{_where(table, source, late, facts)} WHERE {stand}"


def _stamped(table: Any, source: str, facts: Mapping[str, str], cutoff: date) -> str:
    """What was known before each game of the cut-off's day, and beside every such row one that
    says something else a minute after it could have counted: the small league itself has hardly
    any. Of earlier days what was seen after the start; what is said after a game may know the
    rest."""
    start = (
        'coalesce((SELECT any_value(g.tipped_off_at) FROM base."nba_core.games" AS g '
        f"WHERE g.game_id = t.game_id), t.game_date + INTERVAL {UNKNOWN_START_HOUR_UTC} HOUR)"
    )
    counts_until = f"{start} - INTERVAL {CUTOFF_MINUTES} MINUTE"
    is_late = (
        f"t.game_date > DATE '{cutoff}' OR t.known_at > {start} "
        f"OR (t.game_date = DATE '{cutoff}' AND t.known_at > {counts_until})"
    )
    too_late = {"known_at": f"{counts_until} + INTERVAL 1 MINUTE", "is_after_start": "false"}
    return (
        f"{_where(table, source, is_late, facts)} UNION ALL BY NAME "
        f"{_where(table, source, 'true', {**facts, **too_late})} "
        f"WHERE t.game_date = DATE '{cutoff}' AND t.known_at <= {counts_until}"
    )


def _where(table: Any, source: str, late: str, changed: Mapping[str, str]) -> str:
    """A query for all rows, with some columns changed in those that are late."""
    columns = ", ".join(
        f"CASE WHEN {late} THEN {changed[c.name]} ELSE t.{c.name} END AS {c.name}"
        if c.name in changed
        else f"t.{c.name}"
        for c in table.stored_columns
    )
    return f"SELECT {columns} FROM {source}"


def _facts(table: Any) -> Sequence[str]:
    """The columns of a table that say what happened, and not of whom or when."""
    if stated := RESULTS.get(table.name) or STAMPED.get(table.name):
        return stated
    numbers = {Type.INT, Type.FLOAT, Type.FLAG}
    return [
        c.name
        for c in table.columns
        if f"{table.name}.{c.name}" in OTHERWISE
        or (c.type in numbers and c.name not in table.key and not c.name.endswith("_id"))
    ]


def _nonsense(table: Any, name: str) -> str:
    if said := OTHERWISE.get(f"{table.name}.{name}"):
        return said
    (column,) = (c for c in table.columns if c.name == name)
    return f"NOT t.{name}" if column.type is Type.FLAG else f"t.{name} * 3 + 7"
