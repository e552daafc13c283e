"""`boxline serve` at 300 requests/s from a second process: documents, a query, and many queries.

wrk paces itself by `delay()`; the latency that it tells runs from a request's sending to its
last byte. `BOXLINE_HOME` names a home that was run; without it the sandbox's season is made.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx
from measuring import BOXLINE, boxline, machine, scratch, show

RATE, SECONDS, CONNECTIONS = 300, 20, 30
BAR_MS = 25.0

#: What is shown beside no bar: more different queries at once than anybody asks.
WITHOUT_BAR = "games"

#: All connections share one timetable: a request is sent when its turn comes, however long
#: others take, as long as one of them is free.
PACED = """
local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long ns; } span; int clock_gettime(int clock, span *found);")
local found = ffi.new("span")
local function now_ms()
  ffi.C.clock_gettime(1, found)
  return tonumber(found.s) * 1000 + tonumber(found.ns) / 1e6
end
local paths, n, due = {}, 0, nil
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
function delay()
  due = (due or now_ms()) + 1000 / %(rate)d
  return math.max(0, due - now_ms())
end
function request()
  n = n %% #paths + 1
  return wrk.format("GET", paths[n], {["Accept-Encoding"] = "gzip"})
end
function done(summary, latency, requests)
  local e = summary.errors
  print(string.format("told %%d %%.3f %%.3f %%.3f %%d %%d", summary.requests,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    e.connect + e.read + e.write + e.timeout, e.status))
end
"""


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("This benchmark needs wrk: apt-get install wrk.")
    print(f"`boxline serve` at {RATE} requests/s for {SECONDS} s each on {machine()}")
    given = os.environ.get("BOXLINE_HOME")
    with scratch() as folder:
        home = Path(given) if given else folder / "home"
        if not given:
            boxline("demo", "--folder", str(home))
        with serving(home) as (url, process_id):
            for what, paths in workloads(url).items():
                measure(url, what, paths, folder, process_id)


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, int]]:
    """The server, in a process of its own; its address, and its id."""
    command = [*BOXLINE, "serve", "--no-schedule", "--port", "0", "--home", str(home)]
    # All requests come from one client: the limit of what one may ask would be what is measured.
    environment = {**os.environ, "BOXLINE_QUERIES_PER_SECOND": "10000"}
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process,
        nullcontext(process.stderr) as told,
    ):
        assert told is not None
        found = re.search(r"http://\S+/", told.readline())
        if found is None:
            raise SystemExit("The server did not start.")
        try:
            yield found[0], process.pid
        finally:
            process.terminate()


def workloads(url: str) -> dict[str, list[str]]:
    """What is asked for, by name."""
    with httpx.Client(base_url=url) as client:
        documents = sorted(client.get("/manifest.json").json()["documents"])
        days = re.findall(r"v1/results/(\d{4}-\d{2}-\d{2})\.json", "\n".join(documents))
        players = [row["player_id"] for row in client.get("/api/players?limit=500").json()["rows"]]
    random.Random(7).shuffle(documents)
    one = f"/api/predictions?date={days[-1]}&prop_type=points&system=moving_average"
    return {
        "documents, all in any order": [f"/{path}" for path in documents],
        "one query": [one],
        f"queries of {len(players)} players' games": [
            f"/api/players/{player}/games?limit=50" for player in players
        ],
    }


def cpu_ms(process_id: int) -> float:
    """What a process has worked so far."""
    words = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def measure(url: str, what: str, paths: list[str], folder: Path, process_id: int) -> None:
    """Ask for the paths in turn, and show how long that took beside the bar."""
    script, listed = folder / "paced.lua", folder / "paths.txt"
    script.write_text(PACED % {"rate": RATE})
    listed.write_text("\n".join(paths))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script), url]
    if len(paths) == 1:
        # Whoever is first opens the snapshot.
        httpx.get(url.rstrip("/") + paths[0], timeout=30).raise_for_status()
    before = cpu_ms(process_id)
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "BENCH_PATHS": str(listed)},
    )
    told = re.search(r"told (\d+) (\S+) (\S+) (\S+) (\d+) (\d+)", ended.stdout)
    if told is None:
        sys.exit(ended.stdout + ended.stderr)
    requests, p50, p99, most, broken, refused = map(float, told.groups())
    show(f"{what}: requests/s", f"{requests / SECONDS:.0f}", f"{RATE}")
    show(f"{what}: p50", f"{p50:.1f} ms", "-")
    bar = "-" if what.endswith(WITHOUT_BAR) else f"under {BAR_MS:.0f} ms"
    show(f"{what}: p99", f"{p99:.1f} ms", bar)
    show(f"{what}: longest", f"{most:.1f} ms", "-")
    worked = (cpu_ms(process_id) - before) / max(1, requests)
    show(f"{what}: the server's work for one", f"{worked:.2f} ms", "-")
    show(f"{what}: errors", f"{broken + refused:.0f}", "0")


if __name__ == "__main__":
    main()
