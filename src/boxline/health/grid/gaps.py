"""The gaps of a window: roots first, and what only follows from them folded into a count. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.domain.days import day_number, league_day
from boxline.engine.work import Window
from boxline.health.grid.cells import GridCell, State
from boxline.health.grid.column import Column
from boxline.health.grid.grid import Grid
from boxline.health.grid.places import Flags

#: Of so many days up to today a late cell is an alarm. An older one is listed by `boxline gaps`:
#: nobody is woken for a game of ten years ago.
ALARMING_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A gap to be shown, and how many further cells wait for it and for nothing else first."""

    cell: GridCell
    blocks: int


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What is shown, roots first and then by day; `folded` further gaps only follow from those.

    Where `is_anything_expected` is not so (no dataset looked at expects rows of games, or its
    calendar has none in the window), that nothing is missing says nothing.
    """

    shown: tuple[Gap, ...]
    folded: int
    is_anything_expected: bool


def find_gaps(grid: Grid, window: Window, *, unfold: bool = False) -> Gaps:
    """The gaps of a window.

    Args:
        window: its days and datasets; of a grid that spans all of history.
        unfold: show each cell that follows from a gap that is shown, too.
    """
    looked_at = [c for name, c in grid.columns.items() if not window.only or name in window.only]
    blocks = _blocks(grid)
    inside = {column.name: column.judged.is_gap & _within(column, window) for column in looked_at}
    roots = [grid.roots[c.name][inside[c.name] & ~c.judged.waits] for c in looked_at]
    known = np.concatenate([np.zeros(0, np.int64), *roots])
    shown: list[Gap] = []
    folded = 0
    for column in looked_at:
        of, held = grid.roots[column.name], inside[column.name]
        told = held if unfold else held & ~(column.judged.waits & np.isin(of, known))
        folded += int((held & ~told).sum())
        for slot in map(int, np.flatnonzero(told)):
            waits = column.judged.waits[slot]
            shown.append(Gap(cell=column.at(slot), blocks=0 if waits else blocks[int(of[slot])]))
        shown += [Gap(cell=cell, blocks=0) for cell in column.strays if window.holds(cell.day)]
    shown.sort(key=lambda gap: (gap.cell.needs is not None, gap.cell.day))
    return Gaps(
        shown=tuple(shown),
        folded=folded,
        is_anything_expected=any(_within(column, window).any() for column in looked_at),
    )


def _blocks(grid: Grid) -> Counter[int]:
    """Root -> how many cells wait for it."""
    waiting = [grid.roots[column.name][column.judged.waits] for column in grid.columns.values()]
    roots, counts = np.unique(np.concatenate([np.zeros(0, np.int64), *waiting]), return_counts=True)
    return Counter(dict(zip(roots.tolist(), counts.tolist(), strict=True)))


def _within(column: Column, window: Window) -> Flags:
    day = column.judged.slots.day
    found = np.ones(len(day), np.bool_)
    if window.first is not None:
        found &= day >= day_number(window.first)
    if window.last is not None:
        found &= day <= day_number(window.last)
    return found


@alarm(
    "late-cells",
    severity=Severity.CRITICAL,
    blocks="every dataset that reads it, and the documents made of those",
    next_step="boxline run",
)
def late_cells(grid: Grid, now: datetime) -> Iterator[Firing]:
    """Rows of a game of the last two weeks are missing past their due time, and not only because
    those of another dataset are."""
    today = league_day(now)
    window = Window(first=today - timedelta(days=ALARMING_DAYS), last=today)
    late: dict[tuple[str, date], list[Gap]] = {}
    for gap in find_gaps(grid, window).shown:
        if gap.cell.state is State.LATE:
            late.setdefault((gap.cell.dataset, gap.cell.day), []).append(gap)
    for (dataset, day), gaps in late.items():
        cell, waiting = gaps[0].cell, sum(gap.blocks for gap in gaps)
        yield Firing(
            subject=f"{dataset} of {day}",
            found=f"{len(gaps)} of its games are late: {cell.cause or 'nothing of them came'}",
            blocks=f"{waiting} further cells wait for it" if waiting else "",
            next_step=cell.next_step,
        )
