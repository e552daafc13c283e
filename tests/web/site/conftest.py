"""A published site of the small league on the afternoon of a game day, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from boxline.home import Home
from tests.builders import next_game_day, settled_league_home

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def evening_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league on the afternoon of its next games. Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("evening"), now=next_game_day())


@pytest.fixture(scope="session")
def site(evening_home: Home) -> Path:
    """The folder of its published pages."""
    return evening_home.published.current.resolve() / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("there is no Chromium: on Debian or Ubuntu, apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox of Chromium's; the pages are our own files.
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"] if is_root else []
        )
        yield browser
        browser.close()
