"""`completeness`: whether a day's box scores are in, team by team."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.running import DateOption
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.health.completeness import Completeness

DaysOption = Annotated[int, typer.Option(help="So many days up to it.", min=1, max=400)]


def completeness(
    date: DateOption = None,
    days: DaysOption = 1,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show which finished games lack a box score, team by team; of yesterday, or of --date.

    Ends with 1 where less than nine tenths of any team's are in.
    """
    from boxline.domain.days import league_day, parse_day
    from boxline.health.completeness import Level
    from boxline.home.box_scores import box_scores

    with home_of(home) as here:
        last = parse_day(date) if date else league_day(here.clock()) - timedelta(days=1)
        told = box_scores(here, last - timedelta(days=days - 1), last)
    found = told.found
    rows = [
        {
            "league": one.league,
            "team": told.code(one.league, one.team_id) or str(one.team_id),
            "games": one.games,
            "with_box_score": one.games - len(one.missing),
            "level": one.level.value,
            "missing_games": " ".join(one.missing),
        }
        for one in found.teams
    ]
    if json:
        print_json(_as_json(found, rows))
    else:
        print_rows(rows, as_json=False, empty="No game was over.")
    say(_told(found, rows))
    if found.level is not Level.FINE:
        raise typer.Exit(1)


def _as_json(found: Completeness, rows: list[Row]) -> Row:
    return {
        "first": found.first,
        "last": found.last,
        "level": found.level.value,
        "games": found.games,
        "coverage": None if found.coverage is None else float(found.coverage),
        "unfinished_games": found.unfinished,
        "teams": rows,
    }


def _told(found: Completeness, rows: list[Row]) -> str:
    """The figures in one line: what the record of a schedule keeps."""
    days = str(found.first) if found.first == found.last else f"{found.first} to {found.last}"
    if found.coverage is None:
        return f"Box scores of {days}: no game was over; unfinished: {len(found.unfinished)}."
    short = ", ".join(row["team"] for row in rows if row["missing_games"]) or "nobody's"
    return (
        f"Box scores of {days}: {float(found.coverage):.0%} of {found.games} games, "
        f"{found.level.value}; missing: {short}; unfinished: {len(found.unfinished)}."
    )
