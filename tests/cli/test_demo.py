"""`demo`: a season fetched from a process that serves it, run to what it shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boxline.demo import PLAN, demo

pytestmark = pytest.mark.thorough  # a season is fetched over HTTP and run


def test_a_small_season_is_fetched_run_and_published(tmp_path: Path) -> None:
    parts: list[str] = []
    plan = replace(PLAN, teams=6, games_per_team=10)
    shown = demo(tmp_path / "home", plan=plan, on_part=parts.append)
    (totals,) = shown.totals
    assert totals["played"] >= 30  # and the playoffs
    assert totals["replies"] > 50
    assert totals["rejects"] == 0
    assert totals["documents"] > 0
    assert (shown.published / "v1").is_dir()
    assert parts[-1].endswith("Done.")
