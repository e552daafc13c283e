"""The record of every call that acts: who asked for what, and what became of it.

What somebody with a token asked for has a row of its own. Calls without one may be a flood: they
are counted, by minute, client, path and status, in so many rows a minute and so many in all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from boxline.stores.ledger_tables import AUDIT

#: Rows that one minute of calls without a token may have; further clients are counted as one.
REFUSED_ROWS_A_MINUTE = 60
#: Rows of such calls that are kept; older ones make room.
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
        """Keep a call, or count it where nobody is known to have made it."""
        row = _row(call)
        with self._engine.begin() as connection:
            if call.token:
                connection.execute(AUDIT.insert(), [row])
            elif not _counted(connection, row):
                if _rows_of_minute(connection, row["at"]) >= REFUSED_ROWS_A_MINUTE:
                    row |= {"client": OTHERS}
                    if _counted(connection, row):
                        return
                connection.execute(AUDIT.insert(), [row])
                _make_room(connection)

    def listed(self, limit: int, *, token: str | None = None) -> list[dict[str, Any]]:
        """The newest calls, newest first; of one token only where it is named."""
        query = sa.select(AUDIT).order_by(AUDIT.c.audit_id.desc()).limit(limit)
        if token is not None:
            query = query.where(AUDIT.c.token == token)
        with self._engine.connect() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        return [row | {"asked": json.loads(row["asked"])} for row in rows]


def _row(call: Call) -> dict[str, Any]:
    unit = "seconds" if call.token else "minutes"
    return {
        "at": call.at.astimezone(UTC).isoformat(timespec=unit),
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
    return bool(
        connection.execute(AUDIT.update().where(*same).values(calls=AUDIT.c.calls + 1)).rowcount
    )


def _rows_of_minute(connection: sa.Connection, minute: str) -> int:
    query = sa.select(sa.func.count()).where(AUDIT.c.token == "", AUDIT.c.at == minute)
    return int(connection.execute(query).scalar_one())


def _make_room(connection: sa.Connection) -> None:
    newest = sa.select(AUDIT.c.audit_id).where(AUDIT.c.token == "")
    last = newest.order_by(AUDIT.c.audit_id.desc()).offset(REFUSED_ROWS).limit(1)
    too_old = AUDIT.c.audit_id <= last.scalar_subquery()
    connection.execute(AUDIT.delete().where(AUDIT.c.token == "", too_old))
