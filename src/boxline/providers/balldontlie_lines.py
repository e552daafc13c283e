"""Players' lines as balldontlie's NBA replies send them, alone or inside their game.

Older replies have no plus-minus.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from boxline.catalog import Within
from boxline.providers.balldontlie_games import Game, Team, game_values

#: "37", "00", and in older replies "37:12".
_MINUTES = re.compile(r"(\d{1,3})(?::[0-5]\d)?", re.ASCII)


class Player(msgspec.Struct):
    """A player as balldontlie knows him."""

    id: int
    first_name: str
    last_name: str
    position: str | None = None
    jersey_number: str | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Side(Team):
    """A club with its players' lines, each left as bytes: a bad one loses no neighbour."""

    players: list[msgspec.Raw]


class Line(msgspec.Struct, kw_only=True):
    """One player's counts; a benched player has "00" minutes and zeros."""

    min: str | None
    fgm: int | None
    fga: int | None
    fg3m: int | None
    fg3a: int | None
    ftm: int | None
    fta: int | None
    oreb: int | None
    dreb: int | None
    reb: int | None
    ast: int | None
    stl: int | None
    blk: int | None
    turnover: int | None
    pf: int | None
    pts: int | None


class PlayerLine(Line, kw_only=True):
    """A line of a box score."""

    player: Player
    plus_minus: int | None = None


class BoxScore(Game, kw_only=True):
    """A game with its players' lines under their sides."""

    home_team: Side
    visitor_team: Side


class BoxScores(msgspec.Struct):
    """A reply of box scores. It has no pages.

    Its rows are the players' lines, each within its game and side. A game that cannot be read is
    one row, within nothing: `box_score_values` refuses it and says why.
    """

    data: list[msgspec.Raw]

    @property
    def rows(self) -> list[Within]:
        """The lines of all games."""
        return [row for sent in self.data for row in _lines(sent)]


def _lines(sent: msgspec.Raw) -> list[Within]:
    try:
        game = msgspec.json.decode(sent, type=BoxScore)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [Within(sent, None)]
    sides = ((game.home_team, True), (game.visitor_team, False))
    return [Within(line, (game, is_home)) for side, is_home in sides for line in side.players]


def line_values(line: Line) -> dict[str, Any]:
    """The minutes and counts of a line, by our names.

    Raises:
        ValueError: its minutes are no number.
    """
    return {
        "minutes_played": _whole_minutes(line.min),
        "points": line.pts,
        "field_goals_made": line.fgm,
        "field_goals_attempted": line.fga,
        "threes_made": line.fg3m,
        "threes_attempted": line.fg3a,
        "free_throws_made": line.ftm,
        "free_throws_attempted": line.fta,
        "offensive_rebounds": line.oreb,
        "defensive_rebounds": line.dreb,
        "rebounds": line.reb,
        "assists": line.ast,
        "steals": line.stl,
        "blocks": line.blk,
        "turnovers": line.turnover,
        "personal_fouls": line.pf,
    }


def _whole_minutes(text: str | None) -> int | None:
    if not text:
        return None
    found = _MINUTES.fullmatch(text)
    if found is None:
        raise ValueError(f"min is {text!r}, and not minutes such as 37 or 37:12")
    return int(found[1])


def box_score_values(sent: msgspec.Raw, within: tuple[BoxScore, bool] | None) -> dict[str, Any]:
    """Everything that a box score says of one player: game, side, player and counts.

    Args:
        sent: a row of `BoxScores`.
        within: what encloses it there.
    Raises:
        DecodeError: the line is none; or its game is none, where nothing encloses it.
        ValueError: its minutes or its start are none.
    """
    if within is None:
        msgspec.json.decode(sent, type=BoxScore)
        raise ValueError("its game could not be read before, and can be now")
    game, is_home = within
    side = game.home_team if is_home else game.visitor_team
    line = msgspec.json.decode(sent, type=PlayerLine)
    player = line.player
    return {
        **game_values(game, game.home_team, game.visitor_team),
        "game_id_bdl": game.id,
        "player_id_bdl": player.id,
        "player_name": player.name,
        "position": player.position or None,
        "jersey_number": player.jersey_number or None,
        "team_id_bdl": side.id,
        "team": side.abbreviation,
        "is_home": is_home,
        **line_values(line),
        "plus_minus_points": line.plus_minus,
    }
