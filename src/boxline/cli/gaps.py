"""`gaps`: which cell is missing and why, what follows from it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_rows, say
from boxline.cli.running import DateOption, FromOption, OnlyOption, ToOption, window_of
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    import datetime as dt

    from boxline.health.explaining.names import Names
    from boxline.health.grid.gaps import Gap
    from boxline.health.grid.reading import Look
    from boxline.home import Home

AllOption = Annotated[
    bool, typer.Option("--all", help="Show what follows from the gaps too, cell by cell.")
]


@contextmanager
def looked_at(
    here: Home, about: dt.date | None = None, dataset: str | None = None
) -> Iterator[tuple[Look, Mapping[str, Names]]]:
    """A look at a home, for one day or all of history, perhaps about a dataset, and the names in
    each league."""
    from boxline.home.looking import looked_at as look_at

    with look_at(here, about, dataset=dataset) as found:
        from boxline.health.explaining.names import read_names

        yield found, read_names(found.connection, here.catalog)


def gaps(
    date: DateOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    only: OnlyOption = None,
    unfold: AllOption = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List the games whose rows are missing, short, rejected or blocked, of the newest snapshot.

    Each is shown with its cause, what to do, and how many cells wait for it. Ends with 1 where
    there is one.
    """
    from boxline.health.grid.gaps import find_gaps
    from boxline.home.asking_again import tell_of_healing

    with home_of(home) as here:
        window = window_of(here, date, from_, to, only)
        with looked_at(here) as (found, names):
            tell_of_healing(here, found)
            listed = find_gaps(found.grid, window, unfold=unfold)
            rows = [_row(gap, found, names) for gap in listed.shown]
    nothing = "Nothing is missing."
    if not listed.is_anything_expected:
        nothing = "Nothing is expected: no game on these days, or datasets that owe no rows of one."
    print_rows(rows, as_json=json, empty=nothing)
    if listed.folded:
        say(f"Cells that only follow from these: {listed.folded}; --all shows them.")
    if rows:
        raise typer.Exit(1)


def _row(gap: Gap, found: Look, names: Mapping[str, Names]) -> Row:
    from boxline.catalog.datasets import league_in

    cell = gap.cell
    league = league_in(cell.dataset)
    return {
        "dataset": cell.dataset,
        "day": cell.day,
        "game": cell.game_id,
        "teams": names[league].sides(found.facts.by_id[league].get(cell.game_id)),
        "expected": cell.expected,
        "held": cell.held,
        "state": cell.state.value,
        "cause": cell.cause,
        "blocks": gap.blocks,
        "next": cell.next_step,
    }
