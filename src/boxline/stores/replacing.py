"""The one write of computed tables: stage, verify, judge, MERGE, delete what is no longer produced,
record the commit, all in one transaction (law 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import duckdb

from boxline.catalog import Table
from boxline.catalog.columns import explanations
from boxline.engine.ports import Outcome, RejectSink, Replacement
from boxline.engine.versions import Commit
from boxline.errors import ContractBroken
from boxline.stores.contract_sql import (
    BROKEN,
    broken,
    names,
    quoted,
    row_hash,
    staged,
)
from boxline.stores.distributions import refuse_implausible
from boxline.stores.histories import append, refuse_begun
from boxline.stores.rejecting import refuse_above_limit, rejects_of_stage, rows_by_day
from boxline.stores.staged_days import ADDED, STAGE, Contents, equal, versions
from boxline.stores.transaction import Writer
from boxline.stores.working import Source, source_of


def replace(
    writer: Writer,
    work: Replacement,
    rejects: RejectSink,
    progress: Callable[[], None] = lambda: None,
    source: Source = source_of,
) -> Outcome:
    """Compute and commit a range of days.

    Args:
        source: gives a query for the rows.
        progress: raises where the work was to be stopped; asked by what works in Python.
    Raises:
        FunctionFailed: a worked table's function failed.
        TooManyRejects: more rows break the contract than the table allows.
        ContractBroken: two rows have one key, or a row lies on a day that nobody planned.
        ImplausibleDay: a day does not look as its columns declare.
        GameStarted: a game began while live predictions for it were on their way.
    """
    connection = writer.connection
    with writer.transaction(drops=(STAGE, ADDED)):
        now = work.clock()
        rejected = stage(connection, work, now, rejects, progress, source)
        accepted = refuse_implausible(connection, work)
        found = append(connection, work) if work.table.is_history else _merge(connection, work)
        outcome = _commit(connection, work, now, rejected, *found, accepted=accepted)
        if work.table.is_history:
            refuse_begun(connection, work)
        return outcome


def stage(
    connection: duckdb.DuckDBPyConnection,
    work: Replacement,
    now: datetime,
    rejects: RejectSink,
    progress: Callable[[], None],
    source: Source = source_of,
) -> dict[date, int]:
    """Fill the stage and verify it, in the transaction that is open; the number of rejected rows by
    day, of those without a day by the first."""
    table = work.table
    day = quoted(table.partition)
    days = sorted(work.wanted)
    as_of = work.as_of if work.is_bounded else max(work.as_of, now)
    given = (*table.columns, *explanations(table.columns))
    columns = ", ".join(staged(c) for c in given)
    bounds = {"first": days[0], "last": days[-1], "passed_over": list(work.passed_over)}
    with source(connection, work, now=now, as_of=as_of, progress=progress) as (sql, parameters):
        connection.execute(
            f"CREATE TEMP TABLE {STAGE} AS "
            f"SELECT *, {broken(table.columns, table.rules)} AS {BROKEN} "
            # A row without a day lies on none of them, and is a reject of the set.
            f"FROM (SELECT {columns} FROM ({sql}) WHERE {day} IS NULL OR ({day} BETWEEN $first "
            f"AND $last AND NOT list_contains(CAST($passed_over AS DATE[]), {day})))",
            {**parameters, **bounds},
        )
    found = rejects_of_stage(connection, table, STAGE, columns=given, without_day=days[0])
    rejects.reject(table.name, [d.isoformat() for d in days], found)
    if found:
        refuse_above_limit(table, found, rows_by_day(connection, table, STAGE, days[0]))
        connection.execute(f"DELETE FROM {STAGE} WHERE {BROKEN} IS NOT NULL")
    _verify(connection, table, days)
    by_day: dict[date, int] = {}
    for reject in found:
        if reject.day is not None:
            by_day[reject.day] = by_day.get(reject.day, 0) + 1
    return by_day


def _verify(connection: duckdb.DuckDBPyConnection, table: Table, days: list[date]) -> None:
    doubled = connection.execute(
        f"SELECT {names(table.key)} FROM {STAGE} GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if doubled:
        raise ContractBroken(table.name, f"two rows have the key {doubled}")
    stray = connection.execute(
        f"SELECT DISTINCT {quoted(table.partition)} FROM {STAGE} "
        f"WHERE {quoted(table.partition)} NOT IN (SELECT unnest(CAST($days AS DATE[])))",
        {"days": days},
    ).fetchone()
    if stray:
        raise ContractBroken(table.name, f"a row lies on {stray[0]}, which was not planned")


def _merge(connection: duckdb.DuckDBPyConnection, work: Replacement) -> Contents:
    """Make the table's rows of the planned days equal the stage; days that do not differ are left
    alone."""
    table = work.table
    target, day = quoted(table.name), quoted(table.partition)
    staged_days = versions(connection, table, STAGE)
    before = {d: c for d, c in work.committed.items() if d in work.wanted}
    differing = [
        d
        for d in work.wanted
        if staged_days.get(d, (0, 0))[1] != (before[d].content if d in before else 0)
    ]
    contents = {d: staged_days.get(d, (0, 0)) for d in work.wanted}
    if not differing:
        return contents, 0
    parameters = {"days": differing}
    chosen = f"{day} IN (SELECT unnest(CAST($days AS DATE[])))"
    columns = names(table.columns)
    if not any(before[d].rows for d in differing if d in before):
        stored = connection.execute(
            f"INSERT INTO {target} ({columns}) SELECT {columns} FROM {STAGE} WHERE {chosen}",
            parameters,
        ).fetchone()
        return contents, stored[0] if stored else 0
    span = {"low": min(differing), "high": max(differing)}
    same_key = equal(table.key, "t", "s")
    gone = connection.execute(
        f"DELETE FROM {target} AS t WHERE {chosen} AND NOT EXISTS "
        f"(SELECT 1 FROM {STAGE} AS s WHERE {same_key} AND s.{day} = t.{day})",
        parameters,
    ).fetchone()
    compared = [c.name for c in table.columns]
    updates = ", ".join(f"{quoted(c)} = s.{quoted(c)}" for c in compared)
    merged = connection.execute(
        f"MERGE INTO {target} AS t USING (SELECT {columns} FROM {STAGE} WHERE {chosen}) AS s "
        # The span is for the scan; days within it that are passed over keep their rows.
        f"ON {same_key} AND t.{day} = s.{day} AND t.{day} BETWEEN $low AND $high "
        f"WHEN MATCHED AND {row_hash(compared, 't.')} <> {row_hash(compared, 's.')} "
        f"THEN UPDATE SET {updates} "
        f"WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({names(table.columns, 's.')})",
        {**parameters, **span},
    ).fetchone()
    return contents, (gone[0] if gone else 0) + (merged[0] if merged else 0)


def _commit(
    connection: duckdb.DuckDBPyConnection,
    work: Replacement,
    now: datetime,
    rejected: Mapping[date, int],
    contents: Mapping[date, tuple[int, int]],
    stored: int,
    *,
    accepted: str,
) -> Outcome:
    commits = {
        day: Commit(
            content=contents[day][1],
            inputs=inputs,
            code=_code_of(work, day),
            rows=contents[day][0],
            rejected=rejected.get(day, 0),
        )
        for day, inputs in work.wanted.items()
    }
    record_commits(connection, work.table.name, commits, work.run_id, now)
    kept, refused = sum(c.rows for c in commits.values()), sum(rejected.values())
    return Outcome(
        dataset=work.table.name,
        days=len(commits),
        rows_in=kept + refused,
        kept=kept,
        rejected=refused,
        stored=stored,
        first=min(commits, default=None),
        last=max(commits, default=None),
        commits=commits,
        accepted=accepted,
    )


def _code_of(work: Replacement, day: date) -> str:
    """The code version that a day's rows were made by: a history keeps the rows it has."""
    held = work.committed.get(day)
    is_kept = work.table.is_history and not work.remake and held is not None and held.rows > 0
    return held.code if held is not None and is_kept else work.code


def record_commits(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    commits: Mapping[date, Commit],
    run_id: str,
    now: datetime,
) -> None:
    """Replace the commit records of some days, in the transaction that is open."""
    days = list(commits)
    connection.execute(
        "DELETE FROM ops.commits WHERE dataset = $dataset "
        "AND day IN (SELECT unnest(CAST($days AS DATE[])))",
        {"dataset": dataset, "days": days},
    )
    connection.execute(
        "INSERT INTO ops.commits SELECT $dataset, unnest(CAST($days AS DATE[])), "
        "unnest($inputs), unnest($contents), unnest($codes), unnest($kept), unnest($rejected), "
        "$run_id, $now",
        {
            "dataset": dataset,
            "days": days,
            "inputs": [f"{c.inputs:032x}" for c in commits.values()],
            "contents": [f"{c.content:032x}" for c in commits.values()],
            "codes": [c.code for c in commits.values()],
            "kept": [c.rows for c in commits.values()],
            "rejected": [c.rejected for c in commits.values()],
            "run_id": run_id,
            "now": now.astimezone(UTC).replace(tzinfo=None),
        },
    )
