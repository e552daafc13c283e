"""Which code a run runs: one version over all of Boxline's own files, and the same for people."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import boxline

COMMIT = re.compile(r"[0-9a-f]{40}")


def program_version(folder: Path | None = None) -> str:
    """The code as 16 hex digits: any file of it that differs, in whichever room, gives another.

    The versions that datasets are planned by leave out what cannot change their rows; this one
    leaves out nothing, so that a mended fetcher or planner that was never deployed shows as well.

    Args:
        folder: of the package; None for the one that runs.
    """
    return _version_of_ours() if folder is None else _version_of(folder)


@cache  # a process goes on with the code that it began with, whatever is copied over its files
def _version_of_ours() -> str:
    return _version_of(Path(boxline.__file__).parent)


def _version_of(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(root)):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(root: Path) -> Iterator[Path]:
    """The files of a package, without what Python compiled of them."""
    for folder, within, names in os.walk(root):
        within[:] = [name for name in within if name != "__pycache__"]
        yield from (Path(folder, name) for name in names)


def release(folder: Path | None = None) -> str:
    """The number of the release and, of a checkout, its commit; what was changed since then shows
    in the version alone."""
    root = folder or Path(boxline.__file__).parent
    try:
        number = importlib.metadata.version("boxline")
    except importlib.metadata.PackageNotFoundError:
        number = "run from its sources"
    commit = _commit(root)
    return f"{number} at {commit[:12]}" if commit else number


def _commit(package: Path) -> str:
    """The commit that is checked out; empty where the package is of no checkout."""
    # Elsewhere, in an environment below somebody's own repository, the commit would be theirs.
    git = package.parent.parent / ".git"
    if package.parent.name != "src" or not git.exists():
        return ""
    try:
        if git.is_file():  # a further worktree of a checkout
            git = (git.parent / git.read_text().removeprefix("gitdir:").strip()).resolve()
        head = (git / "HEAD").read_text().strip()
        named = head.removeprefix("ref:").strip()
        shared = git / "commondir"
        of_refs = (git / shared.read_text().strip()).resolve() if shared.exists() else git
        if named == head:
            found = head
        elif (of_refs / named).exists():
            found = (of_refs / named).read_text().strip()
        else:
            packed = (of_refs / "packed-refs").read_text().splitlines()
            found = next((line[:40] for line in packed if line.endswith(f" {named}")), "")
    except OSError:
        return ""
    return found if COMMIT.fullmatch(found) else ""
