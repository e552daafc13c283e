"""Backtests: past days predicted and graded by the night's own code, in a warehouse of their own.

What comes before the predictions is given as the snapshot shows it; the prediction layer is
computed over it by the ordinary run. So a backtest that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxline.catalog import Catalog, Table
from boxline.catalog.datasets import layer
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.errors import BadWindow, SnapshotOutdated, UnknownBacktest
from boxline.home.home import Home, OnStep

if TYPE_CHECKING:
    from boxline.forecasting.evaluation import Evaluation
    from boxline.forecasting.rows import Rows

PREDICTIONS = "predictions"

FOLDER, RESULT, REPORT = "backtests", "result.json", "report.html"

#: What each season is judged by is fitted for it and for the one before, whatever the window.
REFERENCE = ("season_starts", "week_starts", "reference_models", "reference_forecasts")


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """A window that is tried, and the home it is tried in."""

    name: str
    first: date
    last: date
    scratch: Home

    @property
    def folder(self) -> Path:
        return self.scratch.path

    @property
    def steps(self) -> int:
        """About how many pieces of work it takes: the weeks, and what comes before and after."""
        return (self.last - self.first).days // 7 + 10


def backtest_of(home: Home, league: str, first: date, last: date) -> Backtest:
    """A backtest by its window, the code of the prediction layer, and what is given to it.

    Raises:
        BadWindow: the window is not over yet.
        SnapshotOutdated: there is no snapshot of today's declarations to start from.
    """
    if last >= home.clock().date():
        raise BadWindow(f"--to {last} is not over: a backtest needs what came of every game.")
    catalog = backtest_catalog(home.catalog, league)
    manifest = home.snapshot.manifest()
    if manifest is None:
        raise SnapshotOutdated("there is none yet")
    given = {d.name: manifest["tables"].get(d.name) for d in given_tables(catalog)}
    code = {name: home.code[name] for name in catalog.transforms}
    shown = json.dumps([code, given], sort_keys=True).encode()
    name = f"{league}-{first}-{last}-{sha256(shown).hexdigest()[:8]}"
    settings = replace(home.settings, home=home.path / FOLDER / name, fetch_from=())
    scratch = replace(home, settings=settings, declared=lambda: catalog)
    return Backtest(name=name, first=first, last=last, scratch=scratch)


def backtest_catalog(catalog: Catalog, league: str) -> Catalog:
    """The prediction layer of a league, and as given what it reads; nothing else."""
    tried = {
        name: dataset
        for name, dataset in catalog.datasets.items()
        if isinstance(dataset, Table)
        and layer(dataset) == PREDICTIONS
        and catalog.league(dataset).name == league
    }
    read = {source for name in tried for source in catalog.reads(name)}
    return replace(
        catalog,
        datasets={name: catalog.datasets[name] for name in sorted({*tried, *read})},
        transforms={n: t for n, t in catalog.transforms.items() if n in tried},
        works={n: w for n, w in catalog.works.items() if n in tried},
        readers={},
        documents={},
        leagues={league: catalog.leagues[league]},
    )


def given_tables(catalog: Catalog) -> list[Table]:
    """The tables of a backtest's catalog that nothing computes."""
    tables = (d for d in catalog.computed if isinstance(d, Table))
    return [table for table in tables if table.name not in catalog.transforms]


def run_backtest(home: Home, tried: Backtest, *, on_step: OnStep) -> Iterator[Report]:
    """Do what is left of a backtest; the report of each part of it.

    First the reference of each season and of the one before, then the window's weeks.
    """
    scratch = tried.scratch
    try:
        with scratch.warehouse("what is given") as warehouse:
            held = warehouse.commits()  # one that was killed here had filled some of them
            lacking = [table for table in given_tables(scratch.catalog) if table.name not in held]
            warehouse.seed_given(lacking, home.snapshot, code=scratch.code, now=scratch.clock())
        names = frozenset(scratch.catalog.transforms)
        reference = frozenset(n for n in names if n.split(".")[1] in REFERENCE)
        seasons = next(iter(scratch.catalog.leagues.values())).seasons
        begins, ends = seasons.span(tried.first, seasons=2)[0], seasons.span(tried.last)[1]
        for only, first, last in (
            (reference, begins, ends),
            (names - reference, tried.first, tried.last),
        ):
            window = Window(first=first, last=last, only=only)
            yield scratch.run("backtest", window, on_step=on_step)
    finally:
        scratch.close()


def graded_rows(tried: Backtest, grades: str, systems: Sequence[str], props: Sequence[str]) -> Rows:
    """What came of a backtest's predictions, as arrays.

    Args:
        grades: the table of graded predictions.
        systems, props: those that are looked at; empty for all.
    """
    from boxline.catalog.arrays import arrays_of
    from boxline.forecasting.rows import Rows
    from boxline.stores.reading import open_snapshot

    with open_snapshot(tried.scratch.snapshot, only={grades}) as connection:
        relation = connection.sql(
            f"SELECT *, CAST(epoch(game_date) / 86400 AS BIGINT) AS game_day FROM {grades} "
            "WHERE game_date BETWEEN $first AND $last "
            "AND (len($systems) = 0 OR list_contains($systems, system)) "
            "AND (len($props) = 0 OR list_contains($props, prop_type)) "
            "ORDER BY game_date, game_id, player_id, prop_type, system, population",
            params={
                "first": tried.first,
                "last": tried.last,
                "systems": list(systems),
                "props": list(props),
            },
        )
        return Rows(arrays_of(relation.to_arrow_table()))


def keep_result(tried: Backtest, evaluation: Evaluation, page: str, made_at: datetime) -> None:
    """Write the result and its report beside the warehouse."""
    from boxline.forecasting.evaluation import table
    from boxline.stores.durable import write_durably

    result = {
        "name": tried.name,
        "first": tried.first.isoformat(),
        "last": tried.last.isoformat(),
        "made_at": made_at.isoformat(),
        "table": table(evaluation),
        **asdict(evaluation),
    }
    write_durably(tried.folder / REPORT, page.encode())
    write_durably(tried.folder / RESULT, json.dumps(result).encode())


def results(home: Home) -> list[dict[str, Any]]:
    """The results that are kept, the newest first."""
    read = [json.loads(path.read_text()) for path in _kept(home).values()]
    return sorted(read, key=lambda result: str(result["made_at"]), reverse=True)


def result_of(home: Home, name: str) -> dict[str, Any]:
    """One kept result.

    Raises:
        UnknownBacktest: none has this name.
    """
    kept = _kept(home)
    if name not in kept:
        raise UnknownBacktest(name, kept)
    found: dict[str, Any] = json.loads(kept[name].read_text())
    return found


def _kept(home: Home) -> dict[str, Path]:
    """Name -> file of each result."""
    return {path.parent.name: path for path in (home.path / FOLDER).glob(f"*/{RESULT}")}
