"""The gaps of a window: roots first, and what only follows from them folded into a count. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from boxline.domain.days import day_number
from boxline.engine.work import Window
from boxline.health.cells import GridCell
from boxline.health.column import Column
from boxline.health.grid import Grid
from boxline.health.places import Flags


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
