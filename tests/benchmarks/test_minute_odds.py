"""The arithmetic of the plan for many leagues, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.minute_odds import Load, told

SCALE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"


def test_looks_rows_and_versions_multiply() -> None:
    load = Load(
        leagues=2,
        events=3,
        before=10,
        during=5,
        rows_of_market=100,
        markets=2,
        rows_of_game=50.0,
        changed=0.01,
    )
    assert load.events_of_day == 6
    assert load.looks == 90
    assert load.rows_of_look == 250
    assert load.rows_sent == 22_500
    assert load.rows_kept == pytest.approx(225)


def test_the_page_tells_what_the_arithmetic_comes_to() -> None:
    page = SCALE.read_text()
    lacking = [f"| {what} | {figure} |" for what, figure in told(Load()).items()]
    assert [line for line in lacking if line not in page] == []
