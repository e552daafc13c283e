"""NBA.com's box score of one game, in the three shapes that it has: rows of one kind each.

- `boxscoretraditionalv3` of the stats host: sides with their players inside;
- `boxscoretraditionalv2`, its predecessor: result sets of players and of teams;
- `boxscore` of the live feed: as the first, and says who started and why somebody did not play.
"""

from __future__ import annotations

from typing import Any

import msgspec

from boxline.catalog import UnreadableReply, Within
from boxline.providers.nba_com import ResultSets
from boxline.providers.tagged_rows import opened, tagged


class Statistics(msgspec.Struct, rename="camel"):
    """The counts of a line, where sides hold players; the live feed counts a team's own rebounds
    and turnovers into `...Total`, and leaves them out of `rebounds_personal` and `turnovers`."""

    minutes: str | None = None
    points: int | None = None
    field_goals_made: int | None = None
    field_goals_attempted: int | None = None
    three_pointers_made: int | None = None
    three_pointers_attempted: int | None = None
    free_throws_made: int | None = None
    free_throws_attempted: int | None = None
    rebounds_offensive: int | None = None
    rebounds_defensive: int | None = None
    rebounds_total: int | None = None
    rebounds_personal: int | None = None
    assists: int | None = None
    steals: int | None = None
    blocks: int | None = None
    turnovers: int | None = None
    fouls_personal: int | None = None
    plus_minus_points: float | None = None


class NestedPlayer(msgspec.Struct, rename="camel", tag_field="kind", tag="player of a side"):
    """A player inside his side; the last five are the live feed's alone."""

    person_id: int
    first_name: str
    family_name: str
    statistics: Statistics
    position: str | None = None
    comment: str | None = None
    starter: str | None = None
    played: str | None = None
    status: str | None = None
    not_playing_reason: str | None = None
    not_playing_description: str | None = None


class NestedTeam(msgspec.Struct, rename="camel", tag_field="kind", tag="side"):
    """A side's own line."""

    team_id: int
    team_tricode: str
    statistics: Statistics


class _Listed(msgspec.Struct, rename="upper", kw_only=True):
    """What a row of the stats host's tables says of a line."""

    game_id: str
    team_id: int
    team_abbreviation: str
    min: str | None = None
    pts: int | None = None
    fgm: int | None = None
    fga: int | None = None
    fg3m: int | None = None
    fg3a: int | None = None
    ftm: int | None = None
    fta: int | None = None
    oreb: int | None = None
    dreb: int | None = None
    reb: int | None = None
    ast: int | None = None
    stl: int | None = None
    blk: int | None = None
    to: int | None = None
    pf: int | None = None
    plus_minus: float | None = None


class ListedPlayer(_Listed, kw_only=True, tag_field="kind", tag="PlayerStats"):
    """A player's row; all counts are null where he did not play."""

    player_id: int
    player_name: str
    start_position: str | None = None
    comment: str | None = None


class ListedTeam(_Listed, kw_only=True, tag_field="kind", tag="TeamStats"):
    """A team's row."""


class Side(msgspec.Struct, frozen=True):
    """What encloses a line of a side: which game, whose, and where; None where not sent."""

    game_id: Any = None
    team_id: Any = None
    team: Any = None
    is_home: bool | None = None


class _Envelope(msgspec.Struct):
    traditional: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="boxScoreTraditional")
    live: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="game")
    result_sets: list[msgspec.Raw] | None = msgspec.field(default=None, name="resultSets")


class _Game(msgspec.Struct, rename="camel"):
    game_id: str
    home_team: msgspec.Raw
    away_team: msgspec.Raw


class BoxScore:
    """A reply in any of the three shapes.

    Attributes:
        rows: a line each of both teams and of every player listed, `Within` its `Side`.
    """

    def __init__(self, rows: list[Within]) -> None:
        self.rows = rows

    @classmethod
    def from_bytes(cls, body: bytes) -> BoxScore:
        """Tell the shapes apart by what encloses the reply.

        Raises:
            UnreadableReply: it is none of them.
        """
        envelope = msgspec.json.decode(body, type=_Envelope)
        if envelope.result_sets is not None:
            return cls(_listed(ResultSets(result_sets=envelope.result_sets)))
        game = envelope.traditional or envelope.live
        if not game:
            raise UnreadableReply("it has no boxScoreTraditional, no game and no resultSets")
        found = msgspec.json.decode(game, type=_Game)
        home = _side(found.game_id, found.home_team, is_home=True)
        return cls(home + _side(found.game_id, found.away_team, is_home=False))


def _listed(sets: ResultSets) -> list[Within]:
    return [
        Within(tagged(row, kind), Side())
        for kind in ("TeamStats", "PlayerStats")
        for row in sets.table(kind).mappings
    ]


def _side(game_id: str, sent: msgspec.Raw, *, is_home: bool) -> list[Within]:
    """A side's line and its players'. What is no list of players is one row, and is rejected."""
    team = opened(sent)
    if not isinstance(team, dict):
        return [Within(sent, Side())]
    players = team.pop("players", None)
    side = Side(
        game_id=game_id,
        team_id=team.get("teamId"),
        team=team.get("teamTricode"),
        is_home=is_home,
    )
    lines = players if isinstance(players, list) else [players]
    return [
        Within(tagged(team, "side"), side),
        *(Within(tagged(line, "player of a side"), side) for line in lines),
    ]
