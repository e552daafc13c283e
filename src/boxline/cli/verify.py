"""`verify`: everything that is on record, compared with what is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.doctor import print_examined
from boxline.cli.output import HomeOption, JsonOption
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.health.examining.examined import Examined
    from boxline.home import Home


def verify(
    sample: Annotated[
        int,
        typer.Option("--sample", min=0, help="How many days of tables are computed again."),
    ] = 20,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Chooses them; by itself another each day.")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Hash every landed object, count every commit again, and compute a sample of them again.

    Changes nothing. Runs wait meanwhile. Ends with 1 where anything is not as it is on record.
    """
    with home_of(home) as here:
        found = list(_examined(here, sample, seed))
    print_examined(found, as_json=json, empty="There is nothing to verify.")


def _examined(home: Home, sample: int, seed: int | None) -> Iterator[Examined]:
    from boxline.domain.days import league_day
    from boxline.health.examining.bigquery_project import examine_bigquery
    from boxline.health.examining.ledger_server import examine_ledger_server
    from boxline.health.examining.model_files import examine_models
    from boxline.health.examining.readers import examine_published, examine_snapshot
    from boxline.health.examining.records import examine_landing, examine_ledger
    from boxline.health.examining.warehouse_probe import examine_warehouse
    from boxline.health.recount import recount_snapshot
    from boxline.home.verifying import verify_warehouse

    if not home.is_begun:
        return
    path = home.path
    damaged = False
    server = home.settings.ledger
    for one in examine_ledger_server(server) if server else examine_ledger(path):
        damaged = damaged or one.is_problem
        yield one
    yield from examine_landing(
        path, home.catalog.datasets.keys(), is_deep=True, url=home.settings.landing
    )
    wait_seconds = home.settings.lock_wait_seconds
    url = home.settings.warehouse
    for one in (
        examine_bigquery(url)
        if url
        else examine_warehouse(path, is_deep=True, wait_seconds=wait_seconds)
    ):
        damaged = damaged or one.is_problem
        yield one
    if not damaged and (url or (path / "warehouse.duckdb").exists()):
        chosen = league_day(home.clock()).toordinal() if seed is None else seed
        yield from verify_warehouse(home, sample=sample, seed=chosen)
    yield from examine_models(path, is_deep=True)
    snapshot = list(examine_snapshot(path, is_deep=False))
    if any(one.is_problem for one in snapshot):
        yield from snapshot
    else:
        yield from recount_snapshot(path, home.catalog)
    yield from examine_published(path, is_deep=True, url=home.settings.published)
