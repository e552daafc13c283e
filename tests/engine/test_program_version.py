"""Which commit runs: what is checked out, else what a build wrote into the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from boxline.engine.program_version import BUILT_FROM, commit, program_version, release

BUILT = "b" * 40


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package as it is installed: in no checkout."""
    folder = tmp_path / "site-packages" / "boxline"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    return folder


def checked_out(folder: Path) -> tuple[Path, str]:
    """A package in a checkout of its own, and the commit there."""
    package = folder / "src" / "boxline"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    git = ("git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com")
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "first")):
        subprocess.run([*git, *words], check=True, capture_output=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return package, head.stdout.strip()


def test_a_build_tells_the_commit_that_it_was_made_from(package: Path) -> None:
    assert commit(package) == ""
    (package / BUILT_FROM).write_text(f"{BUILT}\n")
    assert commit(package) == BUILT
    assert release(package).endswith(f" at {BUILT[:12]}")


@pytest.mark.parametrize("text", ["", "main", BUILT[:12], f"{BUILT} and more"])
def test_what_is_no_commit_is_none(package: Path, text: str) -> None:
    (package / BUILT_FROM).write_text(text)
    assert commit(package) == ""


def test_in_a_checkout_what_is_checked_out_counts_and_not_what_a_build_left(
    tmp_path: Path,
) -> None:
    package, head = checked_out(tmp_path)
    (package / BUILT_FROM).write_text(BUILT)
    assert commit(package) == head


def test_the_same_files_are_one_program_whichever_commit_they_were_built_from(
    package: Path,
) -> None:
    before = program_version(package)
    (package / BUILT_FROM).write_text(BUILT)
    assert program_version(package) == before
    (package / "more.py").write_text("")
    assert program_version(package) != before


def test_the_command_shows_the_commit() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "boxline.cli", "version"], capture_output=True, text=True, check=True
    )
    assert f"commit          {commit() or 'not known'}" in found.stdout.splitlines()
