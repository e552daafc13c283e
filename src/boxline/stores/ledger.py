"""The ledger: runs, what each did, landed objects and rejects, as local rows written in batches."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa

from boxline.catalog import Pace
from boxline.engine.attempts import Cleared
from boxline.engine.ports import Landed, LandedPage
from boxline.errors import DiskFull, HomeBusy, StoreDamaged
from boxline.stores.alerts import Alerts
from boxline.stores.audit import Audit
from boxline.stores.children import Children
from boxline.stores.clearances import forget
from boxline.stores.conditions import Conditions
from boxline.stores.exchanges import Exchanges
from boxline.stores.findings import Findings
from boxline.stores.leases import SCHEDULER, Leases
from boxline.stores.ledger_dialects import add, among, insert_into
from boxline.stores.ledger_loss import note_made_anew
from boxline.stores.ledger_on_sqlite import OnSQLite
from boxline.stores.ledger_rows import landed_of
from boxline.stores.ledger_tables import ATTEMPTS, LANDED
from boxline.stores.outdated import Outdated
from boxline.stores.pacing import LedgerPacer
from boxline.stores.run_history import RunHistory
from boxline.stores.setbacks import Setbacks
from boxline.stores.tokens import Tokens
from boxline.stores.tries import Tries
from boxline.stores.wanted import Wanted

if TYPE_CHECKING:
    from boxline.stores.landing import Landing

#: When a reply was seen whose instant is not known: before anything was ever due.
NOBODY_KNOWS = datetime.fromtimestamp(0, UTC).isoformat()


class Database(Protocol):
    """Where the tables of a ledger are."""

    def engine(self) -> sa.Engine:
        """What connects to it."""

    def prepare(self, engine: sa.Engine) -> None:
        """Make the tables that are not there yet."""


class Ledger(RunHistory, Setbacks, Exchanges):
    """A ledger. Losing it loses no data: landed objects carry their own description.

    Attributes:
        path: the file that it is in, inside its home; where it is on a server, that file is not
            there.
    """

    def __init__(self, path: Path, database: Database | None = None) -> None:
        self.path = path
        database = database or OnSQLite(path)
        super().__init__(database.engine())
        self.leases = Leases(self._engine, str(path.parent))
        self.schedulers = Leases(self._engine, str(path.parent), SCHEDULER)
        self.tokens, self.audit = Tokens(self._engine), Audit(self._engine)
        self.children, self.findings = Children(self._engine), Findings(self._engine)
        self.tries, self.alerts = Tries(self._engine), Alerts(self._engine)
        self.conditions, self.wanted = Conditions(self._engine), Wanted(self._engine)
        self.outdated = Outdated(self._engine)
        try:
            database.prepare(self._engine)
        except (DiskFull, HomeBusy, StoreDamaged):
            self.close()
            raise

    @property
    def engine(self) -> sa.Engine:
        """What connects to it, for who copies it whole."""
        return self._engine

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep a file open inside: who closes it last tidies it up, which costs some ms each."""
        with self._engine.connect() as connection:
            connection.execute(sa.select(sa.func.count()).select_from(LANDED)).scalar()
            connection.rollback()
            yield

    def pacer(self, override: Pace | None = None) -> LedgerPacer:
        """Whose turn it is to ask a provider, by everybody who works with this ledger."""
        return LedgerPacer(self._engine, override)

    def note_landed(self, landed: Landed, now: datetime) -> bool:
        """Index a landed object; False where it is known: then it is noted as seen again, and
        failed attempts at it are forgotten, because who brings it again asks again."""
        with self._engine.begin() as connection:
            known = connection.execute(
                LANDED.update()
                .where(LANDED.c.landed_id == landed.landed_id)
                .values(seen_at=now.astimezone(UTC).isoformat(), batch=landed.batch)
            ).rowcount
            if known:
                chosen = ATTEMPTS.c.cell == landed.landed_id
                forget(connection, chosen, lambda _: Cleared.BROUGHT, now=now)
            else:  # of two that bring it at once one does
                known = not add(connection, LANDED, _landed_row(landed, now))
        return not known

    def note_seen(self, dataset: str, asked: Mapping[str, str], now: datetime) -> None:
        """Note that the newest reply about a cell is still what its provider says."""
        newest = self.newest_landing(dataset=dataset, asked=asked)
        if newest is not None:
            change = LANDED.update().where(LANDED.c.landed_id == newest.landed_id)
            self._execute(change.values(seen_at=now.astimezone(UTC).isoformat()))

    def set_back(self, now: datetime) -> None:
        """Forget when replies were seen that were seen in the future, by a clock that has been set
        back since: once that instant has come, they would answer what was never asked."""
        is_future = LANDED.c.seen_at > now.astimezone(UTC).isoformat()
        self._execute(LANDED.update().where(is_future).values(seen_at=NOBODY_KNOWS))

    def newest_landing(
        self,
        *,
        content_id: str = "",
        dataset: str = "",
        asked: Mapping[str, str] | None = None,
        fetched_at: datetime | None = None,
        until: datetime | None = None,
    ) -> Landed | None:
        """The newest landing of some bytes, or of a dataset, or about one of its cells, that of one
        moment, or none after one; None where there is none."""
        is_it = LANDED.c.content_id == content_id if content_id else LANDED.c.dataset == dataset
        query = sa.select(LANDED).where(is_it).order_by(LANDED.c.fetched_at.desc())
        if asked is not None:
            query = query.where(LANDED.c.asked == json.dumps(dict(asked), sort_keys=True))
        if until is not None:
            query = query.where(LANDED.c.fetched_at <= until.astimezone(UTC).isoformat())
        if fetched_at is not None:
            query = query.where(LANDED.c.fetched_at == fetched_at.astimezone(UTC).isoformat())
        with self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).first()
        return landed_of(row._mapping) if row else None

    def recover(self, landing: Landing, now: datetime) -> None:
        """Index what the landing folder holds and the ledger does not know: it was killed between
        the two, or the ledger was lost, which it then says."""
        with self._engine.connect() as connection:
            known = connection.execute(sa.select(LANDED.c.landed_id)).scalars().all()
        # Outside of any transaction: of a bucket it takes minutes.
        rows = [_landed_row(one, one.fetched_at) for one in landing.described(known)]
        if not rows:
            return
        with self._engine.begin() as connection:  # another process may have indexed one meanwhile
            connection.execute(insert_into(connection, LANDED).on_conflict_do_nothing(), rows)
            if not known:
                note_made_anew(connection, len(rows), now)

    def landed(self) -> list[Landed]:
        """Every landed object, in the order fetched."""
        query = sa.select(LANDED).order_by(LANDED.c.fetched_at, LANDED.c.landed_id)
        with self._engine.connect() as connection:
            return [landed_of(row._mapping) for row in connection.execute(query)]

    def newest_fetched_at(self) -> datetime | None:
        """When the newest landed object was fetched; None where nothing landed."""
        with self._engine.connect() as connection:
            newest = connection.execute(sa.select(sa.func.max(LANDED.c.fetched_at))).scalar()
        return datetime.fromisoformat(newest) if newest else None

    def landings(self, landed_ids: Sequence[str]) -> list[tuple[Landed, datetime]]:
        """Those of some landed objects that are indexed, each with when it was last seen."""
        query = sa.select(LANDED).where(among(LANDED.c.landed_id, landed_ids))
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [(landed_of(row._mapping), datetime.fromisoformat(row.seen_at)) for row in rows]

    def landed_by_us(self, beginnings: Sequence[str]) -> frozenset[str]:
        """Those with which the ids begin of objects that whoever landed them indexed as well; not
        of what was only found in landing, which somebody else landed, or was killed at it.

        Args:
            beginnings: of ids, as descriptions are named by them.
        """
        from boxline.stores.landing import ID_LETTERS

        begins = sa.func.substr(LANDED.c.landed_id, 1, ID_LETTERS)
        # What was only found was last seen when it was fetched.
        query = sa.select(begins).where(
            among(begins, beginnings), LANDED.c.seen_at != LANDED.c.fetched_at
        )
        with self._engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    def pages(self, landed_id: str) -> tuple[LandedPage, ...]:
        """The pages of a landed object; none where it is not indexed."""
        query = sa.select(LANDED).where(LANDED.c.landed_id == landed_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return landed_of(row._mapping).pages if row else ()

    def close(self) -> None:
        """Let go of the file, or of the server."""
        self._engine.dispose()

    def _execute(self, statement: sa.Executable, rows: list[dict[str, Any]] | None = None) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement, rows)


def _landed_row(landed: Landed, now: datetime) -> dict[str, Any]:
    pages = [vars(page) for page in landed.pages]
    return {
        "landed_id": landed.landed_id,
        "content_id": landed.content_id,
        "dataset": landed.dataset,
        "fetched_at": landed.fetched_at.astimezone(UTC).isoformat(),
        "seen_at": now.astimezone(UTC).isoformat(),
        "pages": json.dumps(pages),
        "batch": landed.batch,
        "asked": json.dumps(dict(landed.asked), sort_keys=True),
    }
