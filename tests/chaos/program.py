"""Seasons through everything at once, as a program, which has no threads because it forks runs.

Run it with a folder to work in, and seasons as SEED:NIGHTS; it tells what it does, and ends
with one line of JSON about every season.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.chaos.course import Storm, live_through
from tests.chaos.season import Tally


def told(storm: Storm, tally: Tally) -> dict[str, Any]:
    """A season as plain values."""
    return {
        "seed": storm.seed,
        **vars(tally),
        "differing": [str(each) for each in tally.differing],
        "lost": tally.lost,
    }


def main() -> None:
    """Live through the seasons that the command line names."""
    begun = time.perf_counter()
    folder, a_night, *named = sys.argv[1:]
    pairs = [name.split(":") for name in named]
    storms = [
        Storm(seed=int(seed), nights=int(nights), blows_a_night=int(a_night))
        for seed, nights in pairs
    ]

    def tell(what: str) -> None:
        sys.stdout.write(f"{time.perf_counter() - begun:7.1f} s  {what}\n")
        sys.stdout.flush()

    found = live_through(Path(folder), storms, tell)
    sys.stdout.write(json.dumps([told(storm, tally) for storm, tally in found]) + "\n")


if __name__ == "__main__":
    main()
