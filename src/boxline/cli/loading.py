"""`import` and `land`: bring files in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, progress, say
from boxline.cli.wiring import finish, home_of, show
from boxline.errors import NothingToImport

if TYPE_CHECKING:
    from boxline.home import Home


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Archive files, or folders of them.")],
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Import archive files (Parquet), recognised by their columns.

    A file that is named and unknown is refused, and then nothing is imported; one found in a
    folder is listed and skipped.
    """
    from boxline.stores.archives import find_archives

    with home_of(home) as here:
        found = find_archives(here.catalog, paths)
        for skipped in found.skipped:
            say(f"skipped {skipped.path}: {skipped.why}")
        if not found.archives:
            raise NothingToImport(str(path) for path in paths)
        now, batch = here.clock(), here.new_batch()
        for archive in found.archives:
            _, is_new = here.land(archive.raw, [archive.page], fetched_at=now, batch=batch)
            if not is_new:
                say(f"{archive.path}: the same bytes were imported before")
        _load(here, "import", json)


def land(
    dataset: Annotated[str, typer.Argument(help="The raw dataset whose reply this is.")],
    files: Annotated[list[Path], typer.Argument(help="Replies; the pages of one, in order.")],
    fetched_at: Annotated[
        str | None,
        typer.Option(help="When it was fetched, with its zone; now where it is not given."),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Land API replies as files and load them.

    Files of a paged dataset are the pages of one request, in order; of another, one reply each.
    """
    from boxline.domain.days import parse_instant
    from boxline.stores.replies import read_replies

    with home_of(home) as here:
        when = here.clock() if fetched_at is None else parse_instant(fetched_at)
        raw, requests = read_replies(here.catalog, dataset, files)
        batch = here.new_batch()
        for pages in requests:
            _, is_new = here.land(raw, pages, fetched_at=when, batch=batch)
            if not is_new:
                say(f"{pages[0][0]}: the same bytes were landed before")
        _load(here, f"land {dataset}", json)


def _load(here: Home, command: str, as_json: bool) -> None:
    with progress(None) as tell:
        report = here.load(command, on_step=tell)
    show(report, as_json=as_json, empty="Nothing new to load.")
    finish(here, report)
