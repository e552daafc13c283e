"""The build of the rolling tables against one SQL statement written by hand over the same windows.

Both compute one real season in one process from the same tables in memory: how every player stood
after every game (`nba_analytics.player_form`), and what of that is known before each game
(`nba_precompute.player_daily_cache`'s averages, spreads and shares). The build runs the compiled
transforms as the store does, each staged with its declared types and rounding.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
from measuring import machine, scratch, shared_data, show, with_upstream

from boxline.engine.run import inputs_of
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Cell, Range, Reason, Window
from boxline.home import Home
from boxline.nba.form.stats import HALF_LIVES, LAST_SEASON, MAIN_STATS, STATS
from boxline.stores.contract_sql import definition, names, staged
from boxline.stores.input_sql import with_inputs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.builders import NOON, bring_in, home_at  # noqa: E402

FIRST, LAST = date(2023, 8, 1), date(2024, 7, 31)
FORM, CACHE = "nba_analytics.player_form", "nba_precompute.player_daily_cache"
FILES = (
    *(f"nba_box_scores/regular/player_games_20{y}-{y + 1}.parquet" for y in range(21, 24)),
    "nba_team_games",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
)
REPEATS = 5


def by_hand() -> str:
    """The form of every game of the season, and the averages before every game, as a script."""
    counts = {stat: " + ".join(parts) for stat, (_, parts) in STATS.items()}
    who = "PARTITION BY player_id, season ORDER BY game_date, game_id"
    last = {
        n: f"OVER ({who} ROWS BETWEEN {n - 1} PRECEDING AND CURRENT ROW)" for n in (2, 3, 5, 7, 10)
    }
    so_far = f"OVER ({who} ROWS UNBOUNDED PRECEDING)"
    ever = "OVER (PARTITION BY player_id ORDER BY game_date, game_id ROWS UNBOUNDED PRECEDING)"
    usage = ("usage_plays", "usage_chances")
    sums = [
        *(f"sum({s}) {so_far} AS {s}_to_date" for s in (*STATS, *usage)),
        *(f"sum({s}) {last[10]} AS {s}_last_10" for s in (*STATS, *usage)),
        *(f"sum({s}) {last[n]} AS {s}_last_{n}" for s in (*MAIN_STATS, *usage) for n in (3, 5)),
        *(f"sum({s} * {s}) {so_far} AS {s}_squares_to_date" for s in MAIN_STATS),
        *(f"sum({s} * {s}) {last[10]} AS {s}_squares_last_10" for s in MAIN_STATS),
        *(f"sum(points) {last[n]} AS points_last_{n}" for n in (2, 7)),
        *(f"sum(points * number) {last[n]} AS points_by_game_last_{n}" for n in (7, 10)),
        f"min(minutes) {last[10]} AS minutes_least_last_10",
        f"max(minutes) {last[10]} AS minutes_most_last_10",
        f"max(CASE WHEN is_change THEN number ELSE 0 END) {so_far} AS changed_at",
        f"max(CASE WHEN is_below THEN 0 ELSE number END) {so_far} AS not_below_at",
    ]
    means = [
        f"sum({s} * pow(2, ever / {life}.0)) {ever} / pow(2, ever / {life}.0) "
        f"/ ((1 - pow(0.5, ever / {life}.0)) / (1 - pow(0.5, 1 / {life}.0))) AS {s}_ewm_{life}"
        for s, lives in HALF_LIVES.items()
        for life in lives
    ]
    former = ", ".join(f"sum({s}) AS {s}_last_season" for s in LAST_SEASON)
    averages = [
        f"f.{s}_{source} / least(f.number, {n}) AS {s}_avg_{name}"
        for s in MAIN_STATS
        for name, source, n in (
            ("last_3", "last_3", 3),
            ("last_5", "last_5", 5),
            ("last_10", "last_10", 10),
            ("season", "to_date", 1000),
        )
    ]
    spreads = [
        f"sqrt((f.{s}_squares_{w} * least(f.number, {n}) - f.{s}_{w} * f.{s}_{w}) / "
        f"nullif(least(f.number, {n}) * (least(f.number, {n}) - 1), 0)) AS {s}_std_{w}"
        for s in MAIN_STATS
        for w, n in (("last_10", 10), ("to_date", 1000))
    ]
    shares = [
        f"100 * f.usage_plays_{w} / nullif(f.usage_chances_{w}, 0) AS usage_percent_{name}"
        for w, name in (("last_10", "last_10"), ("to_date", "season"))
    ]
    last_season = ", ".join(
        f"coalesce({name}_last_season, 0) AS {name}_last_season" for name in ("games", *LAST_SEASON)
    )
    plays = "100 * (field_goals_attempted + turnovers) + 44 * free_throws_attempted"
    season = f"BETWEEN DATE '{FIRST}' AND DATE '{LAST}'"
    return f"""
    CREATE OR REPLACE TABLE form_by_hand AS
    WITH lines AS (
        SELECT game_id, game_date, season, season_type, player_id, team_id,
            {", ".join(f"{sql} AS {s}" for s, sql in counts.items())},
            row_number() OVER (PARTITION BY player_id ORDER BY game_date, game_id) AS ever,
            row_number() OVER ({who}) AS number
        FROM nba_core.player_games WHERE has_played),
    plays AS (
        SELECT game_id, team_id, game_minutes, {plays} AS team_plays FROM nba_core.team_games),
    marked AS (
        SELECT l.*, ({plays}) * game_minutes AS usage_plays,
            team_plays * minutes * 5 AS usage_chances,
            coalesce(l.team_id <> lag(l.team_id) OVER ({who})
                OR game_date - lag(game_date) OVER ({who}) > 14, true) AS is_change,
            points * (number - 1) < sum(points) {so_far} - points AND number > 1 AS is_below
        FROM lines AS l JOIN plays USING (game_id, team_id) WHERE game_date {season}),
    long AS (SELECT game_id, player_id, ever AS games_in_reach, {", ".join(means)} FROM lines),
    former AS (
        SELECT player_id, CAST(substr(season, 1, 4) AS INT) + 1 AS start_year,
            count(*) AS games_last_season, {former} FROM lines GROUP BY ALL),
    form AS (
        SELECT game_id, game_date, season, season_type, player_id, team_id, number,
            minutes AS minutes_last_game, {", ".join(sums)} FROM marked)
    SELECT form.*, long.* EXCLUDE (game_id, player_id), {last_season}
    FROM form JOIN long USING (game_id, player_id) LEFT JOIN former
        ON former.player_id = form.player_id
        AND former.start_year = CAST(substr(form.season, 1, 4) AS INT);
    CREATE OR REPLACE TABLE before_by_hand AS
    WITH known AS (
        SELECT e.game_id, e.player_id, e.season, count(w.game_id) AS games_before
        FROM nba_core.expected_players AS e LEFT JOIN form_by_hand AS w
            ON w.player_id = e.player_id AND w.season = e.season AND w.game_date < e.game_date
        WHERE e.game_date {season} GROUP BY ALL)
    SELECT k.game_id, k.player_id, {", ".join([*averages, *spreads, *shares])}
    FROM known AS k LEFT JOIN form_by_hand AS f
        ON f.player_id = k.player_id AND f.number = k.games_before;
    """


def built(connection: duckdb.DuckDBPyConnection, home: Home, sql: SqlCache, name: str) -> None:
    """What the store does up to the stage: the compiled transform, cast and rounded."""
    table = home.catalog[name]
    cells = tuple(
        Cell(dataset=name, day=day, reason=Reason.MISSING, inputs=0) for day in (FIRST, LAST)
    )
    given = inputs_of(home.catalog, table, Range(dataset=name, cells=cells))
    query, parameters = with_inputs(connection, sql.sql(name), given, now=NOON, as_of=NOON)
    columns = ", ".join(staged(c) for c in table.columns)
    connection.execute(
        f"CREATE OR REPLACE TABLE {name} AS SELECT {columns} FROM ({query}) "
        "WHERE game_date BETWEEN $first AND $last",
        {**parameters, "first": FIRST, "last": LAST},
    )


def loaded(home: Home, needed: list[str]) -> duckdb.DuckDBPyConnection:
    """The tables of the snapshot in memory, up to the end of the season."""
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA nba_core; CREATE SCHEMA nba_analytics")
    connection.execute("CREATE SCHEMA nba_precompute")
    for name in needed:
        files = [str(path) for path in sorted((home.snapshot.root / name).glob("*"))]
        columns = home.catalog[name].columns
        connection.execute(f"CREATE TABLE {name} ({definition(columns)})")
        if files:
            connection.execute(
                f"INSERT INTO {name} SELECT {names(columns)} FROM read_parquet({files!r}) "
                f"WHERE game_date <= DATE '{LAST}'"
            )
    return connection


def main() -> None:
    print(f"Rolling tables against SQL by hand on {machine()}")
    with scratch() as folder:
        home = home_at(folder / "home")
        bring_in(home, [shared_data() / name for name in FILES])
        home.run("run", Window(only=frozenset(with_upstream(CACHE))))
        sql = SqlCache(home.catalog, home.code, home.path / "cache", "duckdb")
        inputs = {
            given.dataset.name: None
            for name in (FORM, CACHE)
            for given in home.catalog.inputs(name).values()
            if given.dataset is not None
        }
        connection = loaded(home, [*dict.fromkeys([*inputs, "nba_core.expected_players"])])
        script = by_hand()
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(REPEATS):
            started = time.perf_counter()
            built(connection, home, sql, FORM)
            built(connection, home, sql, CACHE)
            ours.append(time.perf_counter() - started)
            started = time.perf_counter()
            connection.execute(script)
            theirs.append(time.perf_counter() - started)
        show("values that differ", str(differing(connection)), "0")
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    show("build", f"{statistics.median(ours):.2f} s", "-")
    show("by hand", f"{statistics.median(theirs):.2f} s", "-")
    show("ratio, median of pairs", f"{statistics.median(ratios):.2f} x", "at most 1.5 x")


def differing(connection: duckdb.DuckDBPyConnection) -> int:
    """Values of both ways that are not the same to six decimals."""
    total = 0
    for table, hand in ((FORM, "form_by_hand"), (CACHE, "before_by_hand")):
        both = [
            {row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()}
            for name in (table, hand)
        ]
        shared = sorted((both[0] & both[1]) - {"game_id", "player_id"})
        counts = [
            f"count(*) FILTER (NOT (a.{c} IS NOT DISTINCT FROM b.{c} OR coalesce("
            f"abs(TRY_CAST(a.{c} AS DOUBLE) - TRY_CAST(b.{c} AS DOUBLE)) < 2e-6, false)))"
            for c in shared
        ]
        found = connection.execute(
            f"SELECT count(*), {', '.join(counts)} FROM {table} AS a "
            f"FULL JOIN {hand} AS b USING (game_id, player_id)"
        ).fetchone()
        assert found is not None
        assert found[0]
        print(f"  {table}: {found[0]:,} rows, {len(shared)} columns compared")
        for column, count in zip(shared, found[1:], strict=True):
            total += count
            if count:
                print(f"    {column}: {count} values differ")
    return total


if __name__ == "__main__":
    main()
