"""What is committed and shown, counted again from the rows: each number must be that on record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.catalog.datasets import is_lasting
from boxline.errors import StoreDamaged
from boxline.health.examining.examined import Examined, fine, problem, warning
from boxline.stores.duckdb_errors import first_line
from boxline.stores.recounting import (
    counted_commits,
    loads_of,
    miscounted,
    odd_loads,
    version_at_once,
    version_by_days,
)
from boxline.stores.snapshot import RECORDS, Snapshot

#: So many days of a table are named.
_NAMED = 3

_REBUILD = (
    "Move warehouse.duckdb* away: `boxline run` rebuilds it from landing/; or restore a backup, "
    "which also brings live predictions back."
)


def recount(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    code: Mapping[str, str],
    landed: Collection[str],
    outdated: Collection[str],
) -> Iterator[Examined]:
    """Whether the rows of every table are those that its commits tell of, and every load is of
    something that landed.

    Args:
        connection: an open warehouse.
        code: dataset -> today's code version.
        landed: ids of all landed objects.
        outdated: tables whose columns are not today's; their rows are not counted.
    """
    wrong = 0
    if outdated:
        named = ", ".join(sorted(outdated)[:_NAMED]) + _more(sorted(outdated))
        found = f"{len(outdated)} tables have other columns than today's code gives them: {named}"
        yield warning("commits", found, "`boxline run` makes them anew; then verify again.")
    for dataset in _stored(catalog):
        if dataset.name in outdated:
            continue
        if days := miscounted(connection, dataset, code[dataset.name]):
            wrong += 1
            named = "; ".join(map(str, days[:_NAMED])) + _more(days)
            yield problem("commits", f"{dataset.name}: {named}", _REBUILD)
    commits, rows = counted_commits(connection)
    if not wrong:
        yield fine("commits", f"{commits} commits, {rows} rows: as many are there, and the same")
    odd = odd_loads(connection)
    if odd:
        found = f"{len(odd)} loads do not add up, for example {odd[0][1]} of {odd[0][0]}"
        yield problem("loads", found, _REBUILD)
    read = loads_of(connection)
    if unknown := sorted(read - set(landed)):
        yield problem(
            "loads",
            f"{len(unknown)} landed objects were read and are not in landing/, such as "
            f"{unknown[0]}",
            "Bring the files in again, or copy landing/ back from a backup: what is not there "
            "cannot be read again.",
        )
    elif not odd:
        yield fine("loads", f"{len(read)} landed objects were read, and every row is told of")


def recount_snapshot(home: Path, catalog: Catalog) -> Iterator[Examined]:
    """Whether each file of the snapshot holds what its manifest says."""
    snapshot = Snapshot(home / "snapshot")
    try:
        manifest = snapshot.manifest()
    except StoreDamaged:
        return  # its own finding says so
    if manifest is None:
        return
    next_step = f"Move {snapshot.root} away: the next run writes it anew."
    wrong, count = list[str](), 0
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for name, table in manifest["tables"].items():
            dataset = catalog.datasets.get(name)
            for file in table["files"]:
                count += 1
                path = snapshot.root / file["path"]
                try:
                    if name in RECORDS:
                        found = version_at_once(connection, list(table["columns"]), path)
                    elif isinstance(dataset, Raw | Table) and not is_lasting(dataset):
                        found = f"{version_by_days(connection, dataset, [path]):032x}"
                    else:
                        continue  # what lasts may have gained columns since it was committed
                except duckdb.Error as cause:
                    wrong.append(f"{path}: {first_line(cause)}")
                    continue
                if found != file["version"]:
                    wrong.append(f"{path} holds something else than its manifest says")
    if wrong:
        yield problem("snapshot", "; ".join(wrong[:_NAMED]) + _more(wrong), next_step)
    else:
        yield fine("snapshot", f"{count} files hold what their manifest says")


def _stored(catalog: Catalog) -> Iterator[Raw | Table]:
    for _, dataset in sorted(catalog.datasets.items()):
        if not isinstance(dataset, Export):
            yield dataset


def _more(wrong: Sequence[object]) -> str:
    return f"; and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
