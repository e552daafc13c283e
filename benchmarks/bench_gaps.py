"""The grid of ten real seasons, and the commands that ask it, as whole processes.

`bench_gaps.py HOME` takes a home that has them; without it one is made first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from measuring import boxline, machine, median_seconds, scratch, show, ten_seasons

from boxline.cli.wiring import home_of
from boxline.engine.work import Window
from boxline.health.grid.gaps import find_gaps
from boxline.home.looking import looked_at

RAW = "nba_raw.archive_player_games"
#: A game in the middle of the newest season, on which half a season rests.
GAME = "0022400600"


def main() -> None:
    print(f"The grid of ten seasons on {machine()}")
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with scratch() as folder:
        ten_seasons(folder / "home")
        boxline("run", "--home", str(folder / "home"))  # what waits for days before that window
        measure(folder / "home")


def measure(path: Path) -> None:
    home = ("--home", str(path))
    with home_of(path) as here, looked_at(here) as found:
        columns = found.grid.columns.values()
        cells = sum(len(column.judged.slots) for column in columns)

        def judge() -> None:
            with looked_at(here) as look:
                find_gaps(look.grid, Window())

        grid = median_seconds(judge)
    gaps = json.loads(boxline("gaps", "--all", *home, "--json", allow=(0, 1)).output)
    day = ("--date", "2025-01-15")
    listing = median_seconds(lambda: boxline("gaps", *day, *home, allow=(0, 1)))
    explaining = median_seconds(lambda: boxline("explain", RAW, "--game", GAME, *home))
    asking = median_seconds(lambda: boxline("explain", "--player", "2544", *day, *home))
    status = median_seconds(lambda: boxline("status", *home))
    show("cells, gaps among them", f"{cells:,}, {len(gaps):,}", "all of history")
    show("snapshot opened, every cell judged, gaps found", f"{grid:.2f} s", "under 0.7 s")
    show("gaps of a day, Python's start included", f"{listing:.2f} s", "")
    show("explain one game's box scores", f"{explaining:.2f} s", "under 1 s")
    show("explain one player's predictions", f"{asking:.2f} s", "under 1 s")
    show("status", f"{status:.2f} s", "under 1 s")


if __name__ == "__main__":
    main()
