"""The demonstration: a simulated season, fetched over real HTTP, run to graded predictions.

The season before it comes as archive files, because models learn from earlier seasons.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from boxline.config import Settings
from boxline.domain.days import league_day
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.errors import BoxlineError
from boxline.home import Home
from boxline.sandbox.servers import SANDBOX_KEY, SandboxPlan, sandbox_process

#: Seen from an afternoon late in the season: tonight's games are still to come.
PLAN = SandboxPlan(
    as_of=datetime(2025, 4, 8, 20, 0, tzinfo=UTC), seasons=("2023-24", "2024-25"), speed=0.0
)
BEGINS = date(2024, 10, 1)

#: What a season needs, day by day.
OF_THE_SEASON = (
    "nba_raw.nbac_schedule",
    "nba_raw.nbac_player_boxscore",
    "nba_raw.nbac_player_list",
)
#: What each game costs a request of its own, so only the newest are asked for.
OF_NEW_GAMES = ("nba_raw.nbac_play_by_play",)
OF_NEW_LINES = ("nba_raw.odds_api_events_history", "nba_raw.odds_api_player_props_history")
NEW_GAMES_DAYS, NEW_LINES_DAYS = 40, 5

ERRORS = """
SELECT system, prop_type, count(error) AS graded, avg(abs(error)) AS mean_absolute_error
FROM nba_predictions.prediction_accuracy GROUP BY ALL ORDER BY ALL
"""
GAMES = "SELECT count(*) FILTER (is_final) AS played, count(*) AS games FROM nba_core.games"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a demonstration came to.

    Attributes:
        totals: games, replies, rows and rejects.
        errors: how far each system's predictions were off, by prop.
        published: the folder of documents.
    """

    totals: list[dict[str, Any]]
    errors: list[dict[str, Any]]
    published: Path


def demo(
    path: Path,
    *,
    full: bool = False,
    plan: SandboxPlan = PLAN,
    on_part: Callable[[str], None] = lambda part: None,
    on_step: Callable[[str, str], None] = lambda dataset, what: None,
) -> Shown:
    """Simulate, serve, fetch, run and publish in a fresh home.

    Args:
        full: whether play-by-play is fetched for the whole season.
        plan: the season and the instant that it is seen from.
        on_part: told of each part as it begins.
    Raises:
        BoxlineError: a piece of work failed.
    """
    started = time.perf_counter()

    def part(text: str) -> None:
        on_part(f"{time.perf_counter() - started:5.1f} s  {text}")

    part(f"Simulating {', '.join(plan.seasons)} and serving it as its data providers do.")
    with sandbox_process(plan) as url:
        home = _home(path, url, plan.as_of)
        part(f"Importing the archive of {', '.join(plan.seasons[:-1]) or 'no season'}.")
        _import_earlier(home, plan)
        today = league_day(plan.as_of)
        reports = []

        def fetch(first: date, names: tuple[str, ...]) -> None:
            window = Window(first=first, last=today, only=frozenset(names))
            reports.append(_insist(home.run("demo", window, on_step=on_step)))

        part("Fetching the season's schedule and box scores, day by day.")
        fetch(BEGINS, OF_THE_SEASON)
        part("Fetching play-by-play, game by game.")
        fetch(BEGINS if full else today - timedelta(days=NEW_GAMES_DAYS), OF_NEW_GAMES)
        part("Fetching the betting lines of the last days, as they stood before each start.")
        fetch(today - timedelta(days=NEW_LINES_DAYS), OF_NEW_LINES)
        part("Fetching what stands now, then computing, predicting, grading and publishing.")
        reports.append(_insist(home.run("demo", Window(), on_step=on_step)))
        part("Done.")
    shown = _shown(home, reports)
    home.close()
    return shown


def _home(path: Path, url: str, now: datetime) -> Home:
    settings = Settings(
        home=path,
        sandbox=url,
        fetch_from=("all",),
        fetch_days=1,
        sandbox_requests_per_second=1_000.0,
        balldontlie_key=SANDBOX_KEY,
        odds_api_key=SANDBOX_KEY,
        bettingpros_key=SANDBOX_KEY,
        odds_api_daily_credits=10_000_000,
    )
    return Home(settings=settings, clock=lambda: now)


def _import_earlier(home: Home, plan: SandboxPlan) -> None:
    """Bring in every season but the newest as files, as somebody does who has them."""
    from boxline.sandbox import simulate_league, write_archive
    from boxline.stores.archives import find_archives

    league = simulate_league(
        seed=plan.seed,
        seasons=plan.seasons,
        teams=plan.teams,
        games_per_team=plan.games_per_team,
    )
    if not league.seasons[:-1]:
        return
    folder = home.path.parent / "archive"
    write_archive(replace(league, seasons=league.seasons[:-1]), folder)
    batch = home.new_batch()
    for archive in find_archives(home.catalog, [folder]).archives:
        home.land(archive.raw, [archive.page], fetched_at=home.clock(), batch=batch)
    _insist(home.load("import"))


def _insist(report: Report) -> Report:
    for failure in report.failures:
        raise BoxlineError(failure.message)
    return report


def _shown(home: Home, reports: list[Report]) -> Shown:
    from boxline.stores.reading import open_snapshot, query_rows

    steps = [step.outcome for report in reports for step in report.steps]
    published = home.path / "published" / "current"
    with open_snapshot(home.snapshot) as connection:
        (games,) = query_rows(connection, GAMES)
        errors = query_rows(connection, ERRORS)
    totals = {
        "games": games["games"],
        "played": games["played"],
        "replies": len(home.ledger.landed()),
        "rows": sum(outcome.kept for outcome in steps),
        "rejects": sum(outcome.rejected for outcome in steps),
        "documents": len(list(published.rglob("*.json"))),
    }
    return Shown(totals=[totals], errors=errors, published=published)
