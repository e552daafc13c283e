"""The registry: all declarations, and what reads what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter

from boxline.catalog.datasets import Dataset, Export, League, Raw, Table, league_name
from boxline.catalog.feeds import FactsOfDays, Feeding
from boxline.catalog.inputs import Input, Reader, Transform, Writer
from boxline.catalog.worked import Worked
from boxline.errors import UnknownDataset


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All declarations, paired by exact name; order of import never matters."""

    datasets: Mapping[str, Dataset]
    modules: Mapping[str, str]
    transforms: Mapping[str, Transform]
    readers: Mapping[str, Reader]
    documents: Mapping[str, Writer]
    leagues: Mapping[str, League]
    works: Mapping[str, Worked] = field(default_factory=dict)
    feeds: Mapping[str, Feeding] = field(default_factory=dict)
    facts_of_days: Mapping[str, FactsOfDays] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Dataset:
        try:
            return self.datasets[name]
        except KeyError:
            raise UnknownDataset(name, self.datasets) from None

    def grain(self, name: str) -> str:
        """What one row of a dataset or feed is, in words."""
        if name in self.feeds:
            return self.feeds[name].target.grain
        return self[name].grain

    @cached_property
    def names(self) -> frozenset[str]:
        """What can be asked for by name: every dataset, and every feed of documents."""
        return frozenset({*self.datasets, *self.feeds})

    def league(self, dataset: Dataset) -> League:
        """The league a dataset belongs to."""
        return self.leagues[league_name(dataset)]

    def inputs(self, name: str) -> Mapping[str, Input]:
        """The inputs of a computed dataset by parameter; empty for a raw one."""
        found = self.transforms.get(name)
        return found.inputs if found else {}

    def reads(self, name: str) -> tuple[str, ...]:
        """Names of the datasets that this one reads, in the order of its parameters."""
        found = (i.dataset for i in self.inputs(name).values())
        return tuple(dict.fromkeys(d.name for d in found if d is not None))

    def with_sources(self, names: Iterable[str]) -> frozenset[str]:
        """Some datasets and all that they are made from, down to the raw ones."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.reads(name)
        return frozenset(found)

    @cached_property
    def read_by(self) -> Mapping[str, tuple[str, ...]]:
        """Dataset -> names of the datasets and feeds that read it; nothing reads a feed."""
        readers: dict[str, list[str]] = {name: [] for name in (*self.datasets, *self.feeds)}
        for name in self.datasets:
            for source in self.reads(name):
                readers.setdefault(source, []).append(name)
        for name, feeding in self.feeds.items():
            for table in feeding.target.reads:
                readers.setdefault(table.name, []).append(name)
        return {name: tuple(found) for name, found in readers.items()}

    @cached_property
    def computed(self) -> tuple[Table | Export, ...]:
        """Tables and exports, each after everything it reads."""
        graph = {name: self.reads(name) for name in sorted(self.datasets)}
        ordered = (self.datasets[name] for name in TopologicalSorter(graph).static_order())
        return tuple(d for d in ordered if not isinstance(d, Raw))

    @cached_property
    def raw(self) -> tuple[Raw, ...]:
        """Raw tables by name."""
        return tuple(d for _, d in sorted(self.datasets.items()) if isinstance(d, Raw))

    def downstream(self, name: str) -> tuple[str, ...]:
        """Everything that reads this dataset, directly or not."""
        found: dict[str, None] = {}
        waiting = list(self.read_by[name])
        while waiting:
            reader = waiting.pop(0)
            if reader not in found:
                found[reader] = None
                waiting += self.read_by[reader]
        return tuple(found)
