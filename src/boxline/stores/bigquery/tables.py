"""The datasets and tables of a catalog: made as they are declared, and told what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from boxline.catalog import Catalog, Column, Export, Raw, Table
from boxline.catalog.columns import Type
from boxline.catalog.datasets import is_lasting
from boxline.errors import HistoryChanged
from boxline.stores.bigquery.address import STAGING, Address
from boxline.stores.bigquery.records import RECORDS
from boxline.stores.bigquery.types import SQL_TYPES

if TYPE_CHECKING:
    from google.cloud import bigquery

    from boxline.stores.bigquery.jobs import Jobs

#: How long what a killed run left in staging stays.
STAGED_HOURS = 24
#: How long a project may take to tell its tables; the client would wait for ten minutes.
OPENING_SECONDS = 120.0
#: The label of a table that tells by which columns it was made.
SHAPE = "boxline_columns"
#: A table has at most four.
CLUSTERED = 4
#: BigQuery's limit on the text that describes a column.
DESCRIBED = 1_024
_CLUSTERABLE = {Type.TEXT, Type.INT, Type.FLAG, Type.DAY, Type.INSTANT}


def schema_of(columns: Iterable[Column]) -> list[Any]:
    """Columns as BigQuery is told of them. None is REQUIRED: what may be NULL is for the contract
    to say, and a REQUIRED column could never be given up."""
    from google.cloud.bigquery import SchemaField

    return [
        SchemaField(c.name, SQL_TYPES[c.type], description=described(c) or None) for c in columns
    ]


def described(column: Column) -> str:
    """What a column means, with its unit and range."""
    parts = [column.doc]
    if column.unit:
        parts.append(f"Unit: {column.unit}.")
    if column.low is not None or column.high is not None:
        low, high = ("" if end is None else f"{end:g}" for end in (column.low, column.high))
        parts.append(f"Range: {low}..{high}.")
    return " ".join(filter(None, parts))[:DESCRIBED]


def shape_of(dataset: Raw | Table) -> str:
    """The columns of a declaration, as a label's value."""
    told = [f"{c.name} {SQL_TYPES[c.type]}" for c in dataset.stored_columns]
    return sha256("\n".join(sorted(told)).encode()).hexdigest()[:16]


def standing_shapes(
    client: bigquery.Client, address: Address, catalog: Catalog, progress: Callable[[], None]
) -> dict[str, str]:
    """The tables that stand of a catalog and of records, and by which columns each was made.

    Args:
        progress: raises where the work was to be stopped.
    """
    from google.api_core.exceptions import NotFound
    from google.cloud.bigquery import DEFAULT_RETRY

    patience = DEFAULT_RETRY.with_timeout(OPENING_SECONDS)
    found = {}
    for schema in dict.fromkeys(name.partition(".")[0] for name in (*RECORDS, *_stored(catalog))):
        progress()
        try:
            for one in client.list_tables(address.dataset(schema), retry=patience):
                progress()
                # An emulator lists tables without their labels.
                labels = one.labels or client.get_table(one.reference).labels
                found[f"{schema}.{one.table_id}"] = labels.get(SHAPE, "")
        except NotFound:
            continue  # it is not there yet
    return found


def outdated(catalog: Catalog, standing: dict[str, str]) -> list[Raw | Table]:
    """The declared tables that are missing or have other columns."""
    return [one for name, one in _stored(catalog).items() if standing.get(name) != shape_of(one)]


def make_records(client: bigquery.Client, address: Address) -> None:
    """Make the tables of record, and the dataset of what is staged, which empties itself."""
    from google.cloud.bigquery import Dataset
    from google.cloud.bigquery import Table as Made

    staging = Dataset(address.dataset(STAGING))
    staging.default_table_expiration_ms = STAGED_HOURS * 3_600_000
    _make_dataset(client, address, staging)
    _make_dataset(client, address, Dataset(address.dataset("ops")))
    for name, columns in RECORDS.items():
        made = Made(address.table(name), schema=schema_of(columns))
        if any(column.name == "dataset" for column in columns):
            made.clustering_fields = ["dataset"]
        client.create_table(made, exists_ok=True)


