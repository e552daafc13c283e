"""A simulated month fetched from every provider while each fifth request fails, against calm.

Every raw dataset is asked for over real HTTP, twice: from a sandbox in calm, and through a storm of
429s, 5xx, time-outs, drips, resets, cut bodies, web pages, wrong types, and pages that break their
lists. Runs are repeated until nothing is due. Both warehouses must then hold the same rows, no
provider may have been asked faster than its pace, and nothing may have been asked for twice but
what had failed.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from measuring import machine, scratch, show

from boxline.config import Settings
from boxline.engine.work import Window
from boxline.home import Home
from boxline.sandbox import simulate_league
from boxline.sandbox.servers import (
    SANDBOX_KEY,
    FaultRule,
    Faults,
    Pauses,
    Seen,
    server_over,
    storm,
)
from boxline.sandbox.servers.faults import PAGING
from boxline.sandbox.servers.serving import served
from boxline.sandbox.world import World

AS_OF = datetime(2025, 1, 15, 16, tzinfo=UTC)
DAYS, RATE, REQUESTS_PER_SECOND, SEED = 30, 0.2, 60.0, 20250115
PAUSES = Pauses(time_out_seconds=0.3, drip_seconds=0.3, retry_after_seconds=1)
#: Runs until nothing is due; more would mean that it never comes to rest.
MOST_RUNS = 12
#: Requests that may arrive together because the first of them was held up on its way.
HELD_UP = 12


def main() -> None:
    """Fetch the month twice and compare."""
    league = simulate_league(
        seasons=("2024-25",), teams=16, games_per_team=82, playoffs=False, future_games=0
    )
    world = World(league)
    with scratch() as folder:
        calm, calm_log, _ = _fetched(world, folder / "calm", Faults())
        # Few replies have a next page, so what befalls lists gets a rule of its own beside.
        lists = FaultRule(kinds=PAGING, rate=RATE, path="/v*/[so][tf]*")
        faults = Faults([lists, storm(RATE)], seed=SEED, pauses=PAUSES)
        stormy, log, runs = _fetched(world, folder / "storm", faults)
        expected, found = _rows(calm), _rows(stormy)
        differing = [name for name in expected if expected[name] != found[name]]
        struck = Counter(seen.fault for seen in log if seen.fault)
        repeated = _repeated_without_need(stormy)
        busiest = max(_busiest_second(log, hosts) for hosts in _hosts(stormy).values())
    show("rows in all raw tables", f"{sum(map(len, found.values())):,}", "")
    show("raw tables with rows", str(sum(bool(rows) for rows in found.values())), "")
    show("raw tables that differ from calm", str(len(differing)), "0")
    show("requests in calm", f"{len(calm_log):,}", "")
    show("requests in the storm", f"{len(log):,}", "")
    show("of them struck", f"{sum(struck.values()):,}", f"{RATE:.0%}")
    show("ways in which they were", str(len(struck)), "15")
    show("runs until nothing was due", str(runs), "")
    show("whole replies asked for again without need", str(repeated), "0")
    most = REQUESTS_PER_SECOND + HELD_UP
    show("most requests of a provider in a second", str(busiest), f"{most:.0f}")
    for name in differing:
        print(f"differs: {name}")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(struck.items())))
    print(machine())


def _fetched(world: World, path: Path, faults: Faults) -> tuple[Home, list[Seen], int]:
    with served(server := server_over(world, lambda: AS_OF, faults)):
        home = _home(path, server.url)
        today = AS_OF.date()
        names = frozenset(raw.name for raw in home.catalog.raw)
        window = Window(first=today - timedelta(days=DAYS), last=today, only=names)
        started = time.perf_counter()
        for run in range(1, MOST_RUNS + 1):
            asked = len(server.log.after())
            report = home.run("run", window)
            if not report.failures and len(server.log.after()) == asked:
                break
            print(
                f"run {run}: {len(server.log.after()) - asked} requests, "
                f"{len(report.failures)} failures, {time.perf_counter() - started:.0f} s"
            )
        return home, server.log.after(), run


def _home(path: Path, url: str) -> Home:
    settings = Settings(
        home=path,
        fetch_from=("all",),
        fetch_wait_seconds=0.1,
        balldontlie_key=SANDBOX_KEY,
        odds_api_key=SANDBOX_KEY,
        bettingpros_key=SANDBOX_KEY,
        odds_api_daily_credits=10_000_000,
        provider_failure_threshold=1_000,  # it is the weather, not the host
        sandbox=url,
        sandbox_requests_per_second=REQUESTS_PER_SECOND,
    )
    return Home(settings=settings, clock=lambda: AS_OF)


def _rows(home: Home) -> dict[str, list[Any]]:
    found = {}
    with home.warehouse("benchmark") as warehouse:
        for raw in home.catalog.raw:
            query = f"SELECT * FROM {raw.name} ORDER BY ALL"
            found[raw.name] = warehouse.connection.execute(query).fetchall()
    return found


def _repeated_without_need(home: Home) -> int:
    """Whole pages that came again although no later page of their cell had failed since."""
    whole: dict[tuple[str, str, int], int] = Counter()
    needed: dict[tuple[str, str], int] = Counter()
    for provider in {raw.provider.name for raw in home.catalog.raw}:
        for row in home.ledger.exchanges(provider, 1_000_000):
            if not row["code"] and row["status"] == 200:
                whole[row["dataset"], row["cell"], row["page"]] += 1
            elif row["is_settled"] and row["page"] > 1:
                needed[row["dataset"], row["cell"]] += 1
    return sum(max(0, count - 1 - needed[key[:2]]) for key, count in whole.items())


def _hosts(home: Home) -> dict[str, set[str]]:
    found = defaultdict(set)
    for raw in home.catalog.raw:
        found[raw.provider.name] |= {urlsplit(base).netloc for base in raw.provider.hosts.values()}
    return {name: hosts for name, hosts in found.items() if hosts}


def _busiest_second(log: Sequence[Seen], hosts: set[str]) -> int:
    times = sorted(seen.at_seconds for seen in log if seen.host in hosts)
    busiest = first = 0
    for last, at in enumerate(times):
        while at - times[first] > 1.0:
            first += 1
        busiest = max(busiest, last - first + 1)
    return busiest


if __name__ == "__main__":
    main()
