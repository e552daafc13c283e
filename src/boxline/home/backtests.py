"""Backtests: past days predicted and graded by the night's own code, in a warehouse of their own.

What comes before the predictions is given as the snapshot shows it; the prediction layer is
computed over it by the ordinary run. So a backtest that was interrupted goes on where it stopped.
At another cut-off than every night's what rests on the cut-off is computed too, and not given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxline.catalog import Catalog, League, Raw, Table
from boxline.catalog.datasets import layer
from boxline.engine.needed_days import first_needed
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.errors import BadWindow, SnapshotOutdated, UnknownBacktest, UnknownName
from boxline.home.home import Home, OnStep

if TYPE_CHECKING:
    from boxline.forecasting.evaluation.evaluating import Evaluation
    from boxline.forecasting.rows import Rows

PREDICTIONS = "predictions"

FOLDER, RESULT, REPORT = "backtests", "result.json", "report.html"

#: What each season is judged by is fitted for it and for the one before, whatever the window.
REFERENCE = ("season_starts", "week_starts", "reference_models", "reference_forecasts")


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """A window that is tried, and the home it is tried in.

    Attributes:
        cutoff_minutes: so long before each start facts count.
    """

    name: str
    first: date
    last: date
    cutoff_minutes: int
    scratch: Home

    @property
    def folder(self) -> Path:
        return self.scratch.path

    @property
    def league(self) -> League:
        (only,) = self.scratch.catalog.leagues.values()
        return only

    @property
    def cutoff_moves(self) -> timedelta:
        """How much later than every night facts count; negative where it is earlier."""
        return timedelta(minutes=self.league.cutoff_minutes - self.cutoff_minutes)

    @property
    def steps(self) -> int:
        """About how many pieces of work it takes: the weeks, and what comes before and after."""
        weeks = (self.last - self.first).days // 7 + 10
        parts = self.parts
        return weeks + sum(
            len(part.only) * _years(part) for part in parts if part.only.isdisjoint(self._tried)
        )

    @property
    def parts(self) -> list[Window]:
        """What is computed, in this order: of a moved cut-off all that rests on it, as far back as
        it is read; the reference of each season and of the one before; the window's weeks."""
        catalog, seasons, tried = self.scratch.catalog, self.league.seasons, self._tried
        begins, ends = seasons.span(self.first, seasons=2)[0], seasons.span(self.last)[1]
        reference = frozenset(name for name in tried if name.split(".")[1] in REFERENCE)
        parts = [
            Window(first=begins, last=ends, only=reference),
            Window(first=self.first, last=self.last, only=tried - reference),
        ]
        moved = frozenset(catalog.transforms) - tried
        if not moved:
            return parts
        needed = first_needed(catalog, {name: p.first or begins for p in parts for name in p.only})
        read_from = min(needed[name] for name in moved)
        # Much less is known of a day where facts count until earlier, and the days themselves have
        # passed every check.
        why = f"facts count until {self.cutoff_minutes} minutes before each start"
        parts.insert(0, Window(first=read_from, last=ends, only=moved))
        return [replace(part, accepted_because=why) for part in parts]

    @property
    def _tried(self) -> frozenset[str]:
        return _predictions_of(self.scratch.catalog, self.league.name)


def _years(part: Window) -> int:
    """How many seasons a part is about, at most."""
    assert part.first
    assert part.last
    return part.last.year - part.first.year + 1


def league_to_try(catalog: Catalog, name: str | None) -> League:
    """The league whose predictions are tried: the one that is named, else the only one.

    Raises:
        UnknownName: no predictions of a league of this name are graded.
        BadWindow: several could be meant.
    """
    graded = {league.name: league for league in catalog.leagues.values() if league.graded}
    if name is None and len(graded) > 1:
        raise BadWindow(f"Say which league is tried: --league {' or --league '.join(graded)}.")
    if name is None and graded:
        return next(iter(graded.values()))
    if name not in graded:
        raise UnknownName(name or "", graded)
    return graded[name]


def props_of(catalog: Catalog, league: League) -> tuple[str, ...]:
    """The props that a league's grades can be of."""
    columns = {column.name: column for column in catalog[league.graded].columns}
    return columns["prop_type"].one_of


