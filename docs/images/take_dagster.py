"""Take the pictures of docs/dagster.md of a server that runs: `docs/images/take_dagster.py URL`.

The server's DAGSTER_HOME turns the greeting off (docs/dagster.md), and holds materialisations of
`nba_core.player_games` from 22 October to 25 November 2024.
"""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ASSET = "assets/nba_core/player_games"
DAYS = "partition=2024-11-12&default_range=%5B2024-10-22...2024-11-25%5D"
#: Name -> page, and a text that is there once it is drawn.
PICTURES = {
    "dagster-graph": (f"{ASSET}?view=lineage&lineageScope=upstream&lineageDepth=2", "nba_raw"),
    "dagster-partitions": (f"{ASSET}?view=partitions&{DAYS}", "content version"),
}


def main() -> None:
    """Picture the graph around one asset, and its partitions."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(
            viewport={"width": 1120, "height": 700}, timezone_id="America/New_York"
        )
        page = context.new_page()
        for name, (path, text) in PICTURES.items():
            page.goto(f"{sys.argv[1].rstrip('/')}/{path}", wait_until="domcontentloaded")
            page.get_by_text(text).first.wait_for(timeout=120_000)
            page.wait_for_timeout(5000)  # what is drawn moves into its place
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
