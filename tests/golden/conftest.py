"""A home of a real season and the first weeks of the next, run once for all golden tests."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from boxline.home import Home
from tests.builders import bring_in, home_at, made_home, run
from tests.golden.cases import SPANS
from tests.golden.history import FILES, History
from tests.golden.reading import read_history

NOW = datetime(2024, 11, 11, 17, tzinfo=UTC)


def _is_pre_game(name: str) -> bool:
    return "upcoming" in name or "availability" in name or name.startswith("nba_precompute.")


def _make(shared: Path, folder: Path) -> None:
    """Import the rows of FILES and compute what is known before and after games, no predictions."""
    files = []
    for name, which in FILES.items():
        files.append(folder / "files" / Path(name).name)
        files[-1].parent.mkdir(exist_ok=True)
        duckdb.execute(f"COPY (SELECT * FROM '{shared / name}' WHERE {which}) TO '{files[-1]}'")
    home = home_at(folder / "home", now=NOW)
    report = bring_in(home, files)
    assert not report.failures, report.failures
    names = {name for name in home.catalog.transforms if "prediction" not in name}
    before = frozenset(filter(_is_pre_game, names))
    run(home, only=frozenset(names - before))
    for first, last in SPANS:
        run(home, only=before, first=first, last=last)
    home.close()


@pytest.fixture(scope="session")
def golden_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The computed tables of those files. Tests only read it."""
    path = tmp_path_factory.mktemp("golden")
    return made_home("golden", lambda folder: _make(shared, folder), path, now=NOW)


@pytest.fixture(scope="session")
def history(shared: Path) -> History:
    """The same files as plain lists."""
    return read_history(shared)
