"""`import` and `land`: bring files in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, progress, say
from boxline.cli.wiring import TakeOverOption, finish, home_of, show
from boxline.errors import BadData, BadParam, BatchRefused, NothingToImport

if TYPE_CHECKING:
    from boxline.home import Home

ParamOption = Annotated[
    list[str] | None,
    typer.Option(help="What the request asked for, as NAME=VALUE: game_id=0022400001."),
]


def read_params(given: Sequence[str]) -> dict[str, str]:
    """Parameters of a request, of `NAME=VALUE` each.

    Raises:
        BadParam: one has no name, or no value.
    """
    found = {}
    for text in given:
        name, _, value = text.partition("=")
        if not name.isidentifier() or not value or not _is_text(value):
            raise BadParam(text)
        found[name] = value
    return found


def _is_text(value: str) -> bool:
    """Whether it can be written in UTF-8: a shell may hand over bytes that are none."""
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Archive files, or folders of them.")],
    take_over: TakeOverOption = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Import archive files (Parquet or CSV), recognised by their columns.

    Files that are named come together: where too many of them are broken or unknown, nothing is
    imported. One found in a folder that nobody reads is listed and skipped.
    """
    from boxline.stores.archives import find_archives

    with home_of(home, take_over=take_over) as here:
        found = find_archives(here.catalog, paths)
        _refuse(here, found.broken, of=len(found.archives) + len(found.broken))
        for skipped in found.skipped:
            say(f"skipped {skipped.path}: {skipped.why}")
        if not found.archives:
            raise NothingToImport(str(path) for path in paths)
        now, batch = here.clock(), here.new_batch()
        for archive in found.archives:
            _, is_new = here.land(archive.raw, [archive.page], fetched_at=now, batch=batch)
            if not is_new:
                say(f"{archive.path}: the same bytes were imported before")
        _load(here, "import", found.broken, json)


def land(
    dataset: Annotated[str, typer.Argument(help="The raw dataset whose reply this is.")],
    files: Annotated[list[Path], typer.Argument(help="Replies; the pages of one, in order.")],
    fetched_at: Annotated[
        str | None,
        typer.Option(help="When it was fetched, with its zone; now where it is not given."),
    ] = None,
    param: ParamOption = None,
    take_over: TakeOverOption = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Land API replies as files and load them.

    Files of a paged dataset are the pages of one request, in order; of another, one reply each.
    They come together: where too many of them are broken, nothing is landed.
    """
    from boxline.domain.days import parse_instant
    from boxline.stores.replies import read_replies

    with home_of(home, take_over=take_over) as here:
        when = here.clock() if fetched_at is None else parse_instant(fetched_at)
        found = read_replies(here.catalog, dataset, files)
        _refuse(here, found.broken, of=len(found.requests))
        batch, asked = here.new_batch(), read_params(param or [])
        for pages in found.requests:
            _, is_new = here.land(found.raw, pages, fetched_at=when, batch=batch, asked=asked)
            if not is_new:
                say(f"{pages[0][0]}: the same bytes were landed before")
        _load(here, f"land {dataset}", {}, json)


def _refuse(here: Home, broken: Mapping[str, BadData], *, of: int) -> None:
    """Refuse given files where too many are broken; in the words of the only one, if it is one."""
    from boxline.engine.ports import refuse_above_share

    try:
        refuse_above_share(broken, of, here.settings.max_failed_file_share)
    except BatchRefused as refused:
        for cause in broken.values():
            raise (cause if len(broken) == 1 else refused) from None


def _load(here: Home, command: str, broken: Mapping[str, BadData], as_json: bool) -> None:
    """Load what landed; `broken` are files that could not even be landed."""
    from boxline.engine.report import Failure

    with progress(None) as tell:
        report = here.load(command, on_step=tell)
    report.failures += [Failure(dataset="", message=str(cause)) for cause in broken.values()]
    show(report, as_json=as_json, empty="Nothing new to load.")
    finish(report)
