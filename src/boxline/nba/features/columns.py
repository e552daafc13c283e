"""How a feature is declared: a number that may be NULL, told with what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from boxline.catalog import Column, Float, Int, Table


def feature(name: str, unit: str, low: float | None, high: float | None, doc: str) -> Column:
    """A feature with fractions; NULL where `doc` says."""
    return Column(name, Float, unit, low, high, nullable=True, decimals=6, doc=doc)


def count(name: str, unit: str, low: float | None, high: float | None, doc: str) -> Column:
    """A whole feature; NULL where `doc` says."""
    return Column(name, Int, unit, low, high, nullable=True, doc=doc)


def taken(table: Table, names: Sequence[str]) -> tuple[Column, ...]:
    """Columns of another table as features, under the same names and of the same meaning."""
    declared = {c.name: c for c in table.columns}
    return tuple(
        replace(declared[name], nullable=True, explained_by="", checks=()) for name in names
    )


def within(value: Any, low: float, high: float) -> Any:
    """A value held between two bounds; NULL stays NULL, which LEAST and GREATEST see differently
    in every engine."""
    import ibis

    return ibis.cases((value < low, low), (value > high, high), else_=value)
