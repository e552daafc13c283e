"""What a dataset can ever have: the games its sources cover, and the day its history begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from boxline.catalog import Catalog, Raw
from boxline.catalog.expectations import Coverage
from boxline.catalog.inputs import Input, Past


def is_required(given: Input) -> bool:
    """Whether a cell is blocked without rows of this input; the past may be empty, because every
    history has a first day."""
    return not given.is_optional and not isinstance(given.reach, Past)


def coverage_of(catalog: Catalog, name: str) -> Coverage | None:
    """The games that a dataset's required inputs can ever have; None where nothing limits it."""
    dataset = catalog[name]
    if isinstance(dataset, Raw):
        return dataset.covers
    found: Coverage | None = None
    for given in catalog.inputs(name).values():
        if given.dataset is not None and is_required(given):
            limit = coverage_of(catalog, given.dataset.name)
            found = limit if found is None else found if limit is None else found & limit
    return found


def history_begins(
    catalog: Catalog, name: str, first_held: Callable[[str], date | None]
) -> date | None:
    """The first day that a dataset can have rows for, by what is held; None where it has none yet.

    Args:
        first_held: the first day on which a raw dataset has rows.
    """
    if isinstance(catalog[name], Raw):
        return first_held(name)
    required: list[date | None] = []
    optional: list[date | None] = []
    for given in catalog.inputs(name).values():
        if given.dataset is None:
            continue
        begins = history_begins(catalog, given.dataset.name, first_held)
        if begins is not None and isinstance(given.reach, Past):
            begins += timedelta(days=1)
        (optional if given.is_optional else required).append(begins)
    if required:
        known = [day for day in required if day is not None]
        return max(known) if len(known) == len(required) else None
    return min((day for day in optional if day is not None), default=None)
