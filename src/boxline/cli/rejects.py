"""`rejects`: rows that were refused, why, and how they are tried again."""

from __future__ import annotations

from typing import Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, progress, say
from boxline.cli.wiring import RunIdOption, TakeOverOption, finish, home_of, show

DatasetOption = Annotated[
    str | None, typer.Option("--dataset", help="Only of this dataset.", show_default=False)
]
LimitOption = Annotated[int, typer.Option(help="How many at most.", min=1)]

COLUMNS = ("reject_id", "dataset", "file", "row", "day", "field", "value", "reason")


def list_rejects(
    dataset: DatasetOption = None,
    limit: LimitOption = 100,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List the rows that are refused now."""
    with home_of(home) as here:
        here.named([dataset] if dataset else [])
        found = here.ledger.rejects(dataset=dataset) if here.is_begun else []
    shown: list[Row] = [{name: row[name] for name in COLUMNS} for row in found[:limit]]
    print_rows(shown, as_json=json, empty="No row is refused.", grouped=False)
    if len(found) > limit:
        say(f"{len(found) - limit} more; give --limit.")


def show_reject(
    reject_id: Annotated[str, typer.Argument(help="As `rejects list` shows it.")],
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show one refused row with its content as sent, and where its bytes are."""
    from boxline.errors import UnknownReject

    with home_of(home) as here:
        found = here.ledger.rejects(reject_id=reject_id) if here.is_begun else []
        if not found:
            raise UnknownReject(reject_id)
        reject = found[0]  # rows that are alike in everything share their id
        pages = here.ledger.pages(reject["landed_id"])
        reject["landed"] = ", ".join(here.landing.where(page.path) for page in pages)
    if json:
        print_json(reject)
        return
    for name, value in reject.items():
        if value not in (None, ""):
            print(f"{name:10} {value}")


def replay(
    reject_ids: Annotated[
        list[str] | None, typer.Argument(help="Which; all where none is given.")
    ] = None,
    dataset: DatasetOption = None,
    take_over: TakeOverOption = False,
    run_id: RunIdOption = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Try refused rows again: what they came with is read anew, and so is all that follows."""
    from boxline.engine.work import Window
    from boxline.errors import UnknownReject

    with home_of(home, take_over=take_over, run_id=run_id) as here:
        here.named([dataset] if dataset else [])
        found = here.ledger.rejects(dataset=dataset) if here.is_begun else []
        known = {row["reject_id"] for row in found}
        for reject_id in reject_ids or ():
            if reject_id not in known:
                raise UnknownReject(reject_id)
        wanted = [row for row in found if not reject_ids or row["reject_id"] in reject_ids]
        if not wanted:
            say("No row is refused.")
            return
        cells = frozenset((row["dataset"], row["landed_id"] or row["day"]) for row in wanted)
        with progress(len(here.catalog.computed), run_id=run_id) as tell:
            report = here.run("rejects replay", Window(replay=cells), on_step=tell)
        still = {row["reject_id"] for row in here.ledger.rejects()}
    show(report, as_json=json, empty="Nothing to do.")
    kept = sum(row["reject_id"] not in still for row in wanted)
    say(f"Tried again: {len(wanted)}; no longer refused: {kept}.")
    finish(report)
