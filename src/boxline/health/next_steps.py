"""What to do about a gap: one command, or a few words where no command mends it."""

from __future__ import annotations

from collections.abc import Callable

from boxline.catalog import Raw, Table
from boxline.engine.calendar import Game
from boxline.health.cells import GAPS, State


def next_step(
    dataset: Raw | Table, game: Game, state: State, *, is_planned: Callable[[], bool]
) -> str:
    """What mends a cell in this state; empty where nothing has to, or another cell has to first.

    Args:
        is_planned: whether a run would load or compute it.
    """
    if state not in GAPS or state is State.BLOCKED:
        return ""
    if state is State.PARKED:
        return "wait, or bring in what it reads anew"
    if state in (State.UNEXPECTED, State.REJECTED):
        return explain(dataset, game)
    if is_planned():
        return "boxline run"
    if isinstance(dataset, Raw):
        return "boxline import FILE" if dataset.is_archive else f"boxline land {dataset.name} FILE"
    return explain(dataset, game)


def explain(dataset: Raw | Table, game: Game) -> str:
    """The command that explains a cell."""
    where = f"--game {game.game_id}" if game.game_id else f"--date {game.day}"
    return f"boxline explain {dataset.name} {where}"
