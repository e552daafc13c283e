"""The rules of alarm of this installation, and where the facts come from that they judge."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from boxline.catalog import View
from boxline.catalog.alarms import Rule, rules_of
from boxline.domain.days import league_day
from boxline.engine.attempts import Attempts
from boxline.health.alerting.channels import channels_of
from boxline.health.alerting.failing_channels import ChannelRecord
from boxline.health.completeness import Completeness
from boxline.health.examining.machine import DiskSpace, disk_space
from boxline.health.examining.publications import Publications, publications_of
from boxline.health.examining.rejected import RejectedShares
from boxline.health.examining.runs_alarm import NewestRun
from boxline.health.examining.sources import Source, Sources
from boxline.health.grid.grid import Grid
from boxline.stores.feed_view import SnapshotView
from boxline.web.scheduling.calendar import SnapshotCalendar
from boxline.web.scheduling.standing import JobStandings, standing_of_jobs

if TYPE_CHECKING:
    from boxline.home.home import Home

#: Where rules are declared; a test finds one that stands elsewhere.
RULED = (
    "boxline.health.alerting.failing_channels",
    "boxline.health.examining.breakers",
    "boxline.health.completeness",
    "boxline.health.grid.gaps",
    "boxline.health.examining.machine",
    "boxline.health.examining.publications",
    "boxline.health.examining.rejected",
    "boxline.health.examining.runs_alarm",
    "boxline.health.examining.sources",
    "boxline.nba.record.drift",
    "boxline.web.scheduling.standing",
)


def declared_rules() -> dict[str, Rule]:
    """Every rule by name.

    Raises:
        CatalogError: one of them cannot be.
    """
    return rules_of(map(importlib.import_module, RULED), SUPPLIED)


class Gathering:
    """Facts of a home, each gathered when it is asked for; to be closed afterwards."""

    def __init__(self, home: Home, opened: ExitStack) -> None:
        self._home, self._opened, self._now = home, opened, home.clock()
        calendar = SnapshotCalendar(snapshot=home.snapshot, catalog=home.catalog)
        self._games = calendar.games

    def instant(self) -> datetime:
        """The present one."""
        return self._now

    def attempts(self) -> Attempts:
        """What failed."""
        return self._home.attempts()

    def space(self) -> DiskSpace:
        """What is left of the disk."""
        return disk_space(self._home.path)

    def grid(self) -> Grid:
        """What should exist, and what does."""
        from boxline.home.looking import looked_at

        # What is told of its cells is read when a rule asks.
        return self._opened.enter_context(looked_at(self._home, now=self._now)).grid

    def completeness(self) -> Completeness:
        """Yesterday's box scores."""
        from boxline.home.box_scores import box_scores

        day = league_day(self._now) - timedelta(days=1)
        return box_scores(self._home, day, day).found

    def publications(self) -> Publications:
        """What is published."""
        live = [name for league in self._home.catalog.leagues.values() for name in league.live]
        feeds = [name for name in live if name in self._home.catalog.feeds]
        return publications_of(self._home.published.manifest(), feeds, self._games())

    def rejected(self) -> RejectedShares:
        """What was refused since yesterday."""
        since = self._now - timedelta(days=1)
        return RejectedShares(newest=self._home.ledger.rejected_of_newest(since))

    def newest_run(self) -> NewestRun:
        """The newest run."""
        for run in self._home.ledger.runs(1):
            return NewestRun(
                began_at=datetime.fromisoformat(run["started_at"]),
                run_id=run["run_id"],
                state=run["state"],
                message=run["message"] or "",
            )
        return NewestRun(began_at=None)

    def sources(self) -> Sources:
        """The providers that runs ask."""
        from boxline.home.asking import providers_of, runs_fetch_from
        from boxline.home.probing import standing_of

        home = self._home
        known, asked = providers_of(home), runs_fetch_from(home)
        told = {name: standing_of(home, known[name]) for name in asked}
        return Sources(
            asked=[
                Source(
                    provider=name,
                    state=one["state"],
                    credits_left=one["credits_left"],
                    credits_a_day=_budget(home, known[name].budget),
                )
                for name, one in told.items()
            ]
        )

    def channels(self) -> ChannelRecord:
        """How the channels that are set fared last."""
        settings = self._home.settings
        every = (*channels_of(settings.alert_channels), *channels_of(settings.report_channels))
        names = [one.name for one in every]
        newest = self._home.ledger.alerts.newest_deliveries()
        return ChannelRecord(newest={name: newest[name] for name in names if name in newest})

    def view(self) -> View:
        """The newest snapshot."""
        from boxline.stores.reading import open_snapshot

        connection = self._opened.enter_context(open_snapshot(self._home.snapshot))
        return SnapshotView(connection=connection, now=self._now)

    def jobs(self) -> JobStandings:
        """How schedules stand."""
        home = self._home
        return JobStandings(jobs=standing_of_jobs(home.ledger, self._games(), self._now))


def _budget(home: Home, setting: str) -> int | None:
    return int(getattr(home.settings, setting)) if setting else None


#: Type of facts -> what gathers them.
SUPPLIED: Mapping[Any, Callable[[Gathering], Any]] = {
    datetime: Gathering.instant,
    Attempts: Gathering.attempts,
    ChannelRecord: Gathering.channels,
    Completeness: Gathering.completeness,
    DiskSpace: Gathering.space,
    Grid: Gathering.grid,
    JobStandings: Gathering.jobs,
    NewestRun: Gathering.newest_run,
    Publications: Gathering.publications,
    RejectedShares: Gathering.rejected,
    Sources: Gathering.sources,
    View: Gathering.view,
}


def gatherers(home: Home, opened: ExitStack) -> dict[Any, Callable[[], Any]]:
    """Type of facts -> what gathers them of a home. `opened` closes what that opens."""
    of_home = Gathering(home, opened)
    return {kind: partial(gather, of_home) for kind, gather in SUPPLIED.items()}
