"""The registry: every declaration found by importing the leagues, and the check that they close."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from types import ModuleType

from boxline.catalog.closure import problems_of
from boxline.catalog.datasets import Dataset, Export, League, Raw, Table, league_name
from boxline.catalog.inputs import Document, Input, Reader, Transform
from boxline.errors import CatalogError, UnknownDataset


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All declarations, paired by exact name; order of import never matters."""

    datasets: Mapping[str, Dataset]
    modules: Mapping[str, str]
    transforms: Mapping[str, Transform]
    readers: Mapping[str, Reader]
    documents: Mapping[str, Document]
    leagues: Mapping[str, League]

    def __getitem__(self, name: str) -> Dataset:
        try:
            return self.datasets[name]
        except KeyError:
            raise UnknownDataset(name, self.datasets) from None

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

    @cached_property
    def read_by(self) -> Mapping[str, tuple[str, ...]]:
        """Dataset -> names of those that read it."""
        readers: dict[str, list[str]] = {name: [] for name in self.datasets}
        for name in self.datasets:
            for source in self.reads(name):
                readers[source].append(name)
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


def modules_of(packages: Iterable[str]) -> list[ModuleType]:
    """Import every module of the packages, in name order."""
    found = []
    for package in packages:
        root = importlib.import_module(package)
        found.append(root)
        names = [m.name for m in pkgutil.walk_packages(root.__path__, f"{package}.")]
        found += [importlib.import_module(name) for name in sorted(names)]
    return found


def build_catalog(modules: Sequence[ModuleType]) -> Catalog:
    """Collect the declarations of modules and check that they close.

    Raises:
        CatalogError: names every dangling, doubled or impossible declaration with its file.
    """
    problems: list[str] = []
    datasets: dict[str, Dataset] = {}
    homes: dict[str, str] = {}
    bound: dict[type, dict[str, object]] = {Transform: {}, Reader: {}, Document: {}}
    leagues: dict[str, League] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, League):
                leagues[value.name] = value
            elif isinstance(value, Raw | Table | Export):
                known = datasets.setdefault(value.name, value)
                if known is not value:
                    problems.append(f"{module.__name__}: {value.name} is declared twice")
            elif isinstance(value, Transform | Reader | Document):
                if value.function.__module__ != module.__name__:
                    continue  # imported from the module that binds it
                name = value.target.name
                if name in bound[type(value)]:
                    problems.append(f"{module.__name__}: {name} has two functions of one kind")
                bound[type(value)][name] = value
                homes.setdefault(name, module.__name__)
    catalog = Catalog(
        datasets=datasets,
        modules=homes,
        transforms=bound[Transform],  # type: ignore[arg-type]
        readers=bound[Reader],  # type: ignore[arg-type]
        documents=bound[Document],  # type: ignore[arg-type]
        leagues=leagues,
    )
    problems += problems_of(catalog)
    if not problems:
        try:
            _ = catalog.computed
        except CycleError as cause:
            problems.append(f"datasets read one another in a circle: {' -> '.join(cause.args[1])}")
    if problems:
        raise CatalogError(problems)
    return catalog
