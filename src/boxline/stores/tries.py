"""The tries at what is missing: read from the exchanges, and since when they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from boxline.engine.tries import Ask
from boxline.stores.ledger_dialects import among, insert_into
from boxline.stores.ledger_tables import ASKED_ANEW, EXCHANGES

#: What says something of the cell that was asked for. Every other failure says something of the
#: way there.
ANSWERS = ("", "not_yet", "refused")

#: Failures by which nobody was asked for the cell itself.
NO_TRIES = ("left_alone", "key_refused", "out_of_credits")


class Tries:
    """Tries, as rows of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def asks(self, dataset: str, cells: Sequence[str]) -> dict[str, list[Ask]]:
        """Cell -> the runs that asked for it, oldest first. One is answered where each of its pages
        was."""
        failed = sa.cast(EXCHANGES.c.code.not_in(ANSWERS), sa.Integer)
        began = sa.func.min(EXCHANGES.c.at).label("began")
        query = (
            sa.select(EXCHANGES.c.cell, began, sa.func.max(failed).label("has_failed"))
            .where(EXCHANGES.c.dataset == dataset, among(EXCHANGES.c.cell, cells))
            .where(EXCHANGES.c.is_settled, EXCHANGES.c.code.not_in(NO_TRIES))
            .group_by(EXCHANGES.c.cell, EXCHANGES.c.run_id)
            .order_by(began)
        )
        found: dict[str, list[Ask]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                ask = Ask(at=datetime.fromisoformat(row.began), is_answer=not row.has_failed)
                found.setdefault(row.cell, []).append(ask)
        return found

    def anew(self, code: Mapping[str, str], now: datetime) -> dict[tuple[str, str], datetime]:
        """(dataset, cell) -> since when its tries count; the cell is empty for all of a dataset. Of
        a dataset whose code is another than was noted, none counts yet.

        Args:
            code: dataset -> code version.
        """
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(ASKED_ANEW)).all()
        since = {(row.dataset, row.cell): datetime.fromisoformat(row.since) for row in rows}
        other = {row.dataset for row in rows if row.code and row.code != code.get(row.dataset)}
        return since | {(dataset, ""): now for dataset in other}

    def note_code(self, code: Mapping[str, str], now: datetime) -> None:
        """Let the tries of each dataset begin anew whose code is another than was noted. Of one
        that is seen for the first time all tries count."""
        with self._engine.begin() as connection:
            query = sa.select(ASKED_ANEW.c.dataset, ASKED_ANEW.c.code)
            rows = connection.execute(query.where(ASKED_ANEW.c.code != "")).all()
            noted = {row.dataset: row.code for row in rows}
            for dataset, version in code.items():
                if noted.get(dataset) == version:
                    continue
                first = {"code": version, "since": _text(datetime.min.replace(tzinfo=UTC))}
                changed = {"code": version, "since": _text(now)}
                # Somebody may have cleared it before its code was ever noted.
                again = changed if dataset in noted else {"code": version}
                _put(connection, dataset, "", first, again)

    def ask_anew(self, datasets: Sequence[str], cell: str, now: datetime) -> None:
        """Let the tries of some datasets begin anew: of one cell, or, where it is empty, of all."""
        with self._engine.begin() as connection:
            for dataset in datasets:
                since = {"since": _text(now)}
                _put(connection, dataset, cell, {"code": "", **since}, since)


def _put(
    connection: sa.Connection,
    dataset: str,
    cell: str,
    first: Mapping[str, str],
    changed: Mapping[str, str],
) -> None:
    """Note something of a cell: one thing where nothing is noted of it yet, else another."""
    statement = insert_into(connection, ASKED_ANEW).values(dataset=dataset, cell=cell, **first)
    keys = ["dataset", "cell"]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=dict(changed)))


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
