"""Daily partitions: the league days that a league's sources can have anything of."""

from __future__ import annotations

from datetime import date

import dagster as dg

from boxline.catalog import Catalog, League
from boxline.catalog.datasets import league_name
from boxline.domain.days import EASTERN

#: Up to tomorrow, of whose games something is said today.
DAYS_AHEAD = 2


def first_day_of(catalog: Catalog, league: League) -> date | None:
    """The first day of the earliest season that a source of a league covers; None where no source
    says what it covers."""
    seasons = [
        season
        for raw in catalog.raw
        if raw.covers is not None and league_name(raw) == league.name
        for season, _ in raw.covers.cells
    ]
    return league.seasons.first_day(int(min(seasons)[:4])) if seasons else None


def partitions_of(catalog: Catalog, league: League) -> dg.DailyPartitionsDefinition:
    """The days of a league, Eastern, from the earliest that can be had to tomorrow."""
    first = first_day_of(catalog, league)
    assert first is not None, f"no source of {league.name} says which seasons it covers"
    return dg.DailyPartitionsDefinition(
        start_date=first.isoformat(), timezone=EASTERN.key, end_offset=DAYS_AHEAD
    )
