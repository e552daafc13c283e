"""`v1/health.json` and `v1/status.json`: how the data stands, for people and for programs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from boxline.catalog import Catalog
from boxline.catalog.datasets import layer
from boxline.catalog.feeds import Document, Feed
from boxline.engine.attempts import Attempts
from boxline.engine.work import Window
from boxline.health.grid.cells import GAPS, GridCell, State
from boxline.health.grid.column import Column
from boxline.health.grid.gaps import Gap, find_gaps
from boxline.health.grid.reading import Look
from boxline.health.page.alerts import HealthAlerting
from boxline.health.page.findings import HealthFindings
from boxline.health.page.runs import HealthRun, run_told
from boxline.health.page.setbacks import (
    HealthBreaker,
    HealthReject,
    breakers_told,
    rejects_told,
)
from boxline.health.page.work import HealthWork

HEALTH_PATH, STATUS_PATH = "v1/health.json", "v1/status.json"

#: So many days up to tomorrow are shown of every dataset, so many gaps, findings, rejects and runs
#: in all.
SHOWN_DAYS, SHOWN_ROWS = 30, 50

#: From the worst state of a day's cells to the best: that one is shown.
WORST_FIRST = (
    State.LATE,
    State.REJECTED,
    State.UNEXPECTED,
    State.PARKED,
    State.GIVEN_UP,
    State.MISSING,
    State.SHORT,
    State.BLOCKED,
    State.STALE,
    State.NOT_AVAILABLE,
    State.NOT_DUE,
    State.EMPTY_OK,
    State.PRESENT,
)


class HealthCell(msgspec.Struct):
    """One day of one dataset: the worst state of its games, how many games are in that state of how
    many; cause and next step of one of them, and the run that committed the day, null where none
    is to be told."""

    day: date
    state: str
    games: int
    of_games: int
    cause: str | None
    next_step: str | None
    run_id: str | None


class HealthDataset(msgspec.Struct):
    """One dataset: what it reads, how many rows of it are rejected, and its newest days. A day on
    which nothing is expected of it has no cell."""

    name: str
    layer: str
    grain: str
    reads: list[str]
    rejected: int
    cells: list[HealthCell]


class HealthGap(msgspec.Struct):
    """One gap of all of history; `blocks` cells wait for it."""

    dataset: str
    day: date
    game_id: str
    state: str
    cause: str
    blocks: int
    next_step: str


class HealthSource(msgspec.Struct):
    """One provider; `credits_left` today, null where none are counted; `failed_requests` of the
    last 24 hours, those among them that came through when they were tried again."""

    provider: str
    in_runs: bool
    state: str
    key: str
    credits_left: int | None
    failed_requests: int


class HealthDocuments(msgspec.Struct):
    """The documents of one export or feed: how many, and when the newest of them was made."""

    dataset: str
    documents: int
    newest_made_at: datetime


class Health(Document, kw_only=True):
    """The document. `gaps_total` counts those of all of history, of which the first are listed."""

    days: list[date]
    datasets: list[HealthDataset]
    gaps_total: int
    gaps: list[HealthGap]
    findings: HealthFindings
    rejects: list[HealthReject]
    breakers: list[HealthBreaker]
    sources: list[HealthSource]
    runs: list[HealthRun]
    work: HealthWork
    documents: list[HealthDocuments]
    alerting: HealthAlerting


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a home beside its grid.

    Attributes:
        rejects: rows of the ledger, each with `dataset`, `field` and `reason`.
        runs: of the ledger, newest first.
        failures: run -> what each piece of its work that failed said.
        sources: one row for each provider, with the fields of `HealthSource`.
        published: dataset -> (documents, when the newest was made).
        committed_by: (dataset, day) -> the run that committed it.
        alerting: what fires, who was told, and what is counted.
        findings: what is questionable.
        work: how work at datasets went.
        home: where the home lies, which no reader is told.
    """

    rejects: Sequence[Mapping[str, Any]]
    runs: Sequence[Mapping[str, Any]]
    failures: Mapping[str, Sequence[str]]
    sources: Sequence[Mapping[str, Any]]
    published: Mapping[str, tuple[int, datetime]]
    committed_by: Mapping[tuple[str, date], str]
    alerting: HealthAlerting
    findings: HealthFindings
    work: HealthWork
    home: str


