"""The graph of what is made from what, as places: a column for each layer, data flowing right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LAYERS = ("raw", "core", "analytics", "precompute", "predictions", "exports")

#: Pixels: of a column, of a row, and of a box.
COLUMN, ROW, WIDTH, HEIGHT, TOP = 250, 24, 210, 18, 30


@dataclass(frozen=True, kw_only=True)
class Node:
    """A dataset: its box, and the worst state of its days."""

    name: str
    word: str
    x: float
    y: float
    state: str


@dataclass(frozen=True, kw_only=True)
class Edge:
    """An arrow from a dataset to one that reads it."""

    source: str
    target: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Boxes and arrows, and the size of the drawing in pixels."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def lineage(datasets: Sequence[Mapping[str, Any]], states: Mapping[str, str]) -> Graph:
    """The graph of the datasets of a health document.

    Args:
        states: dataset -> the worst state of its days; `present` where it is left out.
    """
    rows = dict.fromkeys(LAYERS, 0)
    places: dict[str, tuple[float, float]] = {}
    nodes = []
    for dataset in datasets:
        layer = dataset["layer"]
        x = LAYERS.index(layer) * COLUMN
        y = TOP + rows[layer] * ROW
        rows[layer] += 1
        places[dataset["name"]] = x, y
        word = dataset["name"].partition(".")[2]
        state = states.get(dataset["name"], "present")
        nodes.append(Node(name=dataset["name"], word=word, x=x, y=y, state=state))
    edges = tuple(
        Edge(source=source, target=dataset["name"], path=_arrow(places, source, dataset["name"]))
        for dataset in datasets
        for source in dataset["reads"]
        if source in places
    )
    height = TOP + max(rows.values(), default=0) * ROW
    return Graph(
        nodes=tuple(nodes), edges=edges, width=(len(LAYERS) - 1) * COLUMN + WIDTH + 4, height=height
    )


def _arrow(places: Mapping[str, tuple[float, float]], source: str, target: str) -> str:
    (x, y), (end_x, end_y) = places[source], places[target]
    y, end_y = y + HEIGHT / 2, end_y + HEIGHT / 2
    if x == end_x:  # of one layer: out to the right and back
        right = x + WIDTH
        return f"M{right} {y:g} C{right + 26} {y:g} {right + 26} {end_y:g} {right} {end_y:g}"
    begin, bend = x + WIDTH, (end_x - x - WIDTH) / 2
    return f"M{begin} {y:g} C{begin + bend:g} {y:g} {end_x - bend:g} {end_y:g} {end_x} {end_y:g}"
