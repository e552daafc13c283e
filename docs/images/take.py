"""Take the pictures of the README of the demonstration's pages: `docs/images/take.py SITE`."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1120, 700


def main() -> None:
    """Picture each kind of page, as it is seen on a desktop."""
    site = Path(sys.argv[1]).resolve()
    player = sorted(site.glob("players/[0-9]*.html"))[19]
    day = sorted(site.glob("results/*.html"))[-3]
    pages = {
        "tonight": (site / "index.html", ""),
        "player": (player, "#games"),
        "record": (site / "record.html", ""),
        "results": (day, ""),
        "health": (site / "health.html", "#grid-h"),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, timezone_id="America/New_York"
        )
        for name, (path, place) in pages.items():
            page = context.new_page()
            page.goto(f"file://{path}{place}")
            open_first(page, name)
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
        browser.close()


def open_first(page: Page, name: str) -> None:
    """Show on tonight's picture what a row opens to."""
    if name == "tonight":
        page.locator(".why-switch").first.click()


if __name__ == "__main__":
    main()
