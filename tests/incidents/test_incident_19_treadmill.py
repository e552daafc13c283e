"""Incident 19: self-healing went round for 53 days of the off season, at $1.30 a day.

It asked again for what could not come: it knew no season, and a counter with two owners never
reached its end (dead dates were tried 433 times a day for four months). Here the calendar says what
is owed, tries are read from the one record of what was asked, and what is given up stays so.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.fetching.sandboxed import sandbox
from tests.home.fetched_home import (
    BOX,
    SCHEDULE,
    START,
    at,
    box_score_home,
    games_asked,
    healed,
    hungry,
    run,
)

DAYS = 53


def test_incident_19_in_the_off_season_what_cannot_come_is_given_up_for_good(
    tmp_path: Path,
) -> None:
    with sandbox(at=START) as server:
        home = box_score_home(tmp_path / "home", server, now=START)
        run(home)
        home = at(home, START, declared=hungry)  # every game stays short, whatever comes
        games = games_asked(server)
        assert games > 1
        asked = []
        for day in (3, 8, 13, DAYS):
            home = at(home, START + timedelta(days=day))
            before = games_asked(server)
            report = healed(home).report
            asked.append(games_asked(server) - before)
            done = {step.outcome.dataset for step in report.steps}
            assert done <= {SCHEDULE}  # and nothing is computed for it
        # The run asked before the last moment at which corrections come, so that does not count.
        assert asked == [games] * home.settings.heal_tries + [0]
        home = at(home, START + timedelta(days=365))
        found = healed(home)
        assert games_asked(server) == games + sum(asked)
        assert {one.dataset for one in found.healing.given_up} == {BOX}
        home.close()
