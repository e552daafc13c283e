"""Findings from one look to the next: new, changed, gone, back, and closed until they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from boxline.engine.findings import Finding, Kept, Kind, Severity, compare
from tests.builders import NOON

LATER, LATEST = NOON + timedelta(hours=1), NOON + timedelta(hours=2)

POINTS = Finding(
    kind=Kind.DISAGREEMENT,
    severity=Severity.GRAVE,
    dataset="toy_core.games",
    day=date(2025, 1, 15),
    subject="Ann Lee",
    place=("g1", "points"),
    what="points: a says 20, b says 21",
    next_step="look",
)


def look(
    kept: Mapping[str, Kept], *found: Finding, now: datetime = LATER, before: datetime = NOON
) -> dict[str, Kept]:
    """What is kept after a look that found these."""
    changes = compare(kept, found, now=now, last_look=before)
    return {**kept, **{one.finding_id: one for one in changes}}


FIRST = look({}, POINTS, now=NOON)
(ID,) = FIRST
CLOSED = {ID: replace(FIRST[ID], closed_at=NOON, closed_because="known")}
CORRECTED = replace(POINTS, what="points: a says 20, b says 22")


def test_a_new_one_is_seen_from_this_look_on() -> None:
    assert FIRST[ID] == Kept(finding_id=ID, finding=POINTS, first_seen=NOON, last_seen=NOON)


def test_one_that_the_data_tells_of_is_seen_since_then_and_never_from_the_future() -> None:
    (old,) = look({}, replace(POINTS, since=NOON - timedelta(days=3))).values()
    (odd,) = look({}, replace(POINTS, since=NOON + timedelta(days=3)), now=NOON).values()
    assert (old.first_seen, odd.first_seen) == (NOON - timedelta(days=3), NOON)


def test_what_stays_as_it_is_changes_nothing() -> None:
    assert compare(FIRST, [POINTS], now=LATER, last_look=NOON) == []


def test_what_says_something_else_is_the_same_finding() -> None:
    changed = look(FIRST, CORRECTED)
    assert list(changed) == [ID]
    assert (changed[ID].finding.what, changed[ID].first_seen) == (CORRECTED.what, NOON)


def test_what_is_about_something_else_is_another_finding() -> None:
    others = [
        replace(POINTS, dataset="toy_core.other"),
        replace(POINTS, day=date(2025, 1, 16)),
        replace(POINTS, subject="Bo Ray"),
        replace(POINTS, place=("g1", "assists")),
        replace(POINTS, kind=Kind.REJECTED),
    ]
    assert len({one.finding_id for one in [POINTS, *others]}) == 6


def test_what_is_gone_was_last_seen_by_the_look_before() -> None:
    gone = look(FIRST, now=LATEST, before=LATER)[ID]
    assert (gone.state, gone.resolved_at, gone.last_seen) == ("resolved", LATEST, LATER)
    assert compare({ID: gone}, [], now=LATEST, last_look=LATEST) == []


def test_what_comes_back_is_the_same_one_as_before() -> None:
    back = look(look(FIRST), POINTS, now=LATEST, before=LATER)[ID]
    assert (back.state, back.first_seen, back.last_seen) == ("open", NOON, LATEST)


def test_a_closed_one_stays_closed_while_it_says_the_same() -> None:
    assert look(CLOSED, POINTS)[ID].state == "closed"
    assert look(look(CLOSED), POINTS, now=LATEST)[ID].state == "closed"
    other_facts = replace(POINTS, evidence={"game": "g1"})
    assert look(CLOSED, other_facts)[ID].closed_because == "known"


def test_a_closed_one_is_open_again_once_it_says_something_else_or_is_graver() -> None:
    assert look(CLOSED, CORRECTED)[ID].state == "open"
    assert look(CLOSED, replace(POINTS, severity=Severity.MINOR))[ID].state == "open"
    assert look(look(CLOSED), CORRECTED, now=LATEST)[ID].state == "open"