def nearest_first(gaps: Iterable[Gap], today: date) -> list[Gap]:
    """Gaps of days until today, the newest first; then those of days to come, the next first. A
    whole season's schedule may be owed ahead, and would leave no room for last night."""

    def place(gap: Gap) -> tuple[bool, timedelta]:
        return gap.cell.day > today, abs(gap.cell.day - today)

    return sorted(gaps, key=place)


def health_of(found: Look, attempts: Attempts, told: Told, today: date) -> Health:
    """The document, without what its day stands for."""
    catalog = found.facts.catalog
    first = today - timedelta(days=SHOWN_DAYS - 2)
    days = [first + timedelta(days=n) for n in range(SHOWN_DAYS)]
    gaps = find_gaps(found.grid, Window())
    rejected = Counter(row["dataset"] for row in told.rejects)
    return Health(
        days=days,
        datasets=[
            _dataset(catalog, name, found.grid.columns.get(name), days, rejected, told)
            for name in [
                *(raw.name for raw in catalog.raw),
                *(one.name for one in catalog.computed),
            ]
        ]
        + [_feed(feeding.target) for feeding in catalog.feeds.values()],
        gaps_total=len(gaps.shown) + gaps.folded,
        gaps=[
            HealthGap(
                dataset=gap.cell.dataset,
                day=gap.cell.day,
                game_id=gap.cell.game_id,
                state=gap.cell.state.value,
                cause=gap.cell.cause,
                blocks=gap.blocks,
                next_step=gap.cell.next_step,
            )
            for gap in nearest_first(gaps.shown, today)[:SHOWN_ROWS]
        ],
        findings=told.findings,
        rejects=rejects_told(told.rejects, limit=SHOWN_ROWS),
        breakers=breakers_told(attempts, told.home, limit=SHOWN_ROWS),
        sources=[msgspec.convert(row, HealthSource) for row in told.sources],
        runs=[
            run_told(row, told.failures.get(row["run_id"], []), told.home)
            for row in told.runs[:SHOWN_ROWS]
        ],
        work=told.work,
        documents=[
            HealthDocuments(dataset=name, documents=count, newest_made_at=made)
            for name, (count, made) in sorted(told.published.items())
        ],
        alerting=told.alerting,
    )


def _feed(feed: Feed) -> HealthDataset:
    """A feed: no calendar expects rows of it, so it has no cells."""
    return HealthDataset(
        name=feed.name,
        layer="exports",
        grain=feed.grain,
        reads=[table.name for table in feed.reads],
        rejected=0,
        cells=[],
    )


def _dataset(
    catalog: Catalog,
    name: str,
    column: Column | None,
    days: Sequence[date],
    rejected: Mapping[str, int],
    told: Told,
) -> HealthDataset:
    return HealthDataset(
        name=name,
        layer=layer(catalog[name]),
        grain=catalog[name].grain,
        reads=list(catalog.reads(name)),
        rejected=rejected.get(name, 0),
        cells=[] if column is None else list(_cells(name, column, days, told)),
    )


def _cells(name: str, column: Column, days: Sequence[date], told: Told) -> Iterable[HealthCell]:
    first = bisect_left(column.games, days[0], key=lambda game: game.day)
    games = Counter(game.day for game in column.games[first:])
    odd: dict[date, list[GridCell]] = defaultdict(list)
    for cell in column.odd(days[0], days[-1]):
        odd[cell.day].append(cell)
    for day in days:
        if not games[day] and day not in odd:
            continue
        worst = min(odd[day], key=lambda cell: WORST_FIRST.index(cell.state), default=None)
        state = State.PRESENT if worst is None else worst.state
        is_whole_day = worst is not None and not worst.game_id
        count = sum(cell.state is state for cell in odd[day]) if worst else games[day]
        yield HealthCell(
            day=day,
            state=state.value,
            games=games[day] if is_whole_day else count,
            of_games=max(games[day], count),
            cause=(worst.cause or None) if worst else None,
            next_step=(worst.next_step or None) if worst and state in GAPS else None,
            run_id=told.committed_by.get((name, day)),
        )
