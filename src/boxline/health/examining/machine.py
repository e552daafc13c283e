"""The machine under a home: may we write there, is there room, are the libraries the right ones."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.health.examining.examined import Examined, fine, problem, warning

_LEAST_FREE_BYTES = 2**30
_GIB = 2**30
_NAMED = 3  # files that a line names before it only counts them


def examine_folder(home: Path) -> Iterator[Examined]:
    """Whether a file can be made in the home; it is removed again."""
    try:
        with tempfile.TemporaryFile(dir=home, prefix=".doctor-") as file:
            file.write(b"written")
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        yield problem(
            "home",
            f"{home}: no file can be written: {cause.strerror}",
            "Check who owns it, its permissions, how it is mounted, and the free space.",
        )
    else:
        yield fine("home", f"{home} can be written")


def examine_space(home: Path) -> Iterator[Examined]:
    """Whether there is a GiB left where the home lies."""
    free = shutil.disk_usage(home).free
    found = f"{free / _GIB:.2f} GiB free"
    if free >= _LEAST_FREE_BYTES:
        yield fine("space", found)
        return
    next_step = 'Make room, or move the home to a larger disk: see "The disk is full".'
    yield warning("space", f"{found}, less than 1 GiB", next_step)


@dataclass(frozen=True, kw_only=True)
class DiskSpace:
    """What is left where a home lies."""

    free_bytes: int


def disk_space(home: Path) -> DiskSpace:
    """What is left where a home lies."""
    return DiskSpace(free_bytes=shutil.disk_usage(home).free)


@alarm(
    "disk-low",
    severity=Severity.CRITICAL,
    blocks="every run: none commits once the disk is full",
    next_step='boxline doctor; see "The disk is full" in docs/operations.md',
)
def disk_low(space: DiskSpace) -> Iterator[Firing]:
    """Less than a GiB is left where the home lies."""
    if space.free_bytes < _LEAST_FREE_BYTES:
        found = f"{space.free_bytes / _GIB:.2f} GiB free, less than 1 GiB"
        yield Firing(subject="the disk of the home", found=found)


def examine_permissions(home: Path) -> Iterator[Examined]:
    """Whether everything in the home can be read, and folders and stores also written."""
    closed: list[Path] = []
    count = 0
    for folder, folders, files in os.walk(home, onerror=lambda error: None):
        here = Path(folder)
        names = [(name, os.R_OK | os.W_OK | os.X_OK) for name in folders]
        # Landed, snapshot and published files are replaced whole; those of the home are altered.
        names += [(name, os.R_OK | (os.W_OK if here == home else 0)) for name in files]
        count += len(names)
        paths = [(here / name, needed) for name, needed in names]
        closed += [path for path, needed in paths if _is_closed(path, needed)]
    if not closed:
        yield fine("permissions", f"{count} files and folders are open to this user")
        return
    named = ", ".join(str(path) for path in closed[:_NAMED])
    more = f" and {len(closed) - _NAMED} more" if len(closed) > _NAMED else ""
    yield problem(
        "permissions",
        f"user {os.geteuid()} may not use {named}{more}",
        "Run as the user who owns the home, or give it to this one: `chown -R USER HOME`.",
    )


def may(path: Path, access: int) -> bool:
    """Whether this user may use a path in these ways (`os.R_OK` and its like)."""
    return os.access(path, access, effective_ids=os.access in os.supports_effective_ids)


def _is_closed(path: Path, needed: int) -> bool:
    return os.path.lexists(path) and not path.is_symlink() and not may(path, needed)


def declared_libraries() -> Sequence[str]:
    """What Boxline was installed to need, as requirements; none where it was not installed."""
    try:
        return requires("boxline") or ()
    except PackageNotFoundError:
        return ()


def examine_java(why: str, java_home: str) -> Examined:
    """Whether Java is where Spark looks for it; which version it is shows when a session opens.

    Args:
        why: what needs Spark.
        java_home: where Java is said to be; empty for the path.
    """
    found = shutil.which("java", path=f"{java_home}/bin" if java_home else None)
    if found:
        return fine("java", f"{found}; {why}")
    place = f"{java_home}/bin, where JAVA_HOME says" if java_home else "the path"
    return problem(
        "java",
        f"there is no java in {place}, and Spark runs on it: {why}",
        "Install Java 17 or newer. On Debian or Ubuntu: apt-get install default-jre-headless",
    )


def examine_libraries(declared: Sequence[str]) -> Iterator[Examined]:
    """Whether each library is there in a version that Boxline was made for."""
    if not declared:
        found = "Boxline runs from its sources, and what it needs is not known"
        yield warning("libraries", found, "Install it: `make setup`.")
        return
    wrong = [
        mismatch
        for one in map(Requirement, declared)
        if (one.marker is None or one.marker.evaluate({"extra": ""}))
        for mismatch in [mismatch_of(one)]
        if mismatch
    ]
    if wrong:
        next_step = "Install what requirements.lock names: `make setup`."
        yield problem("libraries", "; ".join(wrong), next_step)
    else:
        yield fine("libraries", "all are of the versions that Boxline declares")


def mismatch_of(needed: Requirement) -> str:
    """Why a requirement is not met here; empty where it is."""
    try:
        installed = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is not installed"
    if needed.specifier.contains(installed, prereleases=True):
        return ""
    return f"{needed.name} is {installed}, and {needed.specifier} is needed"
