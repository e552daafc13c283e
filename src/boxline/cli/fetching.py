"""`fetch` and `providers`: ask providers for replies, and see how one stands with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.loading import ParamOption, read_params
from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, progress
from boxline.cli.running import DateOption, FromOption, ToOption, window_of
from boxline.cli.wiring import RunIdOption, TakeOverOption, finish, home_of, show
from boxline.errors import NotFetched, UnknownProvider

if TYPE_CHECKING:
    from boxline.catalog import Provider
    from boxline.home import Home


def fetch(
    dataset: Annotated[str, typer.Argument(help="The raw dataset whose replies are wanted.")],
    date: DateOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    param: ParamOption = None,
    take_over: TakeOverOption = False,
    run_id: RunIdOption = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Ask a provider for replies, whether they are due or not, and load them.

    Which ones: those of the days given, or what --param names (game_id=...). Replies that say what
    they said before are noted and not stored again.
    """
    from boxline.catalog import Raw
    from boxline.home.asking import insist_on_key

    with home_of(home, take_over=take_over, run_id=run_id) as here:
        raw = here.catalog[dataset]
        if not isinstance(raw, Raw) or raw.request is None:
            raise NotFetched(dataset, [each.name for each in here.catalog.raw if each.request])
        insist_on_key(here, raw.provider)
        window = window_of(here, date, from_, to, [])
        with progress(None, run_id=run_id) as tell:
            report = here.fetch(raw, window, read_params(param or []), on_step=tell)
        show(report, as_json=json, empty="Nothing new came.")
        finish(report)


def list_providers(home: HomeOption = None, json: JsonOption = False) -> None:
    """List who is fetched from: key, pace, credits, and whether their hosts answer."""
    from boxline.home.asking import providers_of

    with home_of(home) as here:
        rows = [_standing(here, provider) for provider in providers_of(here).values()]
    columns = ("provider", "key", "in_runs", "datasets", "pace", "credits_left", "state")
    print_rows(rows, as_json=json, empty="Nothing is fetched.", columns=columns)


def show_provider(
    name: Annotated[str, typer.Argument(help="The provider.")],
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show one provider: its hosts, what its key adds and costs, and the newest exchanges."""
    with home_of(home) as here:
        provider = _provider(here, name)
        row = _standing(here, provider)
        newest = here.ledger.exchanges(name, 20) if here.is_begun else []
    if json:
        print_json({**row, "exchanges": newest})
        return
    facts = [{"fact": key, "value": str(value)} for key, value in row.items()]
    print_rows(facts, as_json=False, empty="")
    shown = ("at", "host", "dataset", "cell", "status", "code", "body_bytes", "seconds")
    typer.echo()
    print_rows(newest, as_json=False, empty="It was never asked.", columns=shown, grouped=False)


def probe(
    name: Annotated[
        str | None, typer.Argument(help="The provider; all where it is left out.")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Ask each provider once for something small, to see if it is there and takes the key."""
    from boxline.home.asking import providers_of
    from boxline.home.probing import probe_provider

    with home_of(home) as here:
        chosen = [_provider(here, name)] if name else list(providers_of(here).values())
        rows = [probe_provider(here, provider) for provider in chosen]
    print_rows(rows, as_json=json, empty="Nothing is fetched.")
    if any(row["answer"] != "good" for row in rows):
        raise typer.Exit(1)


def _provider(here: Home, name: str) -> Provider:
    from boxline.home.asking import providers_of

    known = providers_of(here)
    if name not in known:
        raise UnknownProvider(name, known)
    return known[name]


def _standing(here: Home, provider: Provider) -> Row:
    from boxline.home.probing import standing_of

    return standing_of(here, provider)
