"""The league of the chaos season: what is fetched of it, what is computed, and when its nights are.

It is a slice of the real declarations, so that hundreds of nights fit into minutes: the schedule,
four sources of box scores, standings, papers and play-by-play in CSV files, and tables that rest on
them. What those could be made from besides is declared all the same and never asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from boxline.catalog import Catalog, FactsOfDays, Raw, Table, View
from boxline.catalog.datasets import Dataset
from boxline.config import Settings
from boxline.domain.days import from_eastern
from boxline.domain.standing import DayFacts
from boxline.leagues import load_catalog
from boxline.nba.core.games import GAMES
from boxline.sandbox import simulate_league
from boxline.sandbox.servers import SANDBOX_KEY
from boxline.sandbox.world import World
from tests.chaos.ledgers import ledgers

#: Asked for each night: by season, day and game, as JSON, PDF and CSV.
FETCHED = frozenset(
    {
        "nba_raw.nbac_schedule",
        "nba_raw.nbac_player_boxscore",
        "nba_raw.nbac_team_boxscore",
        "nba_raw.nbac_gamebook",
        "nba_raw.bdl_games",
        "nba_raw.bdl_player_box_scores",
        "nba_raw.bdl_standings",
        "nba_raw.bigdataball_play_by_play",
    }
)

#: Computed each night, with all that they rest on.
COMPUTED = (
    "nba_core.standings",
    "nba_core.disagreements",
    "nba_core.players",
    "nba_core.teams",
    "nba_analytics.team_form",
)

#: The document of days that stands beside the page of the home itself.
FEED = "nba_exports.calendar"

#: The longest season that is played out.
NIGHTS = 170

#: Nights after the last game: in the second one the last reply falls due that puts others right,
#: that of the third morning after a game.
QUIET_NIGHTS = 2


@cache
def chaos_catalog() -> Catalog:
    """The slice of the declarations."""
    whole = load_catalog()
    reads = [table.name for table in whole.feeds[FEED].target.reads]
    kept = whole.with_sources([*COMPUTED, *reads])
    datasets = {
        name: _asked_or_not(dataset) if isinstance(dataset, Raw) else _unchecked(dataset)
        for name, dataset in whole.datasets.items()
        if name in kept | FETCHED
    }
    leagues = {name: one for name, one in whole.leagues.items() if one.calendar in kept}
    (league,) = leagues
    return replace(
        whole,
        leagues=leagues,
        datasets=datasets,
        documents={},
        feeds={FEED: whole.feeds[FEED]},
        facts_of_days={league: FactsOfDays(league=league, reads=(GAMES,), function=_facts)},
        transforms={name: one for name, one in whole.transforms.items() if name in kept},
        works={name: one for name, one in whole.works.items() if name in kept},
    )


def _facts(view: View) -> Iterator[DayFacts]:
    """Of each day its games: nothing is forecast here."""
    query = (
        "SELECT game_date, min(season_type) AS season_type, count(*) AS games, "
        "count(*) FILTER (is_final) AS final FROM nba_core.games "
        "WHERE game_date >= $begins GROUP BY game_date"
    )
    for row in view.rows(query, begins=view.begins or date.min):
        yield DayFacts(
            day=row.game_date, season_type=row.season_type, games=row.games, final=row.final
        )


def _unchecked(dataset: Dataset) -> Dataset:
    """A table without what its days usually look like: four clubs play a game a night, so that one
    with three overtimes looks like no other day, and a person would have to say that it is one."""
    if not isinstance(dataset, Table):
        return dataset
    return replace(dataset, columns=tuple(replace(c, checks=()) for c in dataset.columns))


def _asked_or_not(raw: Raw) -> Raw:
    return raw if raw.name in FETCHED else replace(raw, request=None)


@cache
def world() -> World:
    """Four clubs over a season of eighty games each, about one game a night."""
    return World(
        simulate_league(
            seasons=("2024-25",),
            teams=4,
            games_per_team=80,
            playoffs=False,
            preseason_games=0,
            future_games=0,
        )
    )


def first_night() -> date:
    """The league day after the first games."""
    return min(game.fixture.game_date for game in world().league.newest.games) + timedelta(days=1)


def instant_of(night: int) -> datetime:
    """When the runs of a night are: late in the morning, when the gamebooks are out. Night 0 is the
    first."""
    return from_eastern(first_night() + timedelta(days=night), "11:00").astimezone(UTC)


def settings_of(
    path: Path, url: str, *, lease_seconds: float = 60.0, wait_seconds: float = 0.1
) -> Settings:
    """A home that asks the sandbox for everything, and gives up soon where somebody is at work."""
    return Settings(
        home=path,
        ledger=ledgers().url_of(path),
        lock_wait_seconds=wait_seconds,
        lease_seconds=lease_seconds,
        fetch_from=("all",),
        fetch_tries=3,
        provider_lockout_minutes=4.0,
        fetch_wait_seconds=0.0,
        balldontlie_key=SANDBOX_KEY,
        odds_api_key=SANDBOX_KEY,
        bettingpros_key=SANDBOX_KEY,
        odds_api_daily_credits=1_000_000,
        sandbox=url,
        sandbox_requests_per_second=2_000.0,
    )
