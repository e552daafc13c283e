"""Killed at any effect, and killed again while it recovers, nothing is lost and nothing doubled."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.thorough  # the pipeline is broken off at each of its effects

ROOT = Path(__file__).parents[2]


def sweep(folder: Path, *, every: int = 1, first: int = 0) -> dict[str, Any]:
    """Attack every n-th point; where `first` is not 0, that many effects of each recovery."""
    started = time.perf_counter()
    arguments = [str(folder), str(every), str(first)]
    found = subprocess.run(
        [sys.executable, "-m", "tests.faults.sweep", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, Any] = json.loads(found.stdout)
    seconds = time.perf_counter() - started
    kills, points, recovered = (result[name] for name in ("kills", "points", "recovered"))
    told = f"{kills} kills, {points} points, {recovered} different homes, {seconds:.0f} s"
    sys.stdout.write(f"\n{told}\n")
    return result


def test_a_kill_at_any_effect_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    found = sweep(tmp_path)
    assert found["wrong"] == []
    assert found["points"] >= 60
    assert found["kills"] >= 50


def test_a_kill_of_the_recovery_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    found = sweep(tmp_path, every=37, first=10)
    assert found["wrong"] == []
    assert found["kills"] == found["points"] >= 10


def test_a_kill_of_a_run_of_mlb_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """At one of its effects of each kind and a dozen others, evenly spread: `python -m
    tests.faults.baseball FOLDER 1100` kills at all of them, which takes more than an hour."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.faults.baseball", str(tmp_path), "12"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    result = json.loads(found.stdout)
    assert result["wrong"] == []
    assert result["effects"] > 800
    kinds = {label.split()[0] for label in result["at"]}
    assert kinds >= {"warehouse", "ledger", "fsync", "replace", "write"}
