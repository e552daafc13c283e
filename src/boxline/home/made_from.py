"""What feeds are made from, as versions: whether those that are published would come out anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from boxline.catalog.datasets import league_in
from boxline.domain.days import league_day
from boxline.engine.code_version import facts_name
from boxline.engine.versions import version_text

if TYPE_CHECKING:
    from boxline.engine.versions import Settled
    from boxline.home.home import Home

#: Under this name the manifest says who halted everything, and since when.
ORDER = "halt"


@dataclass(frozen=True, kw_only=True)
class MadeFrom:
    """The versions of one publishing.

    Attributes:
        begins: league -> the first day of which documents are wanted; of one that is not named
            every day's are.
        held: name -> version, as the published manifest has them.
    """

    home: Home
    settled: Settled
    begins: Mapping[str, date]
    held: Mapping[str, str]
    now: datetime

    @cached_property
    def order(self) -> tuple[str, date] | None:
        """Why somebody halted everything, and since which day."""
        reason = self.home.settings.halt
        if not reason:
            return None
        since, _, told = self.held.get(ORDER, "").partition(" ")
        return reason, date.fromisoformat(since) if told == reason else league_day(self.now)

    def has(self, feed: str) -> bool:
        """Whether what is published of a feed was made from what stands now."""
        return self.held.get(feed) == self.version(feed)

    @property
    def is_judged(self) -> bool:
        """Whether the days of every league were judged by what stands now."""
        return all(self.held.get(name) == version for name, version in self.judged.items())

    @cached_property
    def judged(self) -> Mapping[str, str]:
        """What judges the days of each league -> what it is made from, as one version."""
        leagues = self.home.catalog.facts_of_days
        return {facts_name(league): self._version(league) for league in leagues}

    def version(self, feed: str) -> str:
        """What a feed is made from, and what judges its days, as one version."""
        return self._version(league_in(feed), feed)

    def _version(self, league: str, feed: str = "") -> str:
        catalog, code = self.home.catalog, self.home.code
        facts = catalog.facts_of_days.get(league)
        names = {table.name for table in facts.reads} if facts else set()
        if feed:
            names |= {table.name for table in catalog.feeds[feed].target.reads}
        timelines = {name: self.settled.timeline(name) for name in sorted(names)}
        sums = {n: t.between(t.days[0], t.days[-1]) for n, t in timelines.items() if t.days}
        told = (
            code.get(feed, ""),
            *([code[facts_name(league)]] if facts else []),
            *(f"{name}={version_text(found)}" for name, found in sums.items()),
            league_day(self.now).isoformat(),
            str(self.begins.get(league)),
            str(self.order),
        )
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]
