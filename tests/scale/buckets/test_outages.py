"""A bucket that cannot be used is found, and holds nothing up that does not need it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from boxline.health.examining.examination import examine
from tests.builders import home_at
from tests.scale.buckets.documents import ask


def test_doctor_finds_it_before_there_is_a_home_and_looks_at_the_rest(
    down: str, tmp_path: Path
) -> None:
    found = list(
        examine(
            tmp_path / "none",
            (),
            is_deep=False,
            wait_seconds=0,
            landing=f"{down}/landing",
            published=f"{down}/published",
        )
    )
    told = {one.about: one.found for one in found if one.is_problem}
    for about in ("landing", "published"):
        assert f"{down}/{about} cannot be used" in told[about]
    assert "home" in [one.about for one in found if not one.is_problem]


def test_figures_are_told_without_it_and_a_server_that_waits_for_it_says_so(
    down: str, tmp_path: Path
) -> None:
    home = home_at(tmp_path / "home")
    home = replace(home, settings=replace(home.settings, published=down))
    metrics, ready, document = ask(home, "/metrics", "/ready", "/v1/today.json")
    home.close()
    assert metrics.status_code == 200
    assert "boxline_info" in metrics.text
    assert "boxline_published_set_age_seconds" not in metrics.text
    assert ready.status_code == document.status_code == 503
    assert "the bucket of the published set cannot be used" in ready.json()["detail"]
