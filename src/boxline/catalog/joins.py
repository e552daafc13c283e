"""Joins that stay where they are written."""

from __future__ import annotations

from collections.abc import Sequence

from boxline.catalog.inputs import Rel


def beside(rows: Rel, others: Rel, key: Sequence[str]) -> Rel:
    """Each of `rows` with what `others` say of it; NULL where they say nothing.

    An outer join, also where each row is sure to find its own: inner joins are put into any order
    by how many rows an engine guesses, which above windows is anything. DuckDB then joined, now and
    again, all days of a player to all his days: 150 times the rows, and more than memory holds.

    Args:
        rows: all of which stay.
        others: at most one row of each key.
        key: columns of both.
    Returns:
        `rows` with those columns of `others` that they have not.
    """
    added = [name for name in others.columns if name not in rows.columns]
    return rows.left_join(others, list(key)).select(rows, *added)
