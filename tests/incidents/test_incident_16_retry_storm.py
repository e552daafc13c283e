"""Incident 16: 7,139 runs in twenty hours retried a day whose games had not been played yet.

Whatever failed was delivered again without end, and that games were still to come counted as
failing. Here what is not owed yet is not asked for and not attempted, so it cannot fail; and what
does fail is tried a bounded number of times.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from boxline.engine.work import Window
from boxline.health.grid.gaps import find_gaps
from boxline.home import Home
from boxline.home.looking import looked_at
from boxline.sandbox.servers import FaultKind, FaultRule
from tests.fetching.sandboxed import DAY, sandbox
from tests.home.fetched_home import BOX, LINES, at, box_score_home, games_asked, healed, run
from tests.sandbox.asking import middle_game

START = middle_game().tipped_off_at
assert START is not None


def gaps_of_today(home: Home) -> set[str]:
    with looked_at(home) as found:
        gaps = find_gaps(found.grid, Window(first=DAY, last=DAY), unfold=True)
        return {gap.cell.dataset for gap in gaps.shown}


def test_incident_16_a_day_before_its_games_is_neither_asked_for_nor_attempted(
    tmp_path: Path,
) -> None:
    before = START - timedelta(hours=12)
    with sandbox(at=before) as server:
        home = box_score_home(tmp_path / "home", server, now=before)
        run(home)
        asked = games_asked(server)
        for hours in range(1, 12, 2):
            home = at(home, before + timedelta(hours=hours))
            report = healed(home).report
            assert not report.failures
            assert {BOX, LINES}.isdisjoint(step.outcome.dataset for step in report.steps)
        assert games_asked(server) == asked
        assert not home.ledger.attempts()
        assert not gaps_of_today(home)
        home.close()


def test_incident_16_what_fails_is_tried_a_bounded_number_of_times(tmp_path: Path) -> None:
    fails = FaultRule(kinds=(FaultKind.HTTP_500,), rate=1.0, host="stats.nba.com")
    after = START + timedelta(hours=4)
    with sandbox(fails, at=after) as server:
        home = box_score_home(
            tmp_path / "home", server, now=after, fetch_days=1, provider_failure_threshold=1000
        )
        asked = []
        for _ in range(12):
            before = games_asked(server)
            healed(home)
            asked.append(games_asked(server) - before)
        most = home.settings.entity_failure_threshold
        assert asked[0] > 0
        assert asked[:most] == [asked[0]] * most
        assert asked[most:] == [0] * (12 - most)
        home.close()
