"""What a dataset can ever have: the games its sources cover, and the day its history begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_

from boxline.catalog import Catalog, Dataset, Raw, Table
from boxline.catalog.expectations import Coverage
from boxline.catalog.inputs import Input, Past


def is_required(given: Input) -> bool:
    """Whether a cell is blocked without rows of this input; the past may be empty, because every
    history has a first day."""
    is_alone = not given.is_optional and not given.is_either
    return is_alone and not isinstance(given.reach, Past)


def _is_past_of_near_days(given: Input) -> bool:
    """Whether an input looks back at what is made for near days alone: it may be empty, and whoever
    reads it begins without it."""
    dataset = given.dataset
    is_near = isinstance(dataset, Table) and dataset.days_back is not None
    return is_near and isinstance(given.reach, Past)


def first_wanted(dataset: Dataset, today: date | None) -> date | None:
    """The first day on which a dataset is wanted by itself; None where every day is."""
    if today is None or not isinstance(dataset, Table) or dataset.days_back is None:
        return None
    return today - timedelta(days=dataset.days_back)


@dataclass(frozen=True)
class Reachable:
    """What each dataset can ever have. Many paths lead to one source: each is followed once.

    Attributes:
        first_held: the first day on which a raw dataset has rows.
        today: the present league day, from which some datasets look back only so far; None where
            all of history is meant.
    """

    catalog: Catalog
    first_held: Callable[[str], date | None]
    today: date | None = None
    _coverage: dict[str, Coverage | None] = field(default_factory=dict)
    _begins: dict[str, date | None] = field(default_factory=dict)

    def coverage(self, name: str) -> Coverage | None:
        """The games that a dataset's inputs can ever have; None where nothing limits it. Of inputs
        that tell one fact those count that were ever brought in; a past that limits counts for the
        whole seasons in which it has anything."""
        if name not in self._coverage:
            self._coverage[name] = self._find_coverage(name)
        return self._coverage[name]

    def begins(self, name: str) -> date | None:
        """The first day that a dataset can have rows for, by what is held and how far back it is
        wanted; None where it has none yet."""
        if name not in self._begins:
            begins = self._find_begins(name)
            wanted = first_wanted(self.catalog[name], self.today)
            self._begins[name] = max(begins, wanted) if begins and wanted else begins
        return self._begins[name]

    def _find_coverage(self, name: str) -> Coverage | None:
        dataset = self.catalog[name]
        if isinstance(dataset, Raw):
            return dataset.covers
        limits: list[Coverage | None] = []
        either: list[tuple[bool, Coverage | None]] = []
        for given in self.catalog.inputs(name).values():
            counts = is_required(given) or given.is_either or given.is_limit
            if given.dataset is None or not counts:
                continue
            limit = self.coverage(given.dataset.name)
            if given.is_limit:
                limits.append(None if limit is None else limit.as_past)
            elif given.is_either:
                either.append((self.begins(given.dataset.name) is not None, limit))
            else:
                limits.append(limit)
        told = [limit for has_begun, limit in either if has_begun] or [limit for _, limit in either]
        known = [limit for limit in told if limit is not None]
        if known and len(known) == len(told):
            limits.append(reduce(or_, known))
        found = [limit for limit in limits if limit is not None]
        return reduce(and_, found) if found else None

    def _find_begins(self, name: str) -> date | None:
        if isinstance(self.catalog[name], Raw):
            return self.first_held(name)
        required: list[date | None] = []
        optional: list[date | None] = []
        either: list[date | None] = []
        for given in self.catalog.inputs(name).values():
            if given.dataset is None or _is_past_of_near_days(given):
                continue
            begins = self.begins(given.dataset.name)
            if begins is not None and isinstance(given.reach, Past) and not given.reach.with_today:
                begins += timedelta(days=1)
            kind = either if given.is_either else optional if given.is_optional else required
            kind.append(begins)
        if either:
            required.append(min((day for day in either if day is not None), default=None))
        if required:
            known = [day for day in required if day is not None]
            return max(known) if len(known) == len(required) else None
        return min((day for day in optional if day is not None), default=None)
