"""A season walked forward by every system: errors, intervals, the market, leaks, and the time.

`python benchmarks/bench_backtest.py [SEASON] [HOME]`: SEASON as 2024-25; HOME is one that holds the
real seasons up to the feature store already, else it is made first (some minutes).
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import numpy as np
from measuring import boxline, machine, scratch, shared_data, show, with_upstream

from boxline.config.reading import read_settings
from boxline.engine.report import Step
from boxline.engine.work import Window
from boxline.home import Home
from boxline.home.backtests import Backtest, backtest_of
from boxline.nba.model_rows import MODEL_FEATURES, rows_of
from boxline.stores.reading import open_snapshot

STORE = "nba_precompute.ml_feature_store"
GRADES = "nba_predictions.prediction_accuracy"

FOLDERS = (
    "nba_box_scores/regular",
    "nba_box_scores/playoffs",
    "nba_team_games",
    "nba_schedule",
    "nba_shots",
    "nba_injuries",
    "nba_prop_lines",
    "nba_game_lines",
)

DAYS = {"2023-24": ("2023-10-24", "2024-04-14"), "2024-25": ("2024-10-22", "2025-04-13")}

COLUMNS = {"points": "pts", "rebounds": "reb", "assists": "ast", "threes": "fg3m"}

#: Population -> prop -> at most, and the aim.
BARS = {
    "p1": {
        "points": (4.74, 4.67),
        "rebounds": (1.955, 1.92),
        "assists": (1.415, 1.38),
        "threes": (0.945, 0.922),
    },
    "p2": {
        "points": (4.44, 4.36),
        "rebounds": (1.86, 1.825),
        "assists": (1.29, 1.26),
        "threes": (0.848, 0.828),
    },
}

#: The ratio to the season average on the same rows of P1 that must hold in any season.
RATIOS = {"points": 0.962, "rebounds": 0.968, "assists": 0.975, "threes": 0.978}

SYSTEM = "gradient_boosting"

#: A population is judged by what is said of it.
SAID_OF = {"p1": "rotation", "p2": "everybody"}


def made_home(folder: Path) -> Path:
    """A home with the real seasons, up to the feature store."""
    home = folder / "home"
    files = [str(shared_data() / name) for name in FOLDERS]
    boxline("import", *files, "--home", str(home), allow=(0, 1))
    tables = with_upstream(STORE, "nba_core.injuries", "nba_core.player_prop_lines")
    only = [part for name in tables for part in ("--only", name)]
    boxline("run", *only, "--home", str(home), allow=(0, 1))
    return home


def frozen_rows(season: str, grades: str) -> None:
    """Errors on the frozen evaluation rows, beside their bars."""
    file = shared_data() / "benchmarks" / f"evaluation_rows_{season}.parquet"
    connection = duckdb.connect()
    for population, bars in BARS.items():
        for prop, (at_most, aim) in bars.items():
            actual, average = COLUMNS[prop], f"season_average_{COLUMNS[prop]}"
            chosen = "e.is_p1" if population == "p1" else "true"
            found = connection.execute(
                f"SELECT count(*), count(g.forecast), avg(abs(g.forecast - e.{actual})), "
                f"avg(abs(g.forecast - e.{actual})) FILTER ({average} IS NOT NULL) / "
                f"avg(abs({average} - e.{actual})) FILTER (g.forecast IS NOT NULL) "
                f"FROM read_parquet('{file}') AS e LEFT JOIN read_parquet('{grades}') AS g "
                f"ON g.game_id = e.game_id AND g.player_id = e.player_id "
                f"AND g.prop_type = '{prop}' AND g.system = '{SYSTEM}' "
                f"AND g.population = '{SAID_OF[population]}' "
                f"WHERE {chosen}"
            ).fetchone()
            assert found is not None
            rows, said, error, ratio = found
            bar = f"at most {at_most:g}, aim {aim:g}"
            show(f"{population} {prop}, mean absolute error", f"{error:.4f}", bar)
            if population == "p1":
                show(
                    f"{population} {prop}, to the season average",
                    f"{ratio:.4f}",
                    f"at most {RATIOS[prop]:g}",
                )
            elif prop == "points":
                show("p2, share of the rows predicted", f"{said / rows:.2%}", "at least 98.50%")


def ranges(result: dict[str, Any]) -> None:
    """The 80 % interval by randomised PIT: of every prop, and of every tier of expected value."""
    for row in result["scores"]:
        is_told = row["slice_kind"] in ("all", "expected value") and row["population"] in SAID_OF
        held = row["coverage"]
        if row["system"] != SYSTEM or not is_told or held["share"] is None:
            continue
        what = f"{row['population']} {row['prop']} {row['slice_name']}, n {held['n']:,}: 80 %"
        wide = 2 * held["standard_error"]
        show(what, f"{held['share']:.2%}", f"78.5 to 81.5 %, or 80 % within {wide:.2%}")
        if row["slice_kind"] == "all" and held["n"] >= 10_000:
            show("  Kolmogorov-Smirnov distance", f"{row['distance']['distance']:.4f}", "0.02")


def beside_market(result: dict[str, Any]) -> None:
    """Errors and losses beside the market on the same rows, with intervals by date."""
    for row in result["beside_line"]:
        if row["system"] == SYSTEM and row["slice_kind"] == "all":
            what = f"{row['prop']} beside {row['market']}, n {row['n']:,}"
            show(what, _told(row["difference"]), "-")
    for row in result["chances"]:
        if row["system"] == SYSTEM:
            what = f"{row['prop']} {row['source']} log loss beside {row['market']}, n {row['n']:,}"
            bar = "0.0005 where blended" if row["prop"] == "threes" else "-"
            show(what, _told(row["log_loss_difference"], digits=5), bar)


def _told(found: dict[str, Any] | None, digits: int = 4) -> str:
    if found is None or found["value"] is None:
        return "-"
    ends = [found[name] for name in ("low", "high")]
    if None in ends:
        return f"{found['value']:+.{digits}f}"
    return f"{found['value']:+.{digits}f} ({ends[0]:+.{digits}f} to {ends[1]:+.{digits}f})"


def leaks(tried: Backtest) -> None:
    """What would give a leak away, on all rows of the season."""
    with open_snapshot(tried.scratch.snapshot) as connection:
        store = connection.sql(
            f"SELECT * FROM {STORE} WHERE game_date BETWEEN $first AND $last ORDER BY ALL",
            params={"first": tried.first, "last": tried.last},
        ).to_arrow_table()
        told = connection.sql(
            "SELECT DISTINCT game_id, player_id, features_sha256 "
            "FROM nba_predictions.player_prop_predictions WHERE features_sha256 IS NOT NULL"
        ).fetchall()
        came = connection.sql(
            "SELECT DISTINCT game_id, player_id, prop_type, actual FROM "
            f"{GRADES} WHERE actual IS NOT NULL"
        ).fetchall()
        (late,) = connection.sql(
            "SELECT count(*) FROM nba_predictions.player_prop_predictions "
            "WHERE line_age_minutes < 0 OR as_of > frozen_at"
        ).fetchall()[0]
    rows = rows_of(store)
    matrix = rows.matrix(MODEL_FEATURES)
    ids = list(zip(rows["game_id"].tolist(), rows["player_id"].tolist(), strict=True))
    hashes = dict(zip(ids, (sha256(row.tobytes()).hexdigest() for row in matrix), strict=True))
    same = sum(hashes[game, player] == known for game, player, known in told)
    show("rows whose features are those of the store, to the bit", f"{same:,}", f"{len(told):,}")
    show("predictions with a line from after the start", str(late), "0")
    highest = 0.0, "", ""
    for prop in COLUMNS:
        actual = {(game, player): value for game, player, of, value in came if of == prop}
        values = np.array([actual.get(one, np.nan) for one in ids], dtype=np.float64)
        for place, name in enumerate(MODEL_FEATURES):
            column = matrix[:, place].astype(np.float64)
            both = ~np.isnan(values) & ~np.isnan(column)
            if both.sum() > 1000 and column[both].std() > 0:
                found = abs(float(np.corrcoef(values[both], column[both])[0, 1]))
                highest = max(highest, (found, name, prop))
    show(f"highest correlation: {highest[1]} with {highest[2]}", f"{highest[0]:.3f}", "under 0.80")


def speed(tried: Backtest, last: date) -> None:
    """One night again, and one week's models again."""

    def made_again(name: str, first: date) -> Step:
        window = Window(
            first=first, last=last, only=frozenset({f"nba_predictions.{name}"}), remake=True
        )
        report = tried.scratch.run(f"bench {name}", window)
        assert not report.failures, report.failures
        return report.steps[-1]

    nights = [made_again("player_prop_predictions", last) for _ in range(6)]
    rows = f"{nights[0].outcome.kept:,} rows"
    show(f"a night, {rows}: the first, with imports", f"{nights[0].seconds:.2f} s", "-")
    middle = median(night.seconds for night in nights[1:])
    show(f"a night, {rows}: the median of five more", f"{middle:.2f} s", "under 1 s")
    week = made_again("weekly_models", last - timedelta(days=6))
    show("a refit, each of ten at once", f"{week.seconds / 10:.2f} s", "under 10 s")
    tried.scratch.close()


