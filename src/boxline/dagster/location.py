"""From the environment to the definitions that Dagster loads: `dagster dev -m boxline.dagster`."""

from __future__ import annotations

from collections.abc import Callable

import dagster as dg

from boxline.config import read_settings
from boxline.dagster.days import assets_of_days
from boxline.dagster.feeds import assets_of_feeds
from boxline.dagster.jobs import schedule_of
from boxline.dagster.partitions import partitions_of
from boxline.dagster.specs import spec_of
from boxline.engine.code_version import CodeVersions
from boxline.home import Home
from boxline.web.scheduling.jobs import JOBS

#: Gives a home to work on, to be closed by the caller; each step is a process of its own.
OpenHome = Callable[[], Home]


def _open_home() -> Home:
    home = Home(settings=read_settings(None))
    home.check()
    return home


def _load() -> dg.Definitions:
    return location_of(_open_home)


#: Dagster calls it when it loads the module; importing it reads nothing and makes nothing.
definitions = dg.definitions(_load)


def location_of(open_home: OpenHome) -> dg.Definitions:
    """Everything that Dagster shows of a home. It is read from declarations: neither the warehouse
    nor the ledger is opened, and a folder that is not there yet is not made."""
    home = open_home()
    try:
        return _shown(home, open_home)
    finally:
        home.close()


def _shown(home: Home, open_home: OpenHome) -> dg.Definitions:
    catalog = home.catalog
    # A home keeps what it finds out of its code.
    code = home.code if home.has_files else CodeVersions(catalog).all()
    assets: list[dg.AssetsDefinition] = []
    for league in catalog.leagues.values():
        days = partitions_of(catalog, league)
        every = [one for one in catalog.datasets.values() if catalog.league(one) is league]
        specs = [spec_of(catalog, one, code, days) for one in every]
        assets.append(assets_of_days(league, specs, catalog, open_home))
        if feeds := assets_of_feeds(league, catalog, code, open_home):
            assets.append(feeds)
    schedules = [schedule_of(job, open_home) for job in JOBS]
    return dg.Definitions(assets=assets, schedules=schedules, jobs=[one.job for one in schedules])
