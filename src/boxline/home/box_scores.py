"""The box scores of some days by the newest snapshot, judged team by team."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boxline.health.completeness import Completeness, completeness

if TYPE_CHECKING:
    from boxline.home.home import Home


def box_scores(home: Home, first: date, last: date) -> tuple[Completeness, dict[int, str]]:
    """How complete they are, and the codes of teams by id.

    Raises:
        NothingPublished: there is no snapshot yet.
    """
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
    with open_snapshot(home.snapshot, only=tables) as snapshot:
        games = read_games(snapshot, [NBA])
        held = {(game, team) for game, team in snapshot.execute(rows_of, [first, last]).fetchall()}
        codes = dict(snapshot.execute(codes_of).fetchall())
    return completeness(games, held, first=first, last=last), codes
