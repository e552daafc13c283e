"""Random rows that keep a dataset's contract, for tests: the ends of ranges come often.

Rules narrow the room of the columns that they join. A value picked inside its room leaves the
others theirs, so no row is ever drawn again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from random import Random

from boxline.catalog.columns import AtMost, Column, Differ, Rule, SumOf
from boxline.catalog.datasets import Dataset
from boxline.catalog.sample_places import places_of
from boxline.errors import CallerError, CatalogError

#: Share of draws that take an edge, and of nullable values that are NULL.
EDGE_SHARE, NULL_SHARE = 0.4, 0.2

Row = dict[str, object]
Given = object | Callable[[Random], object]


def sample_rows(
    dataset: Dataset,
    *,
    count: int,
    seed: int,
    fixed: Mapping[str, Given] | None = None,
    stored: bool = False,
) -> list[Row]:
    """Rows that keep every range and rule, no two with the same key; one seed, one set of rows.

    Args:
        fixed: column -> its value, or a function of the random source that gives it. The other
            columns are picked around it; one that no valid row can have is set all the same.
        stored: whether a raw table's rows carry `known_at` and `is_retracted` too.
    Raises:
        CallerError: `fixed` names no column, or leaves fewer keys than rows.
        CatalogError: no row can keep all the rules.
    """
    columns = dataset.stored_columns if stored else dataset.columns
    fixed = fixed or {}
    for name in fixed:
        if name not in {c.name for c in columns}:
            raise CallerError(f"{dataset.name} has no column {name!r} to fix.")
    rng = Random(seed)
    sampler = _Sampler(dataset.name, columns, dataset.rules)
    free = [c.name for c in columns if c.name in dataset.key and c.name not in fixed]
    rows = []
    for key in sampler.keys(rng, free, count):
        values = {n: v(rng) if callable(v) else v for n, v in fixed.items()}
        rows.append(sampler.row(rng, key, values, kept=dataset.key))
    if len({tuple(row[name] for name in dataset.key) for row in rows}) < count:
        raise CallerError(
            f"{dataset.name} has no {count} keys to sample. Fix less, or ask for less."
        )
    return rows


class _Room:
    """The lowest and highest place that each ruled column can still take.

    Attributes:
        is_left: whether every column has a place.
    """

    def __init__(
        self, rules: Sequence[Rule], low: Mapping[str, int], high: Mapping[str, int]
    ) -> None:
        self.rules, self.low, self.high = rules, dict(low), dict(high)
        self.is_left = all(self.low[name] <= self.high[name] for name in self.low)
        self._has_changed = True
        while self._has_changed and self.is_left:
            self._has_changed = False
            for rule in rules:
                self._follow(rule)

    def within(self, name: str, low: int, high: int) -> _Room:
        """What is left with one column between these places."""
        return _Room(self.rules, {**self.low, name: low}, {**self.high, name: high})

    def of(self, name: str) -> tuple[int, int]:
        """The ends between which a column may be picked, so that all the others keep a place.

        Following the rules alone is too generous where columns move together: 101 points are out
        of reach of 16 field goals, because each three is one of them.
        """
        low, high = self.low[name], self.high[name]
        if low == high:
            return low, high

        def is_too_low(place: int) -> bool:
            return not self.within(name, low, place).is_left

        def is_too_high(place: int) -> bool:
            return not self.within(name, place, high).is_left

        return _first(low, high, is_too_low), _first(high, low, is_too_high)

    def _follow(self, rule: Rule) -> None:
        match rule:
            case AtMost(part, whole):
                self._narrow(whole, self.low[part], self.high[whole])
                self._narrow(part, self.low[part], self.high[whole])
            case SumOf(total, terms):
                ends = [
                    (times * self.low[name], times * self.high[name])[:: 1 if times > 0 else -1]
                    for times, name in terms
                ]
                least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
                self._narrow(total, least, most)
                for (times, name), (lowest, highest) in zip(terms, ends, strict=True):
                    # What the other terms leave of the total lies between these.
                    left = (self.low[total] - most + highest, self.high[total] - least + lowest)
                    low, high = left if times > 0 else (-left[1], -left[0])
                    self._narrow(name, -(-low // abs(times)), high // abs(times))
            case Differ():  # takes one place away, not an end: see _Sampler
                return

    def _narrow(self, name: str, low: int, high: int) -> None:
        if low > self.low[name]:
            self.low[name], self._has_changed = low, True
        if high < self.high[name]:
            self.high[name], self._has_changed = high, True
        self.is_left = self.is_left and self.low[name] <= self.high[name]


def _first(start: int, end: int, is_refused: Callable[[int], bool]) -> int:
    """The first place on the way from `start` to `end` that is not refused, nor any after it."""
    if not is_refused(start):
        return start
    refused, taken = start, end
    while abs(taken - refused) > 1:
        middle = (taken + refused) // 2
        refused, taken = (middle, taken) if is_refused(middle) else (refused, middle)
    return taken


class _Sampler:
    """Picks the rows of one dataset."""

    def __init__(self, name: str, columns: Sequence[Column], rules: Sequence[Rule]) -> None:
        joined = {name for rule in rules for name in rule.columns}
        self.name, self.columns, self.rules = name, columns, rules
        self.ruled = [c.name for c in columns if c.name in joined]
        self.places = {c.name: places_of(c, is_ruled=c.name in joined) for c in columns}
        self.room = _Room(
            rules,
            {name: self.places[name].low for name in self.ruled},
            {name: self.places[name].high for name in self.ruled},
        )

    def keys(self, rng: Random, names: Sequence[str], count: int) -> list[dict[str, int]]:
        """Places for key columns, all different where there are enough: combinations of a few of
        each column, so that rows share parts of their keys as they do in life."""
        few = {name: self._few(rng, name, 1) for name in names}
        size = 1
        while math.prod(map(len, few.values())) < 2 * count and size < 2 * count:
            size *= 2
            few = {name: self._few(rng, name, size) for name in names}
        combinations = range(math.prod(map(len, few.values())))
        is_enough = len(combinations) >= count
        numbers = (
            rng.sample(combinations, count) if is_enough else rng.choices(combinations, k=count)
        )
        return [_combination(few, number) for number in numbers]

    def _few(self, rng: Random, name: str, size: int) -> list[int]:
        low, high = self.room.of(name) if name in self.ruled else self._ends(name)
        edges = [p for p in (low, high, *self.places[name].edges) if low <= p <= high]
        some = rng.sample(range(low, high + 1), min(size, high + 1 - low))
        odd = rng.sample(edges, min(size // 2, len(edges)))
        return list(dict.fromkeys((*odd, *some)))[:size]

    def row(self, rng: Random, key: Mapping[str, int], fixed: Row, *, kept: Collection[str]) -> Row:
        """One row around the key's places and the fixed values; columns in `kept` are not NULL."""
        row = {**fixed, **{name: self.places[name].value(place) for name, place in key.items()}}
        room = self._room_around(key, fixed)
        for name in self._in_order(rng):
            if name not in row:
                picked = self._picked(rng, name, room.of(name), row)
                row[name] = self.places[name].value(picked)
                room = self._checked(room.within(name, picked, picked))
        for column in self.columns:
            name = column.name
            if name not in row:
                row[name] = self.places[name].value(self._picked(rng, name, self._ends(name), {}))
            may_be_null = column.nullable and name not in kept and name not in fixed
            if may_be_null and rng.random() < NULL_SHARE:
                row[name] = None
        return {column.name: row[column.name] for column in self.columns}

    def _ends(self, name: str) -> tuple[int, int]:
        return self.places[name].low, self.places[name].high

    def _room_around(self, key: Mapping[str, int], fixed: Row) -> _Room:
        room = self._checked(self.room)
        for name in self.ruled:
            if name in key:
                room = self._checked(room.within(name, key[name], key[name]))
            place = self.places[name].place(fixed[name]) if fixed.get(name) is not None else None
            if place is not None and room.low[name] <= place <= room.high[name]:
                around = room.within(name, place, place)
                room = around if around.is_left else room
        return room

    def _in_order(self, rng: Random) -> list[str]:
        """Ruled columns, a sum's terms before the sum and heavy ones before light ones: a light
        one can still make up what steps of two leave over. Of columns that differ from others,
        those with the fewest values come first: they have nowhere to go."""
        sums = [rule for rule in self.rules if isinstance(rule, SumOf)]
        weight = {name: abs(times) for rule in sums for times, name in rule.terms}
        totals = {rule.total for rule in sums}
        width = {
            name: self.room.high[name] - self.room.low[name]
            for rule in self.rules
            if isinstance(rule, Differ)
            for name in rule.columns
        }
        return sorted(
            rng.sample(self.ruled, len(self.ruled)),
            key=lambda name: (name in totals, -weight.get(name, 0), width.get(name, -1)),
        )

    def _picked(self, rng: Random, name: str, ends: tuple[int, int], row: Row) -> int:
        others = [
            other
            for rule in self.rules
            if isinstance(rule, Differ) and name in rule.columns
            for other in rule.columns
            if other != name and row.get(other) is not None
        ]
        places = self.places[name]
        picked = _pick(rng, *ends, places.edges, {places.place(row[other]) for other in others})
        if picked is None:
            raise self._impossible()
        return picked

    def _checked(self, room: _Room) -> _Room:
        if not room.is_left:
            raise self._impossible()
        return room

    def _impossible(self) -> CatalogError:
        rules = "; ".join(map(str, self.rules))
        return CatalogError([f"{self.name}: no row within its ranges can keep its rules: {rules}"])


def _combination(few: Mapping[str, Sequence[int]], number: int) -> dict[str, int]:
    found = {}
    for name, places in few.items():
        number, index = divmod(number, len(places))
        found[name] = places[index]
    return found


def _pick(
    rng: Random, low: int, high: int, edges: Iterable[int], taken: Collection[int | None]
) -> int | None:
    """A place from `low` to `high` that is not taken, often an edge; None where all are."""
    near = [p for p in dict.fromkeys((low, high, *edges)) if low <= p <= high and p not in taken]
    if near and rng.random() < EDGE_SHARE:
        return rng.choice(near)
    skipped = sorted(p for p in taken if p is not None and low <= p <= high)
    free = high + 1 - low - len(skipped)
    if free < 1:
        return None
    place = low + rng.randrange(free)
    for one in skipped:
        place += place >= one
    return place
