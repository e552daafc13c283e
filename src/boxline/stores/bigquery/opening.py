"""Opening a warehouse on BigQuery, or on an emulator of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Catalog
from boxline.engine.extras import insist_on_extra
from boxline.engine.ports import RejectSink
from boxline.errors import QueryRefused
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.costs import Costs
from boxline.stores.bigquery.jobs import Jobs, first_line, told
from boxline.stores.bigquery.tables import OPENING_SECONDS
from boxline.stores.bigquery.warehouse import BigQueryWarehouse
from boxline.stores.fence import Token


@contextmanager
def open_bigquery(
    home: Path,
    address: Address,
    catalog: Catalog,
    rejects: RejectSink,
    lease: Token,
    costs: Costs,
    *,
    memory_limit: str,
    run_id: str = "",
    prepare: bool = True,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[BigQueryWarehouse]:
    """Open a warehouse on BigQuery. Who may write there is decided by the fence alone.

    Args:
        home: where the workbench spills what does not fit in memory.
        costs: of the run; each job is added.
        wait: waits so many seconds before a commit is tried again that met another.

    Raises:
        MissingExtra: the client is not installed.
        QueryRefused: there are no credentials, or the project does not let us in.
        WarehouseUnreachable: BigQuery does not answer.
    """
    client = client_of(address)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(home / "spill"),
        "preserve_insertion_order": "false",
        "TimeZone": "UTC",
        "autoinstall_known_extensions": "false",
    }
    connection = duckdb.connect(config=settings)
    try:
        connection.execute("SET enable_progress_bar = false")
        with told("the opening of its tables", costs):
            warehouse = BigQueryWarehouse(
                connection,
                address,
                Jobs(client, costs, run_id),
                catalog,
                rejects,
                lease,
                prepare=prepare,
                wait=wait,
            )
        yield warehouse
    finally:
        connection.close()
        client.close()


def client_of(address: Address) -> Any:
    """The client for a project, or for an emulator of this machine, which asks for no credentials.

    Raises:
        MissingExtra: it is not installed.
        QueryRefused: there are no credentials.
    """
    insist_on_extra("bigquery", "BOXLINE_WAREHOUSE")
    from google.api_core.client_options import ClientOptions
    from google.auth.credentials import AnonymousCredentials
    from google.auth.exceptions import GoogleAuthError
    from google.cloud import bigquery

    if not address.endpoint:
        try:
            return bigquery.Client(project=address.project, location=address.location or None)
        except GoogleAuthError as cause:
            raise QueryRefused(f"us in {address.project}", first_line(cause)) from cause
    return bigquery.Client(
        project=address.project,
        location=address.location or None,
        credentials=AnonymousCredentials(),
        client_options=ClientOptions(api_endpoint=address.endpoint),
    )


def has_records(address: Address) -> bool:
    """Whether a warehouse was made there; nothing is changed.

    Raises:
        MissingExtra, QueryRefused, WarehouseUnreachable: as it is opened.
    """
    client = client_of(address)
    from google.api_core.exceptions import NotFound
    from google.cloud.bigquery import DEFAULT_RETRY

    patience = DEFAULT_RETRY.with_timeout(OPENING_SECONDS)
    try:
        with told("a look at its records", Costs(ceiling=0)):
            try:
                client.get_dataset(address.dataset("ops"), retry=patience)
            except NotFound:
                return False
    finally:
        client.close()
    return True
