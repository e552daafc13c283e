"""When a box score is one of a game that is over: no other is counted after a game.

The rule is by game, and so is a day: of its games those that are over are told, and the day is made
again as the others end. balldontlie and NBA.com's game log say with each line whether its game is
over, archives and gamebooks hold no other. NBA.com's box score and play-by-play are the same before
the start, during the game and after it: they count once the calendar says that the game is final.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boxline.catalog import Rel
from boxline.nba.team_minutes import MINUTES_ASTRAY, REGULATION_MINUTES

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: A team's line below this is no whole game's. Above it the calendar alone tells.
LEAST_TEAM_SECONDS = (REGULATION_MINUTES - MINUTES_ASTRAY) * 60


def is_too_short(seconds_played: Any) -> ir.BooleanValue:
    """Whether a team's time on the floor is less than a game's; False where it is not told."""
    return (seconds_played < LEAST_TEAM_SECONDS).fill_null(False)


def of_final_games(rows: Rel, games: Rel) -> Rel:
    """The rows but those of a game of which the calendar says that it is not final.

    A row whose game is not on the calendar stays, so that it becomes a reject.

    Args:
        rows: rows with `game_id`.
        games: the calendar of the same days.
    """
    return rows.anti_join(games.filter(~games.is_final), "game_id")


def finished_box_scores(team_boxscore: Rel, games: Rel) -> Rel:
    """The rows of NBA.com's box scores of games that are over. One that was landed while its game
    was on stays out when the game has ended, until the whole one is there.

    Args:
        team_boxscore: rows of nbac_team_boxscore.
        games: the calendar of the same days.
    """
    teams = team_boxscore.filter(team_boxscore.line_of == "team")
    short = teams.filter(is_too_short(teams.seconds_played)).select("game_id").distinct()
    return of_final_games(team_boxscore, games).anti_join(short, "game_id")
