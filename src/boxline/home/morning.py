"""The morning report of a home: told part by part, kept, and handed to whoever is to read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from boxline.catalog import League
from boxline.domain.days import league_day
from boxline.engine.program_version import release
from boxline.health.alerting.channels import channels_of
from boxline.health.alerting.delivering import deliver
from boxline.health.alerting.judging import NO_FACTS
from boxline.health.alerting.telling import Message
from boxline.health.morning.games import coverage_part, games_part
from boxline.health.morning.grades import grades_part
from boxline.health.morning.missing import missing_part
from boxline.health.morning.overnight import overnight_part
from boxline.health.morning.report import Part, Report, untold
from boxline.health.morning.setbacks import breakers_part, rejects_part
from boxline.health.morning.told import as_json, as_text
from boxline.health.morning.tonight import tonight_part
from boxline.health.morning.watching import alerts_part, schedule_part
from boxline.home.morning_facts import MorningFacts
from boxline.stores.alerts import Delivery
from boxline.stores.ledger_loss import MADE_ANEW
from boxline.stores.reports import FOLDER, Kept, Reports
from boxline.web.morning_report import morning_page

if TYPE_CHECKING:
    from boxline.home.home import Home


def morning_report(home: Home, day: date | None = None) -> Report:
    """The report of the morning of a day, today where none is named; whatever cannot be told is a
    part that says so.

    Breakers, refused rows, alerts, schedules and what is missing of history are as of now.
    """
    now = home.clock()
    with ExitStack() as opened:
        facts = MorningFacts(home=home, day=day or league_day(now), now=now, opened=opened)
        parts = [part.without(str(home.path), "HOME") for part in _parts(facts)]
    return Report(
        day=facts.day,
        made_at=now,
        version=release(),
        snapshot_made_at=_snapshot_made_at(home),
        parts=parts,
    )


def keep_report(home: Home, report: Report) -> Kept:
    """Keep a report in its home.

    Raises:
        OSError: it cannot be written.
    """
    page = morning_page(report).encode()
    return Reports(home.path / FOLDER).keep(report.day.isoformat(), as_json(report), page)


def send_report(home: Home, report: Report) -> list[Delivery]:
    """Hand a report to the first channel that takes it; how it fared with each that was tried, none
    where none is set. It is not noted yet."""
    wants = "" if report.is_fine else f": {report.opening.removesuffix('.')}"
    message = Message(
        title=f"Boxline, morning of {report.day}{wants}",
        body=as_text(report),
        alerts=0,
        is_bad=not report.is_fine,
        html=morning_page(report),
    )
    return deliver(message, channels_of(home.settings.report_channels), home.clock())


def note_sent(home: Home, made: Sequence[Delivery]) -> None:
    """Note how it fared, as of alerts.

    Raises:
        StoreDamaged: the ledger cannot be written.
    """
    home.ledger.alerts.note_deliveries(made)


def _games(facts: MorningFacts, league: League) -> Part:
    return games_part(facts.last(league))


def _coverage(facts: MorningFacts, league: League) -> Part:
    last = facts.last(league)
    return coverage_part(last, facts.kinds(league, last.games))


def _missing(facts: MorningFacts, league: League) -> Part:
    found, codes = facts.completeness(league, facts.last(league))
    return missing_part(found, codes, facts.gaps(league))


def _grades(facts: MorningFacts, league: League) -> Part:
    last = facts.last(league)
    return grades_part(
        last,
        facts.grades(league, last),
        facts.graded(league, last),
        predicted=facts.predicted(last.games),
    )


def _tonight(facts: MorningFacts, league: League) -> Part:
    return tonight_part(facts.tonight(league))


def _breakers(facts: MorningFacts) -> Part:
    hosts = facts.failing_hosts()
    return breakers_part(facts.home.attempts(), hosts)


def _rejects(facts: MorningFacts) -> Part:
    return rejects_part(facts.rejected(), facts.ledger.reject_counts())


def _overnight(facts: MorningFacts) -> Part:
    if not any(run["command"] != MADE_ANEW for run in facts.ledger.runs(2)):
        why = "The ledger knows of no run: none ever began, or the record of them was lost."
        return untold("overnight", "Healed overnight", why, "boxline run")
    return overnight_part(facts.night())


def _alerts(facts: MorningFacts) -> Part:
    kept = facts.ledger.alerts
    return alerts_part(kept.standing(), kept.checked_at())


def _schedule(facts: MorningFacts) -> Part:
    is_served = facts.ledger.schedulers.since() is not None
    return schedule_part(facts.jobs(), is_served=is_served)


#: Name and title of each part, and what tells it: of each league, or of the home.
OF_LEAGUES: Sequence[tuple[str, str, Callable[[MorningFacts, League], Part]]] = (
    ("games", "Games", _games),
    ("coverage", "Coverage", _coverage),
    ("missing", "Missing teams and dates", _missing),
    ("grades", "Last night's predictions", _grades),
    ("tonight", "Tonight", _tonight),
)
OF_HOME: Sequence[tuple[str, str, Callable[[MorningFacts], Part]]] = (
    ("breakers", "Open breakers", _breakers),
    ("rejects", "Rejected rows", _rejects),
    ("overnight", "Healed overnight", _overnight),
    ("alerts", "Alerts", _alerts),
    ("schedule", "Schedule", _schedule),
)


def _parts(facts: MorningFacts) -> Iterator[Part]:
    for name, title, of_league in OF_LEAGUES:
        yield from _told(name, title, partial(_of_leagues, facts, of_league))
    for name, title, of_home in OF_HOME:
        yield from _told(name, title, partial(_alone, facts, of_home))


def _of_leagues(
    facts: MorningFacts, tell: Callable[[MorningFacts, League], Part]
) -> Sequence[Part]:
    told = [(league.name, tell(facts, league)) for league in facts.leagues]
    if len(told) == 1:
        return [part for _, part in told]
    return [replace(part, title=f"{part.title}: {name}") for name, part in told]


def _alone(facts: MorningFacts, tell: Callable[[MorningFacts], Part]) -> Sequence[Part]:
    return [tell(facts)]


def _told(name: str, title: str, tell: Callable[[], Sequence[Part]]) -> Sequence[Part]:
    """A part, or why it cannot be told: stores that are damaged or gone, and what was never made,
    cost the parts that rest on them and no other."""
    try:
        return tell()
    except NO_FACTS as cause:
        return [untold(name, title, str(cause), "boxline doctor")]


def _snapshot_made_at(home: Home) -> datetime | None:
    """When the tables were written that a report looks at; None where nobody can say."""
    try:
        manifest = home.snapshot.manifest()
    except NO_FACTS:
        return None  # the parts that rest on it say so
    made_at = (manifest or {}).get("made_at")
    return datetime.fromisoformat(made_at) if made_at else None
