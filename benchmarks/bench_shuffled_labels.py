"""Models fitted on what other players did in other games of the season: they must know nothing.

`python benchmarks/bench_shuffled_labels.py [HOME]`: HOME is one that holds the real seasons up to
the feature store already, else four seasons are brought in first. The models are those of a week,
as they are at night, fitted on all seasons before 2024-25 with their labels shuffled within each
season, and asked of all of 2024-25; beside them the same with labels as they came. Ends with 1
where a shuffled one is better than the median of what it was fitted on: then its inputs hold what
came of the game, or its fit has seen it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from bench_backtest import COLUMNS, STORE
from measuring import FOUR_SEASONS, boxline, machine, scratch, shared_data, show, with_upstream

from boxline.config.reading import read_settings
from boxline.forecasting.gradient_boosting import fit_main, main_name
from boxline.forecasting.populations import POPULATIONS, members
from boxline.forecasting.rows import Rows
from boxline.home import Home
from boxline.nba.model_rows import MODEL_FEATURES, rows_of
from boxline.stores.reading import open_snapshot

HELD_OUT = "2024-25"

#: What came of each game under the names that fits know.
CAME = {"points": "points", "rebounds": "rebounds", "assists": "assists", "threes": "threes_made"}

#: The share of the constant's error that a model without skill may gain by luck.
LUCK = 0.005


def made_home(folder: Path) -> Path:
    """A home with four real seasons, up to the feature store."""
    home = folder / "home"
    files = [str(shared_data() / name) for name in FOUR_SEASONS]
    boxline("import", *files, "--home", str(home), allow=(0, 1))
    only = [part for name in with_upstream(STORE) for part in ("--only", name)]
    boxline("run", *only, "--home", str(home), allow=(0, 1))
    return home


def finished(path: Path) -> Rows:
    """Every player's finished games, with the features of before them and what came."""
    came = ", ".join(f"p.{column} AS actual_{prop}" for prop, column in CAME.items())
    with open_snapshot(Home(settings=read_settings(path)).snapshot) as connection:
        found = connection.sql(
            f"SELECT s.*, p.minutes_played AS actual_minutes, {came} FROM {STORE} AS s "
            "JOIN nba_core.player_games AS p "
            "ON p.game_id = s.game_id AND p.player_id = s.player_id "
            f"WHERE p.has_played AND s.season <= '{HELD_OUT}' "
            "ORDER BY s.game_date, s.game_id, s.player_id"
        )
        return rows_of(found.to_arrow_table())


def shuffled(games: Rows) -> Rows:
    """The same games, each with what came of another one of its season; all that came of one stays
    together, so that minutes still belong to points."""
    draw = np.random.default_rng(2)
    turned = np.arange(len(games))
    seasons = games["season"].astype(str)
    for season in np.unique(seasons):
        of_season = np.flatnonzero(seasons == season)
        turned[of_season] = draw.permutation(of_season)
    names = [name for name in games.columns if name.startswith("actual_")]
    return games.with_columns(**{name: games[name][turned] for name in names})


def skills(fitted_on: Rows, asked: Rows, what: str, bar: str) -> float:
    """Show how much better models are than a constant; the largest gain."""
    models = fit_main(fitted_on, MODEL_FEATURES, tuple(COLUMNS))
    largest = -np.inf
    for population in POPULATIONS:
        of_both = [
            rows.where(np.flatnonzero(members(rows, population))) for rows in (fitted_on, asked)
        ]
        for prop in COLUMNS:
            known, came = (rows.floats(f"actual_{prop}") for rows in of_both)
            said = models[main_name(prop, population)].predict(of_both[1])
            constant = float(np.abs(came - np.median(known)).mean())
            error = float(np.abs(came - said).mean())
            gain = 1 - error / constant
            largest = max(largest, gain)
            show(
                f"{what}, {population} {prop}: error, of a constant",
                f"{error:.3f}, {constant:.3f}",
                "-",
            )
            # A number that hardly moves may lie along what came by chance: a gain cannot.
            alike = float(np.corrcoef(said, came)[0, 1]) if said.std() else 0.0
            show("  gain, and correlation with what came", f"{gain:+.2%}, {alike:+.3f}", bar)
    return largest


def main() -> int:
    print(f"Shuffled labels on {machine()}")
    with scratch() as folder:
        games = finished(Path(sys.argv[1]) if len(sys.argv) > 1 else made_home(folder))
    seasons = games["season"].astype(str)
    learnt_from = games.where(np.flatnonzero(seasons < HELD_OUT))
    asked = games.where(np.flatnonzero(seasons == HELD_OUT))
    show("games fitted on, games asked of", f"{len(learnt_from):,}, {len(asked):,}", "-")
    skills(learnt_from, asked, "as they came", "-")
    gain = skills(shuffled(learnt_from), asked, "shuffled", f"gain at most {LUCK:.1%}")
    return 1 if gain > LUCK else 0


if __name__ == "__main__":
    sys.exit(main())
