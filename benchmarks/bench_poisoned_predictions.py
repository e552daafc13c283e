"""Nonsense from a day on, at 20 days of 2024-25: no model, prediction or grade before may change.

`python benchmarks/bench_poisoned_predictions.py [CUTOFFS]` ends with 1 where something did, where
there were fewer days than asked for, or where a table has no rows: what is not there cannot change.

Made once, over four real seasons: everything measured, the features, and of this season and the
last the reference models and what they would have said. Then for each cut-off, the newest first,
twice, with all as it was and with nonsense: the models of its week, what is learnt beside them, the
champions, and the predictions and grades of the days around it. With nonsense the measured tables
and the features of those days are computed anew too, and what the reference says of them; of later
weeks another week's models stand in. The first cut-off is the season's first day, where the
reference itself is fitted anew; every second one is the first day of its week. Models have fewer
trees than at night: what a fit is shown is the same, and the first tree tells it.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path

from measuring import (
    FOUR_SEASONS,
    machine,
    scratch,
    shared_data,
    show,
    show_poisoned,
    with_upstream,
)

from boxline.engine.work import Window
from boxline.forecasting import gradient_boosting

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the nonsense is that of the tests

from tests.builders import bring_in, home_at  # noqa: E402
from tests.contracts.cutoffs import measured_tables  # noqa: E402
from tests.contracts.poisoned_predictions import (  # noqa: E402
    OF_THE_WEEK,
    REFERENCE,
    SAID_BEFORE,
    PoisonedPredictions,
)
from tests.contracts.test_computed_datasets import PRE_GAME  # noqa: E402

SEASON = "2024-25"
FIRST, LAST = date(2024, 10, 22), date(2025, 4, 13)
TREES = 60
#: Of shots, which no source has of this season; `bench_cutoffs.py` has those of the one before.
ZONES = {
    "nba_precompute.player_shot_zone_analysis",
    "nba_precompute.team_defense_zone_analysis",
}
LEAST_GAMES = 1500  # as at night: the tests' small league has to do with less


def cutoffs_of(poisoning: PoisonedPredictions, wanted: int) -> list[date]:
    """Days with games spread over the season, its first among them; every second one the first of
    its week. The newest first."""
    days = [day for day in poisoning.days if FIRST <= day <= LAST]
    spread = [days[place * len(days) // wanted] for place in range(wanted)]
    weeks = poisoning.weeks
    chosen = {
        max(week for week in weeks if week <= day) if place % 2 else day
        for place, day in enumerate(spread)
    }
    return sorted(chosen, reverse=True)


def main() -> int:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    gradient_boosting.TREES = gradient_boosting.RATE_TREES = TREES
    gradient_boosting.LEAST_GAMES = LEAST_GAMES
    print(f"{wanted} cut-offs of {SEASON} on {machine()}")
    with scratch() as folder:
        home = home_at(folder / "home")
        bring_in(home, [shared_data() / name for name in FOUR_SEASONS])
        started = time.perf_counter()
        measured = with_upstream(*measured_tables(home.catalog))
        seasons = home.catalog.leagues["nba"].seasons
        reports = [home.run("run", Window(only=frozenset(measured)))]
        two_seasons = Window(
            first=seasons.span(FIRST, seasons=2)[0], last=LAST, only=frozenset(REFERENCE)
        )
        reports.append(home.run("run", two_seasons))
        assert not any(report.failures for report in reports), reports
        show(
            "everything measured, and the reference", f"{time.perf_counter() - started:.0f} s", "-"
        )
        started = time.perf_counter()
        poisoning = PoisonedPredictions(home, seasons.span(FIRST, seasons=4)[0])
        chosen = cutoffs_of(poisoning, wanted)
        compared = dict.fromkeys(poisoning.targets, 0)
        changed: list[str] = []
        before = PRE_GAME | SAID_BEFORE
        for cutoff in chosen:
            poisoning.stand_anew(OF_THE_WEEK, cutoff)
            found = list(poisoning.differences(cutoff, before))
            changed += found
            for name in compared:
                first = poisoning.first_day(name, cutoff)
                last = cutoff if name in before else cutoff - timedelta(days=1)
                compared[name] += poisoning.rows_unlike(name, first, last)[0]
            print(
                f"  {cutoff}: {len(found)} changes, {time.perf_counter() - started:.0f} s",
                flush=True,
            )
        seconds = time.perf_counter() - started
        show("rows compared", f"{sum(compared.values()):,}", "-")
        for name, rows in compared.items():
            if name.startswith("nba_predictions."):
                show(f"  {name}", f"{rows:,}", "-")
        of_rows = {n: rows for n, rows in compared.items() if rows or n not in ZONES}
        return 0 if show_poisoned(changed, of_rows, len(chosen), wanted, seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