def backtest_of(
    home: Home, league: str, first: date, last: date, *, cutoff_minutes: int | None = None
) -> Backtest:
    """A backtest by its window and cut-off, the code of what it computes, and what is given to it.

    Args:
        cutoff_minutes: so long before each start facts count; None for that of every night.
    Raises:
        BadWindow: the window is not over yet.
        SnapshotOutdated: there is no snapshot of today's declarations to start from.
    """
    if last >= home.clock().date():
        raise BadWindow(f"--to {last} is not over: a backtest needs what came of every game.")
    usual = home.catalog.leagues[league].cutoff_minutes
    minutes = usual if cutoff_minutes is None else cutoff_minutes
    catalog = backtest_catalog(home.catalog, league, is_moved=minutes != usual)
    manifest = home.snapshot.manifest()
    if manifest is None:
        raise SnapshotOutdated("there is none yet")
    given = {d.name: manifest["tables"].get(d.name) for d in given_tables(catalog)}
    code = {name: home.code[name] for name in catalog.transforms}
    shown = json.dumps([code, given], sort_keys=True).encode()
    name = f"{league}-{first}-{last}-{minutes}min-{sha256(shown).hexdigest()[:8]}"
    settings = home.settings.of_scratch(home.path / FOLDER / name)
    settings = replace(settings, fetch_from=())
    scratch = replace(home, settings=settings, declared=lambda: catalog)
    return Backtest(name=name, first=first, last=last, cutoff_minutes=minutes, scratch=scratch)


def backtest_catalog(catalog: Catalog, league: str, *, is_moved: bool = False) -> Catalog:
    """The prediction layer of a league, and as given what it reads; nothing else.

    Args:
        is_moved: whether facts count until another moment than every night. What rests on that is
            computed then, and what this reads is given, raw tables among it.
    """
    tried = _predictions_of(catalog, league)
    moved: frozenset[str] = frozenset()
    if is_moved:
        cutoffs = catalog.leagues[league].cutoffs
        moved = catalog.with_sources(tried).intersection(catalog.downstream(cutoffs))
    computed = tried | moved
    read = {source for name in computed for source in catalog.reads(name)}
    return replace(
        catalog,
        datasets={name: catalog.datasets[name] for name in sorted(computed | read)},
        transforms={n: t for n, t in catalog.transforms.items() if n in computed},
        works={n: w for n, w in catalog.works.items() if n in computed},
        readers={},
        documents={},
        feeds={},
        facts_of_days={},
        leagues={league: catalog.leagues[league]},
    )


def _predictions_of(catalog: Catalog, league: str) -> frozenset[str]:
    """The prediction layer of a league."""
    return frozenset(
        name
        for name, dataset in catalog.datasets.items()
        if isinstance(dataset, Table)
        and layer(dataset) == PREDICTIONS
        and catalog.league(dataset).name == league
    )


def given_tables(catalog: Catalog) -> list[Raw | Table]:
    """The tables of a backtest's catalog that nothing computes."""
    tables = (d for d in catalog.datasets.values() if isinstance(d, Raw | Table))
    return [table for table in tables if table.name not in catalog.transforms]


def run_backtest(home: Home, tried: Backtest, *, on_step: OnStep) -> Iterator[Report]:
    """Do what is left of a backtest; the report of each part of it."""
    scratch = tried.scratch
    moved = {tried.league.cutoffs: {"cutoff_at": tried.cutoff_moves}}
    try:
        with scratch.warehouse_file("what is given") as warehouse:
            held = warehouse.commits()  # one that was killed here had filled some of them
            lacking = [table for table in given_tables(scratch.catalog) if table.name not in held]
            warehouse.seed_given(
                lacking, home.snapshot, code=scratch.code, now=scratch.clock(), moved=moved
            )
        for part in tried.parts:
            yield scratch.run("backtest", part, on_step=on_step)
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
    from boxline.forecasting.evaluation.terminal_table import table
    from boxline.stores.durable import write_durably

    result = {
        "name": tried.name,
        "first": tried.first.isoformat(),
        "last": tried.last.isoformat(),
        "cutoff_minutes": tried.cutoff_minutes,
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
