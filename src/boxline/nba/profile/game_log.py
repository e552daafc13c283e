"""Every game of the season that a player played, with his lines and what was said before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from boxline.catalog import Table, View
from boxline.nba.analytics.player_game_summary import PLAYER_GAME_SUMMARY
from boxline.nba.core.teams import TEAMS
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.profile.our_record import SPOKEN
from boxline.nba.profile.parts import PlayedGame, PropOfGame
from boxline.nba.profile.season import CODES
from boxline.nba.props import PROP_TYPES

READS: tuple[Table, ...] = (PLAYER_GAME_SUMMARY, TEAMS, PLAYER_PROP_PREDICTIONS)

_LINES = ", ".join(f"{p}_line, {p}_line_bookmaker, {p}_result" for p in PROP_TYPES)

PLAYED = f"""\
WITH {CODES}
SELECT player_id, game_id, game_date, own.team, other.team AS opponent, is_home, is_win, is_starter,
    minutes_played, points, rebounds, assists, threes_made, usage_percent, {_LINES}
FROM nba_analytics.player_game_summary AS played
LEFT JOIN codes AS own ON own.team_id = played.team_id
LEFT JOIN codes AS other ON other.team_id = opponent_team_id
WHERE season = $season AND has_played
ORDER BY player_id, game_date, game_id
"""

#: What was said of games that are over, live where any of a game's was.
SAID = f"""\
WITH {SPOKEN}
SELECT game_id, player_id, prop_type, origin, said.system, said.forecast, said.low_80, said.high_80
FROM spoken SEMI JOIN nba_analytics.player_game_summary AS played
    USING (game_id, player_id)
ORDER BY origin DESC
"""

Said = Mapping[tuple[str, int], Mapping[str, Any]]


def game_logs(view: View, season: str, begins: Any) -> dict[int, list[PlayedGame]]:
    """By player, the games of a season that he played, the oldest first.

    Args:
        begins: the first day of the season.
    """
    said: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for row in view.rows(SAID, begins=begins):
        said[row.game_id, row.player_id][row.prop_type] = row  # live comes last, and stays
    logs: dict[int, list[PlayedGame]] = defaultdict(list)
    for row in view.rows(PLAYED, season=season):
        logs[row.player_id].append(_game(row, said))
    return logs


def _game(row: Any, said: Said) -> PlayedGame:
    of_game = said.get((row.game_id, row.player_id), {})
    props = (_prop(row, prop, of_game.get(prop)) for prop in PROP_TYPES)
    return PlayedGame(
        game_id=row.game_id,
        game_date=row.game_date,
        team=row.team,
        opponent=row.opponent,
        is_home=row.is_home,
        is_win=row.is_win,
        is_starter=row.is_starter,
        minutes=row.minutes_played,
        points=row.points,
        rebounds=row.rebounds,
        assists=row.assists,
        threes=row.threes_made,
        points_rebounds_assists=row.points + row.rebounds + row.assists,
        usage_percent=_rounded(row.usage_percent),
        props=[prop for prop in props if prop is not None],
    )


def _prop(row: Any, prop: str, said: Any) -> PropOfGame | None:
    line = getattr(row, f"{prop}_line")
    if line is None and said is None:
        return None
    return PropOfGame(
        prop_type=prop,
        line=line,
        bookmaker=getattr(row, f"{prop}_line_bookmaker"),
        result=getattr(row, f"{prop}_result"),
        system=said.system if said else None,
        origin=said.origin if said else None,
        forecast=_rounded(said.forecast) if said else None,
        low_80=said.low_80 if said else None,
        high_80=said.high_80 if said else None,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
