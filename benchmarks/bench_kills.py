"""Kills of real processes at random moments, and what is lost or doubled afterwards: nothing.

Each round imports and runs a small simulated league in processes that are killed again and again,
those that recover among them, until one command after the other gets through. The home must then
equal one that was never killed. Everything is seeded but the moment's place in the work, which the
machine decides.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measuring import BOXLINE, boxline, machine, scratch, show

from boxline.catalog import Export
from boxline.config import Settings
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.sandbox import simulate_league, write_archive

KILLS, SEED = 200, 20250115

#: The benchmark ends by itself, whatever the machine.
MAX_SECONDS = 900

#: So many kills of one command before it is let through.
KILLS_IN_A_ROW = 10


@dataclass(kw_only=True)
class Tally:
    """What all rounds together came to."""

    kills: int = 0
    kills_of_recoveries: int = 0
    rounds: int = 0
    lost: int = 0
    doubled: int = 0
    documents_differing: int = 0
    most_passes: int = 0
    differing: set[str] = field(default_factory=set)


def killed(rng: random.Random, seconds: float, *words: str) -> bool:
    """Give a command and kill it at a random moment; whether that came before its end."""
    with subprocess.Popen([*BOXLINE, *words], stdout=subprocess.DEVNULL) as process:
        try:
            process.wait(rng.uniform(0, seconds))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True
    if process.returncode:
        raise SystemExit(f"boxline {' '.join(words)} ended with {process.returncode}")
    return False


def contents(home: Path) -> dict[str, Any]:
    """Rows of every table as counted texts, and the documents by path; no instants of runs."""
    here = Home(settings=Settings(home=home))
    found: dict[str, Any] = {}
    with here.warehouse("bench") as warehouse:
        for name, dataset in load_catalog().datasets.items():
            if isinstance(dataset, Export):
                continue
            stamps = [c.name for c in dataset.stored_columns if c.is_stamp or c.name == "known_at"]
            kept = f"* EXCLUDE ({', '.join(stamps)})" if stamps else "*"
            rows = warehouse.connection.execute(
                f"SELECT CAST(t AS VARCHAR), count(*) FROM (SELECT {kept} FROM {name}) AS t "
                "GROUP BY ALL"
            )
            found[name] = dict(rows.fetchall())
        found["ops.commits"] = dict.fromkeys(
            map(
                str,
                warehouse.connection.execute(
                    "SELECT dataset, day, code, rows_kept, rows_rejected, CASE WHEN dataset LIKE "
                    "'%raw.%' THEN '' ELSE content END FROM ops.commits"
                ).fetchall(),
            ),
            1,
        )
    listed = here.published.manifest()["documents"]
    found["documents"] = {path: entry["sha256"] for path, entry in listed.items()}
    here.close()
    return found


def compare(tally: Tally, wanted: dict[str, Any], found: dict[str, Any]) -> None:
    """Count the rows that are lost and doubled, and the documents that differ."""
    for name in wanted.keys() - {"documents"}:
        for row in wanted[name].keys() | found[name].keys():
            missing = wanted[name].get(row, 0) - found[name].get(row, 0)
            tally.lost += max(missing, 0)
            tally.doubled += max(-missing, 0)
            if missing:
                tally.differing.add(name)
    paths = wanted["documents"].keys() | found["documents"].keys()
    tally.documents_differing += sum(
        wanted["documents"].get(path) != found["documents"].get(path) for path in paths
    )


def attack(
    rng: random.Random, tally: Tally, home: Path, commands: dict[str, float], archive: Path
) -> None:
    """One round: each command is killed, and killed again as it recovers, then let through."""
    for verb, seconds in commands.items():
        words = [verb, *([str(archive)] if verb == "import" else []), "--home", str(home)]
        in_a_row = 0
        while in_a_row < KILLS_IN_A_ROW and tally.kills < KILLS:
            if not killed(rng, seconds, *words):
                break
            tally.kills += 1
            tally.kills_of_recoveries += in_a_row > 0
            in_a_row += 1
        passes = 0
        while True:
            answer = boxline(*words, "--json")
            passes += 1
            if verb == "import" or not json.loads(answer.output)["steps"]:
                break
        # The last one found nothing to do.
        tally.most_passes = max(tally.most_passes, passes - (verb == "run"))
    tally.rounds += 1


def main() -> None:
    print(f"Kills on {machine()}")
    started = time.perf_counter()
    rng, tally = random.Random(SEED), Tally()
    with scratch() as folder:
        league = simulate_league(
            seed=7, seasons=("2023-24", "2024-25"), teams=4, games_per_team=6, preseason_games=1
        )
        write_archive(league, folder / "archive")
        never = folder / "never-killed"
        commands = {
            "import": boxline("import", str(folder / "archive"), "--home", str(never)).seconds,
            "run": boxline("run", "--home", str(never)).seconds,
        }
        wanted = contents(never)
        while tally.kills < KILLS and time.perf_counter() - started < MAX_SECONDS:
            home = folder / f"killed-{tally.rounds}"
            attack(rng, tally, home, commands, folder / "archive")
            compare(tally, wanted, contents(home))
    show("kills", str(tally.kills), "200")
    show("of them kills of a command that recovers", str(tally.kills_of_recoveries), "some")
    show("homes compared with one never killed", str(tally.rounds), "")
    show("rows lost", str(tally.lost), "0")
    show("rows doubled", str(tally.doubled), "0")
    show("documents differing", str(tally.documents_differing), "0")
    show("passes until nothing was left to do, at most", str(tally.most_passes), "2")
    show("seconds", f"{time.perf_counter() - started:.0f}", "under 600")
    if tally.differing:
        print(f"  differing: {sorted(tally.differing)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
