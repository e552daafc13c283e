"""A mended processor was committed and not deployed: for days the old code wrote predictions (error
4.3, then 5.8), and nothing that was stored told which code had run.

Here each run's row has one version over all files of the code that it ran, whatever they are about,
and `runs show` says whether that is the code of today.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import boxline
from boxline.engine.program_version import program_version
from tests.cli.answers import CommandLine
from tests.faults.pipeline import EVENING, toy_catalog, toy_home

PACKAGE, ROOT = Path(boxline.__file__).parent, Path(__file__).parents[2]

RUNS = """
import sys
from pathlib import Path
from tests.faults.pipeline import EVENING, toy_catalog, toy_home

toy_home(Path(sys.argv[1]), toy_catalog(), EVENING).load("run")
"""


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """An older copy of the code: one line of the fetcher, which no dataset is planned by, is not
    mended in it."""
    folder = tmp_path / "deployed"
    shutil.copytree(PACKAGE, folder / "boxline", ignore=shutil.ignore_patterns("__pycache__"))
    fetcher = folder / "boxline" / "fetching" / "fetcher.py"
    text = fetcher.read_text()
    assert "MOST_PAGES = 500" in text
    fetcher.write_text(text.replace("MOST_PAGES = 500", "MOST_PAGES = 5"))
    return folder


def test_incident_21_a_run_by_code_that_lacks_the_fix_says_so(
    deployed: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = toy_home(tmp_path / "home", toy_catalog(), EVENING)
    line = CommandLine(capsys, monkeypatch)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(deployed), str(ROOT)])}
    subprocess.run([sys.executable, "-c", RUNS, str(home.path)], env=env, check=True)
    (old,) = home.ledger.runs(9)
    assert old["code"] == program_version(deployed / "boxline") != program_version()
    shown = line("runs", "show", old["run_id"], home=home.path)
    assert "other code than today's" in shown.data
    new = home.load("run")
    shown = line("runs", "show", new.run_id, "--json", home=home.path)
    assert shown.json["is_code_of_today"] is True


def test_incident_21_a_copy_without_a_difference_is_the_same_code(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "boxline", ignore=shutil.ignore_patterns("__pycache__"))
    assert program_version(tmp_path / "boxline") == program_version()
    (tmp_path / "boxline" / "nba" / "player_aliases.csv").write_text("")
    assert program_version(tmp_path / "boxline") != program_version()
