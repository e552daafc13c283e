"""The declarations as Markdown: one page per dataset and an index, the same text every time."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence

from boxline.catalog.closure import LAYERS
from boxline.catalog.columns import Column, Type
from boxline.catalog.datasets import Dataset, Export, Raw, Table, layer
from boxline.catalog.feeds import Feeding
from boxline.catalog.inputs import Input, Now, Past, Reach, Same, SameSeason
from boxline.catalog.registry import Catalog
from boxline.catalog.request_pages import request_facts

INDEX = "index.md"

#: What each layer holds.
LAYER_MEANINGS = {
    "raw": "What providers send, row by row, each distinct version kept.",
    "core": "Our own vocabulary: games, teams, players and their lines.",
    "analytics": "What happened, measured.",
    "precompute": "What is known before the next game.",
    "predictions": "Predictions, and how they turned out.",
    "exports": "What is published.",
}


def pages(catalog: Catalog) -> dict[str, str]:
    """The text of every page by its path inside the folder of pages."""
    each = {_path(name): _page(catalog, catalog[name]) for name in sorted(catalog.datasets)}
    feeds = {_path(name): _feed_page(feeding) for name, feeding in sorted(catalog.feeds.items())}
    return {INDEX: _index(catalog), **each, **feeds}


def _feed_page(feeding: Feeding) -> str:
    feed, module = feeding.target, feeding.function.__module__
    kinds = {kind.__name__: kind for kind in feed.documents.values()}
    facts = [
        ("Kind", "documents made from the newest snapshot at each publishing"),
        ("May hold less", feed.shrinks_because),
        ("Declared in", f"`src/{module.replace('.', '/')}.py`"),
    ]
    documents = [
        (f"`{path}`", f"[`{kind.__name__}`](schemas/{kind.__name__}.json)")
        for path, kind in feed.documents.items()
    ]
    reads = "\n".join(f"- {_link(table.name)}" for table in feed.reads)
    parts = [f"# {feed.name}", f"One row is {feed.grain}."]
    parts.append(_table(("", ""), [row for row in facts if row[1]]))
    parts += ["## Documents", _table(("Published at", "Schema"), documents)]
    for kind in kinds.values():
        parts += [f"### {kind.__name__}", inspect.getdoc(kind) or ""]
    parts += ["## Reads", reads]
    return _text(part for part in parts if part)


def _path(name: str) -> str:
    return f"{name}.md"


def _link(name: str) -> str:
    return f"[`{name}`]({_path(name)})"


def _index(catalog: Catalog) -> str:
    parts = ["# Datasets", "Everything that is declared, in the order in which data flows."]
    for one in LAYERS:
        names = [name for name, d in catalog.datasets.items() if layer(d) == one]
        names += catalog.feeds if one == LAYERS[-1] else ()
        if names:
            lines = [f"- {_link(name)}: {catalog.grain(name)}" for name in sorted(names)]
            parts += [f"## {one}", LAYER_MEANINGS[one], "\n".join(lines)]
    return _text(parts)


def _page(catalog: Catalog, dataset: Dataset) -> str:
    parts = [
        f"# {dataset.name}",
        f"One row is {dataset.grain}.",
        _table(("", ""), [row for row in _facts(catalog, dataset) if row[1]]),
    ]
    described = descriptions(catalog, dataset.name)
    if described:
        parts += ["## How it is made", *described]
    inputs = catalog.inputs(dataset.name)
    if inputs:
        rows = [_input(parameter, given) for parameter, given in inputs.items()]
        parts += ["## Reads", _table(("Input", "Dataset", "Rows it sees", "Needed"), rows)]
    parts += ["## Read by", _readers(catalog, dataset), "## Columns", _columns(dataset)]
    checked = [c for c in dataset.columns if c.checks]
    if checked:
        parts += ["## Every day", "\n".join(map(_checks, checked))]
    if dataset.rules:
        parts += ["## Rules", "\n".join(f"- `{rule}`" for rule in dataset.rules)]
    return _text(parts)


def _facts(catalog: Catalog, dataset: Dataset) -> Iterator[tuple[str, str]]:
    is_worked = dataset.name in catalog.works
    yield "Kind", _kind(dataset) + (", worked out in Python" if is_worked else "")
    if isinstance(dataset, Raw):
        yield "Provider", f"{dataset.provider.name}: {dataset.provider.doc}"
        yield "Lands under", f"`{dataset.provider.landing}/{dataset.landing}`"
        if dataset.request is not None:
            yield from request_facts(dataset.provider, dataset.request)
    if isinstance(dataset, Export):
        newest = f", the newest day again at `{dataset.latest}`" if dataset.latest else ""
        yield "Published at", f"`{dataset.path}`{newest}"
    yield "Key", _codes(dataset.key)
    yield "Partition", f"`{dataset.partition}`"
    yield "Expects", str(dataset.expects or "")
    yield "Due", str(dataset.due or "")
    if isinstance(dataset, Table) and dataset.horizon_days is not None:
        yield "Looks ahead", f"{dataset.horizon_days} day" + "s" * (dataset.horizon_days != 1)
    if isinstance(dataset, Table) and dataset.is_apart:
        yield "Ranges", "each day is computed and committed by itself"
    if isinstance(dataset, Table) and dataset.days_back is not None:
        yield "Looks back", f"{dataset.days_back} days, further where `--only` names it"
    if isinstance(dataset, Raw):
        yield "Covers", str(dataset.covers or "")
        yield "Retracts", _retracted(dataset)
        yield "Doubled keys", _doubled(dataset)
    yield "Rejects", f"at most {100 * dataset.max_rejected_share:g} % of the rows"
    yield "Declared in", f"`src/{catalog.modules[dataset.name].replace('.', '/')}.py`"


def _kind(dataset: Dataset) -> str:
    match dataset:
        case Raw():
            return "raw table, filled from " + (
                "archive files" if dataset.is_archive else "API replies"
            )
        case Table(is_history=True):
            return "computed table, append-only: a version is added, never changed"
        case Table(is_fact=True):
            return "computed table of facts: what is committed for a day stands until `--remake`"
        case Table():
            return "computed table"
        case Export():
            return "published document"


def _retracted(raw: Raw) -> str:
    if not raw.complete_within:
        return "nothing: a reply's silence says nothing"
    return f"rows of the same {_codes(raw.complete_within)} that a newer reply lacks"


def _doubled(raw: Raw) -> str:
    if raw.prefer is None:
        return "rows with one key in one reply are all rejected"
    return f"of rows with one key in one reply, that with the highest `{raw.prefer}` is kept"


def descriptions(catalog: Catalog, name: str) -> list[str]:
    """The first paragraph about each function that makes the dataset, in its own words."""
    every = (catalog.readers, catalog.transforms, catalog.works, catalog.documents)
    docs = (inspect.getdoc(bound[name].function) or "" for bound in every if name in bound)
    return [doc.partition("\n\n")[0] for doc in docs if doc]


def _input(parameter: str, given: Input) -> tuple[str, str, str, str]:
    source = given.dataset
    if source is None:
        return f"`{parameter}`", "", reach_words(given.reach), ""
    needed = "optional: its absence gives NULL" if given.is_optional else "required"
    if given.is_either:
        needed = "one of those so marked is required"
    if given.is_limit:
        needed = "without it in a season the cells are not available"
    if given.has_every_version:
        needed += "; every version of a row"
    return f"`{parameter}`", _link(source.name), reach_words(given.reach), needed


def reach_words(reach: Reach) -> str:
    """Which rows an input shows, in words."""
    match reach:
        case Same():
            return "of the same day"
        case SameSeason():
            return "of every day of the same season"
        case Past(seasons=seasons, with_today=with_today):
            days = "the same day and earlier ones" if with_today else "earlier days"
            if seasons is None:
                return f"of all {days}" if not with_today else f"of {days}"
            if seasons == 1:
                return f"of {days} of the same season"
            return f"of {days} of {seasons} seasons, this one counted"
        case Now():
            return "the instant of the run"


def _readers(catalog: Catalog, dataset: Dataset) -> str:
    names = sorted(catalog.read_by[dataset.name])
    if names:
        return "\n".join(f"- {_link(name)}: {catalog.grain(name)}" for name in names)
    if isinstance(dataset, Export):
        return "Nobody here: it is what is published."
    return f"Nobody yet: {dataset.unread}."


def _columns(dataset: Dataset) -> str:
    has_file = isinstance(dataset, Raw) and dataset.is_archive
    declared = set(dataset.columns)
    head = ("Column", *(["In the file"] if has_file else []), *_COLUMN_HEAD)
    rows = [
        (
            f"`{column.name}`",
            *([_in_file(column, is_stored_only=column not in declared)] if has_file else []),
            f"float, {column.decimals} places" if column.type is Type.FLOAT else column.type.value,
            column.unit,
            range_words(column),
            _null(column),
            column.doc,
        )
        for column in dataset.stored_columns
    ]
    return _table(head, rows)


def _checks(column: Column) -> str:
    return f"- `{column.name}`: {'; '.join(map(str, column.checks))}"


_COLUMN_HEAD = ("Type", "Unit", "Range", "NULL?", "Meaning")


def _in_file(column: Column, *, is_stored_only: bool) -> str:
    if is_stored_only or column.source == "":
        return "derived"
    return f"`{column.file_name}`" + (", may be absent" if column.optional else "")


def _null(column: Column) -> str:
    if column.explained_by:
        return f"no: `{column.explained_by}` of the transform says why a row is rejected"
    return "yes" if column.nullable else "no"


def range_words(column: Column) -> str:
    """The values that a column may hold, in words; empty where any may."""
    if column.one_of:
        return _codes(column.one_of)
    if column.low is not None and column.high is not None:
        return f"{_number(column.low)} to {_number(column.high)}"
    if column.low is not None:
        return f"at least {_number(column.low)}"
    return "" if column.high is None else f"at most {_number(column.high)}"


def _number(value: float) -> str:
    """All its digits: an id of ten is not 1.61061e+09."""
    return str(int(value)) if value == int(value) else str(value)


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _text(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
