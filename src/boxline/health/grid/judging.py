"""How every cell of one dataset stands, judged for all of history as one set of arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from boxline.catalog import Export, Raw, Table
from boxline.catalog.datasets import Dataset, league_name
from boxline.catalog.expectations import Due, Expectation, GameState
from boxline.domain.days import day_number, league_day
from boxline.health.grid.cells import GAPS, State
from boxline.health.grid.facts import Facts
from boxline.health.grid.places import Counts, Flags, Slots

#: States as the small numbers that arrays hold.
STATES = tuple(State)
CODE = {state: code for code, state in enumerate(STATES)}
_IS_GAP = np.array([state in GAPS for state in STATES])
_IS_THERE = np.array([s not in (State.NOT_AVAILABLE, State.NOT_DUE) for s in STATES])

#: A document of a day is one, and no more.
ONE_A_DAY = Expectation(GameState.SCHEDULED, 1)


def expectation(dataset: Dataset) -> Expectation | None:
    """How many rows a dataset owes for a game; None where the calendar cannot say."""
    return ONE_A_DAY if isinstance(dataset, Export) else dataset.expects


class Seen(NamedTuple):
    """A column's cells as another one sees them, slot by slot of the other.

    `gap` is the slot of a gap there, -1 where there is none; `is_held` says whether there is any
    row, `is_excused` whether there are too few and no more can be had, `is_there` whether anybody
    could ask for them.
    """

    gap: Counts
    is_held: Flags
    is_excused: Flags
    is_there: Flags


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """The cells of one dataset.

    Attributes:
        held, least, most: rows that are there, are owed, and can be at most (-1 is open).
        state: codes of `STATES`.
        needs: which of its inputs holds the gap that a blocked cell waits for, and its slot there.
        is_excused: too few rows are held, and no more can be had.
    """

    slots: Slots
    held: Counts
    least: Counts
    most: Counts
    state: Counts
    needs: tuple[Counts, Counts]
    is_excused: Flags

    @property
    def is_gap(self) -> Flags:
        """Whether something is to be done."""
        return _IS_GAP[self.state]

    @property
    def waits(self) -> Flags:
        """Whether it is a gap that only follows from another."""
        return self.needs[0] >= 0

    def seen_by(self, other: Slots) -> Seen:
        """These cells at the slots of another column of the same calendar."""
        gap = np.where(self.is_gap, np.arange(len(self.state)), -1)
        seen = Seen(gap, self.held > 0, self.is_excused, _IS_THERE[self.state])
        if self.slots.is_by_game == other.is_by_game:
            return seen
        if other.is_by_game:
            at = self.slots.of_game
            return Seen(gap[at], seen.is_held[at], seen.is_excused[at], seen.is_there[at])
        # A day sees the first gap of its games, and is held and excused as any of them is.
        begins = np.flatnonzero(np.diff(other.of_game, prepend=-1))
        if not len(begins):
            return seen
        first = np.minimum.reduceat(np.where(gap < 0, len(gap), gap), begins)

        def any_of(flags: Flags) -> Flags:
            return np.logical_or.reduceat(flags, begins)

        return Seen(
            np.where(first < len(gap), first, -1),
            any_of(seen.is_held),
            any_of(seen.is_excused),
            any_of(seen.is_there),
        )


class Resting(Protocol):
    """What the cells rest on beside those of the same game."""

    @property
    def is_opening(self) -> Flags: ...

    @property
    def newest_gap(self) -> Counts: ...


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What the cells of a dataset are made from, in the order of the columns that they are in.

    Attributes:
        required: each must be there.
        either: of these one suffices.
        past: earlier games, with the place of their column in the order.
        told_elsewhere: what other sources of the same fact hold.
    """

    required: Sequence[tuple[int, Seen]]
    either: Sequence[tuple[int, Seen]]
    past: Sequence[tuple[int, Resting]]
    told_elsewhere: Sequence[Counts]


def judge(facts: Facts, dataset: Dataset, slots: Slots, inputs: Inputs) -> Judged:
    """Judge every cell of a dataset whose inputs have been judged."""
    expects = expectation(dataset)
    assert expects is not None
    size = len(slots)
    held = facts.held[dataset.name].counts if dataset.name in facts.held else np.zeros(size, int)
    least = expects.at_least * slots.games if not isinstance(dataset, Export) else np.ones(size)
    least = least.astype(np.int64)
    most = np.full(size, -1) if expects.at_most is None else expects.at_most * slots.games
    rejected = _rejected(facts, dataset, slots)
    who, where = _needs(inputs, size)
    is_opening = _any((rest.is_opening for _, rest in inputs.past), size)
    given = (seen.is_excused for _, seen in (*inputs.required, *inputs.either))
    may_lack = is_opening | _any(given, size)
    is_owed = _owed(facts, dataset, expects, slots, inputs)
    is_late = _late(facts, dataset.due, slots)
    parked = _parked(facts, dataset, slots)
    is_full = held >= least
    over, some = (most >= 0) & (held > most), held > 0
    state = np.select(
        [
            over,
            is_full & some & (~rejected | (held == most)),
            ~_available(facts, dataset, slots),
            ~is_owed,
            (who >= 0) & (held < np.maximum(least, 1)),
            rejected,
            is_full | may_lack,
            _any((counts > 0 for counts in inputs.told_elsewhere), size),
            parked,
            some,
            is_late,
        ],
        [
            CODE[State.UNEXPECTED],
            CODE[State.PRESENT],
            CODE[State.NOT_AVAILABLE],
            CODE[State.NOT_DUE],
            CODE[State.BLOCKED],
            CODE[State.REJECTED],
            np.where(some, CODE[State.PRESENT], CODE[State.EMPTY_OK]),
            CODE[State.EMPTY_OK],
            CODE[State.PARKED],
            CODE[State.SHORT],
            CODE[State.LATE],
        ],
        CODE[State.MISSING],
    )
    is_fine = (state == CODE[State.PRESENT]) | (state == CODE[State.EMPTY_OK])
    return Judged(
        slots=slots,
        held=held,
        least=least,
        most=most,
        state=state,
        needs=(np.where(state == CODE[State.BLOCKED], who, -1), where),
        is_excused=is_fine & (held < least),
    )


