"""State of circuit breakers was written once for each player that was processed: more load jobs a
day than the quota has, so that bookkeeping kept the data out.

Here a run keeps its books in batches: how often it writes does not depend on how many rows it sees,
how many of them it refuses, or how many cells fail.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boxline.engine.work import Window
from tests.faults.pipeline import EVENING, land, line, toy_catalog, toy_home


def games(each_day: int) -> list[dict[str, Any]]:
    """So many games on each of three days, the last of each day without a side's name."""
    return [
        line(f"g{day}-{n}", day, [n % 9, 1], away="" if n == each_day - 1 else "B")
        for day in (1, 2, 3)
        for n in range(each_day)
    ]


def written(path: Path, lines: list[dict[str, Any]]) -> Counter[str]:
    """What a run over these games writes into its ledger, by the first words of each statement."""
    home = toy_home(path, toy_catalog(), EVENING)
    land(home, lines, "reply.json")
    found: Counter[str] = Counter()

    @sa.event.listens_for(home.ledger._engine, "before_cursor_execute")
    def _count(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SELECT", "PRAGMA", "WITH")):
            found[" ".join(statement.split()[:3])] += 1

    report = home.run("run", Window())
    assert sum(step.outcome.rejected for step in report.steps) > 0
    home.close()
    return found


def test_incident_15_fifty_times_the_rows_cost_not_one_write_more(tmp_path: Path) -> None:
    few = written(tmp_path / "few", games(3))
    many = written(tmp_path / "many", games(150))
    assert many == few
    assert sum(few.values()) < 40
