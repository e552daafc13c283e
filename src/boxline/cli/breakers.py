"""`breakers`: pieces of work that failed, and whether they are left alone."""

from __future__ import annotations

from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_rows, say
from boxline.cli.wiring import home_of

DatasetArgument = Annotated[str, typer.Argument(help="As `breakers list` shows it.")]
CellArgument = Annotated[str, typer.Argument(help="A day, or the id of a landed object.")]


def list_breakers(home: HomeOption = None, json: JsonOption = False) -> None:
    """List every piece of work whose newest attempt failed.

    `parked` ones are left alone until their bytes or code change, or at most until the instant
    shown; `retrying` ones are tried by the next run.
    """
    rows: list[Row] = []
    with home_of(home) as here:
        if here.is_begun:
            attempts = here.attempts()
            for (dataset, cell), parked in attempts.standing().items():
                made = attempts.cells[dataset, cell]
                rows.append(
                    {
                        "dataset": dataset,
                        "cell": cell,
                        "state": "parked" if parked else "retrying",
                        "failures": len(made),
                        "kind": made[-1].kind.value,
                        "until": parked.until if parked else None,
                        "message": made[-1].message.partition("\n")[0],
                    }
                )
    print_rows(rows, as_json=json, empty="Nothing has failed that was not mended.", grouped=False)


def show_breaker(
    dataset: DatasetArgument,
    cell: CellArgument,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show every failed attempt at one piece of work, oldest first."""
    from boxline.errors import UnknownCell

    with home_of(home) as here:
        here.named([dataset])
        made = here.attempts().cells.get((dataset, cell)) if here.is_begun else None
        if not made:
            raise UnknownCell(dataset, cell)
    rows: list[Row] = [
        {
            "failed_at": attempt.failed_at.isoformat(),
            "kind": attempt.kind.value,
            "inputs": attempt.inputs,
            "code": attempt.code,
            "run_id": attempt.run_id,
            "message": attempt.message,
        }
        for attempt in made
    ]
    print_rows(rows, as_json=json, empty="", grouped=False)


def clear(
    dataset: Annotated[str | None, typer.Argument(help="All where none is given.")] = None,
    cell: Annotated[str | None, typer.Argument(help="All of it where none is given.")] = None,
    home: HomeOption = None,
) -> None:
    """Forget failed attempts, so that the next run tries again."""
    with home_of(home) as here:
        here.named([dataset] if dataset else [])
        count = 0
        if here.is_begun:
            count = here.ledger.forget_attempts(dataset or "", [cell] if cell else [])
    say(f"Failed attempts forgotten: {count}.")
