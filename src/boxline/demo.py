"""`make demo`: real seasons where the shared data lies beside the checkout, else a simulated
league, run to graded predictions in a folder of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from boxline.cli.output import print_rows, progress, say
from boxline.cli.wiring import home_of
from boxline.engine.work import Window
from boxline.errors import BoxlineError
from boxline.home import Home
from boxline.stores.archives import find_archives

FOLDERS = (
    "nba_box_scores/regular",
    "nba_box_scores/playoffs",
    "nba_team_games",
    "nba_schedule",
    "nba_shots",
    "nba_prop_lines",
    "nba_game_lines",
    "nba_injuries",
)

ERRORS = """
SELECT prop_type, system, origin, count(error) AS graded, avg(abs(error)) AS mean_absolute_error
FROM nba_predictions.prediction_accuracy
WHERE season = (SELECT max(season) FROM nba_predictions.prediction_accuracy)
GROUP BY ALL ORDER BY ALL
"""


def archives(folder: Path) -> list[Path]:
    """The folders to import: the shared data's, else those of a league simulated in `folder`."""
    shared = Path(os.environ.get("BOXLINE_SHARED") or Path.cwd().parent / "shared") / "data"
    if shared.is_dir():
        say(f"Importing the real seasons of {shared}.")
        return [shared / name for name in FOLDERS]
    from boxline.sandbox import simulate_league, write_archive

    say(f"There is no {shared}: simulating a league of twelve clubs and two seasons.")
    write_archive(simulate_league(seed=7, teams=12, games_per_team=30), folder)
    return [folder]


def show(home: Home) -> None:
    """What came of it, and where to look."""
    from boxline.stores.reading import open_snapshot, query_rows

    with open_snapshot(home.snapshot) as connection:
        errors = query_rows(connection, ERRORS)
    say("\nThe newest season, predictions against box scores:\n")
    print_rows(errors, as_json=False, empty="Nothing was graded.")
    newest = max(home.published.current.glob("v1/results/*.json"), default=None)
    say(f"\nDocuments: {home.published.current}/v1, the newest results {newest and newest.name}.")
    say(f'Ask more:  .venv/bin/boxline sql --home {home.path} "SELECT ..."')
    say(f"           .venv/bin/boxline status --home {home.path}")
    say(f"Remove it: rm -r {home.path.parent}")


def demo(path: Path) -> None:
    """Import, run and show in a fresh home.

    Raises:
        BoxlineError: a piece of work failed.
    """
    with home_of(path / "home") as home:
        found = find_archives(home.catalog, archives(path / "archive"))
        batch = home.new_batch()
        for archive in found.archives:
            home.land(archive.raw, [archive.page], fetched_at=home.clock(), batch=batch)
        with progress(len(home.catalog.computed)) as tell:
            report = home.run("demo", Window(), on_step=tell)
        for failure in report.failures:
            raise BoxlineError(failure.message)
        rejected = sum(step.outcome.rejected for step in report.steps)
        kept = sum(step.outcome.kept for step in report.steps)
        say(f"{kept:,} rows kept and {rejected} rejected in {len(report.steps)} pieces of work.")
        show(home)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="boxline-"))
    demo(target)
