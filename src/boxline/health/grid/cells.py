"""What the grid is made of: one cell for each dataset and game, its state, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import NamedTuple


class State(Enum):
    """How a cell stands."""

    NOT_DUE = "not due"  # the game is not over, or too far ahead: nothing is owed yet
    PRESENT = "present"  # at least the rows that are owed are held
    EMPTY_OK = "empty ok"  # no row is held, and none needs to be
    NOT_AVAILABLE = "not available"  # no source has it, or its history begins later
    MISSING = "missing"  # owed by now, absent, and not late yet
    LATE = "late"  # owed, absent, and past due
    SHORT = "short"  # some rows are held, fewer than are owed
    UNEXPECTED = "unexpected"  # more rows than a game can have, or of none on the calendar that day
    REJECTED = "rejected"  # rows of the game came and broke the contract
    BLOCKED = "blocked"  # a cell that it needs is a gap itself
    PARKED = "parked"  # its attempts are used up for now
    GIVEN_UP = "given up"  # asked for as often as is allowed, and it did not come
    STALE = "stale"  # held, and made of other inputs or by other code than today's


#: The states that want something done.
GAPS = frozenset(
    {
        State.MISSING,
        State.LATE,
        State.SHORT,
        State.UNEXPECTED,
        State.REJECTED,
        State.BLOCKED,
        State.PARKED,
        State.GIVEN_UP,
    }
)

#: One cell of a dataset: game id and day; the id is empty where rows name no game of ours.
Place = tuple[str, date]


class CellKey(NamedTuple):
    """Which cell."""

    dataset: str
    place: Place


class Told(NamedTuple):
    """What is said of a cell: why it is as it is, and what to do; empty where nothing is."""

    cause: str = ""
    next_step: str = ""


def _nothing(_cell: GridCell) -> Told:
    return Told()


class GridCell(NamedTuple):
    """One dataset's rows of one game.

    `at_most` None is open; `needs` is the gap that it waits for. What is told of it is found when
    it is asked for: a plan of all of history is much work, and few cells are looked at.
    """

    dataset: str
    day: date
    game_id: str
    at_least: int
    at_most: int | None
    held: int
    state: State
    needs: CellKey | None = None
    tell: Callable[[GridCell], Told] = _nothing

    @property
    def cause(self) -> str:
        """Why it is a gap, or cannot be had; empty elsewhere."""
        return self.tell(self).cause

    @property
    def next_step(self) -> str:
        """What to do about a gap; empty elsewhere."""
        return self.tell(self).next_step

    @property
    def key(self) -> CellKey:
        return CellKey(self.dataset, (self.game_id, self.day))

    @property
    def is_gap(self) -> bool:
        return self.state in GAPS

    @property
    def expected(self) -> str:
        """How many rows are owed, in words."""
        if self.at_most is None:
            return f"at least {self.at_least}" if self.at_least else "any"
        return str(self.at_most)
