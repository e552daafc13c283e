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
#: Of what is built: the file beside the package's modules that holds the commit, and nothing else.
BUILT_FROM = "BUILT_FROM"


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
        # The same files are the same program, whichever commit they were built from.
        yield from (Path(folder, name) for name in names if name != BUILT_FROM)


def release(folder: Path | None = None) -> str:
    """The number of the release and its commit; what was changed in a checkout since then shows
    in the version alone."""
    try:
        number = importlib.metadata.version("boxline")
    except importlib.metadata.PackageNotFoundError:
        number = "run from its sources"
    found = commit(folder)
    return f"{number} at {found[:12]}" if found else number


def commit(folder: Path | None = None) -> str:
    """The commit that runs, 40 hex digits: what is checked out, else what was built; empty where
    neither is known.

    Args:
        folder: of the package; None for the one that runs.
    """
    package = folder or Path(boxline.__file__).parent
    return _checked_out(package) or _built_from(package)


def _built_from(package: Path) -> str:
    """The commit that a build wrote into the package."""
    try:
        found = (package / BUILT_FROM).read_text().strip()
    except OSError:
        return ""
    return found if COMMIT.fullmatch(found) else ""


def _checked_out(package: Path) -> str:
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
