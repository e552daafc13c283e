"""What feeds are made from, as versions: whether those that are published would come out anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

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
        begins: the first day of which documents are wanted; None for every day.
        held: name -> version, as the published manifest has them.
    """

    home: Home
    settled: Settled
    begins: date | None
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

    def has(self, name: str) -> bool:
        """Whether what is published under a name was made from what stands now."""
        return self.held.get(name) == self.version(name if name in self.home.catalog.feeds else "")

    def version(self, feed: str = "") -> str:
        """What a feed is made from, and what judges its days, as one version; without a feed that
        of the judgement alone."""
        catalog, code = self.home.catalog, self.home.code
        names = {table.name for facts in catalog.facts_of_days.values() for table in facts.reads}
        if feed:
            names |= {table.name for table in catalog.feeds[feed].target.reads}
        timelines = {name: self.settled.timeline(name) for name in sorted(names)}
        sums = {n: t.between(t.days[0], t.days[-1]) for n, t in timelines.items() if t.days}
        told = (
            code.get(feed, ""),
            *(code[facts_name(league)] for league in sorted(catalog.facts_of_days)),
            *(f"{name}={version_text(found)}" for name, found in sums.items()),
            league_day(self.now).isoformat(),
            str(self.begins),
            str(self.order),
        )
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]
