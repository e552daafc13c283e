"""The small league's home and a command line for it; homes that fetched box scores."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxline.home import Home
from boxline.sandbox.servers import SandboxServer
from tests.builders import named_catalog, settled_league_home
from tests.cli.answers import CommandLine
from tests.fetching.sandboxed import sandbox
from tests.home.fetched_home import LATER, at, box_score_home, healed, run


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command."""
    line = CommandLine(capsys, monkeypatch)
    line.declared = named_catalog
    return line


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of one's own into which the small league was imported and run."""
    return settled_league_home(tmp_path, declared=named_catalog).path


@pytest.fixture(scope="package")
def server() -> Iterator[SandboxServer]:
    with sandbox(at=LATER) as served:
        yield served


@pytest.fixture(scope="package")
def begun(server: SandboxServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was run on one morning and then a month later. Tests copy it."""
    home = box_score_home(tmp_path_factory.mktemp("begun") / "home", server)
    assert not run(home).failures
    later = at(home, LATER)
    assert not run(later).failures
    later.close()
    return later.path


@pytest.fixture
def holed(begun: Path, server: SandboxServer, tmp_path: Path) -> Iterator[Home]:
    """The home a month later; no run will ask for the games since."""
    path = shutil.copytree(begun, tmp_path / "home", symlinks=True)
    home = box_score_home(path, server, now=LATER)
    yield home
    home.close()


@pytest.fixture(scope="package")
def mended(begun: Path, server: SandboxServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same home, healed. Tests copy it."""
    path = tmp_path_factory.mktemp("mended") / "home"
    home = box_score_home(shutil.copytree(begun, path, symlinks=True), server, now=LATER)
    assert not healed(home).report.failures
    home.close()
    return path


@pytest.fixture
def whole(mended: Path, server: SandboxServer, tmp_path: Path) -> Iterator[Home]:
    """A home that lacks nothing."""
    path = shutil.copytree(mended, tmp_path / "home", symlinks=True)
    home = box_score_home(path, server, now=LATER)
    yield home
    home.close()
