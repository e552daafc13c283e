"""What is done by the clock, declared: each job's name, its times, and the command that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from boxline.catalog import Catalog
from boxline.web.scheduling.times import Daily, Each, Times, Weekly


@dataclass(frozen=True, kw_only=True)
class Job:
    """A command that is due at certain times.

    Attributes:
        about: what it is for.
        command: its words after `boxline`.
        is_live: due only while games are on; then it looks at those days and, of each league, at
            what changes while a game is on.
        records_a_run: whether the command records one. One that does has the home to itself, and
            waits for others that do.
        minutes: how long it may take, where that is less than any command may.
    """

    name: str
    about: str
    times: Times
    command: tuple[str, ...]
    is_live: bool = False
    records_a_run: bool = True
    minutes: float | None = None

    def words(self, catalog: Catalog, days: Sequence[date] = ()) -> tuple[str, ...]:
        """The command as it is given; `days` are those whose games are on."""
        if not self.is_live:
            return self.command
        window = ("--from", min(days).isoformat(), "--to", max(days).isoformat()) if days else ()
        live = [name for league in catalog.leagues.values() for name in league.live]
        return (*self.command, *window, *(word for name in live for word in ("--only", name)))

    @property
    def when(self) -> str:
        """Its times, in words."""
        return f"{self.times} while games are on" if self.is_live else str(self.times)


JOBS = (
    Job(
        name="hourly",
        about="whatever is due, missing or changed",
        times=Each(60),
        command=("run",),
    ),
    Job(
        name="completeness",
        about="which of yesterday's finished games lack a box score, team by team",
        times=Daily("06:00"),
        command=("completeness",),
        records_a_run=False,
        minutes=10,
    ),
    Job(
        name="morning-report",
        about="what the night brought and what tonight lacks, kept and sent where channels are set",
        times=Daily("07:00"),
        command=("report", "morning", "--send"),
        records_a_run=False,
        minutes=15,
    ),
    Job(
        name="self-heal",
        about="the same, and what is missing over all of history or was lost is asked for again",
        times=Daily("14:15"),
        command=("heal",),
    ),
    Job(
        name="prune",
        about="what is declared to be kept no longer",
        times=Weekly("Monday", "05:20"),
        command=("prune",),
        records_a_run=False,
    ),
    Job(
        name="alerts",
        about="what fires is recorded, and told to the channels that are set",
        times=Each(10),
        command=("alerts", "check"),
        records_a_run=False,
    ),
    Job(
        name="live",
        about="scores of the games that are on",
        times=Each(1),
        command=("run",),
        is_live=True,
        minutes=30,
    ),
)
