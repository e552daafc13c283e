"""Ten real seasons, landed to the feature store; one new day, one correction, nothing to do."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from bench_correction import CORRECTED, NEW_DAY, corrected_file, split_at_new_day
from measuring import (
    FOLDERS,
    WINDOW,
    Measured,
    boxline,
    machine,
    median_seconds,
    scratch,
    shared_data,
    show,
    with_upstream,
)

STORE = "nba_precompute.ml_feature_store"

#: `--only` of what is measured: the store, the tables beside it, and everything they rest on.
ONLY = [
    part
    for name in with_upstream(
        STORE,
        "nba_analytics.team_offense_game_summary",
        "nba_analytics.team_defense_game_summary",
    )
    for part in ("--only", name)
]

COUNTS = f"""
SELECT (SELECT count(*) FROM {STORE}) AS rows,
    (SELECT count(*) FROM {STORE} WHERE is_eligible) AS eligible,
    (SELECT count(DISTINCT game_date) FROM {STORE}) AS days
"""


def ran(
    home: Path, *window: str, now: datetime | None = None
) -> tuple[Measured, dict[str, float], dict[str, int]]:
    """Run up to the store; seconds and stored rows by dataset."""
    done = boxline("run", *window, *ONLY, "--home", str(home), "--json", allow=(0, 1), now=now)
    steps = json.loads(done.output)["steps"]
    seconds: dict[str, float] = {}
    stored: dict[str, int] = {}
    for step in steps:
        seconds[step["dataset"]] = seconds.get(step["dataset"], 0) + step["seconds"]
        stored[step["dataset"]] = stored.get(step["dataset"], 0) + step["rows_stored"]
    return done, seconds, stored


def bring_in(home: Path, *paths: Path, now: datetime | None = None) -> float:
    started = time.perf_counter()
    boxline("import", *map(str, paths), "--home", str(home), allow=(0, 1), now=now)
    return time.perf_counter() - started


def ten_seasons() -> None:
    with scratch() as folder:
        home = folder / "home"
        imported = bring_in(home, *(shared_data() / name for name in FOLDERS))
        done, seconds, _ = ran(home, *WINDOW)
        for name, taken in sorted(seconds.items(), key=lambda one: -one[1]):
            show(f"  {name}", f"{taken:.1f} s", "-")
        (counts,) = json.loads(boxline("sql", COUNTS, "--home", str(home), "--json").output)
        for name, count in counts.items():
            show(name, f"{count:,}", "-")
        show("import, before that", f"{imported:.1f} s", "-")
        show("landed to feature store", f"{done.seconds:.1f} s", "under 90 s")
        show("peak memory", f"{done.peak_mebibytes:.0f} MiB", "under 4,096 MiB")
        boxline("run", *WINDOW, "--home", str(home), allow=(0, 1))  # predictions and all the rest
        idle = median_seconds(lambda: boxline("run", *WINDOW, "--home", str(home), allow=(0, 1)))
        show("a run with nothing to do, all datasets", f"{idle:.2f} s", "under 1.5 s")
        bring_in(home, corrected_file(folder))
        done, seconds, stored = ran(home, *WINDOW)
        show(
            f"a game of {CORRECTED} corrected, to the store", f"{done.seconds:.1f} s", "under 15 s"
        )
        print(f"  rows stored: { ({k: v for k, v in stored.items() if v}) }")


def new_day() -> None:
    with scratch() as folder:
        before, new = split_at_new_day(folder)
        home = folder / "home"
        noon = datetime.combine(NEW_DAY, clock_time(12), UTC)
        bring_in(home, before, now=noon)
        ran(home, *WINDOW, now=noon)
        bring_in(home, new, now=noon + timedelta(days=1))
        done, seconds, _ = ran(home, *WINDOW, now=noon + timedelta(days=1))
        show("one new day, landed to the store", f"{done.seconds:.1f} s", "under 3 s")
        print(f"  seconds: { ({k: round(v, 2) for k, v in seconds.items() if v >= 0.05}) }")


def main() -> None:
    print(f"Feature store on {machine()}")
    ten_seasons()
    new_day()


if __name__ == "__main__":
    main()
