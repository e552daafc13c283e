"""How the datasets of a home stand, of what is told beside the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boxline.domain.days import league_day

if TYPE_CHECKING:
    from boxline.home.home import Home


def standing_of(home: Home) -> list[dict[str, Any]]:
    """How every dataset stands, of the newest snapshot and what is published.

    Raises:
        NothingPublished: there is no snapshot yet.
    """
    from boxline.health.standing import snapshot_commits, snapshot_rejects, standing
    from boxline.stores.calendar_sql import read_calendar
    from boxline.stores.reading import open_snapshot
    from boxline.stores.snapshot import RECORDS

    catalog = home.catalog
    leagues = list(catalog.leagues.values())
    needed = {*RECORDS, *(league.calendar for league in leagues)}
    with open_snapshot(home.snapshot, only=needed) as connection:
        commits = {**snapshot_commits(connection), **home.published.commits()}
        rejects = snapshot_rejects(connection)
        calendar = read_calendar(connection, leagues)
    begins = calendar.newest_seasons_begin(leagues)
    return standing(catalog, commits, rejects, calendar, begins, league_day(home.clock()))
