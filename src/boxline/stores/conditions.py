"""How often each counted condition came about, ever: what is pruned elsewhere still counts here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from boxline.engine.conditions import Condition
from boxline.stores.alert_tables import CONDITIONS
from boxline.stores.ledger_dialects import insert_into


class Conditions:
    """Counts, as rows of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note(self, times: Mapping[Condition, int], now: datetime) -> None:
        """Count conditions that came about."""
        at = now.astimezone(UTC).isoformat()
        rows = [
            {"name": one.value, "times": count, "newest_at": at} for one, count in times.items()
        ]
        if not rows:
            return
        with self._engine.begin() as connection:
            new = insert_into(connection, CONDITIONS)
            more = {"times": CONDITIONS.c.times + new.excluded.times, "newest_at": at}
            connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=more), rows)

    def counts(self) -> dict[Condition, tuple[int, datetime | None]]:
        """Condition -> how often it came about and when last: 0 and None where it never did."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(CONDITIONS)).all()
        known = {row.name: (row.times, datetime.fromisoformat(row.newest_at)) for row in rows}
        return {one: known.get(one.value, (0, None)) for one in Condition}
