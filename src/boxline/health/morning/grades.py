"""How last night's predictions fared. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from boxline.health.grid.cells import GridCell
from boxline.health.morning.games import LastDay, steps_of
from boxline.health.morning.report import Part, Table, counted, state_of


@dataclass(frozen=True, kw_only=True)
class GradedProp:
    """Predictions of one prop of a day; the mean error is None where none was graded, `units` (at a
    flat stake of 1) where no bet was."""

    prop_type: str
    graded: int
    void: int
    mean_absolute_error: float | None
    bets: int
    hits: int
    pushes: int
    units: float | None


def grades_part(
    last: LastDay, props: Sequence[GradedProp], cells: Sequence[GridCell], *, predicted: int
) -> Part:
    """The grades of the last day with games.

    Args:
        props: how the predictions fared that count: those of the systems that speak first.
        cells: how the dataset of grades stands for each of its games.
        predicted: how many predictions of the day are held, of all systems.
    """
    graded, void = sum(one.graded for one in props), sum(one.void for one in props)
    bets, hits = sum(one.bets for one in props), sum(one.hits for one in props)
    pushes = sum(one.pushes for one in props)
    units = sum(one.units or 0.0 for one in props)
    day, held = last.day, sum(cell.held for cell in cells)
    gaps = [cell for cell in cells if cell.is_gap]
    if props:
        said = f"Of {day}: {counted(graded, 'prediction')} graded, {void:,} void; "
        said += counted(bets, "bet")
        said += f", {hits:,} won, {pushes:,} pushed, {units:+.2f} units." if bets else "."
    elif not last.final:
        said = "No game was over, so there is nothing to grade."
    elif held:
        said = f"Of {day} {counted(held, 'prediction')} graded, none by a system that speaks first."
    elif predicted:
        said = f"None of {counted(predicted, 'prediction')} for {day} is graded."
    else:
        said = f"Nothing was predicted for {day}."
    if gaps:
        ungraded = " ".join(cell.game_id or str(cell.day) for cell in gaps)
        said += f" Grades lack of {ungraded}: {gaps[0].cause or gaps[0].state.value}."
    return Part(
        name="grades",
        title="Last night's predictions",
        state=state_of(is_wanting=bool(gaps)),
        said=said,
        next_steps=steps_of(gaps),
        table=Table(
            heads=("prop", "graded", "void", "mean error", "bets", "won", "pushed", "units"),
            rows=tuple(_row(one) for one in props),
        )
        if props
        else None,
        figures={
            "day": day,
            "predicted": predicted,
            "graded": held,
            "props": [asdict(one) for one in props],
        },
    )


def _row(one: GradedProp) -> tuple[str, ...]:
    error = "" if one.mean_absolute_error is None else f"{one.mean_absolute_error:.2f}"
    units = "" if one.units is None else f"{one.units:+.2f}"
    counts = (f"{one.graded:,}", f"{one.void:,}", error, str(one.bets), str(one.hits))
    return (one.prop_type, *counts, str(one.pushes), units)
