"""`completeness`: whether a day's box scores are in, team by team."""

from __future__ import annotations

from datetime import date as day_type
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.running import DateOption
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.health.completeness import Completeness
    from boxline.home import Home

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

    with home_of(home) as here:
        last = parse_day(date) if date else league_day(here.clock()) - timedelta(days=1)
        found, codes = _judged(here, last - timedelta(days=days - 1), last)
    rows = [
        {
            "team": codes.get(one.team_id, str(one.team_id)),
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


def _judged(here: Home, first: day_type, last: day_type) -> tuple[Completeness, dict[int, str]]:
    """The box scores of some days by the newest snapshot, and the codes of teams."""
    from boxline.health.completeness import completeness as judged
    from boxline.nba.core.games import GAMES
    from boxline.nba.core.player_games import PLAYER_GAMES
    from boxline.nba.core.teams import TEAMS
    from boxline.nba.league import NBA
    from boxline.stores.calendar_sql import read_games
    from boxline.stores.contract_sql import quoted
    from boxline.stores.reading import open_snapshot

    tables = {GAMES.name, PLAYER_GAMES.name, TEAMS.name}
    rows_of = (
        f"SELECT DISTINCT game_id, team_id FROM {quoted(PLAYER_GAMES.name)} "
        "WHERE game_date BETWEEN ? AND ?"
    )
    codes_of = f"SELECT team_id, arg_max(team, game_date) FROM {quoted(TEAMS.name)} GROUP BY ALL"
    with open_snapshot(here.snapshot, only=tables) as snapshot:
        games = read_games(snapshot, [NBA])
        held = {(game, team) for game, team in snapshot.execute(rows_of, [first, last]).fetchall()}
        codes = dict(snapshot.execute(codes_of).fetchall())
    return judged(games, held, first=first, last=last), codes


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
