"""Nonsense from a day on, at 200 random days of a real season: nothing said before may change.

`python benchmarks/bench_cutoffs.py [CUTOFFS]` ends with 1 where something did, where there were
fewer days than asked for, or where a table has no rows: what is not there cannot change.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from measuring import FOUR_SEASONS, machine, scratch, shared_data, show_poisoned, with_upstream

from boxline.engine.work import Window

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the nonsense is that of the tests

from tests.builders import bring_in, commits_of, home_at  # noqa: E402
from tests.contracts.cutoffs import Poisoning, measured_tables  # noqa: E402
from tests.contracts.test_computed_datasets import PRE_GAME  # noqa: E402

SEASONS = ("2023-24", "2024-25")


def main() -> int:
    cutoffs = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{cutoffs} random cut-offs on {machine()}")
    with scratch() as folder:
        home = home_at(folder / "home")
        bring_in(home, [shared_data() / name for name in FOUR_SEASONS])
        only = frozenset(with_upstream(*measured_tables(home.catalog)))
        report = home.run("run", Window(only=only))
        assert not report.failures, report.failures
        commits = commits_of(home)
        seasons = home.catalog.leagues["nba"].seasons
        days = sorted(commits["nba_core.player_games"])
        days = [day for day in days if seasons.season_of(day) in SEASONS]
        chosen = random.Random(11).sample(days, min(cutoffs, len(days)))
        started = time.perf_counter()
        poisoning = Poisoning(home, seasons.span(days[0], seasons=3)[0])
        changed = [line for day in chosen for line in poisoning.differences(day, PRE_GAME)]
        seconds = time.perf_counter() - started
        compared = {name: poisoning.rows(name) for name in poisoning.targets}
        return 0 if show_poisoned(changed, compared, len(chosen), cutoffs, seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
