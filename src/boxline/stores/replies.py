"""Replies that a user lands as files: checked whole before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from boxline.catalog import Catalog, Raw
from boxline.engine.pages import open_page
from boxline.errors import BadData, NoSuchPath, NotAReply
from boxline.stores.given_files import name_of, read_given
from boxline.stores.unpacking import decoded

Page = tuple[str, bytes]


@dataclass(frozen=True)
class Replies:
    """Files as the requests that they answer, each a list of (file name, body as sent); `broken`
    are those that are not what the dataset reads, and are among the requests all the same."""

    raw: Raw
    requests: Sequence[list[Page]]
    broken: Mapping[str, BadData]


def read_replies(catalog: Catalog, dataset: str, files: Sequence[Path]) -> Replies:
    """Look at every file before anything is landed.

    Raises:
        UnknownDataset: no dataset has this name.
        NotAReply: the dataset is computed, or comes as archive files.
        NoSuchPath: a file does not exist.
        UnreadableFile: a file cannot be read at all.
    """
    raw = catalog[dataset]
    if not isinstance(raw, Raw) or raw.is_archive:
        known = [r.name for r in catalog.raw if not r.is_archive]
        raise NotAReply(dataset, known)
    pages = []
    broken: dict[str, BadData] = {}
    for path in files:
        if not path.exists():
            raise NoSuchPath(str(path))
        body = read_given(path)
        try:
            open_page(raw, str(path), decoded(str(path), body))
        except BadData as cause:
            broken[str(path)] = cause
        pages.append((name_of(path), body))
    return Replies(raw, [pages] if raw.is_paged else [[page] for page in pages], broken)
