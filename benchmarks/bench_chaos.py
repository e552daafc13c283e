"""A season of 170 nights and twenty of 20 through everything at once, against calm ones.

Each night a small league is fetched from the sandbox while replies fail or say something wrong, and
runs are killed, stand still, meet one another, find their clock wrong, their disk full, their
ledger gone or what landed damaged. Nobody ever does anything but `run`. Afterwards the warehouse
must be that of a home that lived through the same nights in calm, and each night's page must have
told what befell it. Everything is drawn from seeds: `--seed N --nights K` lives through one again.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

from measuring import machine, show

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for what the test shares

from tests.chaos.course import Storm, live_through
from tests.chaos.season import Tally

LONG, SHORT, SHORT_SEEDS = 170, 20, range(1, 21)
LONG_SEED = 170
MAX_SECONDS = 1_800

#: Files in memory: what is synced need not reach a disk, and what is asked of the system stays.
MEMORY = Path("/dev/shm")


def main() -> None:
    """Live through the seasons and show what they came to."""
    asked = arguments()
    storms = [Storm(seed=LONG_SEED, nights=LONG)]
    storms += [Storm(seed=seed, nights=SHORT) for seed in SHORT_SEEDS]
    if asked.seed is not None:
        storms = [Storm(seed=seed, nights=asked.nights) for seed in asked.seed]
    print(f"Chaos on {machine()}")
    begun = time.perf_counter()

    def tell(what: str) -> None:
        if asked.verbose or "not told" in what or ": night" not in what:
            print(f"{time.perf_counter() - begun:7.1f} s  {what}", flush=True)

    with working_folder(asked.folder) as folder:
        found = live_through(folder, storms, tell)
    if not show_all(found, time.perf_counter() - begun):
        sys.exit(1)


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, nargs="+", help="live through these seeds alone")
    parser.add_argument("--nights", type=int, default=SHORT, help="of each of them")
    parser.add_argument("--folder", type=Path, help="keeps calm homes from one time to the next")
    parser.add_argument("--verbose", action="store_true", help="tell of every night")
    return parser.parse_args()


@contextmanager
def working_folder(kept: Path | None):
    """A folder to work in, gone afterwards unless it is to be kept."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    folder = Path(
        tempfile.mkdtemp(prefix="boxline-bench-", dir=MEMORY if MEMORY.is_dir() else None)
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def show_all(found: Sequence[tuple[Storm, Tally]], seconds: float) -> bool:
    """Show the figures of all seasons together; whether they are as they must be."""
    tallies = [tally for _, tally in found]
    struck = sum((tally.struck for tally in tallies), Counter[str]())
    replies = sum((tally.replies for tally in tallies), Counter[str]())
    missed = sum((tally.missed for tally in tallies), Counter[str]())
    lost = sum(tally.lost for tally in tallies)
    beyond = sum(each.beyond for tally in tallies for each in tally.differing)
    doubled = sum(sum(tally.doubled.values()) for tally in tallies)
    documents = sum(len(tally.documents) for tally in tallies)
    untold = [what for tally in tallies for what in tally.untold]
    show("seasons", str(len(tallies)), "21")
    show("nights", str(sum(tally.nights for tally in tallies)), "570")
    show("runs", f"{sum(tally.runs for tally in tallies):,}", "-")
    show("runs until a night was at rest, at most", str(max(t.most_passes for t in tallies)), "12")
    show("blows", str(struck.total()), "-")
    show("blows that found nothing to strike", str(missed.total()), "few")
    show("replies that were spoilt", f"{replies.total():,}", "-")
    show("rows lost", str(lost), "0")
    show("rows that calm has not, or other", str(beyond), "0")
    show("keys held twice", str(doubled), "0")
    show("documents that say something else", str(documents), "0")
    show("faults that the page did not tell", str(len(untold)), "0")
    show("seconds", f"{seconds:.0f}", f"under {MAX_SECONDS}")
    for kind, count in (struck + replies).most_common():
        print(f"  {count:5}  {kind}")
    for storm, tally in found:
        for what in (*tally.differing, *tally.documents, *tally.untold):
            print(f"  {storm}: {what}")
    return not (lost or beyond or doubled or documents or untold)


if __name__ == "__main__":
    main()
