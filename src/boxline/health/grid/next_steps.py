"""What to do about a gap: one command, or a few words where no command mends it."""

from __future__ import annotations

from collections.abc import Callable

from boxline.catalog import Raw
from boxline.catalog.datasets import Dataset
from boxline.health.grid.cells import GridCell, State


def next_step(dataset: Dataset, cell: GridCell, *, is_planned: Callable[[], bool]) -> str:
    """What mends a cell; empty where nothing has to, or another cell has to first.

    Args:
        is_planned: whether a run would load or compute it.
    """
    if not cell.is_gap or cell.state is State.BLOCKED:
        return ""
    if cell.state is State.PARKED:
        return "wait, or bring in what it reads anew"
    if cell.state in (State.UNEXPECTED, State.REJECTED):
        return explain(cell)
    if is_planned():
        return "boxline run"
    if isinstance(dataset, Raw):
        return "boxline import FILE" if dataset.is_archive else f"boxline land {dataset.name} FILE"
    return explain(cell)


def explain(cell: GridCell) -> str:
    """The command that explains a cell."""
    where = f"--game {cell.game_id}" if cell.game_id else f"--date {cell.day}"
    return f"boxline explain {cell.dataset} {where}"
