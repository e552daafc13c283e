"""What a warehouse holds, in memory, and what follows from it by definition alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from boxline.engine.landed_work import LoadRecord
from boxline.engine.versions import MODULUS, Commit
from tests.engine.histories.league import CATALOG, ROWS, Row, Seen, is_in_reach


@cache
def row_version(*told: object) -> int:
    """A number below 2^128 for a row."""
    return int.from_bytes(hashlib.blake2b(repr(told).encode(), digest_size=16).digest(), "big")


def number_of(code: str) -> int:
    """The number of a code version."""
    return int(code.rpartition(" ")[2])


@dataclass
class Tables:
    """Everything that the warehouse holds, and which is lost or comes back together.

    Attributes:
        made: (dataset, day) -> what its rows were made of and by which code.
    """

    versions: dict[str, dict[tuple[str, date], dict[datetime, int | None]]] = field(
        default_factory=dict
    )
    rows: dict[str, dict[date, list[Row]]] = field(default_factory=dict)
    commits: dict[str, dict[date, Commit]] = field(default_factory=dict)
    loads: dict[tuple[str, str], LoadRecord] = field(default_factory=dict)
    made: dict[tuple[str, date], tuple[object, str]] = field(default_factory=dict)

    def copy(self) -> Tables:
        """As they stand now."""
        return Tables(
            versions={
                name: {key: dict(known) for key, known in held.items()}
                for name, held in self.versions.items()
            },
            rows={name: dict(held) for name, held in self.rows.items()},
            commits={name: dict(held) for name, held in self.commits.items()},
            loads=dict(self.loads),
            made=dict(self.made),
        )

    def days(self, dataset: str) -> dict[date, list[Row]]:
        """Day -> rows as transforms see them; a day without any is left out."""
        if dataset not in self.versions:
            return {day: rows for day, rows in self.rows.get(dataset, {}).items() if rows}
        found: dict[date, list[Row]] = {}
        for (game, day), known in sorted(self.versions[dataset].items()):
            newest = known[max(known)]
            if newest is not None:
                found.setdefault(day, []).append((game, newest))
        return found

    def content(self, dataset: str) -> dict[date, int]:
        """Day -> content version, counted from what is stored; raw counts every version."""
        found: Counter[date] = Counter()
        if dataset in self.versions:
            for (game, day), known in self.versions[dataset].items():
                for at, n in known.items():
                    found[day] += row_version(game, day, at, n)
        else:
            for day, rows in self.rows.get(dataset, {}).items():
                for row in rows:
                    found[day] += row_version(day, *row)
        return {day: total % MODULUS for day, total in found.items()}

    def made_of(self, dataset: str, day: date) -> object:
        """What a cell would be made of now: every day and content in its reach, by parameter."""
        found = {}
        for parameter, given in CATALOG.inputs(dataset).items():
            assert given.dataset is not None
            contents = self.content(given.dataset.name)
            found[parameter] = {
                d: content for d, content in contents.items() if is_in_reach(given.reach, day, d)
            }
        return found

    def seen(self, dataset: str, day: date) -> Seen:
        """The rows in the reach of a cell, by parameter."""
        found: Seen = {}
        for parameter, given in CATALOG.inputs(dataset).items():
            assert given.dataset is not None
            held = self.days(given.dataset.name)
            near = sorted(d for d in held if is_in_reach(given.reach, day, d))
            found[parameter] = [row for d in near for row in held[d]]
        return found

    def rows_now(self, dataset: str, day: date, code: int) -> list[Row]:
        """What a cell's rows would be if they were made now."""
        return sorted(ROWS[dataset](self.seen(dataset, day), code))
