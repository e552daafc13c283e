"""What was asked of providers and what came of it, as rows of the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from boxline.engine.exchanges import NOT_THE_HOST, Exchange, HostRecord
from boxline.stores.ledger_tables import CLEARANCES, EXCHANGES, LANDED

ROWID = sa.literal_column("exchanges.rowid", sa.Integer)


class Exchanges:
    """Exchanges, and what landed of them, as rows of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note_exchanges(self, exchanges: Sequence[Exchange]) -> None:
        """Keep exchanges."""
        rows = [
            {**vars(one), "at": one.at.isoformat(), "headers": json.dumps(dict(one.headers))}
            for one in exchanges
        ]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(EXCHANGES.insert(), rows)

    def host_records(self, threshold: int) -> Mapping[str, HostRecord]:
        """How every host fared last, its failures in a row counted up to a threshold."""
        newest = (
            sa.func.row_number()
            .over(partition_by=EXCHANGES.c.host, order_by=ROWID.desc())
            .label("newest")
        )
        cleared = (
            sa.select(
                CLEARANCES.c.cell,
                sa.func.max(CLEARANCES.c.exchange).label("exchange"),
                sa.func.max(CLEARANCES.c.cleared_at).label("cleared_at"),
            )
            .where(CLEARANCES.c.dataset == "")
            .group_by(CLEARANCES.c.cell)
            .subquery()
        )
        settled = (
            sa.select(EXCHANGES.c.host, EXCHANGES.c.at, EXCHANGES.c.code, newest)
            .outerjoin(cleared, cleared.c.cell == EXCHANGES.c.host)
            .where(EXCHANGES.c.is_settled, EXCHANGES.c.code.not_in(NOT_THE_HOST))
            .where(_counts(cleared))
            .subquery()
        )
        query = sa.select(settled).where(settled.c.newest <= threshold).order_by(settled.c.newest)
        found: dict[str, list[Any]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found.setdefault(row.host, []).append(row)
        return {host: _record(rows) for host, rows in found.items()}

    def validators(
        self, dataset: str, cell: str, host: str, asked: Mapping[str, str]
    ) -> Mapping[str, str]:
        """`etag` and `last-modified` of the newest reply about a cell, where it is the host's and
        has landed: of one that was lost on the way "unchanged" would bring nothing, for ever."""
        whole = (
            sa.select(EXCHANGES.c.headers, EXCHANGES.c.sha256)
            .where(EXCHANGES.c.dataset == dataset, EXCHANGES.c.cell == cell)
            .where(EXCHANGES.c.host == host, EXCHANGES.c.code == "", EXCHANGES.c.status == 200)
            .order_by(sa.literal_column("rowid").desc())
            .limit(1)
        )
        held = (
            sa.select(LANDED.c.pages)
            .where(LANDED.c.dataset == dataset)
            .where(LANDED.c.asked == json.dumps(dict(asked), sort_keys=True))
            .order_by(LANDED.c.fetched_at.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(whole).first()
            pages = connection.execute(held).scalar() if row else None
        hashes = [page["sha256"] for page in json.loads(pages or "[]")]
        kept = json.loads(row.headers) if row and hashes == [row.sha256] else {}
        return {name: kept[name] for name in ("etag", "last-modified") if name in kept}

    def failed_since(self, since: datetime) -> Mapping[str, int]:
        """Provider -> requests that failed, whatever came of the next try; what is not there yet
        has not failed."""
        query = (
            sa.select(EXCHANGES.c.provider, sa.func.count().label("failed"))
            .where(EXCHANGES.c.at >= since.isoformat(), EXCHANGES.c.code.not_in(("", "not_yet")))
            .group_by(EXCHANGES.c.provider)
        )
        with self._engine.connect() as connection:
            return {row.provider: row.failed for row in connection.execute(query)}

    def absent(self) -> list[tuple[str, str, datetime, datetime]]:
        """(dataset, cell, first, last): when providers said of what that it is not there yet."""
        first, last = sa.func.min(EXCHANGES.c.at), sa.func.max(EXCHANGES.c.at)
        query = (
            sa.select(EXCHANGES.c.dataset, EXCHANGES.c.cell, first, last)
            .where(EXCHANGES.c.code == "not_yet")
            .group_by(EXCHANGES.c.dataset, EXCHANGES.c.cell)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        instant = datetime.fromisoformat
        return [(dataset, cell, instant(one), instant(other)) for dataset, cell, one, other in rows]

    def answered(self, now: datetime) -> list[tuple[str, Mapping[str, str], datetime]]:
        """(dataset, parameters, when) of every request whose reply landed or was seen again. What
        is stamped later than now, by a clock that has been set back since, answers nothing."""
        query = (
            sa.select(LANDED.c.dataset, LANDED.c.asked, sa.func.max(LANDED.c.seen_at))
            .where(LANDED.c.seen_at <= now.astimezone(UTC).isoformat())
            .group_by(LANDED.c.dataset, LANDED.c.asked)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [(name, json.loads(asked), datetime.fromisoformat(at)) for name, asked, at in rows]

    def failures_of_host(self, host: str, limit: int) -> list[dict[str, Any]]:
        """The newest exchanges that speak against a host, newest first."""
        query = (
            sa.select(EXCHANGES)
            .where(EXCHANGES.c.host == host, EXCHANGES.c.is_settled)
            .where(EXCHANGES.c.code.not_in(NOT_THE_HOST))
            .order_by(ROWID.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        well = next((n for n, row in enumerate(rows) if not row["code"]), len(rows))
        return rows[:well]

    def exchanges(self, provider: str, limit: int) -> list[dict[str, Any]]:
        """The newest exchanges with a provider, newest first."""
        query = (
            sa.select(EXCHANGES)
            .where(EXCHANGES.c.provider == provider)
            .order_by(sa.literal_column("rowid").desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]


def _counts(cleared: sa.Subquery) -> sa.ColumnElement[bool]:
    """Whether an exchange counts against its host: it came after whatever cleared that one. By the
    clock as well, because a ledger that lost some numbers its rows anew."""
    is_later = cleared.c.exchange < ROWID
    return cleared.c.cell.is_(None) | is_later | (EXCHANGES.c.at > cleared.c.cleared_at)


def _record(newest_first: Sequence[Any]) -> HostRecord:
    failures = 0
    for row in newest_first:
        if not row.code:
            break
        failures += 1
    failed_at = datetime.fromisoformat(newest_first[0].at) if failures else None
    return HostRecord(failures=failures, failed_at=failed_at)
