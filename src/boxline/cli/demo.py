"""`demo`: the whole of it on a simulated season, without a key or a network."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from boxline.cli.output import JsonOption, print_json, print_rows, progress, say

FullOption = Annotated[
    bool, typer.Option("--full", help="Fetch the play-by-play of all games, not of the newest.")
]
FolderOption = Annotated[
    Path | None, typer.Option(help="A fresh folder for its home; a temporary one without it.")
]


def demo(full: FullOption = False, folder: FolderOption = None, json: JsonOption = False) -> None:
    """Fetch a simulated season over HTTP, run it to graded predictions, and show what came.

    It needs no key and no network, and leaves your home alone.
    """
    from boxline.demo import demo as run_demo

    path = folder or Path(tempfile.mkdtemp(prefix="boxline-demo-")) / "home"
    with progress(None) as tell:
        shown = run_demo(path, full=full, on_part=say, on_step=tell)
    if json:
        print_json(
            {
                "totals": shown.totals[0],
                "errors": shown.errors,
                "home": path,
                "published": shown.published,
            }
        )
        return
    print_rows(shown.totals, as_json=False, empty="")
    typer.echo()
    print_rows(shown.errors, as_json=False, empty="Nothing was graded.")
    say(f"\nPages:      {shown.published}/site/index.html (open it in a browser)")
    say(f"Documents:  {shown.published}/v1")
    say(f"Look:       boxline status --home {path}")
    say(f"Serve:      boxline serve --home {path}")
    say(f"Ask:        boxline sql --home {path} 'SELECT * FROM nba_core.games LIMIT 5'")
    say(f"Remove it:  rm -r {path}")
