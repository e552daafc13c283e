"""The newest morning report over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

from boxline.stores.reports import Reports
from tests.web.api.asking import Asker, app_over, fresh_home

STYLE = "body{color:red}"
# The hash by hand: printf 'body{color:red}' | openssl dgst -sha256 -binary | base64
HASH = "FcQqt3aNlV7AZnGV4zkQRVeCeJOxbMPnQSx258L803E="


def told(day: str) -> bytes:
    document = {
        "day": day,
        "made_at": f"{day}T12:00:00Z",
        "version": "v",
        "snapshot_made_at": None,
        "opening": "Nothing wants attention.",
        "is_fine": True,
        "parts_untold": 0,
        "parts_wanting_attention": 0,
        "parts": [],
    }
    return json.dumps(document).encode()


def test_the_newest_is_answered(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    reports = Reports(home.path / "reports")
    for day in ("2025-01-15", "2025-01-16", "2025-01-14"):
        reports.keep(day, told(day), b"")
    answer = Asker(app_over(home))("/monitoring/morning-report")
    assert answer.json() == json.loads(told("2025-01-16"))


def test_the_page_may_use_its_own_style_and_nothing_else(tmp_path: Path) -> None:
    home = fresh_home(tmp_path)
    page = f"<style>{STYLE}</style>"
    Reports(home.path / "reports").keep("2025-01-15", told("2025-01-15"), page.encode())
    answer = Asker(app_over(home))("/monitoring/morning-report.html")
    assert (answer.status_code, answer.text) == (200, page)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{HASH}'; ")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_before_the_first_the_next_step_is_told(tmp_path: Path) -> None:
    asked = Asker(app_over(fresh_home(tmp_path)))
    for path in ("/monitoring/morning-report", "/monitoring/morning-report.html"):
        answer = asked(path)
        assert answer.status_code == 404
        assert "boxline report morning" in answer.json()["next_step"]
