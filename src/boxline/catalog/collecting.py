"""Collecting: every declaration found by importing the leagues, paired and checked to close."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from graphlib import CycleError
from types import ModuleType
from typing import TypeVar

from boxline.catalog.closure import problems_of
from boxline.catalog.datasets import Dataset, Export, League, Raw, Table
from boxline.catalog.feeds import FactsOfDays, Feeding
from boxline.catalog.inputs import Reader, Transform, Writer
from boxline.catalog.registry import Catalog
from boxline.catalog.worked import Worked
from boxline.errors import CatalogError

DECORATORS = {Transform: "transform", Reader: "rows", Writer: "document", Worked: "worked"}

_Bound = TypeVar("_Bound", Transform, Reader, Writer, Worked)
_Named = TypeVar("_Named")


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
    shown = _Shown(modules)
    datasets = shown.datasets()
    catalog = Catalog(
        datasets=datasets,
        modules={name: shown.home(dataset) for name, dataset in datasets.items()},
        transforms=shown.functions(Transform),
        readers=shown.functions(Reader),
        documents=shown.functions(Writer),
        works=shown.functions(Worked),
        leagues=shown.leagues(),
        feeds=shown.feeds(),
        facts_of_days=shown.facts_of_days(),
    )
    problems = [*shown.doubled, *problems_of(catalog)]
    if not problems:
        try:
            _ = catalog.computed
        except CycleError as cause:
            circle = cause.args[1]
            problems.append(
                f"{catalog.modules[circle[0]]}: {circle[0]}: datasets read one another in a "
                f"circle: {' -> '.join(circle)}"
            )
    if problems:
        raise CatalogError(problems)
    return catalog


class _Shown:
    """What modules hold, in the order of their names, so that no other order can matter.

    Attributes:
        doubled: a problem for each declaration whose name another has already.
    """

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        in_order = sorted(modules, key=lambda module: module.__name__)
        self.doubled: list[str] = []
        self._values = [(m.__name__, value) for m in in_order for value in vars(m).values()]
        self._holding: dict[int, list[str]] = {}
        for module, value in self._values:
            if isinstance(value, Raw | Table | Export):
                self._holding.setdefault(id(value), []).append(module)
        # In another module than its own a function was imported.
        self._functions = [
            (module, value)
            for module, value in self._values
            if isinstance(value, Transform | Reader | Writer | Worked)
            and value.function.__module__ == module
        ]

    def home(self, dataset: Dataset) -> str:
        """The module to mend: that which binds a function to the dataset, else that which bears
        its name, else the first that holds it."""
        holding = self._holding[id(dataset)]
        table = dataset.name.rpartition(".")[2]
        own = [module for module in holding if module.rpartition(".")[2] == table]
        binding = [module for module, value in self._functions if value.target is dataset]
        return [*binding, *own, *holding][0]

    def datasets(self) -> dict[str, Dataset]:
        """Datasets by name."""
        found = {id(v): v for _, v in self._values if isinstance(v, Raw | Table | Export)}
        each = [(self.home(dataset), dataset.name, dataset) for dataset in found.values()]
        return self._one_each(each, "is declared twice")

    def leagues(self) -> dict[str, League]:
        """Leagues by name."""
        each = [(m, v.name, v) for m, v in self._values if isinstance(v, League)]
        return self._one_each(each, "is a league declared twice")

    def feeds(self) -> dict[str, Feeding]:
        """Feeds by name, with the functions that make them."""
        each = [(m, v.target.name, v) for m, v in self._values if isinstance(v, Feeding)]
        return self._one_each(each, "has two functions with @feed")

    def facts_of_days(self) -> dict[str, FactsOfDays]:
        """What judges the days of each league."""
        each = [(m, v.league, v) for m, v in self._values if isinstance(v, FactsOfDays)]
        return self._one_each(each, "has two functions that tell of its days")

    def functions(self, kind: type[_Bound]) -> dict[str, _Bound]:
        """Functions of one kind by the name of the dataset that they are bound to."""
        each = [(m, v.target.name, v) for m, v in self._functions if isinstance(v, kind)]
        return self._one_each(each, f"has two functions with @{DECORATORS[kind]}")

    def _one_each(
        self, found: Iterable[tuple[str, str, _Named]], problem: str
    ) -> dict[str, _Named]:
        kept: dict[str, tuple[str, _Named]] = {}
        for module, name, value in found:
            first, known = kept.setdefault(name, (module, value))
            if known is not value:
                self.doubled.append(f"{module}: {name} {problem}, the other time in {first}")
        return {name: value for name, (_, value) in kept.items()}
