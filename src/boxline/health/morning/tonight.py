"""Whether today's games can be predicted: what is owed before them, and what is there. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from boxline.domain.standing import Standing
from boxline.health.grid.cells import GridCell, State
from boxline.health.morning.games import steps_of
from boxline.health.morning.report import Part, Table, counted, state_of

#: States in which a dataset owes nothing of a game, or cannot have it.
_NOT_OWED = frozenset({State.NOT_DUE, State.NOT_AVAILABLE, State.EMPTY_OK})


@dataclass(frozen=True, kw_only=True)
class Tonight:
    """What is known of a day before its games.

    Attributes:
        cells: dataset that is owed before games -> how it stands for each of them.
        predictions: those of the datasets that are predictions.
        with_lines: games with a betting line; None where nothing says so.
        standing: how the day stands; None where nothing says so.
    """

    day: date
    games: int
    cells: Mapping[str, Sequence[GridCell]]
    predictions: Sequence[str]
    with_lines: int | None
    standing: Standing | None


def tonight_part(tonight: Tonight) -> Part:
    """How ready a day is."""
    gaps = [cell for cells in tonight.cells.values() for cell in cells if cell.is_gap]
    owing = {
        name: cells
        for name, cells in tonight.cells.items()
        if any(cell.state not in _NOT_OWED or cell.held for cell in cells)
    }
    ready = [name for name, cells in owing.items() if not any(cell.is_gap for cell in cells)]
    made = sum(cell.held for name in tonight.predictions for cell in tonight.cells.get(name, ()))
    standing = tonight.standing
    is_halted = standing is not None and not standing.is_forecasting
    said = f"No game is on {tonight.day}."
    if tonight.games:
        said = (
            f"{counted(tonight.games, 'game').capitalize()} on {tonight.day}: {len(ready)} of "
            f"{counted(len(owing), 'dataset')} before games ready, "
            f"{counted(made, 'prediction')} made"
        )
        lines = tonight.with_lines
        said += "." if lines is None else f", lines of {lines or 'none'}."
    if standing is not None:
        lacks = f"; it lacks {', '.join(standing.missing)}" if standing.missing else ""
        why = f" ({standing.reason})" if standing.reason else ""
        said += f" The day is {standing.state.value}{why}{lacks}."
    unready = [name for name in owing if name not in ready]
    return Part(
        name="tonight",
        title="Tonight",
        state=state_of(is_wanting=bool(gaps) or (is_halted and bool(tonight.games))),
        said=said,
        next_steps=steps_of(gaps),
        table=Table(
            heads=("dataset", "games", "state", "why"),
            rows=tuple(_row(name, owing[name]) for name in unready),
        )
        if unready
        else None,
        figures={
            "day": tonight.day,
            "games": tonight.games,
            "datasets_ready": sorted(ready),
            "datasets_not_ready": sorted(unready),
            "predictions": made,
            "games_with_lines": tonight.with_lines,
            "state": standing.state.value if standing else None,
            "missing": list(standing.missing) if standing else [],
        },
    )


def _row(name: str, cells: Sequence[GridCell]) -> tuple[str, ...]:
    gaps = [cell for cell in cells if cell.is_gap]
    states = ", ".join(dict.fromkeys(cell.state.value for cell in gaps))
    return name, f"{len(cells) - len(gaps)} of {len(cells)}", states, gaps[0].cause
