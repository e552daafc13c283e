"""`backup` and `restore`: a home, whole and checked, somewhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, print_json, print_rows, say
from boxline.cli.wiring import home_of

FolderArgument = Annotated[Path, typer.Argument(help="The folder of the backups.")]


def backup(
    folder: FolderArgument,
    keep: Annotated[
        int, typer.Option("--keep", min=1, help="How many generations stay; older ones go.")
    ] = 7,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Add a generation to a folder of backups: everything that nothing else could bring back.

    Runs wait meanwhile. What the generation before holds too is shared with it. Ends with 1 where
    a landed file was found damaged.
    """
    from boxline.home.backing_up import back_up

    with home_of(home) as here:
        done = back_up(here, folder, keep=keep)
    row = {
        "generation": done.generation.name,
        "files": len(done.generation.files),
        "bytes": done.generation.bytes,
        "files_copied": done.copied_files,
        "bytes_copied": done.copied_bytes,
        "seconds": round(done.seconds, 3),
    }
    if json:
        lists = {"damaged": done.damaged, "lost": done.lost, "removed": done.removed}
        print_json(row | lists)
    else:
        print_rows([row], as_json=False, empty="")
    for path in done.damaged:
        say(f"damaged: {path} does not hold what landed. Bring the original file in again.")
    for path in done.lost:
        say(f"lost: {path} is in the home no more: copy it back from the newest generation.")
    if done.damaged:
        raise typer.Exit(1)


def restore(
    folder: FolderArgument,
    generation: Annotated[
        str, typer.Option("--generation", help="Which backup, by name; else the newest.")
    ] = "",
    listing: Annotated[
        bool, typer.Option("--list", help="List the generations, and restore nothing.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare every byte with its hash; restore nothing.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Make a home of a backup, where nothing is yet; every byte is checked before it is visible."""
    from boxline.home import restoring
    from boxline.stores.backups import Backups

    backups = Backups(folder)
    if listing:
        found = [backups.generation(name) for name in backups.names()]
    else:
        found = [backups.generation(generation)]
        if check:
            restoring.check(found[0])
        else:
            with home_of(home) as here:
                restoring.restore(found[0], here.path)
    rows = [
        {
            "generation": one.name,
            "made_at": one.made_at.isoformat(timespec="seconds"),
            "files": len(one.files),
            "bytes": one.bytes,
            "boxline": one.boxline,
            "code": one.code,
            "home": one.home,
        }
        for one in found
    ]
    print_rows(rows, as_json=json, empty=f"No backup is in {folder}.", grouped=True)
    if not listing and not check:
        say("`boxline run` goes on from there, and writes the snapshot and the documents anew.")
