"""Homes of baseball alone, made once for all workers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from boxline.catalog import Catalog
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.mlb.starters import distributions, model
from tests.builders import NOON, bring_in, home_at, run
from tests.made_once import SHELF
from tests.mlb.archive_files import Files, small_seasons

# The small league's starts are enough to learn from, in every process that tests start. How good
# that is, its homes are not asked.
model.LEAST_STARTS = 12
distributions.LEAST_FORECASTS, distributions.ENOUGH_BY_MODEL = 12, 30

#: The real seasons are over.
AFTER_ALL = datetime(2026, 11, 1, tzinfo=UTC)


@cache
def mlb_catalog() -> Catalog:
    """The catalog of MLB alone: a third of the tables."""
    return load_catalog(["mlb"])


def mlb_home(path: Path, files: Files) -> Home:
    """A home into which an archive was brought, and nothing run."""
    files.write(path / "archive")
    home = home_at(path / "home", declared=mlb_catalog)
    loaded = bring_in(home, [path / "archive"])
    assert not loaded.failures, loaded.failures
    return home


def ran(path: Path, files: Files, *, only: str = "") -> Home:
    """The same with everything computed, or one table alone."""
    home = mlb_home(path, files)
    run(home, only=frozenset({only} - {""}), accepted_because="it is a toy")
    return home


def small_home_at(path: Path) -> Home:
    """A copy of the small league's home, everything computed."""

    def make(folder: Path) -> None:
        ran(folder, small_seasons()).close()

    return _copy("mlb-small", make, path, NOON)


def real_home_at(path: Path, data: Path) -> Home:
    """A copy of a home of the real games and pitchers of the archive."""

    def make(folder: Path) -> None:
        home = home_at(folder / "home", now=AFTER_ALL, declared=mlb_catalog)
        bring_in(home, [data / "mlb_games", data / "mlb_pitchers"])
        run(home)
        home.close()

    return _copy("mlb-real", make, path, AFTER_ALL)


def _copy(name: str, make: Callable[[Path], object], path: Path, now: datetime) -> Home:
    made = SHELF.made_once(name, make)
    shutil.copytree(made, path, dirs_exist_ok=True)
    return home_at(path / "home", now=now, declared=mlb_catalog)
