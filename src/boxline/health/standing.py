"""How every dataset stands: days, rows, and what the calendar misses, as the snapshot tells it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from boxline.catalog import Catalog, Export
from boxline.catalog.datasets import Dataset
from boxline.engine.calendar import Calendar
from boxline.engine.reachable import Reachable
from boxline.engine.versions import Commit

if TYPE_CHECKING:
    import duckdb

Commits = Mapping[str, Mapping[date, Commit]]


def snapshot_commits(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[date, Commit]]:
    """Dataset -> day -> rows kept, of the snapshot's commit records."""
    found = {}
    for dataset, text in connection.execute(
        "SELECT dataset, string_agg(concat_ws(' ', day - DATE '0001-01-01' + 1, rows_kept), ' ') "
        "FROM ops.commits GROUP BY dataset"
    ).fetchall():
        words = list(map(int, text.split()))
        days = map(date.fromordinal, words[0::2])
        found[dataset] = {
            day: Commit(0, 0, "", rows, 0) for day, rows in zip(days, words[1::2], strict=True)
        }
    return found


def snapshot_rejects(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Dataset -> rows rejected: by day where it is computed, by landed object where it is raw."""
    rows = connection.execute(
        "SELECT dataset, CAST(sum(rows_rejected) AS BIGINT) FROM ("
        "SELECT dataset, rows_rejected FROM ops.commits "
        "UNION ALL SELECT dataset, rows_rejected FROM ops.loads) GROUP BY dataset"
    ).fetchall()
    return dict(rows)


def standing(
    catalog: Catalog,
    commits: Commits,
    rejects: Mapping[str, int],
    calendar: Calendar,
    documents_from: Mapping[str, date],
    today: date | None = None,
) -> list[dict[str, Any]]:
    """One row per dataset.

    `days_missing` are days on which the calendar has games that the dataset owes rows for, and
    that were never committed; `days_short` were, with fewer rows than those games owe. Both are
    NULL where nothing is expected.
    """

    def first_held(name: str) -> date | None:
        return min(commits.get(name, {}), default=None)

    reachable = Reachable(catalog, first_held, today)
    return [
        _row(reachable, dataset, commits, rejects, calendar, documents_from)
        for _, dataset in sorted(catalog.datasets.items())
    ]


def _row(
    reachable: Reachable,
    dataset: Dataset,
    all_commits: Commits,
    rejects: Mapping[str, int],
    calendar: Calendar,
    documents_from: Mapping[str, date],
) -> dict[str, Any]:
    commits = all_commits.get(dataset.name, {})
    held = {day: commit for day, commit in commits.items() if commit.rows}
    missing, short = None, None
    expects = dataset.expects
    if expects is not None:
        coverage = reachable.coverage(dataset.name)
        begins = reachable.begins(dataset.name)
        league = reachable.catalog.league(dataset)
        wanted = documents_from.get(league.name) if isinstance(dataset, Export) else None
        if wanted is not None:
            begins = max(begins or wanted, wanted)
        owed = {
            day: calendar.games(league, day, expects.state, coverage) * expects.at_least
            for day in calendar.days(league)
            if begins is not None and day >= begins
        }
        missing = sum(rows > 0 and day not in commits for day, rows in owed.items())
        short = sum(day in commits and commits[day].rows < rows for day, rows in owed.items())
    return {
        "dataset": dataset.name,
        "days": len(held),
        "first": min(held, default=None),
        "last": max(held, default=None),
        "rows": sum(commit.rows for commit in held.values()),
        "rejected": rejects.get(dataset.name, 0),
        "days_missing": missing,
        "days_short": short,
    }
