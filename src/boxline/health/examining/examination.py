"""Everything that `boxline doctor` looks at, in the order in which one thing rests on another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from boxline.health.examining.examined import Examined, fine
from boxline.health.examining.machine import (
    declared_libraries,
    examine_folder,
    examine_libraries,
    examine_permissions,
    examine_space,
)


def examine(
    home: Path,
    datasets: Collection[str],
    *,
    is_deep: bool,
    wait_seconds: float,
    ledger: str = "",
    warehouse: str = "",
    landing: str = "",
    published: str = "",
) -> Iterator[Examined]:
    """Look at a home and the machine under it, and change neither.

    Args:
        home: the home's folder; it may not be there yet.
        datasets: names of the datasets that are declared.
        is_deep: whether bytes are hashed and rows read, and not only their presence checked.
        wait_seconds: how long to wait for the warehouse where somebody holds it.
        ledger: the URL of the server that has the ledger; empty where it is a file of the home.
        warehouse: the URL of the one on BigQuery; empty where it is a file of the home.
        landing, published: the URLs of buckets; empty for those in the home.
    """
    yield from examine_libraries(declared_libraries())
    if home.is_dir():
        yield from examine_folder(home)
        yield from examine_space(home)
        yield from examine_permissions(home)
    else:  # as in a new container; what stands elsewhere is there all the same
        yield fine("home", f"{home} is not there yet; the first import makes it")
    from boxline.health.examining.bigquery_project import examine_bigquery
    from boxline.health.examining.ledger_server import examine_ledger_server
    from boxline.health.examining.model_files import examine_models
    from boxline.health.examining.readers import examine_published, examine_snapshot
    from boxline.health.examining.records import examine_landing, examine_ledger
    from boxline.health.examining.warehouse_probe import examine_warehouse

    if ledger:
        yield from examine_ledger_server(ledger)
    else:
        yield from examine_ledger(home)
    yield from examine_landing(home, datasets, is_deep=is_deep, url=landing)
    if warehouse:
        yield from examine_bigquery(warehouse)
    else:
        yield from examine_warehouse(home, is_deep=is_deep, wait_seconds=wait_seconds)
    yield from examine_models(home, is_deep=is_deep)
    yield from examine_snapshot(home, is_deep=is_deep)
    yield from examine_published(home, is_deep=is_deep, url=published)
