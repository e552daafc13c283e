"""Nights of a season, in calm and through everything that can befall a home at once.

A night is: what was drawn for it, then `run`, again and again until nothing is left to do. Nothing
else is ever done to the home. After the last night come some quiet ones, as they do for the calm
home: replies that were wrong are asked for again in them.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.chaos.blows import LOSING, Blow, Kind
from tests.chaos.contents import Difference, differences, documents_of, doubled
from tests.chaos.league import QUIET_NIGHTS, chaos_catalog, instant_of
from tests.chaos.runs import Command, End, give
from tests.chaos.sandbox import Sky
from tests.chaos.striking import strike
from tests.chaos.traces import page_of, traces_of_replies
from tests.chaos.wrong_words import traces_of_wrong_words
from tests.disks import Disk

#: So many runs bring a home to rest in any night; more would mean that it never comes to it.
MOST_PASSES = 12
#: Between the runs of a night.
APART = timedelta(minutes=5)


class NeverAtRest(AssertionError):
    """Runs went on to find work, or to fail."""


@dataclass(kw_only=True)
class Tally:
    """What a season came to.

    Attributes:
        struck: how often each kind struck.
        missed: how often one was drawn and found nothing to strike.
        replies: faults of replies, by kind.
        untold: what the page did not tell, though it had to.
    """

    nights: int = 0
    runs: int = 0
    most_passes: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)
    untold: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    differing: list[Difference] = field(default_factory=list)
    doubled: dict[str, int] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """Rows that the calm home has and this one has not."""
        return sum(each.lost for each in self.differing)


@dataclass(kw_only=True)
class Nights:
    """Gives runs to one home.

    Attributes:
        disk: on which the home stands, where that is one of our own, to be filled.
        now: what the clock showed at the last run.
    """

    home: Path
    sky: Sky
    disk: Disk | None = None
    tally: Tally = field(default_factory=Tally)
    now: datetime = field(default_factory=lambda: instant_of(0))

    def begin(self, night: int, *, is_stormy: bool = False) -> None:
        """Move to a night."""
        self.now = instant_of(night)
        self.sky.set(self.now, night if is_stormy else -1)

    def command(self, **befalls: object) -> Command:
        """The next run."""
        self.now += APART
        self.tally.runs += 1
        return Command(home=self.home, url=self.sky.url, now=self.now, **befalls)  # type: ignore[arg-type]

    def until_rest(self) -> list[End]:
        """Runs until one finds nothing to do."""
        ends: list[End] = []
        for passes in range(1, MOST_PASSES + 1):
            end = give(self.command())
            ends.append(end)
            self.tally.failures.update(f"{name}: {why[:90]}" for name, why in end.failures)
            if end.refused:
                self.tally.failures[f"{end.refused}: {end.message[:120]}"] += 1
            if end.is_at_rest:
                self.tally.most_passes = max(self.tally.most_passes, passes)
                return ends
        raise NeverAtRest(f"{self.now}: {ends[-1]}")


def calm_season(
    home: Path, folder: Path, sky: Sky, lengths: Collection[int], tell: Callable[[str], None]
) -> None:
    """Live through a season without a fault. As it is after so many nights, and the quiet ones that
    follow, it is kept in the folder as `calm-NIGHTS`."""
    season = Nights(home=home, sky=sky)
    for night in range(max(lengths) + QUIET_NIGHTS):
        season.begin(night)
        ends = season.until_rest()
        assert len(ends) <= 2, ends
        assert not ends[0].failures, ends
        tell(f"night {night}: {ends[0].steps} pieces of work")
        lived = night + 1 - QUIET_NIGHTS
        if lived in lengths:
            _keep(home, folder / f"calm-{lived}")


def _keep(home: Path, copy: Path) -> None:
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(home / "published", unfinished / "published", symlinks=True)
    shutil.copy(home / "warehouse.duckdb", unfinished)
    unfinished.rename(copy)


def stormy_season(
    home: Path,
    sky: Sky,
    drawn: Sequence[Sequence[Blow]],
    tell: Callable[[str], None],
    *,
    disk: Disk | None = None,
) -> Tally:
    """Live through what was drawn, and the quiet nights after it."""
    season = Nights(home=home, sky=sky, disk=disk)
    tally = season.tally
    for night, blows in enumerate(drawn):
        season.begin(night, is_stormy=True)
        traces = []
        for blow in blows:
            found = strike(season, blow)
            counted = tally.missed if found is None else tally.struck
            counted[blow.kind.value] += 1
            tell(f"{blow}{'' if found is not None else ' found nothing to strike'}")
            if found and blow.kind is Kind.LEDGER_LOST:
                traces = []  # whatever befell the home before, the ledger knew of it
            traces += found or []
        season.until_rest()
        asked = sky.asked()
        tally.replies.update(each["fault"] for each in asked if each["fault"])
        if not any(blow.kind in LOSING for blow in blows):
            traces += traces_of_replies(asked)
        traces += traces_of_wrong_words(home, asked)
        page = page_of(home)
        tally.untold += [f"night {night}: {t.what}" for t in traces if not t.is_told(page)]
        tally.nights += 1
    for night in range(len(drawn), len(drawn) + QUIET_NIGHTS):
        season.begin(night)
        season.until_rest()
    return tally


def compared(tally: Tally, calm: Path, home: Path) -> Tally:
    """Add to a tally what the home holds otherwise than the calm one."""
    catalog = chaos_catalog()
    tally.differing = differences(calm / "warehouse.duckdb", home / "warehouse.duckdb", catalog)
    tally.doubled = doubled(home / "warehouse.duckdb", catalog)
    wanted, found = documents_of(calm), documents_of(home)
    tally.documents = [path for path in wanted | found if wanted.get(path) != found.get(path)]
    return tally
