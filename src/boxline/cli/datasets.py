"""`datasets`: what is declared, and what reads what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import JsonOption, Row, print_json, print_rows, say

if TYPE_CHECKING:
    from boxline.catalog import Catalog

NameArgument = Annotated[str, typer.Argument(help="Full name, for example nba_core.games.")]


def list_all(json: JsonOption = False) -> None:
    """List every dataset with its grain."""
    from boxline.leagues import whole_catalog

    rows = [
        {
            "dataset": d.name,
            "kind": type(d).__name__.lower(),
            "columns": len(d.columns),
            "grain": d.grain,
        }
        for _, d in sorted(whole_catalog().datasets.items())
    ]
    print_rows(rows, as_json=json, empty="No dataset is declared.")


def show(name: NameArgument, json: JsonOption = False) -> None:
    """Show one dataset: grain, key, columns with unit, range and meaning."""
    from boxline.leagues import whole_catalog

    catalog = whole_catalog()
    dataset = catalog[name]
    columns: list[Row] = [
        {
            "column": c.name,
            "type": c.type.value,
            "unit": c.unit,
            "low": c.low,
            "high": c.high,
            "nullable": c.nullable,
            "doc": c.doc,
        }
        for c in dataset.stored_columns
    ]
    facts = {
        "dataset": dataset.name,
        "grain": dataset.grain,
        "key": ", ".join(dataset.key),
        "partition": dataset.partition,
        "rules": "; ".join(map(str, dataset.rules)),
        "expects": str(dataset.expects or ""),
        "reads": ", ".join(catalog.reads(name)),
        "read by": ", ".join(catalog.read_by[name]),
        "declared in": catalog.modules[name],
    }
    if json:
        print_json({**facts, "columns": columns})
        return
    for fact, value in facts.items():
        if value:
            print(f"{fact:12} {value}")
    print()
    print_rows(columns, as_json=False, empty="It has no columns.")


def lineage(name: NameArgument, json: JsonOption = False) -> None:
    """Show what a dataset is made from and what is made from it, all the way."""
    from boxline.leagues import whole_catalog

    catalog = whole_catalog()
    dataset = catalog[name]
    if json:
        upstream = [d for d in catalog.datasets if name in catalog.downstream(d)]
        print_json(
            {"dataset": name, "upstream": sorted(upstream), "downstream": catalog.downstream(name)}
        )
        return
    print(dataset.name)
    _branches(catalog, name, "reads", depth=1)
    _branches(catalog, name, "read by", depth=1)


def _branches(catalog: Catalog, name: str, direction: str, *, depth: int) -> None:
    found = catalog.reads(name) if direction == "reads" else catalog.read_by[name]
    for other in found:
        print(f"{'    ' * depth}{direction} {other}")
        _branches(catalog, other, direction, depth=depth + 1)


def write_pages(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; stale ones are removed.")],
) -> None:
    """Write one Markdown page per dataset and feed, and the schemas of all documents."""
    from boxline.catalog.pages import pages
    from boxline.catalog.schemas import schemas
    from boxline.home.beside import published_types
    from boxline.leagues import whole_catalog

    made = pages(whole_catalog())
    texts = schemas(published_types(whole_catalog()).values())
    made |= {path.removeprefix("v1/"): text.decode() for path, text in texts.items()}
    folder.mkdir(parents=True, exist_ok=True)
    leagues = tuple(f"{name}_" for name in whole_catalog().leagues)
    for page in folder.glob("*.*.md"):  # league_layer.thing.md, and no other document
        if page.name not in made and page.name.startswith(leagues):
            page.unlink()
    (folder / "schemas").mkdir(exist_ok=True)
    for schema in (folder / "schemas").glob("*.json"):
        if f"schemas/{schema.name}" not in made:
            schema.unlink()
    for name, text in made.items():
        (folder / name).write_text(text)
    say(f"Wrote {len(made)} pages to {folder}.")


def new(
    name: Annotated[str, typer.Argument(help="For example nba_raw.bdl_season_averages.")],
) -> None:
    """Write the file of a new fetched dataset, to be filled in.

    Its provider is told by how the name begins. The file closes as it is; nothing else has to be
    edited.
    """
    import importlib

    from boxline.catalog.skeleton import skeleton
    from boxline.errors import BadNewDataset
    from boxline.leagues import whole_catalog

    module, text = skeleton(whole_catalog(), name)
    package, _, table = module.rpartition(".")
    folder = Path(str(importlib.import_module(package).__file__)).parent
    path = folder / f"{table}.py"
    if path.exists():
        raise BadNewDataset(name, f"{path} exists already")
    path.write_text(text)
    print(path)
    say("Make it true, put a small reply in the provider's shape at")
    say(f"tests/recorded/{table}.json, then: make docs, and make test ARGS=tests/contracts.")
