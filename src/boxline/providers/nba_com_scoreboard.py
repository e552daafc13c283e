"""NBA.com's scoreboard of a day, in the three shapes that it has.

`scoreboardV2` of the stats host has result sets; its successor `scoreboardv3` and the live feed's
`todaysScoreboard` have games with their two sides inside.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from boxline.catalog import UnreadableReply, Within
from boxline.providers.nba_com import ResultSets
from boxline.providers.tagged_rows import opened, tagged


class Header(msgspec.Struct, rename="upper", tag_field="kind", tag="GameHeader"):
    """A game of `scoreboardV2`, whose scores stand in another table."""

    game_date_est: datetime
    game_id: str
    game_status_id: int
    game_status_text: str
    gamecode: str
    home_team_id: int
    visitor_team_id: int
    live_period: int | None = None
    live_pc_time: str | None = None


class Score(msgspec.Struct, rename="upper", tag_field="kind", tag="LineScore"):
    """A side of `scoreboardV2`; no points before the start."""

    game_id: str
    team_id: int
    team_abbreviation: str | None = None
    pts: int | None = None


class Team(msgspec.Struct, rename="camel"):
    """A side of the other two; its score is 0 before the start."""

    team_id: int
    team_tricode: str | None = None
    score: int | None = None


class Game(msgspec.Struct, rename="camel", tag_field="kind", tag="game"):
    """A game of the other two."""

    game_id: str
    game_code: str
    game_status: int
    game_status_text: str
    home_team: Team
    away_team: Team
    period: int | None = None
    game_clock: str | None = None
    game_time_utc: datetime | None = msgspec.field(default=None, name="gameTimeUTC")


class Around(msgspec.Struct, frozen=True):
    """What belongs to a game and stands outside of it: its day, or its sides' scores as sent."""

    game_date: str = ""
    scores: tuple[Any, ...] = ()


class _Board(msgspec.Struct, rename="camel"):
    game_date: str
    games: list[msgspec.Raw]


class _Envelope(msgspec.Struct):
    scoreboard: _Board | None = None
    result_sets: list[msgspec.Raw] | None = msgspec.field(default=None, name="resultSets")


class Scoreboard:
    """A reply in any of the three shapes.

    Attributes:
        rows: the games of the day, `Within` what is `Around` them; a score of no game is a row
            too, and is rejected.
    """

    def __init__(self, rows: list[Within]) -> None:
        self.rows = rows

    @classmethod
    def from_bytes(cls, body: bytes) -> Scoreboard:
        """Tell the shapes apart by what encloses the reply.

        Raises:
            UnreadableReply: it is none of them.
        """
        envelope = msgspec.json.decode(body, type=_Envelope)
        if envelope.scoreboard is not None:
            return cls(_games(envelope.scoreboard))
        if envelope.result_sets is None:
            raise UnreadableReply("it has neither scoreboard nor resultSets")
        return cls(_headers(ResultSets(result_sets=envelope.result_sets)))


def _games(board: _Board) -> list[Within]:
    around = Around(game_date=board.game_date)
    return [Within(tagged(opened(sent), "game"), around) for sent in board.games]


def _headers(sets: ResultSets) -> list[Within]:
    found: dict[Any, list[Any]] = {}
    strays = []
    headers = sets.table("GameHeader").mappings
    games = {_game_of(row) for row in headers}
    for row in sets.table("LineScore").mappings:
        score = tagged(row, "LineScore")
        if _game_of(row) in games - {None}:
            found.setdefault(_game_of(row), []).append(score)
        else:
            strays.append(Within(score, Around()))
    return strays + [
        Within(tagged(row, "GameHeader"), Around(scores=tuple(found.get(_game_of(row), ()))))
        for row in headers
    ]


def _game_of(row: Any) -> str | None:
    game_id = row.get("GAME_ID") if isinstance(row, dict) else None
    return game_id if isinstance(game_id, str) else None
