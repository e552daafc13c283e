"""Which of the paths that a user names are archive files, and of which datasets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from boxline.catalog import Catalog, Raw
from boxline.engine.recognition import recognise
from boxline.errors import BadData, NoSuchPath
from boxline.stores.given_files import parquet_columns, read_given


@dataclass(frozen=True)
class Archive:
    """A file and the dataset that reads it."""

    path: Path
    raw: Raw


@dataclass(frozen=True)
class Skipped:
    """A file found in a folder that no dataset reads, and why."""

    path: Path
    why: str


@dataclass(frozen=True)
class Found:
    """What the given paths hold."""

    archives: Sequence[Archive]
    skipped: Sequence[Skipped]


def find_archives(catalog: Catalog, paths: Sequence[Path]) -> Found:
    """Look at every path before anything is imported.

    Raises:
        NoSuchPath: a path does not exist.
        UnreadableFile, UnknownShape: a file that was named cannot be used.
    """
    archives: list[Archive] = []
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise NoSuchPath(str(path))
        if not path.is_dir():
            archives.append(_archive(catalog, path))
            continue
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            try:
                archives.append(_archive(catalog, file))
            except BadData as error:
                skipped.append(Skipped(file, _reason(error, file)))
    return Found(archives, skipped)


def _archive(catalog: Catalog, path: Path) -> Archive:
    columns = parquet_columns(path, read_given(path))
    return Archive(path, recognise(catalog, str(path), columns))


def _reason(error: BadData, file: Path) -> str:
    """The error's first sentence, without the path that stands before it."""
    return str(error).removeprefix(f"{file}: ").split(". ")[0]
