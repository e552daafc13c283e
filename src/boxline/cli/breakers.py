"""`breakers`: pieces of work and hosts that failed, whether they are left alone, and what freed
those that are not any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.home import Home

DatasetArgument = Annotated[str, typer.Argument(help="As `breakers list` shows it, or a host.")]
CellArgument = Annotated[
    str | None, typer.Argument(help="A day, or the id of a landed object; none of a host.")
]
ClearedOption = Annotated[
    bool, typer.Option("--cleared", help="Those that were cleared, and why, the newest first.")
]
BecauseOption = Annotated[str, typer.Option(help="Why; it is recorded.", show_default=False)]

#: So many clearances, and exchanges of a host, are shown.
SHOWN = 50


def list_breakers(
    cleared: ClearedOption = False, home: HomeOption = None, json: JsonOption = False
) -> None:
    """List every piece of work and every host whose newest attempt failed.

    `parked` ones are left alone until their bytes or code change, or at most until the instant
    shown; `retrying` ones are tried by the next run.
    """
    rows: list[Row] = []
    with home_of(home) as here:
        if here.is_begun:
            rows = here.ledger.clearances(limit=SHOWN) if cleared else [*_work(here), *_hosts(here)]
    empty = "Nothing was cleared yet." if cleared else "Nothing has failed that was not mended."
    for row in rows:
        row["message"] = row["message"].partition("\n")[0]
    print_rows(rows, as_json=json, empty=empty, grouped=False)


def _work(here: Home) -> list[Row]:
    attempts = here.attempts()
    return [
        {
            "dataset": dataset,
            "cell": cell,
            "state": "parked" if parked else "retrying",
            "failures": len(attempts.cells[dataset, cell]),
            "kind": attempts.cells[dataset, cell][-1].kind.value,
            "until": parked.until if parked else None,
            "message": attempts.cells[dataset, cell][-1].message,
        }
        for (dataset, cell), parked in attempts.standing().items()
    ]


def _hosts(here: Home) -> list[Row]:
    """Hosts that failed last; of each its provider stands in the place of a dataset."""
    from boxline.home.fetching import policy_of

    policy, rows = policy_of(here), []
    for host, record in here.ledger.host_records(policy.failure_threshold).items():
        if record.failures:
            until = record.left_alone_until(policy, here.clock())
            newest = here.ledger.failures_of_host(host, 1)
            rows.append(
                {
                    "dataset": newest[0]["provider"] if newest else "",
                    "cell": host,
                    "state": "parked" if until else "retrying",
                    "failures": record.failures,
                    "kind": "host",
                    "until": until,
                    "message": newest[0]["code"] if newest else "",
                }
            )
    return rows


def show_breaker(
    dataset: DatasetArgument,
    cell: CellArgument = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show every failed attempt at one piece of work, oldest first, or of one host, and what
    cleared earlier ones."""
    from boxline.errors import UnknownCell

    with home_of(home) as here:
        is_host = cell is None and dataset in _known_hosts(here)
        if not is_host:
            here.named([dataset])
        made: list[Row] = []
        cleared: list[Row] = []
        if here.is_begun:
            made = _of_host(here, dataset) if is_host else _of_work(here, dataset, cell or "")
            cleared = here.ledger.clearances(
                dataset="" if is_host else dataset, cell=dataset if is_host else cell or ""
            )
        if not made and not cleared:
            raise UnknownCell(dataset, cell or "")
    if json:
        print_json({"attempts": made, "cleared": cleared})
        return
    print_rows(made, as_json=False, empty="Nothing failed since.", grouped=False)
    if cleared:
        print()
        print_rows(cleared, as_json=False, empty="", grouped=False)


def _of_work(here: Home, dataset: str, cell: str) -> list[Row]:
    return [
        {
            "failed_at": attempt.failed_at.isoformat(),
            "kind": attempt.kind.value,
            "inputs": attempt.inputs,
            "code": attempt.code,
            "run_id": attempt.run_id,
            "message": attempt.message,
        }
        for attempt in here.attempts().cells.get((dataset, cell), ())
    ]


def _of_host(here: Home, host: str) -> list[Row]:
    return [
        {
            "failed_at": one["at"],
            "kind": one["code"],
            "status": one["status"],
            "dataset": one["dataset"],
            "cell": one["cell"],
            "run_id": one["run_id"],
        }
        for one in reversed(here.ledger.failures_of_host(host, SHOWN))
    ]


def _known_hosts(here: Home) -> set[str]:
    """Hosts of providers, and those that were asked."""
    from boxline.home.asking import providers_of

    declared = {
        base.partition("://")[2]
        for provider in providers_of(here).values()
        for base in provider.hosts.values()
    }
    return declared | set(here.ledger.host_records(1) if here.is_begun else ())


def clear(
    dataset: Annotated[
        str | None, typer.Argument(help="Or a host. All where none is given.")
    ] = None,
    cell: Annotated[str | None, typer.Argument(help="All of it where none is given.")] = None,
    because: BecauseOption = "",
    home: HomeOption = None,
) -> None:
    """Forget failures, so that the next run tries again; when, and why, is recorded.

    What `heal` had given up it asks for again."""
    with home_of(home) as here:
        hosts = _failing(here)
        is_host = cell is None and dataset in _known_hosts(here)
        if not is_host:
            here.named([dataset] if dataset else [])
        count, note = 0, because.strip()
        if here.is_begun and not is_host:
            cells = [cell] if cell else []
            count = here.ledger.clear_attempts(dataset or "", cells, note=note, now=here.clock())
            named = [dataset] if dataset else [raw.name for raw in here.catalog.raw if raw.request]
            here.ledger.tries.ask_anew(named, cell or "", here.clock())
        asked_again = [host for host in hosts if dataset in (None, host)]
        for host in asked_again:
            _clear_host(here, host, note)
    say(f"Failed attempts forgotten: {count}.")
    if asked_again:
        say(f"Asked again: {', '.join(asked_again)}.")


def _failing(here: Home) -> list[str]:
    from boxline.home.fetching import policy_of

    if not here.is_begun:
        return []
    records = here.ledger.host_records(policy_of(here).failure_threshold)
    return [host for host, record in records.items() if record.failures]


def _clear_host(here: Home, host: str, note: str) -> None:
    from boxline.engine.attempts import Cleared
    from boxline.home.fetching import policy_of

    record = here.ledger.host_records(policy_of(here).failure_threshold)[host]
    here.ledger.clear_host(host, record, Cleared.BY_HAND, now=here.clock(), note=note)
