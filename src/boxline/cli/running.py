"""`plan`, `run`, `status` and `runs`: what should exist, the work, and how it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, progress, say
from boxline.cli.wiring import RunIdOption, TakeOverOption, finish, home_of, show

if TYPE_CHECKING:
    from boxline.engine.work import DatasetPlan, Window
    from boxline.home import Home

DateOption = Annotated[str | None, typer.Option("--date", help="One league day, YYYY-MM-DD.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First league day, YYYY-MM-DD.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last league day, YYYY-MM-DD.")]
OnlyOption = Annotated[
    list[str] | None, typer.Option("--only", help="Only this dataset; may be repeated.")
]
RemakeOption = Annotated[
    bool, typer.Option("--remake", help="Make what stands (replays, facts) again.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(help="Know no more than at this instant; in a scratch home beside the live one."),
]
DocumentsOption = Annotated[
    bool, typer.Option("--all-documents", help="Documents of every season, not the newest only.")
]

AllowShrinkOption = Annotated[
    str | None,
    typer.Option(
        "--allow-shrink",
        metavar="REASON",
        help="Why documents may have fewer rows than those published; recorded with them.",
    ),
]


AcceptOption = Annotated[
    str | None,
    typer.Option(
        "--accept",
        metavar="REASON",
        help="Why days that look like no other may be committed; recorded with the run.",
    ),
]


def window_of(
    here: Home,
    day: str | None,
    first: str | None,
    last: str | None,
    only: list[str] | None,
    remake: bool = False,
    all_documents: bool = False,
) -> Window:
    """The window that the options of a command name.

    Raises:
        BadWindow: they contradict one another.
    """
    from datetime import date

    from boxline.domain.days import parse_day
    from boxline.engine.work import Window
    from boxline.errors import BadWindow

    if day is not None:
        if first is not None or last is not None:
            raise BadWindow(f"--date {day} is one day; give it alone, or give --from and --to.")
        first = last = day
    # An empty text is no day: `--date "$DAY"` must not run everything because DAY is unset.
    begin, end = (None if text is None else parse_day(text) for text in (first, last))
    if begin and end and begin > end:
        raise BadWindow(f"--from {begin} lies after --to {end}; swap them.")
    return Window(
        first=begin,
        last=end,
        only=here.named(only or []),
        documents_from=dict.fromkeys(here.catalog.leagues, date.min) if all_documents else {},
        remake=remake,
    )


def _reason(option: str, given: str | None) -> str:
    """The reason that an option records; empty where the option was not given."""
    from boxline.errors import NoReason

    if given is not None and not given.strip():
        raise NoReason(option)
    return (given or "").strip()


def plan(
    date: DateOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    only: OnlyOption = None,
    remake: RemakeOption = False,
    all_documents: DocumentsOption = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show what `run` would do now, and why; change nothing."""
    with home_of(home) as here:
        window = window_of(here, date, from_, to, only, remake, all_documents)
        view = here.plan(window)
    if json:
        print_json(
            {
                "to_fetch": [
                    {"dataset": f.raw.name, "cell": f.cell, "since": f.moment} for f in view.fetches
                ],
                "to_load": [
                    {"dataset": w.landed.dataset, "file": w.landed.pages[0].file_name}
                    for w in view.to_load
                ],
                "refused": [
                    {"dataset": landed.dataset, "file": landed.pages[0].file_name, "why": why}
                    for landed, why in view.refused
                ],
                "certain": [
                    {"dataset": c.dataset, "day": c.day, "reason": c.reason.value}
                    for p in view.plans
                    for c in p.cells
                ],
                "may_follow": [
                    {"dataset": p.dataset, "day": day} for p in view.plans for day in p.may_follow
                ],
                "blocked": [vars(b) for p in view.plans for b in p.blocked],
                "parked": [
                    {"dataset": c.dataset, "day": c.cell, "until": c.until, "why": c.message}
                    for p in view.plans
                    for c in p.parked
                ],
            }
        )
        return
    asked = Counter(fetch.raw.name for fetch in view.fetches)
    rows: list[Row] = [
        {"dataset": name, "work": "fetch", "detail": f"{count} replies"}
        for name, count in sorted(asked.items())
    ]
    rows += [
        {"dataset": w.landed.dataset, "work": "load", "detail": w.landed.pages[0].file_name}
        for w in view.to_load
    ]
    rows += [
        {"dataset": landed.dataset, "work": "refused", "detail": landed.pages[0].file_name}
        for landed, _ in view.refused
    ]
    rows += [row for found in view.plans for row in _plan_rows(found)]
    columns = ("dataset", "work", "days", "first", "last", "detail")
    print_rows(rows, as_json=False, empty="Nothing to do.", columns=columns)


