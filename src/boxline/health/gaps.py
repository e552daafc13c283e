"""The gaps of a window: roots first, and what only follows from them folded into a count. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from boxline.engine.work import Window
from boxline.health.cells import GridCell
from boxline.health.grid import Grid


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
    every = list(grid.gaps())
    roots = {cell.key: grid.chain(cell)[-1] for cell in every}
    blocks = Counter(root for key, root in roots.items() if key != root)
    inside = [
        cell
        for cell in every
        if window.holds(cell.day) and (not window.only or cell.dataset in window.only)
    ]
    keys = {cell.key for cell in inside}
    shown = [cell for cell in inside if unfold or cell.needs is None or roots[cell.key] not in keys]
    shown.sort(key=lambda cell: (cell.needs is not None, cell.day))
    return Gaps(
        shown=tuple(Gap(cell=cell, blocks=blocks[cell.key]) for cell in shown),
        folded=len(inside) - len(shown),
        is_anything_expected=_is_anything_expected(grid, window),
    )


def _is_anything_expected(grid: Grid, window: Window) -> bool:
    looked_at = [c for name, c in grid.columns.items() if not window.only or name in window.only]
    calendars = {id(column.games): column.games for column in looked_at}.values()
    return any(window.holds(game.day) for games in calendars for game in games)
