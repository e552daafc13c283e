"""`sql` and `version`: ask the newest snapshot, and say what is installed."""

from __future__ import annotations

from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, print_json, print_rows
from boxline.cli.wiring import home_of


def sql(
    query: Annotated[str, typer.Argument(help="A SELECT; tables by name: nba_core.games.")],
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Query the newest snapshot with DuckDB's SQL; nothing outside it can be read or written."""
    from boxline.stores.bounds import Bounds
    from boxline.stores.reading import open_snapshot, query_rows

    with home_of(home) as here:
        given = here.settings
        bounds = Bounds(memory=given.query_memory, seconds=given.query_seconds)
        with open_snapshot(here.snapshot, bounds=bounds) as connection:
            rows = query_rows(connection, query, bounds)
    print_rows(rows, as_json=json, empty="No row.", grouped=False)


def version(json: JsonOption = False) -> None:
    """Show the versions of Boxline and of the libraries that shape its results, and the commit."""
    import platform
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    from boxline.engine.code_version import LIBRARIES
    from boxline.engine.program_version import commit

    try:
        own = installed("boxline")
    except PackageNotFoundError:
        own = "not installed: run from its sources"
    found: dict[str, str | None] = {
        "boxline": own,
        "commit": commit() or None,
        "python": platform.python_version(),
    }
    found |= {library: installed(library) for library in LIBRARIES}
    if json:
        print_json(found)
        return
    for name, number in found.items():
        print(f"{name:15} {number or 'not known'}")