def _any(flags: Iterable[Flags], size: int) -> Flags:
    found = np.zeros(size, np.bool_)
    for each in flags:
        found |= each
    return found


def _needs(inputs: Inputs, size: int) -> tuple[Counts, Counts]:
    """The gap among what each cell needs, as column and slot: of the same game, else the newest of
    those before. (-1, -1) where there is none."""
    who, where = np.full(size, -1), np.full(size, -1)

    def take(column: int, gap: Counts, when: Flags) -> None:
        taken = (who < 0) & (gap >= 0) & when
        who[taken], where[taken] = column, gap[taken]

    always = np.ones(size, np.bool_)
    for column, seen in inputs.required:
        take(column, seen.gap, always)
    # Of several sources of one fact one suffices; where none has it, the last in order is told,
    # unless nothing of that was ever brought in.
    without = always.copy()
    for _, seen in inputs.either:
        without &= (seen.gap >= 0) | ~seen.is_held
    for column, seen in reversed(inputs.either):
        take(column, seen.gap, without)
    for column, rest in inputs.past:
        take(column, rest.newest_gap, always)
    return who, where


def _available(facts: Facts, dataset: Dataset, slots: Slots) -> Flags:
    begins = facts.reachable.begins(dataset.name)
    if isinstance(dataset, Export) and begins is not None:
        wanted = facts.documents_from.get(league_name(dataset))
        begins = max(begins, wanted) if wanted else None
    if begins is None:
        return np.zeros(len(slots), np.bool_)
    return slots.is_covered & (slots.day >= day_number(begins))


def _owed(
    facts: Facts, dataset: Dataset, expects: Expectation, slots: Slots, inputs: Inputs
) -> Flags:
    """Whether rows are owed by now: of a game that is over, or that the horizon has reached; a
    document where there is, or should be, something to tell."""
    if isinstance(dataset, Export):
        seen = [seen for _, seen in (*inputs.required, *inputs.either)]
        return _any((one.is_held | (one.gap >= 0) for one in seen), len(slots))
    if expects.state is GameState.FINAL:
        return slots.is_final | (facts.now.timestamp() >= slots.final)
    horizon = dataset.horizon_days if isinstance(dataset, Table) else None
    if horizon is None:
        return np.ones(len(slots), np.bool_)
    return slots.day <= day_number(league_day(facts.now)) + horizon


def _late(facts: Facts, due: Due | None, slots: Slots) -> Flags:
    if due is None:
        return np.zeros(len(slots), np.bool_)
    since = slots.final if due.state is GameState.FINAL else slots.start
    return facts.now.timestamp() >= since + due.hours * 3600


def _rejected(facts: Facts, dataset: Dataset, slots: Slots) -> Flags:
    found = np.zeros(len(slots), np.bool_)
    if slots.is_by_game:
        by_id = facts.places[facts.catalog.league(dataset).name].by_id
        games = facts.rejected.get(dataset.name, {})
        found[[by_id[game_id] for game_id in games if game_id in by_id]] = True
    return found


def _parked(facts: Facts, dataset: Dataset, slots: Slots) -> Flags:
    days = [day_number(day) for name, day in facts.parked if name == dataset.name]
    return np.isin(slots.day, days)


def told_elsewhere(
    facts: Facts, dataset: Dataset, alike: Callable[[Dataset], bool]
) -> list[Counts]:
    """Of an archive, what the other sources of its fact hold: nobody brings a file of games that
    were fetched.

    Args:
        alike: whether another dataset has the same slots.
    """
    if not (isinstance(dataset, Raw) and dataset.is_archive):
        return []
    catalog, name = facts.catalog, dataset.name
    names = set[str]()
    for reader in catalog.read_by[name]:
        inputs = catalog.inputs(reader).values()
        either = {i.dataset.name for i in inputs if i.is_either and i.dataset is not None}
        names |= either - {name} if name in either else set()
    others = [other for other in sorted(names) if other in facts.held and alike(catalog[other])]
    return [facts.held[other].counts for other in others]
