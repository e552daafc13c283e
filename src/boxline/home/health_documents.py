"""The documents that tell how a home itself stands, made at each publishing that has news of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from boxline.catalog.feeds import Document
from boxline.domain.days import league_day
from boxline.domain.standing import Standing, State
from boxline.engine.reliability import TOLD_DAYS
from boxline.health.page.alerts import HealthAlerting, alerting_told
from boxline.health.page.document import (
    HEALTH_PATH,
    SHOWN_DAYS,
    SHOWN_ROWS,
    STATUS_PATH,
    Health,
    Told,
    health_of,
)
from boxline.health.page.findings import HealthFindings, findings_told
from boxline.health.page.status import Status, status_of
from boxline.health.page.work import work_told

if TYPE_CHECKING:
    import duckdb

    from boxline.home.home import Home

#: What the manifest calls them.
HEALTH = "health"

DOCUMENTS: Mapping[str, type[Document]] = {HEALTH_PATH: Health, STATUS_PATH: Status}

#: States of runs that ended, or stand still, without having done their work.
ENDED_ILL = frozenset({"failed", "lost", "stale", "busy"})

COMMITTED_BY = "SELECT dataset, day, run_id FROM ops.commits WHERE day >= $first"


def health_version(home: Home, now: datetime) -> str:
    """What they are made from, as one version: tables, setbacks, findings, runs that came to
    nothing, and the hour, because cells become late by the clock alone."""
    snapshot = home.snapshot.manifest() or {}
    attempts = home.attempts()
    told = (
        str(snapshot.get("made_at")),
        str(sorted(home.ledger.reject_counts().items())),
        str(sorted((*cell, len(made)) for cell, made in attempts.cells.items())),
        str([(one.alert_id, one.state) for one in home.ledger.alerts.standing()]),
        str(_news_of_findings(home)),
        str(_news_of_runs(home)),
        now.strftime("%Y-%m-%dT%H"),
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _news_of_findings(home: Home) -> tuple[object, ...]:
    """How many are open, and what those say that are told one by one; not when they were looked
    for, which each run changes."""
    kept = home.ledger.findings
    told = [(one.finding_id, one.finding.what) for one in kept.listed(limit=SHOWN_ROWS)]
    return sorted((each.value, count) for each, count in kept.counts().items()), told


def _news_of_runs(home: Home) -> list[tuple[str, str]]:
    """Runs that people should hear of although nothing came of them."""
    from boxline.stores.ledger_loss import MADE_ANEW

    return [
        (run["run_id"], run["state"])
        for run in home.ledger.runs(SHOWN_ROWS)
        if run["state"] in ENDED_ILL or run["command"] == MADE_ANEW
    ]


def health_documents(
    home: Home, manifest: Mapping[str, Any], standings: Mapping[date, Standing], now: datetime
) -> dict[str, Document]:
    """Path -> document, as of the newest snapshot."""
    from boxline.home.asking import providers_of
    from boxline.home.asking_again import tell_of_healing
    from boxline.home.looking import looked_at
    from boxline.home.probing import standing_of

    today = league_day(now)
    attempts = home.attempts()
    failed = home.ledger.failed_since(now - timedelta(hours=24))
    runs, place = home.ledger.runs(SHOWN_ROWS), str(home.path)
    with looked_at(home, now=now) as found:
        tell_of_healing(home, found)
        told = Told(
            rejects=home.ledger.rejects(),
            runs=runs,
            failures=home.ledger.failures_of([run["run_id"] for run in runs]),
            sources=[
                {**standing_of(home, one), "failed_requests": failed.get(one.name, 0)}
                for one in providers_of(home).values()
            ],
            published=_published(manifest),
            committed_by=_committed_by(found.connection, today - timedelta(days=SHOWN_DAYS)),
            alerting=_alerting(home),
            findings=_findings(home),
            work=work_told(home.ledger.reliability(now - timedelta(days=TOLD_DAYS)), place),
            home=place,
        )
        health = health_of(found, attempts, told, today)
    played = [
        day for day, one in standings.items() if day < today and one.state is not State.NO_GAMES
    ]
    before = standings[max(played)] if played else None
    status = status_of(health, standings[today], before)
    return {HEALTH_PATH: health, STATUS_PATH: status}


def _alerting(home: Home) -> HealthAlerting:
    kept = home.ledger.alerts
    return alerting_told(
        kept.standing(),
        kept.checked_at(),
        kept.newest_deliveries(),
        home.ledger.conditions.counts(),
        str(home.path),
    )


def _findings(home: Home) -> HealthFindings:
    kept = home.ledger.findings
    listed = kept.listed(limit=SHOWN_ROWS)
    return findings_told(listed, kept.counts(), kept.last_look(), str(home.path))


def _published(manifest: Mapping[str, Any]) -> dict[str, tuple[int, datetime]]:
    found: dict[str, tuple[int, datetime]] = {}
    for entry in manifest["documents"].values():
        made = datetime.fromisoformat(entry["made_at"])
        count, newest = found.get(entry["dataset"], (0, made))
        found[entry["dataset"]] = (count + 1, max(newest, made))
    return found


def _committed_by(
    connection: duckdb.DuckDBPyConnection, first: date
) -> dict[tuple[str, date], str]:
    rows = connection.execute(COMMITTED_BY, {"first": first}).fetchall()
    return {(dataset, day): run_id for dataset, day, run_id in rows}
