"""Two real seasons of starts through the whole pipeline, and how good its strikeouts are.

1. Import and run, each as a whole process: from files to graded and published predictions.
2. Walk forward on every start of 2025 with at least three earlier ones that season.
3. Beside bookmakers' lines of August 2026, on whatever those seasons let one say of it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from measuring import boxline, machine, scratch, shared_data, show
from strikeout_lines import beside_the_market

from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.intervals import ByDate, difference_by_date, mean_by_date

FOLDERS = ("mlb_games", "mlb_pitchers", "mlb_prop_lines")

#: Statcast's file begins in 2023, and nothing is predicted before all that it rests on is computed.
WINDOW = ("--from", "2023-03-30", "--to", "2025-09-29")
SEED = 7

#: Starts before which the pitcher had made three that season, and what was said of them.
GRADED = """
WITH starts AS (
    SELECT game_id, player_id, game_date, strikeouts, outs, count(*) OVER (
        PARTITION BY player_id, season ORDER BY epoch(game_date::TIMESTAMP)
        RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS earlier
    FROM mlb_core.pitcher_games WHERE season = $season AND is_starter
)
SELECT s.game_date, s.{prop} AS came, m.forecast AS median, m.mean, m.chance_at_most,
    m.chance_below, a.forecast AS season_average, l.forecast AS last_5
FROM starts s
LEFT JOIN (FROM mlb_predictions.prediction_accuracy
    WHERE prop_type = $prop AND system = 'batters_then_rate') m USING (game_id, player_id)
LEFT JOIN (FROM mlb_predictions.prediction_accuracy
    WHERE prop_type = $prop AND system = 'season_average') a USING (game_id, player_id)
LEFT JOIN (FROM mlb_predictions.prediction_accuracy
    WHERE prop_type = $prop AND system = 'last_5') l USING (game_id, player_id)
WHERE s.earlier >= 3 ORDER BY s.game_date, s.game_id, s.player_id
"""


@dataclass(frozen=True, kw_only=True)
class Graded:
    """Starts of one season: what came, and what was said before; NaN where nothing was."""

    day: np.ndarray[tuple[int], np.dtype[np.int64]]
    columns: dict[str, Floats]

    def off(self, name: str) -> Floats:
        """How far off a forecast was."""
        return np.abs(self.columns[name] - self.columns["came"])

    def place(self) -> Floats:
        """Where in its distribution each came: evenly spread over 0..1 if they are true."""
        low, high = self.columns["chance_below"], self.columns["chance_at_most"]
        return low + np.random.default_rng(SEED).random(len(low)) * (high - low)


def graded(warehouse: Path, season: str, prop: str) -> Graded:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        sql = GRADED.format(prop=prop)
        found = connection.execute(sql, {"season": season, "prop": prop}).fetchnumpy()
    day = found.pop("game_date").astype("datetime64[D]").astype(np.int64)
    columns = {n: np.ma.filled(np.ma.asarray(v, np.float64), np.nan) for n, v in found.items()}
    return Graded(day=day, columns=columns)


def told(found: Graded, prop: str, *, bars: bool) -> None:
    """The figures of one season and prop."""
    said = ~np.isnan(found.columns["median"])
    by = ByDate(day=found.day, seed=SEED)
    print(f"\n{prop}: {said.sum():,} of {len(said):,} starts were predicted")
    for name, bar in (
        ("median", "1.795, aim 1.775"),
        ("mean", "-"),
        ("season_average", "-"),
        ("last_5", "-"),
    ):
        error = mean_by_date(found.off(name), by, said)
        width = (error.high - error.low) / 2 if error.high and error.low else float("nan")
        show(
            f"  mean absolute error of {name.replace('_', ' ')}",
            f"{error.value:.4f} ±{width:.3f}",
            bar if bars and name == "median" else "-",
        )
    gain = difference_by_date(found.off("season_average"), found.off("median"), by, said)
    show(
        "  better than the season average by",
        f"{gain.value:.3f} ({gain.low:.3f}..{gain.high:.3f})",
        "-",
    )
    place = found.place()[said]
    inside = ((place > 0.1) & (place < 0.9)).mean()
    show("  80 % intervals that held (randomised PIT)", f"{inside:.1%}", "78 to 82 %")
    tenths = np.histogram(place, 10, (0, 1))[0] / len(place)
    print("  places by tenths: " + " ".join(f"{share:.3f}" for share in tenths))


def main() -> None:
    print(f"Strikeouts on {machine()}")
    os.environ["BOXLINE_LEAGUES"] = "mlb"
    with scratch() as folder:
        home = str(folder / "home")
        folders = [str(shared_data() / name) for name in FOLDERS]
        # 1: names and lines that are nobody's are rejected.
        imported = boxline("import", *folders, "--home", home, "--json", allow=(0, 1))
        ran = boxline("run", *WINDOW, "--home", home, "--json", allow=(0, 1))
        show("import, as a whole process", f"{imported.seconds:.1f} s", "-")
        show("run to graded and published predictions", f"{ran.seconds:.1f} s", "-")
        show("both", f"{imported.seconds + ran.seconds:.1f} s", "20 s")
        warehouse = folder / "home" / "warehouse.duckdb"
        for season in ("2024", "2025"):
            print(f"\nSeason {season}, starts with at least 3 earlier ones of it")
            for prop in ("strikeouts", "outs"):
                is_judged = (season, prop) == ("2025", "strikeouts")
                told(graded(warehouse, season, prop), prop, bars=is_judged)
        beside_the_market(warehouse, SEED)


if __name__ == "__main__":
    main()
