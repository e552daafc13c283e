"""`runs`: what past runs did, what they told while they did it, and how work at datasets went."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.wiring import home_of

#: Of a longer log the newest lines are shown.
SHOWN_LINES = 20
#: What every line of a log has, apart from its own facts.
FRAME = ("at", "level", "event", "run_id")


class Order(Enum):
    """What comes first."""

    FLAKIEST = "flakiest"  # the greatest share of pieces of work that failed
    SLOWEST = "slowest"  # the longest piece of work


def list_runs(
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1)] = 20,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List past runs, newest first."""
    with home_of(home) as here:
        rows = here.ledger.runs(limit) if here.is_begun else []
    columns = ("run_id", "command", "state", "started_at", "rows_in", "rows_rejected", "message")
    print_rows(rows, as_json=json, empty="No run is recorded yet.", columns=columns)


def show_run(
    run_id: Annotated[str, typer.Argument(help="As `runs list` shows it.")],
    log: Annotated[bool, typer.Option("--log", help="All lines of its log.")] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show what one run did, step by step, by which code, and what it told."""
    from boxline.engine.program_version import program_version
    from boxline.errors import UnknownRun
    from boxline.stores.run_logs import RUN_LOGS, read_log

    with home_of(home) as here:
        run = here.ledger.run(run_id) if here.is_begun else None
        if run is None:
            raise UnknownRun(run_id)
        steps = here.ledger.steps(run_id)
        run |= here.ledger.costs(run_id)
        lines = read_log(here.path / RUN_LOGS, run_id)
    is_todays = run["code"] == program_version() if run["code"] else None
    if json:
        print_json({**run, "is_code_of_today": is_todays, "steps": steps, "log": lines})
        return
    for name, value in run.items():
        if value not in (None, ""):
            print(f"{name:14} {value}{_of_today(is_todays) if name == 'code' else ''}")
    print()
    found_nothing = run["state"] == "done"
    empty = "It found nothing to do." if found_nothing else "No piece of work was done."
    print_rows(steps, as_json=False, empty=empty)
    _print_log(lines, is_whole=log)


def _of_today(is_todays: bool | None) -> str:
    return ", the code of today" if is_todays else ", other code than today's"


def _print_log(lines: list[dict[str, Any]], *, is_whole: bool) -> None:
    shown = lines if is_whole else lines[-SHOWN_LINES:]
    print()
    for line in shown:
        facts = (f"{name}={value}" for name, value in line.items() if name not in FRAME)
        told = "  ".join([str(line.get("event", "")), *facts])
        print(f"{line.get('at', '')}  {line.get('level', ''):7}  {told}")
    if len(shown) < len(lines):
        say(f"{len(lines) - len(shown)} lines before these; give --log.")


def list_datasets(
    by: Annotated[Order, typer.Option(help="What comes first.")] = Order.FLAKIEST,
    days: Annotated[int, typer.Option(help="Of runs that began so many days back.", min=1)] = 30,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 20,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List how work at datasets went in recorded runs: how often it failed, how long it took."""
    from datetime import timedelta

    from boxline.engine.reliability import flakiest, slowest

    with home_of(home) as here:
        rows: list[Row] = []
        if here.is_begun:
            since = here.clock() - timedelta(days=days)
            in_order = flakiest if by is Order.FLAKIEST else slowest
            rows = [vars(one) for one in in_order(here.ledger.reliability(since))]
    print_rows(rows[:limit], as_json=json, empty="No run has done anything yet.")
    if len(rows) > limit:
        say(f"{len(rows) - limit} more; give --limit.")
