"""Dagster's own web server over a home: without a network it shows graph, partitions and checks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import dagster as dg
import pytest

from tests.scale.dagster.conftest import Locate
from tests.scale.ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS, DRAWN_MILLISECONDS = 300, 120_000
FIRST, LAST = date(2023, 10, 24), date(2023, 10, 26)
NAMES = ("nba_core.games", "nba_core.player_games")


@dataclass
class Server:
    """A server that was started, and what it says."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> None:
        """Wait until it answers, within bounds."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urlopen(f"{self.url}/server_info", timeout=30) as reply:
                    if reply.status == 200:
                        return
            except (URLError, TimeoutError, ConnectionError):
                time.sleep(0.2)
        pytest.fail(f"it did not start:\n{self.log.read_text()}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, locate: Locate) -> Iterator[Server]:
    """A server of a home of which some days were materialised in its own instance."""
    folder = tmp_path_factory.mktemp("served")
    keeps = folder / "dagster"
    keeps.mkdir()
    off = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"
    (keeps / "dagster.yaml").write_text(off)
    location = locate(folder)
    with dg.DagsterInstance.from_config(str(keeps)) as instance:
        location.instance = instance
        assert location.materialize(NAMES, FIRST, LAST).success
    port, log = free_port(), folder / "log.txt"
    command = ("-m", "dagster_webserver", "-m", "boxline.dagster", "-h", "127.0.0.1", "-p")
    with log.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, *command, str(port)],
            env={**os.environ, "DAGSTER_HOME": str(keeps), "BOXLINE_HOME": str(location.path)},
            cwd=folder,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    found = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        found.wait()
        yield found
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(60)


@pytest.fixture(scope="module")
def page(server: Server) -> Iterator[Page]:
    """A page in the system's Chromium, from which no other host can be reached."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("there is no Chromium: on Debian or Ubuntu, apt-get install chromium")
    from playwright.sync_api import sync_playwright

    def keep_here(route: Route) -> None:
        if route.request.url.startswith(server.url):
            route.continue_()
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        page = browser.new_page(timezone_id="America/New_York")
        page.set_default_timeout(DRAWN_MILLISECONDS)
        page.route("**/*", keep_here)
        yield page
        browser.close()


def test_the_graph_shows_what_an_asset_reads_and_what_reads_it(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/assets/nba_core/player_games?view=lineage&lineageScope=neighbors")
    # What is long is shortened in the middle.
    read, reader = re.compile("^player_.*_by_source$"), re.compile("^player_ga.*_summary$")
    for shown in ("games", read, reader):
        page.get_by_text(shown, exact=True).first.wait_for()


def test_the_partitions_are_days_and_those_that_were_made_are_marked(
    server: Server, page: Page
) -> None:
    page.goto(
        f"{server.url}/assets/nba_core/player_games?view=partitions&partition={FIRST}"
        f"&default_range=%5B{FIRST}...{LAST}%5D"
    )
    page.get_by_text("Materialized (3)").first.wait_for()
    page.get_by_text("content version").first.wait_for()


def test_the_checks_are_shown_with_what_they_found(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/assets/nba_core/player_games?view=checks")
    page.get_by_text("Checks (2)").first.wait_for()
    page.get_by_text("Nothing is missing.").first.wait_for()
