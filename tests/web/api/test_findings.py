"""Findings over HTTP: the gravest first, by kind, and without places on the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.engine.findings import Finding, Kind, Severity, compare
from tests.web.api.asking import DAY, NOW, Asker, app_over, fresh_home


def finding(home: Path, n: int, severity: Severity, kind: Kind) -> Finding:
    return Finding(
        kind=kind,
        severity=severity,
        dataset="nba_core.player_games",
        day=DAY,
        subject=f"player {n}",
        what=f"{home}/landing/f says {n}",
        next_step="look",
        evidence={"field": "points"},
    )


@pytest.fixture
def asked(tmp_path: Path) -> Asker:
    """Asks an app over a home with a minor finding and a grave one, and a closed one."""
    home = fresh_home(tmp_path)
    store = home.ledger.findings
    found = [
        finding(tmp_path, 1, Severity.MINOR, Kind.NAME),
        finding(tmp_path, 2, Severity.GRAVE, Kind.DISAGREEMENT),
        finding(tmp_path, 3, Severity.GRAVE, Kind.NAME),
    ]
    store.keep(compare({}, found, now=NOW, last_look=NOW), {"all": "v"}, NOW)
    store.close(found[2].finding_id, "known", NOW)
    return Asker(app_over(home))


def test_open_findings_are_told_the_gravest_first(asked: Asker) -> None:
    told = asked("/findings").json()
    assert told["total"] == 2
    assert [one["subject"] for one in told["findings"]] == ["player 2", "player 1"]
    assert told["findings"][0]["what"] == "HOME/landing/f says 2"
    assert told["looked_at"] == NOW.isoformat().replace("+00:00", "Z")


def test_they_are_chosen_by_kind_and_severity_and_state(asked: Asker) -> None:
    def subjects(query: str) -> list[str]:
        return [one["subject"] for one in asked(f"/findings?{query}").json()["findings"]]

    assert subjects("kind=unresolved name") == ["player 1"]
    assert subjects("severity=grave&all=true") == ["player 2", "player 3"]
    assert subjects("dataset=nba_core.games") == []
    assert len(subjects("limit=1")) == 1
    assert asked("/findings?kind=other").status_code == 422


def test_one_is_told_by_its_id_and_another_is_not_there(asked: Asker) -> None:
    (first, *_) = asked("/findings").json()["findings"]
    assert asked(f"/findings/{first['finding_id']}").json() == first
    assert asked("/findings/nobody").status_code == 404


def test_a_home_where_nobody_looked_says_so(tmp_path: Path) -> None:
    told = Asker(app_over(fresh_home(tmp_path)))("/findings").json()
    assert told == {"looked_at": None, "total": 0, "findings": []}
