"""A ledger on a Postgres server: how it is reached, its tables, and what is said where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from boxline.engine.extras import insist_on_extra
from boxline.errors import HomeBusy, LedgerUnreachable, StoreDamaged
from boxline.stores.ledger_dialects import alone

if TYPE_CHECKING:
    from boxline.stores.ledger_copies import FileBefore

#: How long to wait for another transaction that writes the same rows.
WAIT_SECONDS = 10.0
#: How long to wait for a server that does not answer.
CONNECT_SECONDS = 20
#: What libpq is told, unless the URL says otherwise: a connection whose other end is gone without a
#: word (a machine without power, a cut network) is given up after half a minute, not after hours.
WATCHED: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 10,  # seconds
    "keepalives_interval": 5,  # seconds
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
    "application_name": "boxline",
}

#: Every version of the tables that this Boxline knows, the newest last.
VERSIONS = ("0001",)

_HAS_VERSION = "SELECT to_regclass('alembic_version') IS NOT NULL"
_VERSION = "SELECT version_num FROM alembic_version"


class OnPostgres:
    """Connects to a server, brings its tables up to date, and explains its errors.

    Args:
        url: `postgresql://user:password@host/database`, a secret.
        before: the file whose rows the first tables take over; None where there was none.
    """

    def __init__(self, url: str, *, before: FileBefore | None = None) -> None:
        insist_on_extra("postgres", "BOXLINE_LEDGER")
        self._url = sa.make_url(url).set(drivername="postgresql+psycopg")
        self._before = before

    def __str__(self) -> str:
        """Which one it is, without the password."""
        shown = self._url.set(drivername="postgresql", password=None, query={})
        return shown.render_as_string()

    def engine(self) -> sa.Engine:
        """What connects to it; connections are kept and looked at before they are used again."""
        settings = f"-c lock_timeout={WAIT_SECONDS:.0f}s -c timezone=UTC"
        engine = sa.create_engine(
            self._url,
            pool_size=2,
            max_overflow=30,
            pool_pre_ping=True,
            connect_args={
                **{name: WATCHED[name] for name in WATCHED.keys() - self._url.query.keys()},
                "options": " ".join([settings, *_given(self._url, "options")]),
            },
        )
        sa.event.listen(engine, "connect", _set_up)
        sa.event.listen(engine, "handle_error", self._explain)
        return engine

    def prepare(self, engine: sa.Engine) -> None:
        """Bring the tables up to date: of those who find them old at once one does, and the others
        wait for him.

        Raises:
            LedgerUnreachable: no such server answers, or it lets nobody in.
            StoreDamaged: a newer version of Boxline made them.
        """
        with engine.connect() as connection:
            is_as_declared = _version_in(connection) == VERSIONS[-1]
        if not is_as_declared:
            self._bring_up_to_date(engine)
        # After the transaction: moved before, it would be lost from sight where that is killed.
        if self._before is not None and self._before.path.exists():
            with alone(engine, "migrations") as connection:
                self._before.set_aside(connection)

    def _bring_up_to_date(self, engine: sa.Engine) -> None:
        from boxline.stores.migrations import bring_up_to_date

        with alone(engine, "migrations") as connection:
            found = _version_in(connection)
            if found not in ("", *VERSIONS):
                raise self._of_another_version(found)
            if found != VERSIONS[-1]:
                bring_up_to_date(connection)
            if not found and self._before is not None:
                self._before.carry(connection)

    def version(self) -> str:
        """The version of the tables that are there; empty where there are none. Nothing is changed.

        Raises:
            LedgerUnreachable: no such server answers, or it lets nobody in.
            StoreDamaged: a newer version of Boxline made them.
        """
        engine = self.engine()
        try:
            with engine.connect() as connection:
                found = _version_in(connection)
        finally:
            engine.dispose()
        if found not in ("", *VERSIONS):
            raise self._of_another_version(found)
        return found

    def _of_another_version(self, found: str) -> StoreDamaged:
        why = f"a newer Boxline made it (version {found} of its tables; known is {VERSIONS[-1]})"
        return StoreDamaged(str(self), why, "Update Boxline, or name another database.")

    def _explain(self, context: sa.engine.ExceptionContext) -> None:
        """Say what to do about a server that refuses."""
        import psycopg
        from psycopg import errors

        cause = context.original_exception
        if context.is_pre_ping:
            return  # a connection that was lost while nobody used it: there is a new one
        if isinstance(cause, errors.UndefinedTable):
            why, next_step = "its tables are gone", "Give the command again: it makes them anew."
            raise StoreDamaged(str(self), why, next_step) from cause
        if isinstance(cause, errors.LockNotAvailable | errors.DeadlockDetected):
            holder = "a process that writes its ledger"
            raise HomeBusy(str(self), holder, WAIT_SECONDS) from cause
        if isinstance(cause, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
            why, next_step = _first_line(cause), "Let its user make tables and write them."
            raise StoreDamaged(str(self), why, next_step) from cause
        if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
            raise LedgerUnreachable(str(self), _first_line(cause)) from cause


def _version_in(connection: sa.Connection) -> str:
    """The version of the tables; empty where there are none."""
    if not connection.exec_driver_sql(_HAS_VERSION).scalar_one():
        return ""
    return str(connection.exec_driver_sql(_VERSION).scalar() or "")


def _given(url: sa.URL, name: str) -> tuple[str, ...]:
    """What the query of the URL says of one name."""
    found = url.query.get(name, ())
    return (found,) if isinstance(found, str) else tuple(found)


def _first_line(cause: BaseException) -> str:
    lines = str(cause).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(cause).__name__


def _set_up(connection: Any, _record: Any) -> None:
    """Texts of Postgres hold no NUL, and rows are kept as they came: it is shown as its sign."""
    from psycopg.types.string import StrDumperUnknown

    class WithoutNul(StrDumperUnknown):  # type: ignore[misc, unused-ignore]
        """Texts as psycopg writes them, but for NUL."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", "\u2400"))

    connection.adapters.register_dumper(str, WithoutNul)
