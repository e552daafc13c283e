"""The closure check: what cannot be paired is found at start-up, with the file to mend (law 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, get_type_hints

from boxline.catalog.columns import Type
from boxline.catalog.datasets import (
    Dataset,
    Export,
    Raw,
    Table,
    layer,
    league_in,
    league_name,
)
from boxline.catalog.feeds import Document
from boxline.catalog.inputs import Input, Past
from boxline.catalog.lists import list_problems
from boxline.catalog.plausibility import Known, KnownAsBefore, MeanAsBefore
from boxline.catalog.request_checks import request_problems

if TYPE_CHECKING:
    from boxline.catalog.registry import Catalog

LAYERS = ("raw", "core", "analytics", "precompute", "predictions", "exports")


def problems_of(catalog: Catalog) -> list[str]:
    """Every way in which the declarations do not close, each naming the module to mend."""
    whole = (
        _doubled_paths,
        _doubled_shapes,
        _unknown_targets,
        _calendars,
        _feeds,
        _asked_for,
        _doubled_words,
        list_problems,
    )
    found = [problem for check in whole for problem in check(catalog)]
    for dataset in catalog.datasets.values():
        where = catalog.modules[dataset.name]
        checks = (
            _names(catalog, dataset),
            _columns(dataset),
            _bindings(catalog, dataset),
            request_problems(catalog, dataset),
        )
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
        if column.name == dataset.partition and (column.nullable or column.type is not Type.DAY):
            yield f"partition column {column.name!r} must be a day that is never NULL"
        if not column.doc:
            yield f"column {column.name!r} has no doc"
    yield from _explained(dataset, names)
    yield from _checked(dataset)
    if dataset.partition not in dataset.key and isinstance(dataset, Table) and dataset.is_history:
        yield "a history table's key must hold its partition"
    if isinstance(dataset, Table) and dataset.is_history:
        if dataset.is_fact:
            yield "a history keeps its rows by itself: drop is_fact"
        for name in sorted({"origin", "version"} - set(dataset.key)):
            yield f"a history table's key needs {name!r}"
        if not any(c.name == "frozen_at" and c.type is Type.INSTANT for c in dataset.columns):
            yield "a history table needs the instant 'frozen_at'"


def _explained(dataset: Dataset, names: list[str]) -> Iterator[str]:
    for column in dataset.columns:
        if not column.explained_by:
            continue
        if not isinstance(dataset, Table):
            yield f"column {column.name!r} is explained, which only a computed table's can be"
        if column.nullable:
            yield f"column {column.name!r} may be NULL, so nothing rejects and explains it"
        if column.explained_by in names:
            yield f"column {column.name!r} is explained by {column.explained_by!r}, which is stored"


def _checked(dataset: Dataset) -> Iterator[str]:
    for column in dataset.columns:
        if not column.checks:
            continue
        if not isinstance(dataset, Table):
            yield f"column {column.name!r} has checks, which only a computed table's can have"
        kinds = {type(check) for check in column.checks}
        if MeanAsBefore in kinds and column.type not in (Type.INT, Type.FLOAT, Type.FLAG):
            yield f"column {column.name!r} is no number, so it has no mean to check"
        if kinds & {Known, KnownAsBefore} and not column.nullable:
            yield f"column {column.name!r} is never NULL, so its contract says that it is known"


def _bindings(catalog: Catalog, dataset: Dataset) -> Iterator[str]:
    name = dataset.name
    if isinstance(dataset, Raw | Table):
        is_read = bool(catalog.read_by[name])
        if not is_read and not dataset.unread:
            yield "no dataset reads it: give it a reader, or say why not with unread="
        if is_read and dataset.unread:
            yield "it is read after all: drop unread="
    if isinstance(dataset, Raw):
        if name not in catalog.readers:
            yield "nothing reads what lands for it: bind a function with @rows"
        return
    if name not in catalog.transforms:
        yield "nothing computes it: bind a function with @transform"
        return
    yield from _worked(catalog, dataset)
    if isinstance(dataset, Export) and name not in catalog.documents:
        yield "nothing writes its document: bind a function with @document"
    if name in catalog.documents and not _is_document(catalog.documents[name].function):
        yield "its document must inherit from catalog.feeds.Document: say so where it is returned"
    for parameter, given in catalog.inputs(name).items():
        source = given.dataset
        if source is None:
            continue
        if catalog.datasets.get(source.name) is not source:
            yield f"input {parameter!r} names {source.name}, which is not in the catalog"
        elif _is_downstream(source, dataset):
            yield f"input {parameter!r} flows backwards, from {layer(source)} to {layer(dataset)}"
        elif given.is_limit and not _can_limit(given):
            yield f"input {parameter!r} limits, which only Past(..., seasons=1) alone can"
        elif given.has_every_version and not isinstance(source, Raw):
            yield f"input {parameter!r} asks for versions, which {source.name} does not keep"
        elif league_name(source) != league_name(dataset):
            yield f"input {parameter!r} belongs to another league"
    if all(i.dataset is None for i in catalog.inputs(name).values()):
        yield "it has no input, so no day of it can ever be planned"


def _is_document(function: Callable[..., object]) -> bool:
    given = get_type_hints(function).get("return")
    return isinstance(given, type) and issubclass(given, Document)


def _worked(catalog: Catalog, dataset: Table | Export) -> Iterator[str]:
    given, function = catalog.transforms[dataset.name], catalog.works.get(dataset.name)
    if given.gives_materials and function is None:
        yield "its transform gives materials, and nothing makes rows of them: bind one with @worked"
    if function is None:
        return
    if not isinstance(dataset, Table):
        yield "only a computed table is worked"
    if not given.gives_materials:
        yield "its function is given materials: let its transform return `Materials`, by name"
    if function.function.__module__ != given.function.__module__:
        yield "its two functions stand in two modules, and only one would count as its code"


def _can_limit(given: Input) -> bool:
    is_plain = not (given.is_optional or given.is_either)
    return is_plain and isinstance(given.reach, Past) and given.reach.seasons == 1


def _is_downstream(source: Dataset, dataset: Dataset) -> bool:
    """Whether the source's layer comes after the dataset's; `_names` finds one that is none."""
    layers = [d.name.partition(".")[0].partition("_")[2] for d in (source, dataset)]
    return set(layers) <= set(LAYERS) and LAYERS.index(layers[0]) > LAYERS.index(layers[1])


def _doubled_paths(catalog: Catalog) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name, feeding in catalog.feeds.items():
        for path in feeding.target.documents:
            if path in seen:
                where = feeding.function.__module__
                yield f"{where}: {name} and {seen[path]} both use the path {path}"
            seen[path] = name
    for dataset in catalog.datasets.values():
        if isinstance(dataset, Table):
            continue
        path = (
            f"{dataset.provider.landing}/{dataset.landing}"
            if isinstance(dataset, Raw)
            else dataset.path
        )
        if path in seen:
            where = catalog.modules[dataset.name]
            yield f"{where}: {dataset.name} and {seen[path]} both use the path {path}"
        seen[path] = dataset.name


def _doubled_shapes(catalog: Catalog) -> Iterator[str]:
    """Archive files are recognised by their columns, so none may be a file of two datasets, unless
    both say how their files are named."""
    for one, other in combinations([raw for raw in catalog.raw if raw.is_archive], 2):
        begins = one.named.startswith(other.named) or other.named.startswith(one.named)
        if begins and _needs(one) <= _knows(other) and _needs(other) <= _knows(one):
            where = catalog.modules[other.name]
            yield f"{where}: {other.name} and {one.name} both read a file with the same columns"


def _knows(raw: Raw) -> set[str]:
    return {c.file_name for c in raw.file_columns}


def _needs(raw: Raw) -> set[str]:
    return {c.file_name for c in raw.file_columns if not c.optional}


def _unknown_targets(catalog: Catalog) -> Iterator[str]:
    for bound in (catalog.transforms, catalog.readers, catalog.documents, catalog.works):
        for name, found in bound.items():
            if catalog.datasets.get(name) is not found.target:
                where = found.function.__module__
                yield f"{where}: {name}: a function is bound to it, and no module declares it"


def _calendars(catalog: Catalog) -> Iterator[str]:
    for league in catalog.leagues.values():
        named = {
            "calendar": league.calendar,
            "teams": league.teams,
            "players": league.players,
            "disagreements": league.disagreements,
            "cutoffs": league.cutoffs,
            "table of graded predictions": league.graded,
            **{f"published table {name}": name for name in league.published},
        }
        for what, name in named.items():
            if name not in catalog.datasets and (name or what == "calendar"):
                yield f"league {league.name}: its {what} {name} is not in the catalog"


def _feeds(catalog: Catalog) -> Iterator[str]:
    for name, feeding in catalog.feeds.items():
        where = f"{feeding.function.__module__}: {name}"
        if name in catalog.datasets:
            yield f"{where}: a dataset has this name"
        if league_in(name) not in catalog.leagues:
            yield f"{where}: no league is named {league_in(name)!r}"
        if name.partition(".")[0].partition("_")[2] != "exports":
            yield f"{where}: a feed belongs to the layer exports"
        if not feeding.target.documents:
            yield f"{where}: it names no path"
        for table in feeding.target.reads:
            if catalog.datasets.get(table.name) is not table:
                yield f"{where}: it reads {table.name}, which is not in the catalog"
    for league, facts in catalog.facts_of_days.items():
        if league not in catalog.leagues:
            yield f"{facts.function.__module__}: no league is named {league!r}"


def _asked_for(catalog: Catalog) -> Iterator[str]:
    """What can be asked for by a name is there, and what is to be fetched can be."""
    for league in catalog.leagues.values():
        named = [(f"scraper {name}", dataset) for name, dataset in league.scrapers.items()]
        for name, datasets in league.processors.items():
            named += [(f"processor {name}", dataset) for dataset in datasets]
        named += [("live dataset", dataset) for dataset in league.live]
        for what, datasets in league.coverage.items():
            named += [(f"coverage of {what}", dataset) for dataset in datasets]
        for what, dataset in named:
            if dataset not in catalog.names:
                yield f"league {league.name}: its {what} is {dataset}, which is not in the catalog"
        for name, dataset in league.scrapers.items():
            raw = catalog.datasets.get(dataset)
            if raw is not None and not (isinstance(raw, Raw) and raw.request is not None):
                yield f"league {league.name}: its scraper {name} is {dataset}, which is not fetched"


def _doubled_words(catalog: Catalog) -> Iterator[str]:
    """A word by which something is asked for means one league's thing."""
    seen: dict[tuple[str, str], str] = {}
    for league in catalog.leagues.values():
        words = [("scraper", name) for name in league.scrapers]
        for what, name in (*words, *(("processor", name) for name in league.processors)):
            other = seen.setdefault((what, name), league.name)
            if other != league.name:
                yield f"league {league.name}: its {what} {name} is one of league {other}, too"
