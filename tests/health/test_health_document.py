"""The health of a home as a document: squares, gaps, setbacks, and one word for each service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from boxline.domain.standing import Halt, Standing, State
from boxline.health.grid.cells import GridCell
from boxline.health.grid.cells import State as GridState
from boxline.health.grid.gaps import Gap
from boxline.health.page.alerts import HealthAlerting, alerting_told
from boxline.health.page.document import (
    Health,
    HealthCell,
    HealthDataset,
    HealthRun,
    HealthSource,
    nearest_first,
)
from boxline.health.page.findings import HealthFindings
from boxline.health.page.status import status_of
from boxline.health.page.work import HealthWork
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.stores.alerts import Alert, Delivery
from tests.builders import NOON, next_game_day, run, settled_league_home
from tests.health.alerting.receivers import alert_of

DAY = date(2025, 1, 20)
LIVE = Standing(day=DAY, state=State.LIVE)
CRITICAL = alert_of(severity="critical")
KNOWN = alert_of(severity="critical", acknowledged_at=NOON, acknowledged_why="a new disk comes")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    home = settled_league_home(tmp_path_factory.mktemp("evening"), now=next_game_day())
    yield json.loads((home.published.current / "v1/health.json").read_text())
    home.close()


def gap_in(days: int) -> Gap:
    """A gap so many days after DAY."""
    day = DAY + timedelta(days=days)
    cell = GridCell("raw.box", day, "", at_least=1, at_most=None, held=0, state=GridState.MISSING)
    return Gap(cell=cell, blocks=0)


def test_what_is_owed_of_days_to_come_stands_after_what_is_lacking_by_now() -> None:
    found = nearest_first([gap_in(days) for days in (80, -2, 1, 0, -90)], DAY)
    assert [(gap.cell.day - DAY).days for gap in found] == [0, -2, -90, 1, 80]


class TestHealth:
    def test_every_dataset_and_feed_stands_in_it(self, told: dict[str, Any]) -> None:
        catalog, names = load_catalog(), {each["name"] for each in told["datasets"]}
        assert names == {*catalog.datasets, *catalog.feeds}

    def test_days_with_games_are_squares_and_days_without_are_none(
        self, told: dict[str, Any]
    ) -> None:
        (games,) = [d for d in told["datasets"] if d["name"] == "nba_core.player_games"]
        states = {cell["day"]: cell["state"] for cell in games["cells"]}
        assert states["2024-11-25"] == "present"
        assert "2024-11-20" not in states, "nobody plays"
        assert states[next_game_day().date().isoformat()] == "not due"

    def test_a_square_names_the_run_that_committed_it(self, told: dict[str, Any]) -> None:
        runs = {run["run_id"] for run in told["runs"]}
        cells = [cell for each in told["datasets"] for cell in each["cells"] if cell["run_id"]]
        assert cells
        assert {cell["run_id"] for cell in cells} <= runs

    def test_a_lost_box_score_is_a_square_with_its_cause_and_what_to_do(
        self, tmp_path: Any
    ) -> None:
        home = settled_league_home(tmp_path, now=next_game_day())
        with home.warehouse("test") as warehouse:
            warehouse.connection.execute(
                "DELETE FROM nba_core.player_games WHERE game_date = DATE '2024-11-25'"
            )
            warehouse.connection.execute(
                "UPDATE ops.commits SET content = '0', rows_kept = 0 "
                "WHERE dataset = 'nba_core.player_games' AND day = DATE '2024-11-25'"
            )
        later = replace(home, clock=lambda: next_game_day() + timedelta(hours=2))
        run(later, only=frozenset({"nba_exports.today"}))  # writes the snapshot, mends nothing
        from boxline.home.health_documents import health_documents

        made = health_documents(
            later, later.published.manifest(), {DAY: LIVE, later_day(later): LIVE}, later.clock()
        )
        health = made["v1/health.json"]
        assert isinstance(health, Health)
        (games,) = [d for d in health.datasets if d.name == "nba_core.player_games"]
        (cell,) = [cell for cell in games.cells if cell.day == date(2024, 11, 25)]
        assert cell.state in ("late", "missing")
        assert cell.cause
        assert cell.next_step
        assert health.gaps_total > 0


def later_day(home: Home) -> date:
    return home.clock().date()


def health(**changed: Any) -> Health:
    told: dict[str, Any] = {
        "days": [DAY], "datasets": [], "gaps_total": 0, "gaps": [], "rejects": [], "breakers": [],
        "sources": [], "runs": [ended("done")], "documents": [],
        "alerting": alerting(), "findings": HealthFindings(), "work": HealthWork(),
    }  # fmt: skip
    return Health(**(told | changed))


def alerting(*alerts: Alert, error: str = "") -> HealthAlerting:
    newest = Delivery(
        at=NOON, channel="slack", alerts=1, is_delivered=not error, error=error, seconds=1
    )
    return alerting_told(alerts, NOON, {"slack": newest}, {}, "/home")


def ended(state: str) -> HealthRun:
    return HealthRun(
        run_id="r", command="run", state=state, started_at=NOON, seconds=1.0, message="why"
    )


def dataset(state: str) -> HealthDataset:
    cell = HealthCell(
        day=DAY, state=state, games=1, of_games=1, cause="c", next_step="n", run_id=None
    )
    return HealthDataset(
        name="nba_core.games", layer="core", grain="", reads=[], rejected=0, cells=[cell]
    )


def source(state: str, *, in_runs: bool) -> HealthSource:
    return HealthSource(
        provider="p",
        in_runs=in_runs,
        state=state,
        key="set",
        credits_left=None,
        failed_requests=0,
    )


def test_an_alert_is_told_with_what_mends_it_and_without_the_place_of_the_home() -> None:
    told = alerting(alert_of(found="/home/ledger.sqlite is damaged"), error="404")
    (one,) = told.alerts
    assert (one.found, one.next_step) == ("HOME/ledger.sqlite is damaged", "boxline run")
    assert [(each.channel, each.error) for each in told.channels] == [("slack", "404")]


class TestStatus:
    @pytest.mark.parametrize(
        ("changed", "today", "overall", "service"),
        [
            ({}, LIVE, "healthy", None),
            ({"datasets": [dataset("late")]}, LIVE, "degraded", "data"),
            ({"datasets": [dataset("not due")]}, LIVE, "healthy", None),
            ({"runs": [ended("failed")]}, LIVE, "degraded", "runs"),
            ({"runs": []}, LIVE, "degraded", "runs"),
            ({"sources": [source("failing: a", in_runs=True)]}, LIVE, "degraded", "sources"),
            ({"sources": [source("failing: a", in_runs=False)]}, LIVE, "healthy", None),
            ({"alerting": alerting(CRITICAL)}, LIVE, "degraded", "alerts"),
            ({"alerting": alerting(alert_of())}, LIVE, "healthy", None),
            ({"alerting": alerting(KNOWN)}, LIVE, "healthy", None),
            ({"alerting": alerting(error="404")}, LIVE, "degraded", "alerts"),
            ({}, replace(LIVE, state=State.PARTIAL, reason="x"), "degraded", "predictions"),
            (
                {},
                replace(LIVE, state=State.HALTED, halt=Halt.MODELS_NOT_FIT, reason="x"),
                "unhealthy",
                "predictions",
            ),
            (
                {},
                replace(LIVE, state=State.HALTED, halt=Halt.OFF_SEASON, reason="x"),
                "healthy",
                None,
            ),
        ],
    )
    def test_it_is_as_bad_as_its_worst_service_and_says_why(
        self, changed: dict[str, Any], today: Standing, overall: str, service: str | None
    ) -> None:
        found = status_of(health(**changed), today, None)
        assert found.overall_status == overall
        ailing = [each.name for each in found.services if each.status != "healthy"]
        assert ailing == ([service] if service else [])
        assert [issue.partition(":")[0] for issue in found.known_issues] == ailing

    def test_grades_that_are_missing_degrade_it(self) -> None:
        before = Standing(
            day=DAY, state=State.PARTIAL, reason="x", missing=("grades of 1 of 5 games",)
        )
        found = status_of(health(), LIVE, before)
        assert found.overall_status == "degraded"
        assert found.known_issues == ["grading: 2025-01-20: grades of 1 of 5 games"]
