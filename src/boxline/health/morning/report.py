"""What a morning report is: parts, each told by itself, and whether one wants somebody. Values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any


class State(Enum):
    """Whether a part wants somebody."""

    FINE = "fine"  # nothing has to be done
    ATTENTION = "attention"  # something is missing, failed or stands still
    UNTOLD = "untold"  # nobody knows: what it is told from cannot be read


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text below a part's sentence, each as long as `heads`."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the report.

    Attributes:
        name: one word, for programs.
        said: all of it in a sentence or two; of an untold one, why it cannot be told.
        next_steps: what to do; none where nothing has to be done.
        figures: the same as numbers and words, for programs; empty of an untold one.
    """

    name: str
    title: str
    state: State
    said: str
    next_steps: tuple[str, ...] = ()
    table: Table | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)

    def without(self, text: str, instead: str) -> Part:
        """The part with a text put in another's place wherever people read it."""

        def shown(words: str) -> str:
            return words.replace(text, instead)

        rows = () if self.table is None else self.table.rows
        table = self.table and replace(
            self.table, rows=tuple(tuple(map(shown, row)) for row in rows)
        )
        steps = tuple(map(shown, self.next_steps))
        return replace(self, said=shown(self.said), next_steps=steps, table=table)


@dataclass(frozen=True, kw_only=True)
class Report:
    """The report of one morning.

    Attributes:
        day: the league day whose morning it is.
        made_at: in UTC.
        snapshot_made_at: of when the tables are that it looked at; None where there are none.
    """

    day: date
    made_at: datetime
    version: str
    snapshot_made_at: datetime | None
    parts: Sequence[Part]

    def count(self, state: State) -> int:
        """How many parts are in a state."""
        return Counter(part.state for part in self.parts)[state]

    @property
    def is_fine(self) -> bool:
        """Whether nothing wants anybody."""
        return self.count(State.FINE) == len(self.parts)

    @property
    def opening(self) -> str:
        """How it begins: what cannot be told first, then what wants somebody."""
        untold, wants, parts = (
            self.count(State.UNTOLD),
            self.count(State.ATTENTION),
            len(self.parts),
        )
        told = []
        if untold:
            told.append(f"{untold} of {parts} parts could not be told.")
        if wants:
            told.append(f"{wants} of {parts} parts {'want' if wants > 1 else 'wants'} attention.")
        return " ".join(told) or "Nothing wants attention."


def untold(name: str, title: str, why: str, *next_steps: str) -> Part:
    """A part that cannot be told, and why."""
    return Part(name=name, title=title, state=State.UNTOLD, said=why, next_steps=next_steps)


def state_of(*, is_wanting: bool) -> State:
    """The state of a part that can be told."""
    return State.ATTENTION if is_wanting else State.FINE


def counted(count: int, one: str, many: str = "") -> str:
    """A number and what it counts.

    >>> counted(1, "game"), counted(1200, "game"), counted(0, "retry", "retries")
    ('1 game', '1,200 games', 'no retries')
    """
    name = one if count == 1 else many or f"{one}s"
    return f"{count:,} {name}" if count else f"no {name}"


def first_line(text: str, most: int = 160) -> str:
    """The first line of a text, cut where it is long."""
    line = text.partition("\n")[0]
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
