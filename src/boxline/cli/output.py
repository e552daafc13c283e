"""How commands speak: data to stdout as a table or JSON, talk and progress to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Where everything lives (else BOXLINE_HOME, else ~/.boxline)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

Row = dict[str, Any]


def complain(error: Exception) -> None:
    """Say what went wrong."""
    say(f"boxline: {error}")


def say(text: str) -> None:
    """Talk, on stderr."""
    print(text, file=sys.stderr)


def print_json(value: Any) -> None:
    """Data as JSON."""
    print(json.dumps(value, indent=1, default=str))


def print_rows(
    rows: Sequence[Row],
    *,
    as_json: bool,
    empty: str,
    columns: Sequence[str] | None = None,
    grouped: bool = True,
) -> None:
    """Data as JSON or as an aligned table.

    Args:
        empty: said where there is none.
        grouped: whether thousands are set apart: counts are read, ids are copied.
    """
    if as_json:
        print_json(rows)
        return
    if not rows:
        say(empty)
        return
    heads = list(columns or rows[0])
    cells = [[_shown(row.get(head), grouped) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[n]) for line in cells)) for n, head in enumerate(heads)]
    numeric = [all(isinstance(row.get(h), int | float | None) for row in rows) for h in heads]
    print(_line(heads, widths, numeric))
    print("  ".join("-" * width for width in widths))
    for line in cells:
        print(_line(line, widths, numeric))


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = [
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ]
    return "  ".join(parts).rstrip()


def _shown(value: Any, grouped: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}" if grouped else str(value)
    if isinstance(value, float):
        return f"{value:.5g}" if abs(value) < 10_000 else f"{value:.1f}"
    return str(value)


@contextmanager
def progress(
    total: int | None, *, counts_steps: bool = False, run_id: str = ""
) -> Iterator[Callable[[str, str], None]]:
    """A bar on stderr that counts datasets as they are reached, or every piece of work; lines that
    a server reads where it named the run; silent where nobody looks."""
    if run_id:
        from boxline.web.acting.logs import STEP

        yield lambda dataset, what: print(f"{STEP}{dataset} {what}", file=sys.stderr, flush=True)
        return
    if not sys.stderr.isatty():
        yield lambda dataset, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[dataset]} [dim]{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, dataset="starting", what="")
        seen: set[str] = set()

        def tell(dataset: str, what: str) -> None:
            seen.add(f"{dataset} {what}" if counts_steps else dataset)
            bar.update(task, completed=len(seen), dataset=dataset, what=what)

        yield tell
