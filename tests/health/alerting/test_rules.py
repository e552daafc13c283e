"""Every rule of alarm: where it fires, what it says then, and where it is quiet."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest

from boxline.catalog.alarms import Rule, Severity, alarm, rules_of
from boxline.domain.days import from_eastern
from boxline.engine.attempts import Attempt, Attempts, Kind
from boxline.engine.calendar import Game
from boxline.errors import CatalogError
from boxline.health.alerting.failing_channels import ChannelRecord
from boxline.health.completeness import Side, completeness
from boxline.health.examining.machine import DiskSpace
from boxline.health.examining.publications import Publications, publications_of
from boxline.health.examining.rejected import RejectedShares
from boxline.health.examining.runs_alarm import NewestRun
from boxline.health.examining.sources import Source, Sources
from boxline.home.alarm_facts import RULED, declared_rules
from boxline.stores.alerts import Delivery
from boxline.web.scheduling.jobs import JOBS
from boxline.web.scheduling.standing import JobStanding, JobStandings, State
from tests.health.alerting.drifting import Errors
from tests.health.alerting.receivers import NOW
from tests.health.toy_grid import GRADES, LATER, LINES, SCORES, judged, without
from tests.test_architecture import MODULES

RULES = declared_rules()
DAY = date(2025, 1, 14)
STARTED = from_eastern(DAY, "19:00")
GAME = Game("toy", "1", DAY, "2024-25", "regular", STARTED, False, (1, 2))
HOUR = timedelta(hours=1)


def failed(failures: int) -> Attempts:
    one = Attempt(
        dataset="toy_core.games",
        cell="2025-01-14",
        inputs="1",
        code="1",
        kind=Kind.TRANSIENT,
        message="it would not",
        run_id="r",
        failed_at=NOW,
    )
    return Attempts([one] * failures, now=NOW)


def delivered(is_delivered: bool) -> ChannelRecord:
    one = Delivery(
        at=NOW, channel="slack", alerts=1, is_delivered=is_delivered, error="404", seconds=0.1
    )
    return ChannelRecord(newest={"slack": one})


def published(day: date, *, live_age: timedelta = HOUR, games: tuple[Game, ...] = ()) -> Any:
    return Publications(
        made_at=NOW,
        newest_day={"toy_exports.today": day},
        live_made_at={"toy": NOW - live_age},
        games=games,
    )


def stands(state: State) -> JobStandings:
    return JobStandings(jobs=[JobStanding(job=JOBS[0], state=state, next_at=NOW)])


def ran(hours_ago: int, state: str = "done") -> NewestRun:
    return NewestRun(began_at=NOW - hours_ago * HOUR, run_id="r1", state=state, message="why")


def scores(*held: Side) -> Any:
    over = GAME._replace(is_final=True)
    return completeness([over], held, first=DAY, last=DAY)


def source(state: str = "answers", left: int | None = None) -> Sources:
    return Sources(
        asked=[Source(provider="odds", state=state, credits_left=left, credits_a_day=600)]
    )


ON = GAME._replace(starts_at=NOW - HOUR)
GONE = ((SCORES, "g3"), (LINES, "g3"), (GRADES, "g3"))
WITHIN = {"grid": judged, "now": lambda: LATER}
LOST = {"grid": lambda: judged(held=without(*GONE)), "now": lambda: LATER}

#: Rule -> facts in which it fires, and facts in which it does not.
CASES: dict[str, tuple[dict[str, Callable[[], Any]], dict[str, Callable[[], Any]]]] = {
    "box-scores-missing": (
        {"found": lambda: scores(("toy", "1", 1))},
        {"found": lambda: scores(("toy", "1", 1), ("toy", "1", 2))},
    ),
    "breaker-open": ({"attempts": lambda: failed(5)}, {"attempts": lambda: failed(4)}),
    "budget-low": ({"sources": lambda: source(left=59)}, {"sources": lambda: source(left=60)}),
    "channel-failing": (
        {"record": lambda: delivered(False)},
        {"record": lambda: delivered(True)},
    ),
    "disk-low": (
        {"space": lambda: DiskSpace(free_bytes=2**30 - 1)},
        {"space": lambda: DiskSpace(free_bytes=2**30)},
    ),
    "late-cells": (LOST, WITHIN),
    "live-stale": (
        {"published": lambda: published(DAY, games=(ON,)), "now": lambda: NOW},
        {
            "published": lambda: published(DAY, games=(ON._replace(is_final=True),)),
            "now": lambda: NOW,
        },
    ),
    "model-drift": ({"view": lambda: Errors(6.0)}, {"view": lambda: Errors(5.0)}),
    "provider-failing": (
        {"sources": lambda: source("failing: api.example.com")},
        {"sources": lambda: source("never asked")},
    ),
    "publish-stale": (
        {"published": lambda: published(date(2025, 1, 13)), "now": lambda: NOW},
        {"published": lambda: published(date(2025, 1, 14)), "now": lambda: NOW},
    ),
    "rejected-share": (
        {"shares": lambda: RejectedShares(newest={"toy_raw.scores": (100, 6)})},
        {"shares": lambda: RejectedShares(newest={"toy_raw.scores": (100, 5)})},
    ),
    "run-failed": (
        {"newest": lambda: ran(1, "failed")},
        {"newest": lambda: ran(1, "running")},
    ),
    "runs-stopped": (
        {"newest": lambda: ran(27), "now": lambda: NOW},
        {"newest": lambda: ran(26), "now": lambda: NOW},
    ),
    "schedule-not-firing": (
        {"standings": lambda: stands(State.MISSED)},
        {"standings": lambda: stands(State.WAITING)},
    ),
}


def test_every_rule_is_among_the_cases() -> None:
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_rule_fires_and_says_what_is_so_and_what_mends_it(name: str) -> None:
    rule, (facts, _) = RULES[name], CASES[name]
    fired = list(rule.judge(**{parameter: made() for parameter, made in facts.items()}))
    assert fired
    assert all(one.subject and one.found for one in fired)
    assert all(one.next_step or rule.next_step for one in fired)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_is_quiet_where_all_is_well(name: str) -> None:
    facts = CASES[name][1]
    assert list(RULES[name].judge(**{parameter: made() for parameter, made in facts.items()})) == []


def test_a_late_cell_is_told_at_its_root_with_what_waits_for_it() -> None:
    (one,) = RULES["late-cells"].judge(**{name: made() for name, made in LOST.items()})
    assert one.subject == "toy_raw.scores of 2025-01-14"
    assert one.blocks == "2 further cells wait for it"
    assert one.next_step == "boxline import FILE"


def test_a_late_cell_of_long_ago_wakes_nobody() -> None:
    later = LATER + timedelta(days=20)
    grid = judged(held=without((SCORES, "g3")), now=later)
    assert list(RULES["late-cells"].judge(grid=grid, now=later)) == []


def test_where_nothing_is_published_and_nothing_ran_that_is_an_alarm() -> None:
    none = publications_of({"documents": {}}, [], [])
    (stale,) = RULES["publish-stale"].judge(published=none, now=NOW)
    (stopped,) = RULES["runs-stopped"].judge(newest=NewestRun(began_at=None), now=NOW)
    assert (stale.found, stopped.found) == ("nothing is published yet", "there was no run yet")


def test_one_kind_of_document_that_stays_behind_is_named_alone() -> None:
    behind = Publications(
        made_at=NOW,
        newest_day={"a": date(2025, 1, 15), "b": date(2025, 1, 3)},
        live_made_at={},
        games=(),
    )
    (one,) = RULES["publish-stale"].judge(published=behind, now=NOW)
    assert (one.subject, one.found) == ("b", "its newest document is for 2025-01-03, 12 days ago")


def test_the_age_of_live_documents_counts_only_while_a_game_is_on() -> None:
    for start, is_stale in ((-0.5, False), (-1.0, True), (-5.9, True), (-6.0, False), (1, False)):
        on = GAME._replace(starts_at=NOW + start * HOUR)
        found = list(RULES["live-stale"].judge(published=published(DAY, games=(on,)), now=NOW))
        assert bool(found) is is_stale, start


def test_live_documents_of_one_league_say_nothing_for_another() -> None:
    on = GAME._replace(starts_at=NOW - HOUR)
    other = on._replace(league="other")
    fresh = {"toy": NOW, "other": None}
    both = Publications(made_at=NOW, newest_day={}, live_made_at=fresh, games=(on, other))
    (one,) = RULES["live-stale"].judge(published=both, now=NOW)
    assert (one.subject, one.found) == ("live documents of other", "1 games are on; never made")
    alone = Publications(made_at=NOW, newest_day={}, live_made_at={"toy": NOW}, games=(on, other))
    assert list(RULES["live-stale"].judge(published=alone, now=NOW)) == []


def module_of(*rules: Rule) -> ModuleType:
    found = ModuleType("somewhere")
    for number, rule in enumerate(rules):
        setattr(found, f"rule_{number}", rule)
    return found


def rule_of(name: str = "one", **changes: Any) -> Rule:
    def judge(now: int) -> Any:
        """It fires."""

    given = {"severity": Severity.WARNING, "blocks": "x", "next_step": "boxline run"}
    judge.__annotations__ = {"now": int}
    judge.__module__ = "somewhere"
    judge.__doc__ = changes.pop("about", judge.__doc__)
    return alarm(name, **{**given, **changes})(judge)


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ([rule_of(), rule_of()], "one is declared twice"),
        ([rule_of(blocks="")], "does not say what it blocks"),
        ([rule_of(next_step=" ")], "does not say what mends it"),
        ([rule_of(about="")], "does not say when it fires"),
    ],
)
def test_a_rule_that_does_not_say_what_matters_stops_the_start(
    rules: list[Rule], problem: str
) -> None:
    with pytest.raises(CatalogError, match=problem):
        rules_of([module_of(*rules)], {int})


def test_a_rule_that_judges_what_nobody_supplies_stops_the_start() -> None:
    assert rules_of([module_of(rule_of())], {int})
    with pytest.raises(CatalogError, match="nobody supplies int, which now asks for"):
        rules_of([module_of(rule_of())], {str})


def test_no_rule_stands_where_nobody_looks() -> None:
    declaring = {
        f"boxline.{module.name}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "alarm"
    }
    assert declaring == set(RULED)
