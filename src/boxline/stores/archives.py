"""Which of the paths that a user names are archive files, and of which datasets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from boxline.catalog import Catalog, Raw
from boxline.engine.recognition import recognise
from boxline.errors import BadData, NoSuchPath
from boxline.stores.given_files import archive_columns, name_of, read_given


@dataclass(frozen=True)
class Archive:
    """A file, its bytes as they were looked at, and the dataset that reads it."""

    path: Path
    raw: Raw
    body: bytes = field(repr=False)

    @property
    def page(self) -> tuple[str, bytes]:
        """The file as the one page of a landing."""
        return name_of(self.path), self.body


@dataclass(frozen=True)
class Skipped:
    """A file found in a folder that no dataset reads, and why."""

    path: Path
    why: str


@dataclass(frozen=True)
class Found:
    """What the given paths hold; `broken` are files that were named and cannot be used."""

    archives: Sequence[Archive]
    skipped: Sequence[Skipped]
    broken: Mapping[str, BadData]


def find_archives(catalog: Catalog, paths: Sequence[Path]) -> Found:
    """Look at every path before anything is imported.

    Raises:
        NoSuchPath: a path does not exist.
    """
    archives: list[Archive] = []
    skipped: list[Skipped] = []
    broken: dict[str, BadData] = {}
    for path in paths:
        if not path.exists():
            raise NoSuchPath(str(path))
        if not path.is_dir():
            try:
                archives.append(_archive(catalog, path))
            except BadData as cause:
                broken[str(path)] = cause
            continue
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            try:
                archives.append(_archive(catalog, file))
            except BadData as error:
                skipped.append(Skipped(file, _reason(error, file)))
    return Found(archives, skipped, broken)


def _archive(catalog: Catalog, path: Path) -> Archive:
    body = read_given(path)
    return Archive(path, recognise(catalog, str(path), archive_columns(path, body)), body)


def _reason(error: BadData, file: Path) -> str:
    """The error's first sentence, without the path that stands before it."""
    return str(error).removeprefix(f"{file}: ").split(". ")[0]
