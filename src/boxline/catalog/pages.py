"""The declarations as Markdown: one page per dataset and an index, the same text every time."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence

from boxline.catalog.closure import LAYERS
from boxline.catalog.columns import Column
from boxline.catalog.datasets import VERSION_COLUMNS, Dataset, Export, Raw, Table, layer
from boxline.catalog.inputs import Input, Now, Past, Same, SameSeason
from boxline.catalog.registry import Catalog

INDEX = "index.md"

#: What each layer holds.
LAYER_MEANINGS = {
    "raw": "What providers send, row by row, each distinct version kept.",
    "core": "Our own vocabulary: games, teams, players and their lines.",
    "analytics": "What happened, measured.",
    "precompute": "What is known before the next game.",
    "predictions": "Predictions and how they turned out.",
    "exports": "What is published.",
}


def pages(catalog: Catalog) -> dict[str, str]:
    """The text of every page by its path inside the folder of pages."""
    each = {path_of(name): _page(catalog, catalog[name]) for name in sorted(catalog.datasets)}
    return {INDEX: _index(catalog), **each}


def path_of(name: str) -> str:
    """The path of a dataset's page inside the folder of pages."""
    return f"{name}.md"


def _index(catalog: Catalog) -> str:
    parts = ["# Datasets", "What is declared, in the order in which data flows."]
    for one in LAYERS:
        names = sorted(n for n, d in catalog.datasets.items() if layer(d) == one)
        if names:
            lines = [f"- {_link(name)}: {catalog[name].grain}" for name in names]
            parts += [f"## {one}", LAYER_MEANINGS[one], "\n".join(lines)]
    return _text(parts)


def _page(catalog: Catalog, dataset: Dataset) -> str:
    parts = [f"# {dataset.name}", f"One row is {dataset.grain}.", _table(_facts(catalog, dataset))]
    described = _how(catalog, dataset)
    if described:
        parts += ["## How its rows are made", described]
    inputs = catalog.inputs(dataset.name)
    if inputs:
        reads = [("Input", "Dataset", "Rows it sees", "Without it"), *map(_input, *_split(inputs))]
        parts += ["## Reads", _table(reads)]
    parts += ["## Read by", _readers(catalog, dataset)]
    parts += ["## Columns", _table(_columns(dataset))]
    if dataset.rules:
        parts += ["## Rules", "\n".join(f"- `{rule}`" for rule in dataset.rules)]
    return _text(parts)
