"""How each kind of blow strikes, and what the page must tell of it then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from boxline.stores.ledger_loss import MADE_ANEW
from tests.chaos.blows import Blow, Kind
from tests.chaos.damage import (
    chosen,
    damage,
    described_pages,
    lose_ledger,
    read_already,
    states_of,
    unread_pages,
)
from tests.chaos.runs import End, begin, give
from tests.chaos.traces import (
    Trace,
    command_told,
    failure_told,
    run_told,
    verification_tells,
)
from tests.chaos.weather import HOSTS
from tests.faults.sweep import in_child

if TYPE_CHECKING:
    from tests.chaos.season import Nights

#: Bytes that a full disk still has: at least so many, and up to so many more.
LEFT_FREE = 130_000, 500_000

#: What a blow leaves to be told; None where it found nothing to strike.
Told = list[Trace] | None


def strike(season: Nights, blow: Blow) -> Told:
    """Let a blow strike."""
    return _STRIKES[blow.kind](season, blow)


def _killed(season: Nights, blow: Blow) -> Told:
    return _told_of(season, give(season.command(kill_at=blow.at)))


def _killed_twice(season: Nights, blow: Blow) -> Told:
    first = _killed(season, blow)
    second = _told_of(season, give(season.command(kill_at=blow.again_at)))
    return None if first is None and second is None else (first or []) + (second or [])


def _told_of(season: Nights, end: End) -> Told:
    """The traces of a run that was killed; None where it was at its end by then."""
    if not end.killed:
        return None
    is_at_work = "running" in states_of(season.home, end.run_id)
    return [run_told(end.run_id, "lost")] if is_at_work else []


def _two(season: Nights, blow: Blow) -> Told:
    first, second = begin(season.command()), begin(season.command())
    ends = [first.end(), second.end()]
    return [run_told(end.run_id, "busy") for end in ends if end.refused == "HomeBusy"] or None


def _stopped(season: Nights, blow: Blow) -> Told:
    slow = begin(season.command(stop_at=blow.at, lease_seconds=1.0))
    if not slow.stands_still():
        slow.end()
        return None
    try:
        other = give(season.command(wait_seconds=2.0))
    finally:
        slow.go_on()
    end = slow.end()
    if other.refused:  # it had the warehouse open, or the ledger: then nobody takes over unasked
        assert other.refused == "HomeBusy", other
        return [run_told(other.run_id, "busy")]
    assert end.refused == "LeaseLost", end
    return [run_told(end.run_id, "failed")]


def _provider(season: Nights, blow: Blow) -> Told:
    season.sky.out.value = int(blow.choice * len(HOSTS))
    end = give(season.command())
    season.sky.out.value = -1
    if not end.failures:
        return None
    return [run_told(end.run_id, "failed")]


def _clock(season: Nights, blow: Blow) -> Told:
    right = season.command()
    end = give(replace(right, now=right.now + blow.jump))
    return [run_told(end.run_id, "done", "failed")]


def _disk(season: Nights, blow: Blow) -> Told:
    assert season.disk is not None, "a full disk is drawn only where there is one of our own"
    season.disk.fill(leave=LEFT_FREE[0] + int(blow.choice * LEFT_FREE[1]))
    try:
        end = give(season.command())
    finally:
        season.disk.make_room()
    if end.killed:  # SQLite maps a file that the disk has no room for: the kernel ends it
        return _told_of(season, end)
    if not end.refused and not any("disk is full" in why for _, why in end.failures):
        return None
    assert end.refused in ("", "DiskFull"), end
    return [
        run_told(end.run_id, "failed", "lost", words="disk is full" if state == "failed" else "")
        for state in states_of(season.home, end.run_id)
    ]


def _ledger(season: Nights, blow: Blow) -> Told:
    if not season.tally.nights:
        return None  # nothing landed yet that a ledger could know of
    lose_ledger(season.home)
    return [command_told(MADE_ANEW)]


def _page(season: Nights, blow: Blow) -> Told:
    pages = described_pages(season.home)
    if not pages:
        return None
    page = chosen(pages, blow.choice)
    damage(page, blow.kind, blow.choice)
    return [verification_tells(season.home, page)]


def _unread(season: Nights, blow: Blow) -> Told:
    end = give(season.command(kill_at=blow.early))
    traces = _told_of(season, end)
    read = in_child(lambda _: read_already(season.home)).result
    unread = unread_pages(season.home, read)
    if not unread:
        return traces
    page = chosen(unread, blow.choice)
    damage(page, blow.kind, blow.choice)
    return [*(traces or []), failure_told(page.name)]


_STRIKES: dict[Kind, Callable[[Nights, Blow], Told]] = {
    Kind.KILLED: _killed,
    Kind.KILLED_TWICE: _killed_twice,
    Kind.TWO: _two,
    Kind.STOPPED: _stopped,
    Kind.CLOCK: _clock,
    Kind.PROVIDER_OUT: _provider,
    Kind.DISK_FULL: _disk,
    Kind.LEDGER_LOST: _ledger,
    Kind.PAGE_FLIPPED: _page,
    Kind.PAGE_CUT: _page,
    Kind.PAGE_GONE: _page,
    Kind.PAGE_UNREAD: _unread,
}
