"""How benchmarks measure: commands as whole processes, medians, and the machine they ran on."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

BOXLINE = (sys.executable, "-m", "boxline.cli")

#: The same at another hour: what is said before games is made for the days that are near.
BOXLINE_AT = """
import time
from datetime import datetime, timedelta
from boxline.home import place
begun, shown = time.monotonic(), datetime.fromisoformat({now!r})
class Clock(datetime):
    @classmethod
    def now(cls, _zone):
        return shown + timedelta(seconds=time.monotonic() - begun)
place.datetime = Clock
from boxline.cli import main
main()
"""

#: What `import` is given: ten regular seasons, playoffs, team games, schedules, shots.
FOLDERS = (
    "nba_box_scores/regular",
    "nba_box_scores/playoffs",
    "nba_team_games",
    "nba_schedule",
    "nba_shots",
)

#: Four seasons of box scores, shots of two, reports of three, and every line.
FOUR_SEASONS = (
    *(f"nba_box_scores/regular/player_games_20{y}-{y + 1}.parquet" for y in range(21, 25)),
    "nba_team_games",
    "nba_schedule/schedule_2015-16_to_2024-25.parquet",
    "nba_schedule/schedule_2024-25_full.parquet",
    "nba_shots/shots_2022-23.parquet",
    "nba_shots/shots_2023-24.parquet",
    "nba_injuries/official_reports_1pm_5pm_2022-23_to_2024-25.parquet",
    "nba_injuries/official_status_history_2022-23_to_2024-25.parquet",
    "nba_prop_lines",
    "nba_game_lines",
)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One finished process: its wall time, what both cores did for it, and its peak memory."""

    seconds: float
    cpu_seconds: float
    peak_mebibytes: float
    output: str


def process(command: Sequence[str], *, allow: Sequence[int] = (0,)) -> Measured:
    """Run a command to its end, and measure it; its errors are told as they come."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        output = running.stdout.read()
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if running.returncode not in allow:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return Measured(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mebibytes=usage.ru_maxrss / 1024,
        output=output,
    )


def boxline(*arguments: str, allow: Sequence[int] = (0,), now: datetime | None = None) -> Measured:
    """Run a command in a process of its own; its wall time and its peak memory.

    Args:
        now: what its clock shows as it begins; None for the real one.
    """
    command = BOXLINE
    if now is not None:
        command = (sys.executable, "-c", BOXLINE_AT.format(now=now.isoformat()))
    return process([*command, *arguments], allow=allow)


def median_seconds(work: Callable[[], object], *, times: int = 5) -> float:
    """The median wall time of some work, after one run that does not count."""
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def shared_data() -> Path:
    """The shared real data: `BOXLINE_SHARED`, else beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    found = Path(os.environ.get("BOXLINE_SHARED") or beside) / "data"
    if not found.is_dir():
        raise SystemExit("This benchmark needs the shared data: set BOXLINE_SHARED.")
    return found


def with_upstream(*names: str) -> list[str]:
    """Computed tables, and all computed ones that they rest on, each after its inputs."""
    from boxline.catalog import Table
    from boxline.leagues import load_catalog

    catalog = load_catalog()
    wanted, found = [*names], {*names}
    while wanted:
        for given in catalog.inputs(wanted.pop()).values():
            if given.dataset is not None and given.dataset.name not in found:
                found.add(given.dataset.name)
                wanted.append(given.dataset.name)
    return [d.name for d in catalog.computed if isinstance(d, Table) and d.name in found]


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="boxline-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def ten_seasons(home: Path) -> tuple[Measured, Measured]:
    """Import and run the ten real seasons in a fresh home."""
    folders = [str(shared_data() / name) for name in FOLDERS]
    # 1: three abandoned lines are rejected, which an import answers with 1.
    imported = boxline("import", *folders, "--home", str(home), "--json", allow=(0, 1))
    ran = boxline("run", *WINDOW, "--home", str(home), "--json")
    return imported, ran


WINDOW = ("--from", "2015-10-27", "--to", "2025-06-22")


def show(what: str, figure: str, bar: str) -> None:
    """One figure beside its bar."""
    print(f"{what:58} {figure:>14}   bar: {bar}", flush=True)


def show_poisoned(
    changed: Sequence[str], compared: Mapping[str, int], cutoffs: int, wanted: int, seconds: float
) -> bool:
    """What nonsense after some cut-offs did; whether all was compared and nothing changed.

    Args:
        compared: table -> how many of its rows stood beside one another.
        wanted: how many cut-offs were asked for.
    """
    for line in changed[:20]:
        print(f"  {line}")
    empty = [name for name, rows in compared.items() if not rows]
    show("tables", str(len(compared)), "-")
    show("of them without rows", ", ".join(empty) or "0", "0")
    show("cut-offs", str(cutoffs), str(wanted))
    show("values and rows that changed", str(len(changed)), "0")
    show("time", f"{seconds:.0f} s", "-")
    return not (changed or empty or cutoffs < wanted)


def machine() -> str:
    """The size of this machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {sys.version.split()[0]}"
