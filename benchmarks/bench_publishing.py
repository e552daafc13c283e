"""Publishing a real evening: all players' documents and pages, all others, and once more.

`python benchmarks/bench_publishing.py HOME`: HOME holds the real seasons up to the feature store,
and a backtest of 2024-25 (`bench_backtest.py` makes both). Nothing of it is changed: its snapshots
are read through a home of their own, whose clock says an evening of that season.
"""

from __future__ import annotations

import gc
import gzip
import json
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import which
from statistics import median

import duckdb
from measuring import machine, scratch, show

from boxline.config.reading import read_settings
from boxline.engine.recording import Record
from boxline.engine.report import Report
from boxline.engine.versions import Settled
from boxline.engine.work import Window
from boxline.health.grid.holdings import commits_of
from boxline.home import Home
from boxline.home.publishing import Publishing
from boxline.stores.reading import open_snapshot

PAINT = "performance.getEntriesByName('first-contentful-paint')"

EVENING = datetime(2025, 3, 12, 21, tzinfo=UTC)
SEASON_BEGINS = date(2024, 8, 1)


def joined(home: Path, folder: Path) -> Path:
    """A home whose snapshot is that of the real seasons with the predictions of the backtest."""
    (backtest,) = (home / "backtests").glob("nba-2024-10-22-*")
    parts = [home / "snapshot", backtest / "snapshot"]
    manifests = [json.loads((part / "current.json").read_text()) for part in parts]
    tables = {}
    made = folder / "home" / "snapshot"
    made.mkdir(parents=True)
    for part, manifest in zip(parts, manifests, strict=True):
        for name, table in manifest["tables"].items():
            if part is parts[1] and not name.startswith("nba_predictions."):
                continue
            tables[name] = table
            (made / name).unlink(missing_ok=True)
            (made / name).symlink_to(part / name)
    commits = [
        part / manifest["tables"]["ops.commits"]["files"][0]["path"]
        for part, manifest in zip(parts, manifests, strict=True)
    ]
    (made / "ops.commits").unlink()
    (made / "ops.commits").mkdir()
    duckdb.sql(
        f"SELECT * FROM read_parquet('{commits[0]}') UNION ALL "
        f"SELECT * FROM read_parquet('{commits[1]}') WHERE dataset LIKE 'nba_predictions.%'"
    ).write_parquet(str(made / manifests[0]["tables"]["ops.commits"]["files"][0]["path"]))
    (made / "current.json").write_text(json.dumps({**manifests[0], "tables": tables}))
    return folder / "home"


def publish(home: Home, *, only: str = "") -> tuple[float, Report]:
    """Publish once; the seconds it took."""
    with open_snapshot(home.snapshot, only=["ops.commits"]) as connection:
        settled = Settled(commits_of(connection))
    record = Record(
        run_id="bench", code=home.code, attempts=home.ledger, clock=home.clock, report=Report()
    )
    window = Window(documents_from={"nba": SEASON_BEGINS}, only=frozenset({only} if only else ()))
    with home.lease("bench", run_id="bench") as lease:
        began = time.perf_counter()
        Publishing(home=home, record=record, settled=settled, window=window, lease=lease).publish()
        return time.perf_counter() - began, record.report


def weights(site: Path) -> dict[str, int]:
    """Page -> what a first visit transfers: the page and the files it names, each compressed."""
    found = {}
    for page in [*site.glob("*.html"), *sorted(site.glob("players/*.html"))[:40]]:
        text = page.read_text()
        named = [word.split('"')[0] for word in text.split('src="')[1:] + text.split('href="')[1:]]
        files = {(page.parent / name).resolve() for name in named if name.endswith((".css", ".js"))}
        found[str(page.relative_to(site))] = sum(
            len(gzip.compress(file.read_bytes(), 6)) for file in {page, *files} if file.exists()
        )
    return found


def first_paints(site: Path, pages: list[str]) -> dict[str, float]:
    """Page -> milliseconds to its first paint of content, the median of five fresh visits."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        for page in pages:
            seen = []
            for _ in range(5):
                context = browser.new_context(bypass_csp=True)  # to wait is to evaluate a text
                visit = context.new_page()
                visit.goto(f"file://{site / page}")
                visit.wait_for_function(f"({PAINT}).length > 0")
                seen.append(float(visit.evaluate(f"({PAINT})[0].startTime")))
                context.close()
            found[page] = median(seen)
        browser.close()
    return found


def main() -> None:
    gc.set_threshold(100_000)  # as the command does
    source = Path(sys.argv[1])
    print(f"Publishing an evening of 2024-25 on {machine()}")
    with scratch() as folder:
        path = joined(source, folder)
        home = Home(settings=read_settings(path), clock=lambda: EVENING)
        first, report = publish(home)
        assert not report.failures, report.failures
        current = home.published.current.resolve()
        players = len(list((current / "site" / "players").glob("[0-9]*.html")))
        files = report.documents_changed
        show(f"{players} player pages and the season's {files} files", f"{first:.1f} s", "-")
        again = median(publish(home)[0] for _ in range(3))
        show("the same again, nothing changed", f"{again:.2f} s", "-")
        later = Home(settings=home.settings, clock=lambda: EVENING.replace(hour=22))
        seconds, report = publish(later)
        show(f"an hour later: {report.documents_changed} files rewritten", f"{seconds:.2f} s", "-")
        tomorrow = Home(settings=home.settings, clock=lambda: EVENING + timedelta(days=1))
        seconds, report = publish(tomorrow)
        current = home.published.current.resolve()
        what = f"the evening after: {players} players' pages, {report.documents_made} files"
        show(what, f"{seconds:.1f} s", "under 15 s")
        sizes = weights(current / "site")
        for page in ("index.html", "record.html", "results.html", "health.html"):
            if page in sizes:
                show(f"first visit of {page}, compressed", f"{sizes[page] / 1000:.0f} kB", "300 kB")
        most = max((size, page) for page, size in sizes.items() if page.startswith("players/"))
        show(f"the heaviest player page, {most[1]}", f"{most[0] / 1000:.0f} kB", "300 kB")
        shown = [*(page for page in sizes if "/" not in page), most[1]]
        for page, paint in first_paints(current / "site", shown).items():
            show(f"first paint of {page}", f"{paint:.0f} ms", "under 1,000 ms")
        for each in (home, later, tomorrow):
            each.close()


if __name__ == "__main__":
    main()
