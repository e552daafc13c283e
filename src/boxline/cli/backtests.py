"""`backtest`: past days predicted as they would have been, and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, print_json, print_rows, progress, say
from boxline.cli.wiring import finish, home_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from boxline.home import Home
    from boxline.home.backtests import Backtest
    from boxline.web.backtest.about import About

#: A cut-off lies at most so many minutes before the start: a day.
MOST_CUTOFF_MINUTES = 1440

SystemsOption = Annotated[
    list[str] | None, typer.Option("--systems", help="Judge only this system; may be repeated.")
]
PropsOption = Annotated[
    list[str] | None, typer.Option("--props", help="Judge only this prop; may be repeated.")
]


def backtest(
    context: typer.Context,
    from_: Annotated[
        str | None, typer.Option("--from", help="First league day, YYYY-MM-DD.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last league day, YYYY-MM-DD.")] = None,
    systems: SystemsOption = None,
    props: PropsOption = None,
    cutoff: Annotated[
        str | None,
        typer.Option(
            "--cutoff",
            metavar="MINUTES",
            help="Minutes before each start until which lines and reports count, 0 to "
            f"{MOST_CUTOFF_MINUTES}; as every night where it is left out.",
        ),
    ] = None,
    league: Annotated[
        str | None, typer.Option(help="Whose predictions, where several leagues have some.")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Predict every day of a window by what was known before each game, and judge it.

    Each week's models are fitted on earlier games alone. Interrupted, it goes on where it stopped.
    """
    if context.invoked_subcommand is not None:
        return
    from boxline.cli.running import window_of
    from boxline.errors import BadWindow

    with home_of(home) as here:
        window = window_of(here, None, from_, to, None)
        if window.first is None or window.last is None:
            raise BadWindow("A backtest needs --from and --to: the days that are to be tried.")
        from boxline.forecasting.systems import SYSTEMS
        from boxline.home.backtests import (
            REPORT,
            backtest_of,
            graded_rows,
            keep_result,
            league_to_try,
            props_of,
            run_backtest,
        )

        of = league_to_try(here.catalog, league)
        minutes = None if cutoff is None else _minutes(cutoff)
        for given, known in ((systems, SYSTEMS), (props, props_of(here.catalog, of))):
            _insist_known(given or [], known)
        tried = backtest_of(here, of.name, window.first, window.last, cutoff_minutes=minutes)
        say(f"Backtest {tried.name}, in {tried.folder}.")
        with progress(tried.steps, counts_steps=True) as on_step:
            for done in run_backtest(here, tried, on_step=on_step):
                if done.failures:
                    finish(done)
        say("Judging what came.")
        from boxline.forecasting.evaluation.evaluating import evaluate
        from boxline.forecasting.evaluation.terminal_table import table
        from boxline.web.backtest_report import report

        evaluation = evaluate(graded_rows(tried, of.graded, systems or [], props or []))
        about = _about(tried, here, systems or [], props or [])
        keep_result(tried, evaluation, report(evaluation, about), here.clock())
        rows = table(evaluation)
    page = str(tried.folder / REPORT)
    if json:
        said = {"name": tried.name, "cutoff_minutes": tried.cutoff_minutes, "report": page}
        print_json({**said, "rows": rows})
    else:
        print_rows(rows, as_json=False, empty="Nothing was graded in this window.")
        say(f"The report: {page}")


def _minutes(text: str) -> int:
    """A cut-off that was asked for.

    Raises:
        BadCutoff: it is no whole number, or out of range.
    """
    from boxline.errors import BadCutoff

    if not (text.isascii() and text.isdigit()) or int(text) > MOST_CUTOFF_MINUTES:
        raise BadCutoff(text, MOST_CUTOFF_MINUTES)
    return int(text)


def _before(minutes: int, start: str) -> str:
    """So many minutes before a start, in words."""
    if minutes == 0:
        return f"at {start}"
    return f"{minutes} minute{'' if minutes == 1 else 's'} before {start}"


def _insist_known(given: Sequence[str], known: Iterable[str]) -> None:
    """Refuse a name that nothing has.

    Raises:
        UnknownName: with the nearest one that exists.
    """
    from boxline.errors import UnknownName

    for name in given:
        if name not in known:
            raise UnknownName(name, known)


def _about(tried: Backtest, here: Home, systems: list[str], props: list[str]) -> About:
    from boxline.home.backtests import props_of
    from boxline.web.backtest.about import About

    league = tried.league
    chosen = [*(f"--systems {s}" for s in systems), *(f"--props {p}" for p in props)]
    if sum(bool(one.graded) for one in here.catalog.leagues.values()) > 1:
        chosen.append(f"--league {league.name}")
    if tried.cutoff_moves:
        chosen.append(f"--cutoff {tried.cutoff_minutes}")
    words = ["boxline backtest", f"--from {tried.first}", f"--to {tried.last}", *chosen]
    shown = _before(tried.cutoff_minutes, "the start")
    market = f"the line that most bookmakers showed {shown}, of those in the data"
    return About(
        title=f"{league.name.upper()}, {tried.first} to {tried.last}, walk-forward",
        cutoff=f"Inputs as known {_before(tried.cutoff_minutes, 'each start')}.",
        made_at=here.clock(),
        code_version=here.code[league.graded],
        command=" ".join(words),
        markets=dict.fromkeys(props_of(here.catalog, league), market),
    )


def list_backtests(home: HomeOption = None, json: JsonOption = False) -> None:
    """The backtests that were judged, the newest first."""
    from boxline.home.backtests import results

    with home_of(home) as here:
        found = results(here)
    names = ("name", "first", "last", "cutoff_minutes", "made_at")
    rows = [{name: result.get(name) for name in names} for result in found]
    print_rows(rows, as_json=json, empty="No backtest yet: `boxline backtest --from DAY --to DAY`.")


def show(name: str, home: HomeOption = None, json: JsonOption = False) -> None:
    """What came of one backtest: a row per prop, population and system; all of it as JSON."""
    from boxline.home.backtests import result_of

    with home_of(home) as here:
        result = result_of(here, name)
    if json:
        print_json(result)
    else:
        if (minutes := result.get("cutoff_minutes")) is not None:
            say(f"Inputs as known {_before(minutes, 'each start')}.")
        print_rows(result["table"], as_json=False, empty="Nothing was graded.")
