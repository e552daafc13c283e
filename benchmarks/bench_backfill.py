"""A backfill of 853 league days through the sandbox, killed five times at random moments.

Each day's box scores are asked of three sources over real HTTP by `boxline run`, which is killed
with SIGKILL and started again. Afterwards every cell is present or names its cause, and nothing
that had landed before a kill was asked for again after it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from measuring import BOXLINE, machine, scratch, show

from boxline.config import read_settings
from boxline.engine.fetch_plan import cells_of
from boxline.engine.work import Window
from boxline.home import Home
from boxline.home.asking import known_now
from boxline.sandbox.servers import SANDBOX_KEY, SandboxPlan, sandbox_process

DAYS, KILLS, SEED = 853, 5, 20250115
SEASONS = ("2019-20", "2020-21", "2021-22", "2022-23", "2023-24", "2024-25")
DATASETS = (
    "nba_raw.nbac_player_boxscore",
    "nba_raw.bdl_player_box_scores",
    "nba_raw.espn_scoreboard",
)
AS_OF = datetime(2025, 7, 1, 16, tzinfo=UTC)
#: The benchmark ends by itself, whatever the machine.
MAX_SECONDS = 1_500


def main() -> None:
    """Simulate, fetch, kill, fetch on, and count."""
    plan = SandboxPlan(as_of=AS_OF, seasons=SEASONS, speed=0.0, teams=12, games_per_team=82)
    with scratch() as folder, sandbox_process(plan) as url:
        environment = {
            **os.environ,
            "BOXLINE_HOME": str(folder / "home"),
            "BOXLINE_SANDBOX": url,
            "BOXLINE_FETCH_FROM": "all",
            "BOXLINE_BALLDONTLIE_KEY": SANDBOX_KEY,
            "BOXLINE_ODDS_API_KEY": SANDBOX_KEY,
            "BOXLINE_BETTINGPROS_KEY": SANDBOX_KEY,
        }
        os.environ.update(environment)
        home = Home(settings=read_settings(None))
        started = time.perf_counter()
        _run(
            environment,
            Window(first=_day(SEASONS[0]), last=AS_OF.date()),
            ["nba_raw.nbac_schedule"],
        )
        window = _window(home)
        again, kills = _killed_again_and_again(home, environment, window, url)
        _run(environment, window, DATASETS)
        seconds = time.perf_counter() - started
        figures = _counted(home, window)
        asked = [one for one in _requests(url) if one["host"] != "cdn.nba.com"]
    show("league days", str(DAYS), "853")
    show("cells that are present", f"{figures['present']} of {figures['cells']}", "all, or a cause")
    show("cells with a cause", str(figures["caused"]), "")
    show("cells without either", str(figures["silent"]), "0")
    show("processes killed", str(kills), str(KILLS))
    show("landed cells asked for again", str(again), "0")
    show("requests", str(len(asked)), "")
    show("seconds", f"{seconds:.0f}", "")
    print(machine())


def _day(season: str) -> Any:
    return datetime(int(season[:4]), 10, 1, tzinfo=UTC).date()


def _window(home: Home) -> Window:
    """The newest 853 days with games that are over."""
    with home.warehouse("benchmark") as warehouse:
        rows = warehouse.connection.execute(
            "SELECT DISTINCT game_date FROM nba_core.games WHERE game_date <= $last ORDER BY 1",
            {"last": AS_OF.date()},
        ).fetchall()
    days = [day for (day,) in rows][-DAYS:]
    assert len(days) == DAYS, len(days)
    return Window(first=days[0], last=days[-1])


def _words(window: Window, datasets: Any) -> list[str]:
    only = [word for name in datasets for word in ("--only", name)]
    return ["run", "--from", str(window.first), "--to", str(window.last), *only]


def _run(environment: dict[str, str], window: Window, datasets: Any) -> None:
    subprocess.run(
        [*BOXLINE, *_words(window, datasets)],
        env=environment,
        check=False,
        stdout=subprocess.DEVNULL,
        timeout=MAX_SECONDS,
    )


def _killed_again_and_again(
    home: Home, environment: dict[str, str], window: Window, url: str
) -> tuple[int, int]:
    """Kill the run at random moments; how many landed cells were asked for again, and the kills."""
    rng = random.Random(SEED)
    again = kills = 0
    landed: set[str] = set()
    seen = len(_requests(url))
    for _ in range(KILLS):
        with subprocess.Popen(
            [*BOXLINE, *_words(window, DATASETS)], env=environment, stdout=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(rng.uniform(6, 14))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
        requests = _requests(url)
        again += sum(_cell(one) in landed for one in requests[seen:])
        seen = len(requests)
        landed = _landed(home)
        print(f"killed {kills}: {len(landed)} cells have landed")
    return again, kills


def _landed(home: Home) -> set[str]:
    """What has landed, as the sandbox sees the request: of the descriptions on disk."""
    found = set()
    for path in (home.path / "landing").rglob("*.landed.json"):
        described = json.loads(Path(path).read_bytes())
        if described["dataset"] in DATASETS:
            found.add(f"{described['dataset']} {described['asked'].get('date')}")
    return found


def _cell(request: dict[str, Any]) -> str:
    """A request's dataset and day, as `_landed` names them."""
    query = dict(part.split("=", 1) for part in request["query"].split("&") if "=" in part)
    if request["path"] == "/v1/stats":
        return f"{DATASETS[1]} {query.get('dates[]')}" if "cursor" not in query else ""
    if request["path"] == "/stats/leaguegamelog":
        return f"{DATASETS[0]} {query['DateFrom']}"
    if request["path"].endswith("/scoreboard"):
        dates = query["dates"]
        return f"{DATASETS[2]} {dates[:4]}-{dates[4:6]}-{dates[6:]}"
    return ""


def _requests(url: str) -> list[dict[str, Any]]:
    with urlopen(f"{url}/_sandbox/requests") as reply:
        found: list[dict[str, Any]] = json.load(reply)["requests"]
    return found


def _counted(home: Home, window: Window) -> dict[str, int]:
    """Every cell that the calendar wants: answered, failed with a cause, or silent."""
    with home.warehouse("benchmark") as warehouse:
        known = known_now(home, warehouse)
    counts = {"cells": 0, "present": 0, "caused": 0, "silent": 0}
    for name in DATASETS:
        for cell in cells_of(home.catalog, home.catalog[name], known, window):
            key = (name, cell.cell)
            is_caused = key in known.absent or key in known.attempts.cells
            state = "present" if key in known.answered else "caused" if is_caused else "silent"
            counts["cells"] += 1
            counts[state] += 1
    return counts


if __name__ == "__main__":
    main()
