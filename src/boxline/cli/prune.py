"""`prune`: remove what is declared to be kept no longer."""

from __future__ import annotations

from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, print_rows
from boxline.cli.wiring import home_of


def prune(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go, and remove nothing.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Remove what is kept no longer; how long everything is kept, and why, stands beside it.

    Landed files, tables and models always stay. Runs wait meanwhile.
    """
    from boxline.home import pruning

    with home_of(home) as here:
        found = []
        if here.is_begun:
            found = pruning.find_going(here) if dry_run else pruning.prune(here)
        rows = [
            {
                "what": one.of.what,
                "kept": one.of.told(here.settings),
                "rows": one.rows,
                "files": len(one.paths) + len(one.objects),
                "bytes": one.bytes,
                "why": one.of.why,
                **({"paths": [*map(str, one.paths), *one.objects]} if json else {}),
            }
            for one in found
        ]
    print_rows(rows, as_json=json, empty="There is nothing to prune.")
