"""The few rows of a file that are wrong in the ways of the real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from random import Random
from typing import Any

from boxline.sandbox.spellings import UNKNOWN_NAMES, last_name_first

Row = Mapping[str, Any]
Rows = Sequence[Row]
Blemish = Callable[[Rows], Rows]
_SHARE = 0.003  # of the groups of a file, for each kind of blemish


def blemished(rows: Rows, blemishes: Sequence[Blemish], rng: Random, *, size: int = 1) -> Rows:
    """The rows with each kind of blemish in three groups of a thousand, at least in one.

    Args:
        rows: a file's.
        blemishes: what befalls a group; each gives what stands in its place.
        rng: of the draws.
        size: of a group: the rows that belong together and follow one another.
    """
    groups = [tuple(rows[at : at + size]) for at in range(0, len(rows), size)]
    for blemish in blemishes:
        count = min(len(groups), max(1, round(_SHARE * len(groups))))
        for place in rng.sample(range(len(groups)), count):
            groups[place] = tuple(blemish(groups[place]))
    return list(chain.from_iterable(groups))


def altered(change: Callable[[Row], Mapping[str, object]]) -> Blemish:
    """What `change` says of each row takes the place of what stood there."""
    return lambda rows: [{**row, **change(row)} for row in rows]


def repeated(rows: Rows) -> Rows:
    """The same rows twice."""
    return [*rows, *rows]


def unknown(column: str, *, is_last_first: bool = False) -> Blemish:
    """A name that nobody has, where there is one."""

    def rename(row: Row) -> Mapping[str, object]:
        if row[column] is None:
            return {}
        # Chosen by the row, so that both sides of a line keep one name.
        name = UNKNOWN_NAMES[len(str(row[column])) % len(UNKNOWN_NAMES)]
        return {column: last_name_first(name) if is_last_first else name}

    return altered(rename)
