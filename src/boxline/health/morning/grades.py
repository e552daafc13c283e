"""How last night's predictions fared. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

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
    day: date | None, props: Sequence[GradedProp], *, games: int, predicted: int
) -> Part:
    """The grades of a day.

    Args:
        day: None before the first with games.
        games: that are over.
        predicted: rows of predictions of the day that are held.
    """
    graded, void = sum(one.graded for one in props), sum(one.void for one in props)
    bets, hits = sum(one.bets for one in props), sum(one.hits for one in props)
    pushes = sum(one.pushes for one in props)
    units = sum(one.units or 0.0 for one in props)
    is_owed = bool(games and predicted and not graded + void)
    if props:
        said = (
            f"Of {day}: {counted(graded, 'prediction')} graded, {void:,} void; "
            f"{counted(bets, 'bet')}"
        )
        said += f", {hits:,} won, {pushes:,} pushed, {units:+.2f} units." if bets else "."
    elif day is None or not games:
        said = "No game was over, so there is nothing to grade."
    elif predicted:
        said = f"Nothing was predicted by who speaks first, or none of {day} is graded yet."
    else:
        said = f"Nothing was predicted for {day}, so there is nothing to grade."
    return Part(
        name="grades",
        title="Last night's predictions",
        state=state_of(is_wanting=is_owed),
        said=said,
        next_steps=("boxline run",) if is_owed else (),
        table=Table(
            heads=("prop", "graded", "void", "mean error", "bets", "won", "pushed", "units"),
            rows=tuple(_row(one) for one in props),
        )
        if props
        else None,
        figures={"day": day, "props": [asdict(one) for one in props]},
    )


def _row(one: GradedProp) -> tuple[str, ...]:
    error = "" if one.mean_absolute_error is None else f"{one.mean_absolute_error:.2f}"
    units = "" if one.units is None else f"{one.units:+.2f}"
    counts = (f"{one.graded:,}", f"{one.void:,}", error, str(one.bets), str(one.hits))
    return (one.prop_type, *counts, str(one.pushes), units)
