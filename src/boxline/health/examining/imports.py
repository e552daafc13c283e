"""Whether every module can be imported and every needed extra is there: found when an image
is built, and not at night."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from packaging.requirements import Requirement

import boxline
from boxline.engine.extras import EXTRAS, Extra, extra_that_brings
from boxline.health.examining.examined import Examined, fine, problem
from boxline.health.examining.importing import Import, import_each
from boxline.health.examining.machine import examine_libraries, mismatch_of

_REINSTALL = "Build the wheel anew, and install what the lock names."


def modules_of_package(folder: Path | None = None) -> list[str]:
    """Every module of the package by its dotted name, without those that are commands.

    Args:
        folder: of the package; None for the one that runs.
    """
    root = folder or Path(boxline.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        *folders, name = path.relative_to(root.parent).with_suffix("").parts
        if name != "__main__":
            found.append(".".join(folders if name == "__init__" else [*folders, name]))
    return found


def examine_imports(
    needed: Mapping[str, str],
    modules: Sequence[str],
    declared: Sequence[str],
    *,
    importer: Callable[[Sequence[str]], Iterable[Import]] = import_each,
) -> Iterator[Examined]:
    """Import every module, and look whether each extra that is needed is there.

    Args:
        needed: extras -> what needs each.
        modules: of the package.
        declared: what the package requires, extras included.
        importer: imports by name.
    """
    yield from examine_libraries(declared)
    skipped: dict[str, list[str]] = {}
    broken: list[Import] = []
    for one in importer(modules):
        extra = extra_that_brings(one.missing) if one.missing else None
        if extra is not None and extra.name not in needed and _lacking(extra, declared):
            skipped.setdefault(extra.name, []).append(one.module)
        elif one.error:
            broken.append(one)
    for one in broken:
        yield problem("imports", f"{one.module} cannot be imported: {one.error}", _next_step(one))
    if not broken:
        count = len(modules) - sum(map(len, skipped.values()))
        yield fine("imports", f"all {count} modules can be imported")
    for extra in EXTRAS:
        yield _extra(extra, needed.get(extra.name, ""), declared, skipped, importer)


def _extra(
    extra: Extra,
    why: str,
    declared: Sequence[str],
    skipped: Mapping[str, Sequence[str]],
    importer: Callable[[Sequence[str]], Iterable[Import]],
) -> Examined:
    about = f"extra {extra.name}"
    lacking = _lacking(extra, declared)
    if lacking and not why:
        left_out = skipped.get(extra.name, ())
        passed = f"; skipped: {', '.join(left_out)}" if left_out else ""
        return fine(about, f"not installed, and nothing that is set needs it{passed}")
    if lacking:
        return problem(about, f"{why}, and {'; '.join(lacking)}", f"Install it: {extra.install}")
    failed = [one for one in importer(extra.modules) if one.error]
    if failed:
        found = "; ".join(f"{one.module} cannot be imported: {one.error}" for one in failed)
        return problem(about, found, f"Install it anew: {extra.install}")
    return fine(about, f"installed; {why}" if why else "installed")


def _lacking(extra: Extra, declared: Sequence[str]) -> list[str]:
    """What an extra brings that is not installed, or in another version."""
    required = _of_extra(extra, declared)
    if not required:  # run from its sources: which versions are needed is not known
        return [f"{module} is not installed" for module in extra.absent]
    return [found for one in required if (found := mismatch_of(one))]


def _of_extra(extra: Extra, declared: Sequence[str]) -> list[Requirement]:
    found = []
    for one in map(Requirement, declared):
        if one.marker is None or one.marker.evaluate({"extra": ""}):
            continue  # everybody has it
        if one.marker.evaluate({"extra": extra.name}):
            found.append(one)
    return found


def _next_step(one: Import) -> str:
    extra = extra_that_brings(one.missing) if one.missing else None
    return f"Install it: {extra.install}" if extra else _REINSTALL
