"""Which dataset an archive file is for: by its columns, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from boxline.catalog import Catalog, Raw
from boxline.errors import UnknownShape


def recognise(catalog: Catalog, path: str, columns: Sequence[str]) -> Raw:
    """The archive dataset that reads a file with exactly these columns, optional ones aside.

    Raises:
        UnknownShape: none does; names the nearest and the differing columns.
    """
    archives = [raw for raw in catalog.raw if raw.is_archive]
    for raw in archives:
        missing, extra = _differences(raw, columns)
        if not missing and not extra:
            return raw
    nearest = min(archives, key=lambda raw: sum(map(len, _differences(raw, columns))))
    missing, extra = _differences(nearest, columns)
    raise UnknownShape(path, nearest.name, missing, extra)


def _differences(raw: Raw, columns: Iterable[str]) -> tuple[list[str], list[str]]:
    """Columns that the file lacks, and those that the dataset does not know."""
    given = set(columns)
    required = [c.file_name for c in raw.file_columns if not c.optional]
    known = {c.file_name for c in raw.file_columns}
    return [c for c in required if c not in given], sorted(given - known)
