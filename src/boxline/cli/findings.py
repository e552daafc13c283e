"""`findings`: where the sources of one fact differ, and whose word stands."""

from __future__ import annotations

from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, print_rows, say
from boxline.cli.wiring import home_of

DatasetOption = Annotated[
    str | None, typer.Option("--dataset", help="Only about this dataset.", show_default=False)
]
LimitOption = Annotated[int, typer.Option(help="How many at most.", min=1)]


def list_findings(
    dataset: DatasetOption = None,
    limit: LimitOption = 100,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List where the sources of one fact differ, of the newest snapshot: both values, and whose
    was chosen. The gravest come first."""
    from boxline.health.disagreements import read_disagreements
    from boxline.stores.reading import open_snapshot

    with home_of(home) as here:
        here.named([dataset] if dataset else [])
        with open_snapshot(here.snapshot) as connection:
            found = read_disagreements(connection, here.catalog, dataset)
    empty = "No two sources differ."
    print_rows(found[:limit], as_json=json, empty=empty, grouped=False)
    if len(found) > limit:
        say(f"{len(found) - limit} more; give --limit.")
