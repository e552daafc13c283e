"""What Dagster is told of a dataset before anything is made: all from its declaration."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from boxline.catalog import Catalog, Export, Raw
from boxline.catalog.columns import Column
from boxline.catalog.datasets import Dataset, Table
from boxline.catalog.pages import descriptions, range_words, reach_words
from boxline.dagster.naming import group_of, key_of

#: How Dagster calls a table's columns and name in metadata.
COLUMNS, TABLE_NAME = "dagster/column_schema", "dagster/table_name"


def spec_of(
    catalog: Catalog, dataset: Dataset, code: Mapping[str, str], days: dg.PartitionsDefinition[str]
) -> dg.AssetSpec:
    """A dataset as an asset, partitioned by day.

    Its inputs are dependencies day by day, whatever days it sees of them: how far it looks stands
    in its metadata, and what has to be made first the planner knows.
    """
    name = dataset.name
    about = [f"One row is {dataset.grain}.", *descriptions(catalog, name)]
    return dg.AssetSpec(
        key_of(name),
        deps=[key_of(source) for source in catalog.reads(name)],
        description="\n\n".join(about),
        group_name=group_of(name),
        metadata=dict(_facts(catalog, dataset)),
        code_version=code[name],
        kinds=_kinds(dataset),
        partitions_def=days,
        skippable=True,
    )


def feed_spec(catalog: Catalog, name: str, code: Mapping[str, str]) -> dg.AssetSpec:
    """A feed of documents as an asset without partitions: it tells of the present."""
    feed = catalog.feeds[name].target
    about = [inspect.getdoc(kind) or "" for kind in dict.fromkeys(feed.documents.values())]
    return dg.AssetSpec(
        key_of(name),
        deps=[key_of(table.name) for table in feed.reads],
        description="\n\n".join([f"One row is {feed.grain}.", *about]),
        group_name=group_of(name),
        metadata={"grain": feed.grain, "published at": ", ".join(feed.documents)},
        code_version=code[name],
        kinds={"document"},
        skippable=True,
    )


def _kinds(dataset: Dataset) -> set[str]:
    match dataset:
        case Raw():
            return {"raw"}
        case Export():
            return {"document"}
        case Table():
            return {"table"}


def _facts(catalog: Catalog, dataset: Dataset) -> Iterator[tuple[str, Any]]:
    yield TABLE_NAME, dataset.name
    yield COLUMNS, dg.TableSchema(columns=[_column(one) for one in dataset.stored_columns])
    yield "grain", dataset.grain
    yield "key", ", ".join(dataset.key)
    yield "partition", dataset.partition
    yield "declared in", catalog.modules[dataset.name]
    if dataset.expects is not None:
        yield "expects", str(dataset.expects)
    if dataset.due is not None:
        yield "due", str(dataset.due)
    if isinstance(dataset, Raw):
        yield "provider", dataset.provider.name
    if isinstance(dataset, Export):
        yield "published at", dataset.path
    reads = [
        f"- `{one.dataset.name}`: rows {reach_words(one.reach)}"
        for one in catalog.inputs(dataset.name).values()
        if one.dataset is not None
    ]
    if reads:
        yield "reads", dg.MetadataValue.md("\n".join(reads))


def _column(column: Column) -> dg.TableColumn:
    allowed = range_words(column)
    return dg.TableColumn(
        column.name,
        type=column.type.value,
        description=f"{column.doc} ({column.unit})" if column.unit else column.doc,
        constraints=dg.TableColumnConstraints(
            nullable=column.nullable, other=[allowed] if allowed else None
        ),
    )
