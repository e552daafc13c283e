"""What is dear to make and never differs is made once: per process, or per run of the suite."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer.main

from boxline import leagues
from boxline.catalog import expressions
from boxline.engine import code_version


class Shelf:
    """Folders that whichever worker wants one first makes, and all others then find.

    Attributes:
        folder: where they stand; None before the suite begins.
    """

    folder: Path | None = None

    def made_once(self, name: str, make: Callable[[Path], object]) -> Path:
        """A folder by its name, made where nobody has made it. It is only ever read: whoever
        wants to change something copies it."""
        assert self.folder is not None, "only tests and fixtures may ask for it"
        made = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the other worker waits rather than works twice
            if not made.exists():
                unfinished = self.folder / f"{name}.unfinished"
                unfinished.mkdir()  # fails for those who come after one that failed
                make(unfinished)
                unfinished.rename(made)
        return made


SHELF = Shelf()


def _known(compile_one: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Remembers the text of every declared function, which is one object for all catalogs."""
    texts: dict[tuple[int, str], tuple[object, Any]] = {}

    def known(declared: Any, dialect: str) -> Any:
        key = id(declared), dialect
        if key not in texts:
            texts[key] = declared, compile_one(declared, dialect)
        return texts[key][1]

    return known


def _built(build: Callable[[list[ModuleType]], Any]) -> Callable[[list[ModuleType]], Any]:
    """Remembers the catalog of modules, for as long as they hold the very same things."""
    catalogs: dict[object, tuple[object, Any]] = {}

    def built(modules: list[ModuleType]) -> Any:
        held = [(module, *vars(module).values()) for module in modules]
        key = tuple(tuple(map(id, each)) for each in held)
        if key not in catalogs:
            catalogs[key] = held, build(modules)  # what is held keeps its id
        return catalogs[key][1]

    return built


@contextmanager
def remembered() -> Iterator[None]:
    """Remember what follows from declarations and sources alone, in whichever home it is asked:
    compiled SQL (2 s of every new home), what code versions are made of (0.4 s), the catalog, and
    the commands with their options (together most of a command that does little)."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("compile_transform", "compile_materials", "compile_reader"):
            patched.setattr(expressions, name, _known(getattr(expressions, name)))
        for name in ("normalised", "imports_of", "resources_of"):
            patched.setattr(code_version, name, cache(getattr(code_version, name)))
        patched.setattr(leagues, "build_catalog", _built(leagues.build_catalog))
        patched.setattr(typer.main, "get_command", cache(typer.main.get_command))
        yield
