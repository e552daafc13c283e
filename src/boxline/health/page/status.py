"""`v1/status.json`: one word for each service, and the issues that are known. Pure."""

from __future__ import annotations

import msgspec

from boxline.catalog.feeds import Document
from boxline.domain.standing import Halt, Standing, State
from boxline.health.page.document import Health
from boxline.health.page.runs import SHOWN_CHARACTERS

HEALTHY, DEGRADED, UNHEALTHY = "healthy", "degraded", "unhealthy"
ORDER = (HEALTHY, DEGRADED, UNHEALTHY)

#: Halts under which nothing is broken: there is nothing to say, or nothing worth betting on.
EXPECTED_HALTS = frozenset({Halt.OFF_SEASON, Halt.BETWEEN_ROUNDS, Halt.NO_LINES})


class Service(msgspec.Struct):
    """One service: `healthy`, `degraded` or `unhealthy`, and why where it is not the first."""

    name: str
    status: str
    reason: str | None


class Status(Document, kw_only=True):
    """The document. `overall_status` is the worst of the services'; `known_issues` are reasons."""

    overall_status: str
    services: list[Service]
    known_issues: list[str]


def status_of(health: Health, today: Standing, before: Standing | None) -> Status:
    """The status of a home.

    Args:
        today: how the present day stands.
        before: how the newest earlier day with games stands; None where there is none.
    """
    services = [
        _data(health),
        _runs(health),
        _sources(health),
        _alerts(health),
        _predictions(today),
        _grading(before),
    ]
    return Status(
        overall_status=max((one.status for one in services), key=ORDER.index),
        services=services,
        known_issues=[f"{one.name}: {one.reason}" for one in services if one.reason],
    )


def _data(health: Health) -> Service:
    bad = [
        (dataset.name, cell)
        for dataset in health.datasets
        for cell in dataset.cells
        if cell.state in ("late", "rejected", "unexpected", "parked", "given up")
    ]
    if not bad:
        return Service("data", HEALTHY, None)
    name, cell = max(bad, key=lambda each: each[1].day)
    said = (
        f"{len(bad)} days of datasets want mending, the newest {name} of {cell.day}: {cell.state}"
    )
    return Service("data", DEGRADED, said)


def _runs(health: Health) -> Service:
    ended = [run for run in health.runs if run.state != "running"]
    if not ended:
        return Service("runs", DEGRADED, "no run has ended yet")
    if ended[0].state == "done":
        return Service("runs", HEALTHY, None)
    message = ended[0].message[:SHOWN_CHARACTERS]
    said = f"the newest run is {ended[0].state}: {message or ended[0].run_id}"
    return Service("runs", DEGRADED, said)


def _sources(health: Health) -> Service:
    failing = [
        f"{one.provider}: {one.state}"
        for one in health.sources
        if one.in_runs and one.state not in ("answers", "never asked")
    ]
    return Service("sources", DEGRADED if failing else HEALTHY, "; ".join(failing) or None)


def _alerts(health: Health) -> Service:
    told = health.alerting
    critical = [one for one in told.alerts if one.severity == "critical" and not one.acknowledged]
    failing = [f"{one.channel} takes no message" for one in told.channels if one.error]
    said = [f"{one.rule}: {one.subject}" for one in critical[:3]]
    if len(critical) > len(said):
        said.append(f"{len(critical) - len(said)} more critical ones")
    reasons = "; ".join([*said, *failing])
    return Service("alerts", DEGRADED if reasons else HEALTHY, reasons or None)


def _predictions(today: Standing) -> Service:
    if today.state is State.PARTIAL:
        return Service("predictions", DEGRADED, today.reason)
    if today.halt is None or today.halt in EXPECTED_HALTS:
        return Service("predictions", HEALTHY, None)
    return Service("predictions", UNHEALTHY, f"halted: {today.reason}")


def _grading(before: Standing | None) -> Service:
    missing = [] if before is None else [m for m in before.missing if m.startswith("grades")]
    if before is None or not missing:
        return Service("grading", HEALTHY, None)
    return Service("grading", DEGRADED, f"{before.day}: {'; '.join(missing)}")
