"""Alerts and what was told of them, as rows of the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from boxline.stores.alert_tables import ALERT_CHECKS, ALERTS, DELIVERIES
from boxline.stores.ledger_dialects import insert_into

#: Rows that are kept; older ones make room. A check every ten minutes makes 1,000 a week.
KEPT_DELIVERIES, KEPT_CHECKS, KEPT_RESOLVED = 1_000, 1_000, 10_000


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One life of a rule and subject: from when it was first seen until its cause was gone.

    Attributes:
        alert_id: None until it is kept.
        blocks, next_step: what waits for it, and the command that mends it.
        told_at: when a channel last took a message of it; None where none did.
        acknowledged_at: since when somebody knows; None where nobody said so.
        resolved_at: None while its cause stands.
    """

    rule: str
    subject: str
    severity: str
    found: str
    blocks: str
    next_step: str
    first_seen: datetime
    last_seen: datetime
    alert_id: int | None = None
    told_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    acknowledged_why: str = ""
    resolved_at: datetime | None = None
    resolution_told_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other alerts that stand."""
        return self.rule, self.subject

    @property
    def state(self) -> str:
        """`firing`, `acknowledged` or `resolved`."""
        if self.resolved_at is not None:
            return "resolved"
        return "acknowledged" if self.acknowledged_at is not None else "firing"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One message handed to one channel.

    Attributes:
        channel: its kind and host, never its address.
        alerts: how many it told of; 0 of a test.
        error: why it was not taken, without secrets; empty where it was.
    """

    at: datetime
    channel: str
    alerts: int
    is_delivered: bool
    error: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check: how many rules there were, and of how many nobody knows whether they fire."""

    at: datetime
    rules: int
    unjudged: int


class Alerts:
    """What fired on a home, and what was told of it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def standing(self) -> list[Alert]:
        """Those whose cause stands, the oldest first."""
        return self._select(ALERTS.c.resolved_at.is_(None))

    def untold(self) -> list[Alert]:
        """Those that were told of, whose cause is gone, and of which that was not told yet."""
        return self._select(
            ALERTS.c.resolved_at.is_not(None),
            ALERTS.c.told_at.is_not(None),
            ALERTS.c.resolution_told_at.is_(None),
        )

    def listed(self, limit: int) -> list[Alert]:
        """The newest, whether or not their cause stands, newest first."""
        query = sa.select(ALERTS).order_by(ALERTS.c.alert_id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_alert(row) for row in connection.execute(query)]

    def find(self, alert_id: int) -> Alert | None:
        """One of them; None where there is none."""
        return next(iter(self._select(ALERTS.c.alert_id == alert_id)), None)

    def keep(self, alerts: Sequence[Alert]) -> None:
        """Keep new ones, and what changed of others. Of one that another check kept meanwhile
        there is still one row."""
        new = [_row(one) for one in alerts if one.alert_id is None]
        with self._engine.begin() as connection:
            for one in alerts:
                if one.alert_id is not None:
                    change = ALERTS.update().where(ALERTS.c.alert_id == one.alert_id)
                    connection.execute(change.values(**_changing(one)))
            if new:
                connection.execute(insert_into(connection, ALERTS).on_conflict_do_nothing(), new)
            _make_room(connection, ALERTS, KEPT_RESOLVED, ALERTS.c.resolved_at.is_not(None))

    def note_told(self, alert_ids: Sequence[int], now: datetime) -> None:
        """Note that a channel took a message of some; of those resolved, that it told that."""
        with self._engine.begin() as connection:
            for column, is_over in ((ALERTS.c.told_at, False), (ALERTS.c.resolution_told_at, True)):
                over = (
                    ALERTS.c.resolved_at.is_not(None) if is_over else ALERTS.c.resolved_at.is_(None)
                )
                change = ALERTS.update().where(ALERTS.c.alert_id.in_(alert_ids), over)
                connection.execute(change.values({column: _text(now)}))

    def acknowledge(self, alert_id: int, *, by: str, why: str, now: datetime) -> None:
        """Note that somebody knows, and why nothing more need be said until it is over."""
        known = {
            "acknowledged_at": _text(now),
            "acknowledged_by": by,
            "acknowledged_why": why,
        }
        with self._engine.begin() as connection:
            connection.execute(ALERTS.update().where(ALERTS.c.alert_id == alert_id).values(**known))

    def note_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Keep how messages fared."""
        if not deliveries:
            return
        rows = [{**vars(one), "at": _text(one.at)} for one in deliveries]
        with self._engine.begin() as connection:
            connection.execute(DELIVERIES.insert(), rows)
            _make_room(connection, DELIVERIES, KEPT_DELIVERIES)

    def deliveries(self, limit: int) -> list[Delivery]:
        """The newest messages, newest first."""
        query = sa.select(DELIVERIES).order_by(sa.literal_column("rowid").desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_delivery(row) for row in connection.execute(query)]

    def newest_deliveries(self) -> Mapping[str, Delivery]:
        """Channel -> the newest message that was handed to it."""
        found: dict[str, Delivery] = {}
        for one in self.deliveries(KEPT_DELIVERIES):
            found.setdefault(one.channel, one)
        return found

    def note_check(self, now: datetime, *, rules: int, unjudged: int) -> None:
        """Note that the rules were checked."""
        row = {"at": _text(now), "rules": rules, "unjudged": unjudged}
        with self._engine.begin() as connection:
            connection.execute(ALERT_CHECKS.insert(), [row])
            _make_room(connection, ALERT_CHECKS, KEPT_CHECKS)

    def newest_check(self) -> Check | None:
        """The last check of the rules; None where there was none."""
        query = sa.select(ALERT_CHECKS).order_by(sa.literal_column("rowid").desc()).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Check(at=datetime.fromisoformat(row.at), rules=row.rules, unjudged=row.unjudged)

    def checked_at(self) -> datetime | None:
        """When the rules were last checked; None where they never were."""
        newest = self.newest_check()
        return newest.at if newest else None

    def ever_fired(self) -> list[tuple[str, str]]:
        """(rule, severity) of whatever is on record, resolved ones too."""
        query = sa.select(ALERTS.c.rule, ALERTS.c.severity).distinct().order_by(ALERTS.c.rule)
        with self._engine.connect() as connection:
            return [(row.rule, row.severity) for row in connection.execute(query)]

    def _select(self, *where: sa.ColumnElement[bool]) -> list[Alert]:
        query = sa.select(ALERTS).where(*where).order_by(ALERTS.c.alert_id)
        with self._engine.connect() as connection:
            return [_alert(row) for row in connection.execute(query)]


INSTANTS = (
    "first_seen",
    "last_seen",
    "told_at",
    "acknowledged_at",
    "resolved_at",
    "resolution_told_at",
)


def _row(alert: Alert) -> dict[str, Any]:
    found = {name: value for name, value in vars(alert).items() if name != "alert_id"}
    return found | {name: _text(found[name]) if found[name] else None for name in INSTANTS}


def _changing(alert: Alert) -> dict[str, Any]:
    """What a check may change: never who knows of it, which is said beside it."""
    row = _row(alert)
    names = ("severity", "found", "blocks", "next_step", "last_seen", "resolved_at")
    return {name: row[name] for name in names}


def _alert(row: Any) -> Alert:
    found = dict(row._mapping)
    instants = {name: datetime.fromisoformat(found[name]) for name in INSTANTS if found[name]}
    return Alert(**{**found, **instants})


def _delivery(row: Any) -> Delivery:
    return Delivery(**{**row._mapping, "at": datetime.fromisoformat(row.at)})


def _make_room(
    connection: sa.Connection, table: sa.Table, kept: int, *where: sa.ColumnElement[bool]
) -> None:
    rowid: sa.ColumnElement[int] = sa.literal_column("rowid", sa.Integer)
    newest = sa.select(rowid).select_from(table).where(*where).order_by(rowid.desc())
    last = newest.offset(kept).limit(1).scalar_subquery()
    connection.execute(table.delete().where(*where, rowid <= last))


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
