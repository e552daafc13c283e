"""Documents of the present, of players and of seasons, as assets without partitions."""

# Dagster reads annotations as they stand: as texts they would mean nothing to it.

from collections.abc import Callable, Iterator, Mapping

import dagster as dg

from boxline.catalog import Catalog, League
from boxline.catalog.datasets import league_in
from boxline.dagster.naming import POOL, key_of, name_of
from boxline.dagster.running import failure_of, run_for
from boxline.dagster.specs import feed_spec
from boxline.engine.work import Window
from boxline.home import Home


def assets_of_feeds(
    league: League, catalog: Catalog, code: Mapping[str, str], open_home: Callable[[], Home]
) -> dg.AssetsDefinition | None:
    """The feeds of a league; None where it has none. Any part of them is one run, which makes those
    whose tables, code or day have changed."""
    names = [name for name in catalog.feeds if league_in(name) == league.name]
    if not names:
        return None

    def make(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        home = open_home()
        try:
            yield from _make(context, home)
        finally:
            home.close()

    define = dg.multi_asset(
        name=f"{league.name}_feeds",
        specs=[feed_spec(catalog, name, code) for name in names],
        can_subset=True,
        pool=POOL,
    )
    return define(make)


def _make(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult[None]]:
    names = sorted(name_of(key) for key in context.selected_asset_keys)
    report = run_for(context, home, Window(only=frozenset(names)))
    failed = {failure.dataset for failure in report.failures}
    entries = list(home.published.manifest()["documents"].values())
    for name in names:
        if name not in failed:
            rows = [entry["rows"] for entry in entries if entry["dataset"] == name]
            told = {"documents": len(rows), "dagster/row_count": sum(rows), "run": report.run_id}
            yield dg.MaterializeResult(asset_key=key_of(name), metadata=told)
    if report.failures:
        raise failure_of(report.run_id, report.failures)