def make_table(
    jobs: Jobs,
    address: Address,
    dataset: Raw | Table,
    *,
    is_standing: bool,
    has_rows: bool,
    progress: Callable[[], None],
) -> None:
    """Make a table, or make it anew where its columns changed; what lasts gains columns instead.

    Args:
        progress: raises where the work was to be stopped.
    Raises:
        HistoryChanged: a table of history or facts that has rows lost or changed a column.
    """
    from google.cloud.bigquery import Dataset

    client, made = jobs.client, declared(address, dataset)
    if is_standing and is_lasting(dataset) and has_rows:
        held = client.get_table(made.reference)
        kept = {field.name: field.field_type for field in held.schema}
        told = {field.name: field.field_type for field in made.schema}
        new = [c for c in dataset.columns if c.name not in kept]
        is_narrower = any(
            _same_kind(told.get(name)) != _same_kind(kind) for name, kind in kept.items()
        )
        if is_narrower or not all(column.nullable for column in new):
            raise HistoryChanged(dataset.name)
        if new:  # none where the run before was stopped between the column and its label
            added = ", ".join(f"ADD COLUMN `{c.name}` {SQL_TYPES[c.type]}" for c in new)
            text = f"ALTER TABLE {address.quoted(dataset.name)} {added}"
            jobs.script(text, dataset.name, progress)
            held = client.get_table(made.reference)  # it is another state of the table now
        named = {field.name: field for field in made.schema}
        # Described anew. BigQuery tells of a new column by now, an emulator is told of it here.
        held.schema = list(({field.name: field for field in held.schema} | named).values())
        held.labels = made.labels
        client.update_table(held, ["schema", "labels"])
        return
    if is_standing:
        client.delete_table(made.reference, not_found_ok=True)
    _make_dataset(client, address, Dataset(address.dataset(dataset.name.partition(".")[0])))
    client.create_table(made, exists_ok=True)


def declared(address: Address, dataset: Raw | Table) -> bigquery.Table:
    """A table as it is to be made: by months of its partition column, clustered by its key."""
    from google.cloud.bigquery import Table as Made
    from google.cloud.bigquery import TimePartitioning

    league, _, layer = dataset.name.partition(".")[0].partition("_")
    made = Made(address.table(dataset.name), schema=schema_of(dataset.stored_columns))
    made.time_partitioning = TimePartitioning(type_="MONTH", field=dataset.partition)
    made.require_partition_filter = True
    made.clustering_fields = _clustered(dataset)
    made.description = f"One row is {dataset.grain}."[:DESCRIBED] if dataset.grain else None
    made.labels = {"league": league, "layer": layer, SHAPE: shape_of(dataset)}
    return made


def _clustered(dataset: Raw | Table) -> list[str]:
    """Its day first, because what is asked for is some days of a month; then its key."""
    kinds = {c.name: c.type for c in dataset.stored_columns}
    wanted: Sequence[str] = (dataset.partition, *dataset.key)
    return [c for c in dict.fromkeys(wanted) if kinds.get(c) in _CLUSTERABLE][:CLUSTERED]


def _make_dataset(client: bigquery.Client, address: Address, dataset: Any) -> None:
    if address.location:
        dataset.location = address.location
    dataset.labels = {"boxline": "warehouse"}
    client.create_dataset(dataset, exists_ok=True)


def _same_kind(kind: str | None) -> str:
    """BigQuery tells types by their older names."""
    return {"INTEGER": "INT64", "FLOAT": "FLOAT64", "BOOLEAN": "BOOL"}.get(kind or "", kind or "")


def _stored(catalog: Catalog) -> dict[str, Raw | Table]:
    return {name: d for name, d in catalog.datasets.items() if not isinstance(d, Export)}
