"""balldontlie sells each sport apart: a key may have the NBA's plan, and not MLB's."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from boxline.sandbox.servers import FaultKind, FaultRule, SandboxServer
from tests.builders import rows_of
from tests.fetching.sandboxed import asked_of, fetching_home, sandbox
from tests.sandbox.baseball.ball_league import BDL, ball_world

NO_PLAN = FaultRule(kinds=(FaultKind.EXPIRED_KEY,), rate=1.0, host=BDL, path="/mlb/*")
MLB = ("mlb_raw.bdl_mlb_injuries", "mlb_raw.bdl_mlb_players")
NBA = "nba_raw.bdl_injuries"


def fetched(path: Path, server: SandboxServer, **settings: object) -> tuple[Home, Report]:
    """A run of what both leagues have of balldontlie as it stands now. One failure of a host is
    enough for it to be left alone."""
    keeping = {"leagues": ("nba", "mlb"), "provider_failure_threshold": 1, **settings}
    home = fetching_home(path, server, **keeping)
    return home, home.run("run", Window(only=frozenset({NBA, *MLB})))


def test_a_key_without_mlb_s_plan_stops_mlb_s_datasets_and_no_other(tmp_path: Path) -> None:
    with sandbox(NO_PLAN, baseball=ball_world()) as server:
        home, report = fetched(tmp_path, server)
        assert {failure.dataset for failure in report.failures} == set(MLB)
        for failure in report.failures:
            assert "boxline providers show balldontlie-mlb" in failure.message
            assert "leave balldontlie-mlb out of BOXLINE_FETCH_FROM" in failure.message
        assert rows_of(home, NBA) != []
        assert home.ledger.host_records(1)[BDL].failures == 0
        assert home.attempts().cells == {}
        assert len(asked_of(server, "/mlb/")) == len(MLB)  # each is asked once, and not again


@pytest.mark.parametrize("named", [("balldontlie",), ("balldontlie-mlb",)])
def test_who_names_one_sport_s_plan_asks_for_nothing_of_the_other(
    tmp_path: Path, named: tuple[str, ...]
) -> None:
    with sandbox(baseball=ball_world()) as server:
        _, report = fetched(tmp_path, server, fetch_from=named)
        assert not report.failures
        asked = {path.startswith("/mlb/") for path in asked_of(server)}
        assert asked == {named == ("balldontlie-mlb",)}
