"""Which dataset an archive file is for: by its columns, and by its name where they do not tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from boxline.catalog import Catalog, Raw
from boxline.errors import UnknownFileName, UnknownShape


def recognise(catalog: Catalog, path: str, columns: Sequence[str]) -> Raw:
    """The archive dataset that reads a file with exactly these columns, optional ones aside. Of
    several, the one that files of this name are for.

    Raises:
        UnknownShape: none does; names the nearest and the differing columns.
        UnknownFileName: several do, and none of them knows the name.
    """
    archives = [raw for raw in catalog.raw if raw.is_archive]
    fitting = [raw for raw in archives if not any(_differences(raw, columns))]
    for raw in fitting:
        if PurePath(path).name.startswith(raw.named):
            return raw
    if fitting:
        raise UnknownFileName(path, {raw.name: raw.named for raw in fitting})
    nearest = min(archives, key=lambda raw: sum(map(len, _differences(raw, columns))))
    missing, extra = _differences(nearest, columns)
    raise UnknownShape(path, nearest.name, missing, extra)


def _differences(raw: Raw, columns: Iterable[str]) -> tuple[list[str], list[str]]:
    """Columns that the file lacks, and those that the dataset does not know."""
    given = set(columns)
    required = [c.file_name for c in raw.file_columns if not c.optional]
    known = {c.file_name for c in raw.file_columns}
    return [c for c in required if c not in given], sorted(given - known)
