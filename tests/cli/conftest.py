"""The command line as its users meet it: words in; exit, data and talk out."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from boxline import cli, config
from boxline.home import Home
from tests.builders import NOON, home_at, small_league, write_archive

LOCK_WAIT_SECONDS = 0.2


@dataclass(frozen=True)
class Answer:
    """How a command ended, what it printed on stdout, and what it said on stderr."""

    exit: int
    data: str
    talk: str

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def table(self) -> list[dict[str, str]]:
        """The printed table; cells as printed."""
        heads, rule, *lines = self.data.splitlines()
        ends = [n for n, sign in enumerate(rule + " ") if sign == " " and rule[n - 1 : n] == "-"]
        starts = [0, *(end + 2 for end in ends)]
        cut = [slice(start, end) for start, end in zip(starts, ends, strict=False)]
        names = [heads[place].strip() for place in cut]
        return [
            dict(zip(names, (line[place].strip() for place in cut), strict=True)) for line in lines
        ]


class CommandLine:
    """Runs commands in this process, by a clock that stands where the test puts it."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.now: datetime = NOON
        self._capsys, self._patch = capsys, patch
        patch.setattr("boxline.home.Home", partial(Home, clock=lambda: self.now))
        patch.setattr("boxline.cli.wiring.read_settings", _settings)

    def __call__(self, *words: object, home: Path | None = None) -> Answer:
        at = [] if home is None else ["--home", home]
        self._patch.setattr(sys, "argv", ["boxline", *map(str, [*words, *at])])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = self._capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Answer(ended.value.code, printed.out, printed.err)


def _settings(home: Path | None) -> config.Settings:
    return replace(config.read_settings(home), lock_wait_seconds=LOCK_WAIT_SECONDS)


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Runs a command."""
    return CommandLine(capsys, monkeypatch)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small league's files."""
    folder = tmp_path_factory.mktemp("league") / "archive"
    write_archive(small_league(), folder)
    return folder


@pytest.fixture(scope="session")
def settled_copy(settled_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the settled home with nothing open. Tests only read it."""
    path = tmp_path_factory.mktemp("copy") / "home"
    shutil.copytree(settled_home.path, path, symlinks=True)
    copy = home_at(path)
    assert copy.ledger.runs(1)
    copy.close()
    return path


@pytest.fixture
def settled(settled_copy: Path, tmp_path: Path) -> Path:
    """A home of one's own into which the small league was imported and run."""
    return shutil.copytree(settled_copy, tmp_path / "home", symlinks=True)


@pytest.fixture(scope="session")
def contents() -> Callable[[Path], dict[str, str] | None]:
    """Everything in a folder, by path: a file's size and last change, and where a link points;
    None where there is no folder. Any write to a file shows, one of the same bytes too."""

    def found(path: Path) -> str:
        if path.is_symlink():
            return f"link to {path.readlink()}"
        state = path.stat()
        return "folder" if path.is_dir() else f"{state.st_size} bytes, {state.st_ctime_ns}"

    def contents(folder: Path) -> dict[str, str] | None:
        if not folder.exists():
            return None
        return {str(path.relative_to(folder)): found(path) for path in sorted(folder.rglob("*"))}

    return contents
