"""How the days of a window stand after a run, as the home's newest snapshot tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from boxline.engine.versions import version_text
from boxline.engine.work import DatasetPlan, Window
from boxline.stores.commit_records import Told, told_commits

if TYPE_CHECKING:  # Dagster waits for what loads: NumPy and DuckDB come with the first step
    from boxline.health.grid.reading import Look
    from boxline.stores.published_place import PublishedPlace

#: How Dagster calls the number of rows of a partition.
ROWS = "dagster/partition_row_count"

Metadata = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of some datasets.

    Attributes:
        committed: dataset -> day -> what its commit says.
        made_by: dataset -> day -> the run that committed it; of a document's nobody keeps it.
        rejected: dataset -> how many rows of these days its commits say were rejected.
        left: dataset -> day -> why a run would still have something to do there, or cannot.
    """

    committed: Mapping[str, Mapping[date, Metadata]]
    made_by: Mapping[str, Mapping[date, str]]
    rejected: Mapping[str, int]
    left: Mapping[str, Mapping[date, str]]


def days_of(look: Look, window: Window) -> Days:
    """How the days and datasets of a window stand."""
    told = told_commits(look.connection, datasets=window.only, first=window.first, last=window.last)
    committed: dict[str, dict[date, Metadata]] = {}
    made_by: dict[str, dict[date, str]] = {}
    rejected: dict[str, int] = {}
    for one in told:
        committed.setdefault(one.dataset, {})[one.day] = metadata_of(one)
        made_by.setdefault(one.dataset, {})[one.day] = one.run_id
        rejected[one.dataset] = rejected.get(one.dataset, 0) + one.rejected
    committed |= documents_of(look.published, window)
    return Days(
        committed=committed,
        made_by=made_by,
        rejected=rejected,
        left={
            plan.dataset: dict(_left(plan, committed.get(plan.dataset, {})))
            for plan in look.plan(window)
        },
    )


def metadata_of(told: Told) -> Metadata:
    """What a commit says, as the metadata of a materialisation."""
    return {
        ROWS: told.rows,
        "rows rejected": told.rejected,
        "content version": told.content,
        "input version": told.inputs,
        "code version": told.code,
        "run": told.run_id,
        "committed at": told.committed_at.isoformat(),
    }


def documents_of(published: PublishedPlace, window: Window) -> dict[str, dict[date, Metadata]]:
    """Likewise of the published documents of a window, by dataset and day."""
    return {
        name: {
            day: {
                ROWS: commit.rows,
                "content version": version_text(commit.content),
                "input version": version_text(commit.inputs),
                "code version": commit.code,
            }
            for day, commit in days.items()
            if window.holds(day)
        }
        for name, days in published.commits().items()
        if name in window.only
    }


def _left(plan: DatasetPlan, committed: Collection[date]) -> Iterator[tuple[date, str]]:
    # What is committed and may change later is made, as well as it can be now.
    early = (day for day in plan.may_follow if day not in committed)
    yield from ((day, "it waits for work on what it reads") for day in early)
    yield from ((cell.day, f"it is not computed yet: {cell.reason.value}") for cell in plan.cells)
    yield from ((one.day, f"it waits for {one.waits_for}") for one in plan.blocked)
    for one in plan.parked:
        yield date.fromisoformat(one.cell), f"it failed and is left alone: {one.message}"
