"""NBA.com's gamebooks: the official scorer's report of a game, a PDF that comes the next morning.

Who played, who sat out and why, and who was inactive and why: no other source tells all three.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    Column,
    Day,
    EachGame,
    Flag,
    Form,
    Int,
    Raw,
    Request,
    Text,
    after_final,
    at_hour,
    per_final_game,
    rows,
)
from boxline.nba.box_score import BOX_SCORE_RULES, COUNTS, player_counts
from boxline.nba.clubs import code_of
from boxline.nba.gamebook_pdf import read_gamebook
from boxline.providers.nba_com import NBA_COM


@dataclass(frozen=True)
class Gamebook:
    """A gamebook: its players."""

    rows: list[dict[str, Any]]

    @classmethod
    def from_bytes(cls, body: bytes) -> Gamebook:
        """Read a PDF; `read_gamebook` says what its players are."""
        return cls(read_gamebook(body))


class Player(msgspec.Struct):
    """One player's line, with what the book says of the game."""

    trouble: str
    game_date: date
    away_name: str
    home_name: str
    name_number: int
    role: str | None = None
    status: str | None = None
    player_name: str | None = None
    officials: str | None = None
    jersey: str | None = None
    position: str | None = None
    reason: str | None = None
    seconds_played: int | None = None
    plus_minus: int | None = None
    points: int | None = None
    field_goals_made: int | None = None
    field_goals_attempted: int | None = None
    threes_made: int | None = None
    threes_attempted: int | None = None
    free_throws_made: int | None = None
    free_throws_attempted: int | None = None
    offensive_rebounds: int | None = None
    defensive_rebounds: int | None = None
    rebounds: int | None = None
    assists: int | None = None
    steals: int | None = None
    blocks: int | None = None
    turnovers: int | None = None
    personal_fouls: int | None = None


_IF_HE_PLAYED = tuple(
    Column(c.name, Int, c.unit, c.low, c.high, True, doc=f"{c.doc} NULL if he did not play.")
    for c in player_counts()
)

NBAC_GAMEBOOK = Raw(
    "nba_raw.nbac_gamebook",
    provider=NBA_COM,
    grain="one player of one game's gamebook, whether he played or not",
    landing="gamebooks-data/{date}",
    payload=Gamebook,
    request=Request(
        host="gamebooks",
        path="/pdfs/{yyyymmdd}/{yyyymmdd}_{away}{home}.pdf",
        about=EachGame(),
        moments=(at_hour(4, days_later=1), at_hour(10, days_later=1), at_hour(10, days_later=3)),
        form=Form.PDF,
        not_yet=(403, 404),
        wants_final=True,
    ),
    # The inactive are printed by last name, and a side may have two of one.
    key=("game_code", "team", "player_name", "name_number"),
    complete_within=("game_code",),
    expects=per_final_game(at_least=20),
    due=after_final(hours=14),
    columns=(
        Column(
            "game_code",
            Text,
            doc="`20240410/MEMCLE`: day, away, home, as in the schedule; a side that is none of "
            "the thirty clubs by its name.",
        ),
        Column("game_id", Text, nullable=True, doc="As asked for; NULL where the file was given."),
        Column("game_date", Day, doc="The league day, as printed."),
        Column("team", Text, doc="Code of the player's side; its name if it is no club's."),
        Column("is_home", Flag, doc="Whether his team played at home."),
        Column(
            "player_name",
            Text,
            doc="`Scotty Pippen Jr.`; of an inactive player the last name alone, `Pippen Jr.`.",
        ),
        Column(
            "name_number", Int, low=1, high=30, doc="1, 2, ... of his side's players so called."
        ),
        Column(
            "status",
            Text,
            one_of=("active", "dnp", "inactive"),
            doc="`active` played, `dnp` stood in the box and did not, `inactive` was not in it.",
        ),
        Column(
            "reason",
            Text,
            nullable=True,
            doc="Why he did not play, as printed: `DNP - Coach's Decision`, `NWT - Injury/Illness "
            "- Right Foot; Strain` (not with the team), `DND - ...` (did not dress); of the "
            "inactive without such letters. NULL if he played, or none is given.",
        ),
        Column("is_starter", Flag, doc="Whether he started."),
        Column(
            "position",
            Text,
            nullable=True,
            doc="`F`, `C` or `G`, which the book gives of starters; NULL of the others.",
        ),
        Column("jersey", Text, nullable=True, doc="`00` too; NULL of the inactive."),
        Column(
            "seconds_played",
            Int,
            "seconds",
            0,
            4800,
            True,
            doc="Time on the floor; NULL if he did not play.",
        ),
        *_IF_HE_PLAYED,
        Column(
            "plus_minus",
            Int,
            "points",
            -150,
            150,
            True,
            doc="His side's points less the other's while he was on the floor; NULL if he did not "
            "play.",
        ),
        Column(
            "officials",
            Text,
            nullable=True,
            doc="Of the game, with their numbers, as printed: `#24 Kevin Scott, ...`; NULL where "
            "the book names none.",
        ),
    ),
    rules=BOX_SCORE_RULES,
)


@rows(NBAC_GAMEBOOK)
def nbac_gamebook(player: Player, asked: Asked) -> dict[str, Any]:
    """One row per player of either side."""
    if player.trouble:
        raise ValueError(player.trouble)
    day = player.game_date.isoformat()
    if asked.params.get("date", day) != day:
        raise ValueError(f"the book is of {day}, and one of {asked.params['date']} was asked for")
    # Guests of the preseason and the sides of an All-Star game have no code, and go by name.
    away, home = (code_of(name) or name for name in (player.away_name, player.home_name))
    return {
        "game_code": f"{player.game_date:%Y%m%d}/{away}{home}",
        "game_id": asked.params.get("game_id"),
        "game_date": player.game_date,
        "team": home if player.role == "home" else away,
        "is_home": player.role == "home",
        "player_name": player.player_name,
        "name_number": player.name_number,
        "status": player.status,
        "reason": player.reason,
        "is_starter": player.position is not None,
        "position": player.position,
        "jersey": player.jersey,
        "seconds_played": player.seconds_played,
        **{count: getattr(player, count) for count in COUNTS},
        "plus_minus": player.plus_minus,
        "officials": player.officials,
    }
