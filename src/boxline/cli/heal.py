"""`heal`: ask again for what is missing or lost, and compute what depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, progress, say
from boxline.cli.running import DateOption, FromOption, ToOption, window_of
from boxline.cli.wiring import RunIdOption, TakeOverOption, by_dataset, finish, home_of

if TYPE_CHECKING:
    from boxline.health.mending.healing import Healing
    from boxline.health.mending.repairs import Held, Repair, Suspect

DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be asked for again; change nothing.")
]
DeepOption = Annotated[
    bool, typer.Option("--deep", help="Compare every landed byte, not only what was found damaged.")
]


def heal(
    dry_run: DryRunOption = False,
    deep: DeepOption = False,
    date: DateOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    take_over: TakeOverOption = False,
    run_id: RunIdOption = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Ask again for replies that are missing or whose landed files are lost; then do what `run`
    does.

    The days limit what is asked for again, not the run. What was asked for often enough is given
    up, and said to be.
    """
    from boxline.home.healing import heal as heal_home
    from boxline.home.healing import healing_now

    with home_of(home, take_over=take_over, run_id=run_id) as here:
        window = window_of(here, date, from_, to, [])
        if dry_run:
            healing = healing_now(here, window, is_deep=deep)
            _show(healing, {}, as_json=json)
            return
        with progress(None, run_id=run_id) as tell:
            healed = heal_home(here, window, is_deep=deep, on_step=tell)
    report, closed = healed.report, healed.closed
    if json:
        found = {
            "run_id": report.run_id,
            "steps": by_dataset(report),
            "failures": [vars(failure) for failure in report.failures],
            "closed": [_place(key.dataset, key.place) for key in sorted(closed)],
        }
        _show(healed.healing, found, as_json=True)
    else:
        _show(healed.healing, {}, as_json=False)
        asked = sum(len(repair.gaps) for repair in healed.healing.repairs)
        say(f"Gaps closed: {len(closed)} of {asked} that were asked for again.")
    finish(report)


def _show(healing: Healing, more: dict[str, Any], *, as_json: bool) -> None:
    rows: list[Row] = [
        *(_repair(one) for one in healing.repairs),
        *(_held(one, "later") for one in healing.waiting),
        *(_held(one, "given up") for one in healing.given_up),
        *(_lost(one) for one in healing.to_bring_in),
    ]
    if as_json:
        print_json({"healing": rows, **more})
        return
    columns = ("dataset", "cell", "what", "games", "blocks", "until", "why", "next")
    print_rows(rows, as_json=False, empty="Nothing is to be asked for again.", columns=columns)


def _repair(one: Repair) -> Row:
    return {
        "dataset": one.fetch.raw.name,
        "cell": one.fetch.cell,
        "what": "ask again",
        "games": len(one.gaps),
        "blocks": one.blocks,
        "until": None,
        "why": one.why,
        "next": "boxline heal",
    }


def _held(one: Held, what: str) -> Row:
    days = sorted({cell.day for cell in one.gaps})
    when = f" --from {days[0]} --to {days[-1]}" if days else ""
    return {
        "dataset": one.dataset,
        "cell": one.cell,
        "what": what,
        "games": len(one.gaps),
        "blocks": None,
        "until": one.until,
        "why": one.why,
        "next": "" if one.until else f"boxline fetch {one.dataset}{when}",
    }


def _lost(one: Suspect) -> Row:
    landed = one.landed
    return {
        "dataset": landed.dataset,
        "cell": landed.landed_id,
        "what": "bring in",
        "games": 0,
        "blocks": None,
        "until": None,
        "why": one.why,
        "next": f"boxline import {landed.files}",
    }


def _place(dataset: str, place: tuple[str, Any]) -> Row:
    game_id, day = place
    return {"dataset": dataset, "game": game_id, "day": day}
