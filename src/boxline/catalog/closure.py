"""The closure check: what cannot be paired is found at start-up, with the file to mend (law 1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from boxline.catalog.datasets import Dataset, Export, Raw, Table, layer, league_name

if TYPE_CHECKING:
    from boxline.catalog.registry import Catalog

LAYERS = ("raw", "core", "analytics", "precompute", "predictions", "exports")


def problems_of(catalog: Catalog) -> list[str]:
    """Every way in which the declarations do not close, each naming the module to mend."""
    found = [*_doubled_paths(catalog)]
    for dataset in catalog.datasets.values():
        where = catalog.modules.get(dataset.name, "no module binds it")
        checks = (_names(catalog, dataset), _columns(dataset), _bindings(catalog, dataset))
        found += [f"{where}: {dataset.name}: {problem}" for check in checks for problem in check]
    return found


def _names(catalog: Catalog, dataset: Dataset) -> Iterator[str]:
    schema, _, table = dataset.name.partition(".")
    if not table or "_" not in schema:
        yield "a name reads league_layer.thing"
        return
    if league_name(dataset) not in catalog.leagues:
        yield f"no league is named {league_name(dataset)!r}"
    if layer(dataset) not in LAYERS:
        yield f"no layer is named {layer(dataset)!r}; there are {', '.join(LAYERS)}"


def _columns(dataset: Dataset) -> Iterator[str]:
    names = [c.name for c in dataset.columns]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield f"column {name!r} is declared twice"
    used = {*dataset.key, dataset.partition, *(c for r in dataset.rules for c in r.columns)}
    if isinstance(dataset, Raw):
        used |= {*dataset.complete_within} | ({dataset.prefer} if dataset.prefer else set())
    for name in sorted(used - set(names)):
        yield f"column {name!r} is used by key, partition or rules, and not declared"
    for column in dataset.columns:
        if column.name in dataset.key and column.nullable:
            yield f"key column {column.name!r} may not be NULL"
        if not column.doc:
            yield f"column {column.name!r} has no doc"
    if dataset.partition not in dataset.key and isinstance(dataset, Table) and dataset.is_history:
        yield "a history table's key must hold its partition"
    if isinstance(dataset, Table) and dataset.is_history:
        for name in sorted({"origin", "version"} - set(dataset.key)):
            yield f"a history table's key needs {name!r}"


def _bindings(catalog: Catalog, dataset: Dataset) -> Iterator[str]:
    name = dataset.name
    if isinstance(dataset, Raw):
        if name not in catalog.readers:
            yield "nothing reads what lands for it: bind a function with @rows"
        if not catalog.read_by.get(name) and not dataset.unread:
            yield "no dataset reads it: give it a reader, or say why not with unread="
        if catalog.read_by.get(name) and dataset.unread:
            yield "it is read after all: drop unread="
        return
    if name not in catalog.transforms:
        yield "nothing computes it: bind a function with @transform"
        return
    if isinstance(dataset, Export) and name not in catalog.documents:
        yield "nothing writes its document: bind a function with @document"
    if isinstance(dataset, Table) and not catalog.read_by.get(name) and not dataset.unread:
        yield "no dataset reads it: give it a reader, or say why not with unread="
    for parameter, given in catalog.inputs(name).items():
        source = given.dataset
        if source is None:
            continue
        if catalog.datasets.get(source.name) is not source:
            yield f"input {parameter!r} names {source.name}, which is not in the catalog"
        elif LAYERS.index(layer(source)) > LAYERS.index(layer(dataset)):
            yield f"input {parameter!r} flows backwards, from {layer(source)} to {layer(dataset)}"
        elif league_name(source) != league_name(dataset):
            yield f"input {parameter!r} belongs to another league"
    if all(i.dataset is None for i in catalog.inputs(name).values()):
        yield "it has no input, so no day of it can ever be planned"


def _doubled_paths(catalog: Catalog) -> Iterator[str]:
    seen: dict[str, str] = {}
    for dataset in catalog.datasets.values():
        if isinstance(dataset, Table):
            continue
        path = f"{dataset.provider.landing}/{dataset.landing}" if isinstance(dataset, Raw) else dataset.path
        if path in seen:
            where = catalog.modules.get(dataset.name, "?")
            yield f"{where}: {dataset.name} and {seen[path]} both use the path {path}"
        seen[path] = dataset.name
