"""Replies that a user lands as files: checked whole before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from boxline.catalog import Catalog, Raw
from boxline.engine.parsing import check_page
from boxline.errors import NoSuchPath, NotAReply
from boxline.stores.given_files import read_given
from boxline.stores.landing import decoded

Page = tuple[str, bytes]


def read_replies(
    catalog: Catalog, dataset: str, files: Sequence[Path]
) -> tuple[Raw, list[list[Page]]]:
    """The dataset and its requests, each a list of (file name, body as sent).

    Raises:
        UnknownDataset: no dataset has this name.
        NotAReply: the dataset is computed, or comes as archive files.
        NoSuchPath: a file does not exist.
        UnreadableFile: a file is not what the dataset reads.
    """
    raw = catalog[dataset]
    if not isinstance(raw, Raw) or raw.is_archive:
        known = [r.name for r in catalog.raw if not r.is_archive]
        raise NotAReply(dataset, known)
    pages = []
    for path in files:
        if not path.exists():
            raise NoSuchPath(str(path))
        body = read_given(path)
        check_page(raw, str(path), decoded(str(path), body))
        pages.append((path.name, body))
    return raw, [pages] if raw.is_paged else [[page] for page in pages]