def main() -> None:
    season = sys.argv[1] if len(sys.argv) > 1 else "2024-25"
    first, last = DAYS[season]
    print(f"Backtest of {season} on {machine()}")
    with scratch() as folder:
        home = Path(sys.argv[2]) if len(sys.argv) > 2 else made_home(folder)
        started = time.perf_counter()
        done = boxline("backtest", "--from", first, "--to", last, "--home", str(home), "--json")
        show(
            "the season, all systems, weekly refits",
            f"{time.perf_counter() - started:.0f} s",
            "under 1,200 s",
        )
        show("peak memory", f"{done.peak_mebibytes:.0f} MiB", "-")
        told = json.loads(done.output)
        tried = Path(told["report"]).parent
        grades = str(tried / "snapshot" / "nba_predictions.prediction_accuracy" / "*.parquet")
        frozen_rows(season, grades)
        result = json.loads((tried / "result.json").read_text())
        ranges(result)
        beside_market(result)
        with_home = Home(settings=read_settings(home))
        tried_one = backtest_of(
            with_home, "nba", date.fromisoformat(first), date.fromisoformat(last)
        )
        leaks(tried_one)
        speed(tried_one, date.fromisoformat(last))
        print(f"report: {told['report']}")


if __name__ == "__main__":
    main()
