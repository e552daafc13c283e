"""The record of every call that acts: who asked for what, and what became of it.

Each call has a row of its own, as far as that can fill no disk: what starts a run is as rare as
runs are. Calls without a token may be a flood, so they are counted, by minute, client, path and
status; refused ones with a token are after the first so many in a minute. So many of each are kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from boxline.stores.ledger_tables import AUDIT

#: Rows that one minute may have of calls without a token (further clients are counted as one), and
#: of refused calls of one token (further ones are counted).
REFUSED_ROWS_A_MINUTE = 60
#: Rows that are kept of calls without a token, and of refused ones with; older ones make room.
REFUSED_ROWS = 10_000
#: Stands for the clients of a minute beyond those that have rows.
OTHERS = "others"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call that acts, and how it was answered.

    Attributes:
        token: its name; empty where none was sent, or one that is none.
        asked: what was asked for, of words that we know, so that no secret is among them.
        run_id: what it started; empty where nothing.
    """

    at: datetime
    token: str
    client: str
    method: str
    path: str
    status: int
    asked: Mapping[str, Any] = field(default_factory=dict)
    run_id: str = ""


class Audit:
    """The calls that acted on a home, or would have."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(self, call: Call) -> None:
        """Keep a call, or count it with others that were refused like it."""
        row = _row(call)
        minute = call.at.astimezone(UTC).isoformat(timespec="minutes")
        with self._engine.begin() as connection:
            if call.run_id or (call.token and _has_room(connection, call.token, minute)):
                connection.execute(AUDIT.insert(), [row])
            elif not _counted(connection, row := {**row, "at": minute, "asked": "{}"}):
                if not _has_room(connection, call.token, minute):
                    row |= {"client": OTHERS}
                    if _counted(connection, row):
                        return
                connection.execute(AUDIT.insert(), [row])
            if not call.run_id:
                _make_room(connection, has_token=bool(call.token))

    def listed(self, limit: int, *, token: str | None = None) -> list[dict[str, Any]]:
        """The newest calls, newest first; of one token only where it is named."""
        query = sa.select(AUDIT).order_by(AUDIT.c.audit_id.desc()).limit(limit)
        if token is not None:
            query = query.where(AUDIT.c.token == token)
        with self._engine.connect() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        return [row | {"asked": json.loads(row["asked"])} for row in rows]


def _row(call: Call) -> dict[str, Any]:
    return {
        "at": call.at.astimezone(UTC).isoformat(timespec="seconds"),
        "token": call.token,
        "client": call.client,
        "method": call.method,
        "path": call.path,
        "asked": json.dumps(dict(call.asked), sort_keys=True, default=str),
        "status": call.status,
        "run_id": call.run_id,
        "calls": 1,
    }


def _counted(connection: sa.Connection, row: Mapping[str, Any]) -> bool:
    """Whether there was a row of this minute, client, path and status, which is one higher now."""
    same = [AUDIT.c[name] == row[name] for name in ("token", "at", "client", "path", "status")]
    more = AUDIT.update().where(*same).values(calls=AUDIT.c.calls + 1)
    return bool(connection.execute(more).rowcount)


def _has_room(connection: sa.Connection, token: str, minute: str) -> bool:
    """Whether a further refused call of a minute may have a row of its own."""
    of_minute = AUDIT.c.at.startswith(minute.partition("+")[0])
    query = sa.select(sa.func.count()).where(AUDIT.c.token == token, of_minute)
    rows = connection.execute(query.where(AUDIT.c.run_id == "")).scalar_one()
    return int(rows) < REFUSED_ROWS_A_MINUTE


def _make_room(connection: sa.Connection, *, has_token: bool) -> None:
    refused = (AUDIT.c.run_id == "", (AUDIT.c.token != "") == has_token)
    newest = sa.select(AUDIT.c.audit_id).where(*refused).order_by(AUDIT.c.audit_id.desc())
    last = newest.offset(REFUSED_ROWS).limit(1).scalar_subquery()
    connection.execute(AUDIT.delete().where(*refused, AUDIT.c.audit_id <= last))
