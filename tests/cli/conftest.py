"""Homes to run commands on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from boxline.home import Home
from tests.builders import home_at, published_catalog, settled_league_home, small_archive
from tests.cli.answers import CommandLine


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command."""
    line = CommandLine(capsys, monkeypatch)
    line.declared = published_catalog
    return line


@pytest.fixture(scope="session")
def archive() -> Path:
    """The small league's files. Tests only read them."""
    return small_archive()


@pytest.fixture(scope="package")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with all that its documents rest on. Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("settled"), declared=published_catalog)


@pytest.fixture(scope="package")
def settled_copy(settled_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the settled home with nothing open. Tests only read it."""
    path = tmp_path_factory.mktemp("copy") / "home"
    shutil.copytree(settled_home.path, path, symlinks=True)
    copy = home_at(path, declared=published_catalog)
    assert copy.ledger.runs(1)
    copy.close()
    return path


@pytest.fixture
def settled(settled_copy: Path, tmp_path: Path) -> Path:
    """A home of one's own into which the small league was imported and run."""
    return shutil.copytree(settled_copy, tmp_path / "home", symlinks=True)
