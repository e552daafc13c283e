"""What is kept by league day, as assets: to make some of them of some days is one run.

All of a league are one definition, of which any part may be chosen. So whatever somebody picks in
Dagster, and however many days, becomes one run of the planner over one window: it orders the work
by what reads what, computes many days as one set, and holds the home once. One step for each
dataset would be as many runs, of which all but one wait for the home.
"""

# Dagster reads annotations as they stand: as texts they would mean nothing to it.

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import dagster as dg

from boxline.catalog import Catalog, League
from boxline.dagster.checks import check_specs, judged
from boxline.dagster.naming import POOL, key_of, name_of
from boxline.dagster.running import failure_of, run_for
from boxline.dagster.standing import Days, days_of
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from boxline.home.asking_again import tell_of_healing
from boxline.home.looking import looked_at

Events = Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]


def assets_of_days(
    league: League, specs: Sequence[dg.AssetSpec], catalog: Catalog, open_home: Callable[[], Home]
) -> dg.AssetsDefinition:
    """Everything of a league that a run makes day by day, with its checks."""

    def make(context: dg.AssetExecutionContext) -> Events:
        home = open_home()
        try:
            yield from _make(context, home)
        finally:
            home.close()

    define = dg.multi_asset(
        name=f"{league.name}_days",
        specs=specs,
        check_specs=list(check_specs(catalog, [name_of(spec.key) for spec in specs])),
        can_subset=True,
        backfill_policy=dg.BackfillPolicy.single_run(),
        pool=POOL,
    )
    return define(make)


def _make(context: dg.AssetExecutionContext, home: Home) -> Events:
    names = frozenset(name_of(key) for key in context.selected_asset_keys)
    in_order = [one.name for one in (*home.catalog.raw, *home.catalog.computed)]
    checks = context.selected_asset_check_keys
    window = _window(context, home, names)
    report = run_for(context, home, window) if names else Report()
    asked = names | {name_of(key.asset_key) for key in checks}
    window = _window(context, home, asked)
    with looked_at(home) as look:
        days = days_of(look, window)
        yield from _made(context, days, report, [one for one in in_order if one in names])
        tell_of_healing(home, look)
        yield from judged(look, days, window, checks)
    if report.failures:
        raise failure_of(report.run_id, report.failures)


def _window(context: dg.AssetExecutionContext, home: Home, names: frozenset[str]) -> Window:
    """The days that are asked for; all of history where none are, which is for checks alone.
    Documents of a day that is asked for are wanted, of however old a season it is."""
    days = _days(context)
    return Window(
        first=days[0] if days else None,
        last=days[-1] if days else None,
        only=names,
        documents_from=dict.fromkeys(home.catalog.leagues, date.min) if days else {},
    )


def _days(context: dg.AssetExecutionContext) -> list[date]:
    if not (context.has_partition_key or context.has_partition_key_range):
        return []
    return [date.fromisoformat(key) for key in context.partition_keys]


def _made(
    context: dg.AssetExecutionContext, days: Days, report: Report, names: Sequence[str]
) -> Iterator[dg.MaterializeResult[None]]:
    """The materialisations: of every day on which nothing is left to be done, as its commit says.
    A day that waits for something, or failed, is not made, whatever stood there before."""
    failed = {failure.dataset for failure in report.failures}
    for name in names:
        left, committed = days.left.get(name, {}), days.committed.get(name, {})
        if not left and name not in failed:
            for day, metadata in committed.items():
                context.add_asset_metadata(
                    metadata, asset_key=key_of(name), partition_key=day.isoformat()
                )
            yield dg.MaterializeResult(asset_key=key_of(name))
            continue
        made_by = days.made_by.get(name, {})
        for day, metadata in committed.items():
            # Of what is fetched nobody plans days: those that this run brought are made.
            if day not in left and (name not in failed or made_by.get(day) == report.run_id):
                context.log_event(
                    dg.AssetMaterialization(
                        key_of(name), partition=day.isoformat(), metadata=metadata
                    )
                )
        for why, waiting in _by_reason(left).items():
            span = f"{min(waiting)} to {max(waiting)}" if len(waiting) > 1 else str(waiting[0])
            context.log.warning(f"{name}: {len(waiting)} days are not made ({span}): {why}")


def _by_reason(left: Mapping[date, str]) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for day, why in left.items():
        found.setdefault(why, []).append(day)
    return found
