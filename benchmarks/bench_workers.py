"""How much faster eight workers fetch a season than one, where replies take their time.

The ledger is on a Postgres server of its own, which is started here; a sandbox answers each request
after a while, and allows as many at once as there are. What is timed begins with the first request
and ends with the last, what is loaded in between included: starting eight processes on two cores is
no part of it.

    .venv-scale/bin/python benchmarks/bench_workers.py [--workers 8] [--seconds-a-reply 1.0]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for what the tests share


def measured(ledger: str, workers: int, seconds_a_reply: float) -> tuple[float, int, int]:
    """Seconds from the first request to the last, requests, and most at once."""
    from tests.chaos.league import instant_of, world
    from tests.scale.postgres.workers import DATASETS, Workers, season_words, slow_sandbox

    season, over = world(), instant_of(250)
    with (
        tempfile.TemporaryDirectory() as folder,
        slow_sandbox(seconds_a_reply, season, over) as (server, slow),
    ):
        at_work = Workers(
            home=Path(folder) / "home",
            sandbox=server.url,
            ledger=ledger,
            words=season_words(*DATASETS, world=season),
        )
        at_work.start(workers)
        ends = at_work.end()
        assert [code for code, _ in ends] == [0] * workers, ends
        seen = server.log.after()
        asked = Counter(f"{each.host}{each.path}?{each.query}" for each in seen)
        assert set(asked.values()) == {1}, "something was asked for twice"
        at = [each.at_seconds for each in seen]
        return max(at) - min(at), len(at), slow.most_at_once


def main() -> bool:
    """Measure one worker and many, and print the ratio; whether many are faster."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--seconds-a-reply", type=float, default=1.0)
    given = parser.parse_args()
    if find_spec("psycopg") is None:
        print("This needs the extra 'postgres': run it by .venv-scale/bin/python.")
        raise SystemExit(0)  # nothing was measured
    from tests.scale.postgres.server import running

    with running() as server:
        taken = {}
        for workers in (1, given.workers):
            database = server.new_database()
            seconds, asked, at_once = measured(database, workers, given.seconds_a_reply)
            taken[workers] = seconds
            print(f"{workers} workers: {asked} replies in {seconds:.1f} s, {at_once} at once")
    print(f"{given.workers} workers are {taken[1] / taken[given.workers]:.1f} times as fast as one")
    return taken[given.workers] < taken[1]


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
