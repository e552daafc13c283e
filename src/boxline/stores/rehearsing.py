"""Computing what is committed once more, to compare it: staged as ever, and never committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from boxline.engine.ports import Reject, Replacement
from boxline.stores.replacing import stage
from boxline.stores.staged_days import STAGE, versions
from boxline.stores.transaction import Writer
from boxline.stores.working import Source, source_of


class Nowhere:
    """Where the rejects of a rehearsal go: those of the commit stand on record."""

    def reject(self, dataset: str, scope: Sequence[str], rejects: Sequence[Reject]) -> None:
        """Forget them."""


def rehearse(
    writer: Writer,
    work: Replacement,
    progress: Callable[[], None],
    source: Source = source_of,
) -> Mapping[date, tuple[int, int]]:
    """Compute a range of days as `replace` does, and take everything back: day -> (rows, content
    version) of what it would have committed, of the days that have rows.

    Raises:
        FunctionFailed, TooManyRejects, ContractBroken: as `replace` does.
    """
    connection = writer.connection
    connection.execute("BEGIN")
    try:
        stage(connection, work, work.clock(), Nowhere(), progress, source)
        return versions(connection, work.table, STAGE)
    finally:
        connection.execute("ROLLBACK")
        connection.execute(f"DROP TABLE IF EXISTS {STAGE}")
