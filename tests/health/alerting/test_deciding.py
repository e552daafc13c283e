"""What is told, and what is not: once, again after a while, never once known, and its end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from boxline.health.alerting.deciding import Alarm, Decision, Policy, decide
from boxline.stores.alerts import Alert
from tests.health.alerting.receivers import NOW, alarm_of, alert_of

HOUR = timedelta(hours=1)


def decided(alarms: Iterable[Alarm], standing: Iterable[Alert] = (), **given: object) -> Decision:
    known = {"untold": (), "unjudged": frozenset[str](), "policy": Policy(), "now": NOW}
    return decide(alarms, standing, **{**known, **given})  # type: ignore[arg-type]


def test_what_is_new_is_recorded_and_told():
    found = decided([alarm_of()])
    (kept,) = found.kept
    assert (kept.alert_id, kept.first_seen, kept.state) == (None, NOW, "firing")
    assert found.told == {("late-cells", "a day")}


def test_two_alarms_of_one_rule_and_subject_are_one_alert_with_the_newer_figures():
    found = decided([alarm_of(found="3 days"), alarm_of(found="4 days")])
    assert [one.found for one in found.kept] == ["4 days"]


def test_what_stands_keeps_its_beginning_and_takes_the_new_figures():
    found = decided([alarm_of(found="4 days are late")], [alert_of()])
    (kept,) = found.kept
    assert (kept.alert_id, kept.first_seen) == (1, NOW - HOUR)
    assert (kept.last_seen, kept.found) == (NOW, "4 days are late")


@pytest.mark.parametrize(
    ("told_hours_ago", "is_told"), [(None, True), (0, False), (5, False), (6, True), (-1, True)]
)
def test_what_was_told_is_quiet_for_six_hours(told_hours_ago: int | None, is_told: bool):
    told_at = None if told_hours_ago is None else NOW - told_hours_ago * HOUR
    found = decided([alarm_of()], [alert_of(told_at=told_at)])
    assert bool(found.told) is is_told


def test_what_somebody_knows_is_not_told_again_however_long_it_stands():
    known = alert_of(told_at=NOW - 99 * HOUR, acknowledged_at=NOW - 98 * HOUR)
    assert decided([alarm_of()], [known]).told == set()


def test_what_is_gone_is_resolved_and_told_once():
    found = decided([], [alert_of(told_at=NOW - HOUR)])
    assert [one.resolved_at for one in found.kept] == [NOW]
    assert found.resolved == {1}


def test_what_nobody_was_told_of_ends_without_a_word():
    found = decided([], [alert_of()])
    assert [one.resolved_at for one in found.kept] == [NOW]
    assert found.resolved == set()


def test_an_end_that_could_not_be_told_is_told_at_the_next_check():
    over = alert_of(told_at=NOW - 2 * HOUR, resolved_at=NOW - HOUR)
    found = decided([], untold=[over])
    assert (found.kept, found.resolved) == ((), {1})


def test_what_comes_back_is_a_new_alert():
    over = alert_of(told_at=NOW - 2 * HOUR, resolved_at=NOW - HOUR)
    found = decided([alarm_of()], untold=[over])
    assert [one.alert_id for one in found.kept] == [None]
    assert found.told == {over.key}


def test_what_a_rule_said_stands_while_nobody_can_judge_it():
    found = decided([], [alert_of(told_at=NOW - HOUR)], unjudged={"late-cells"})
    assert (found.kept, found.resolved) == ((), set())


def test_a_rule_that_is_no_more_leaves_no_alert_behind():
    found = decided([], [alert_of(rule="of-old", told_at=NOW - HOUR)])
    assert [one.state for one in found.kept] == ["resolved"]