def _plan_rows(found: DatasetPlan) -> list[Row]:
    by_work: dict[str, list[Any]] = {}
    for cell in found.cells:
        by_work.setdefault(cell.reason.value, []).append(cell.day)
    if found.may_follow:
        by_work["may follow"] = list(found.may_follow)
    rows: list[Row] = [
        {
            "dataset": found.dataset,
            "work": work,
            "days": len(days),
            "first": days[0],
            "last": days[-1],
        }
        for work, days in by_work.items()
    ]
    if found.parked:
        rows.append(
            {
                "dataset": found.dataset,
                "work": "parked",
                "days": len(found.parked),
                "first": found.parked[0].cell,
                "last": found.parked[-1].cell,
                "detail": found.parked[-1].why.partition("\n")[0],
            }
        )
    if found.blocked:
        rows.append(
            {
                "dataset": found.dataset,
                "work": "blocked",
                "days": len(found.blocked),
                "first": found.blocked[0].day,
                "last": found.blocked[-1].day,
                "detail": f"waits for {found.blocked[-1].waits_for}",
            }
        )
    return rows


def run(
    date: DateOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    only: OnlyOption = None,
    remake: RemakeOption = False,
    all_documents: DocumentsOption = False,
    allow_shrink: AllowShrinkOption = None,
    accept: AcceptOption = None,
    as_of: AsOfOption = None,
    take_over: TakeOverOption = False,
    run_id: RunIdOption = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Load, compute and publish whatever is missing or changed."""
    from boxline.domain.days import parse_instant
    from boxline.home.scratch import run_as_of

    shrinks, accepted = _reason("--allow-shrink", allow_shrink), _reason("--accept", accept)
    with home_of(home, take_over=take_over, run_id=run_id) as here:
        window = window_of(here, date, from_, to, only, remake, all_documents)
        window = replace(window, shrink_reason=shrinks, accepted_because=accepted)
        instant = None if as_of is None else parse_instant(as_of)
        with progress(len(here.catalog.computed), run_id=run_id) as tell:
            if instant is None:
                used, report = here, here.run("run", window, on_step=tell)
            else:
                used, report = run_as_of(here, instant, window, on_step=tell)
        if json or report.steps or not report.documents_made:
            show(report, as_json=json, empty="Nothing to do.")
        if report.documents_made:
            made, changed = report.documents_made, report.documents_changed
            say(f"Documents made: {made}; changed: {changed}; in {used.published.where}.")
        if report.days_blocked:
            say(f"Days blocked: {report.days_blocked}; `boxline plan` says what they wait for.")
        if report.cells_parked:
            say(f"Left alone: {report.cells_parked} that failed; `boxline breakers list` says why.")
        if instant is not None:
            say(f"Look at it with --home {used.path}; the live home is as it was.")
        finish(report)


def work(
    date: DateOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    only: OnlyOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Do what `run` does, together with all who give the same command.

    One of them runs; the others fetch for it, and one of them goes on where it is killed. A run
    that somebody gave otherwise is helped too.
    """
    from boxline.home.helping import work as work_together

    with home_of(home) as here:
        window = window_of(here, date, from_, to, only)
        with progress(None) as tell:
            found = work_together(here, _command(window), window, on_step=tell)
        if json:
            shown = {"run_id": found.run_id, "state": found.state, "cells": found.cells}
            print_json({**shown, "is_own_run": found.report is not None})
        elif found.report is not None:
            show(found.report, as_json=False, empty="Nothing to do.")
        say(f"Asked for others: {found.cells}; run {found.run_id} is {found.state}.")
        if found.report is not None:
            finish(found.report)
        elif found.state != "done":
            raise typer.Exit(1)


def _command(window: Window) -> str:
    """What those who work together give, as it is recorded."""
    words = ["work", *(["--from", str(window.first)] if window.first else [])]
    words += ["--to", str(window.last)] if window.last else []
    words += [word for name in sorted(window.only or ()) for word in ("--only", name)]
    return " ".join(words)


def status(home: HomeOption = None, json: JsonOption = False) -> None:
    """Show how every dataset stands, of the newest snapshot."""
    from boxline.home.standing import standing_of

    with home_of(home) as here:
        found = standing_of(here)
    print_rows(found, as_json=json, empty="No dataset is declared.")
