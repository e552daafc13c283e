"""Who officiates which game: what official.nba.com announces on the morning of game day.

The reply holds three leagues, of which this reads the NBA's. The officials of the replay center
stand in it beside the games and belong to none of them, so they are left out.
"""

import re
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    EachDay,
    Int,
    Raw,
    Request,
    Text,
    at_hour,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.nba.columns import GAME_DATE, GAME_ID
from boxline.providers.nba_com import NBA_COM

#: Three work a game; the fourth is an alternate, named in the playoffs.
PLACES = (1, 2, 3, 4)


class Assignment(msgspec.Struct):
    """One official of one game."""

    game_id: str
    game_date: str
    game_code: str
    home_team_id: int
    away_team_id: int
    home_team_abbr: str
    away_team_abbr: str
    place: int
    official: str
    official_code: int
    official_jersey: str | None = None


class Games(msgspec.Struct):
    """The table inside a league; each game is decoded alone."""

    rows: list[msgspec.Raw]


class OneLeague(msgspec.Struct):
    """A league; its `Table1` has the replay center's officials, and is passed over."""

    table: Games = msgspec.field(name="Table")


class GameOfficials(msgspec.Struct):
    """The reply."""

    nba: OneLeague

    @property
    def rows(self) -> list[Any]:
        """An assignment for every official that a game names; one without any, if it names none."""
        return [row for game in self.nba.table.rows for row in _assignments(game)]


def _assignments(sent: msgspec.Raw) -> list[Any]:
    """The officials of a game, each as a row; what is no game is one row, and is rejected."""
    try:
        game = msgspec.json.decode(sent, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [sent]
    own = {name: value for name, value in game.items() if not name.startswith("official")}
    named = [place for place in PLACES if _of(game, place) != (None, None)]
    return [
        {
            **own,
            "place": place,
            "official": game.get(f"official{place}"),
            "official_code": game.get(f"official{place}_code"),
            "official_jersey": game.get(f"official{place}_JNum"),
        }
        for place in named or PLACES[:1]
    ]


def _of(game: dict[str, Any], place: int) -> tuple[Any, Any]:
    return game.get(f"official{place}"), game.get(f"official{place}_code")


NBAC_REFEREE_ASSIGNMENTS = Raw(
    "nba_raw.nbac_referee_assignments",
    provider=NBA_COM,
    grain="one official of one game",
    landing="referee-assignments/{date}",
    payload=GameOfficials,
    request=Request(
        host="officials",
        path="/wp-json/api/v1/get-game-officials",
        params={"date": "{date}"},
        about=EachDay(),
        # Announced about 09:00; somebody who falls ill is replaced later that day.
        moments=(at_hour(9.5), at_hour(12), before_the_start(1), at_hour(6, days_later=1)),
    ),
    key=("game_id", "official_place"),
    complete_within=("game_id",),
    expects=per_scheduled_game(at_least=3),
    due=before_start(hours=4),
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("game_code", Text, doc="`20250108/OKCCLE`: day, away, home."),
        Column("home_team_id", Int, low=1, doc="NBA.com's team id."),
        Column("away_team_id", Int, low=1, doc="NBA.com's team id."),
        Column("home_team", Text, doc="Three-letter code."),
        Column("away_team", Text, doc="Three-letter code."),
        Column("official_place", Int, low=1, high=4, doc="1 the crew chief; 4 an alternate."),
        Column("official_id", Int, low=1, doc="NBA.com's id of the official."),
        Column("official_name", Text, doc="First and last name."),
        Column("official_jersey", Text, nullable=True, doc="NULL where not sent."),
    ),
)


_AMERICAN_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)


@rows(NBAC_REFEREE_ASSIGNMENTS)
def nbac_referee_assignments(assignment: Assignment) -> dict[str, Any]:
    """One row per official and game; its day is written `01/08/2025`."""
    return {
        "game_id": assignment.game_id,
        "game_date": _day(assignment.game_date),
        "game_code": assignment.game_code,
        "home_team_id": assignment.home_team_id,
        "away_team_id": assignment.away_team_id,
        "home_team": assignment.home_team_abbr,
        "away_team": assignment.away_team_abbr,
        "official_place": assignment.place,
        "official_id": assignment.official_code,
        "official_name": assignment.official.strip(),
        "official_jersey": assignment.official_jersey or None,
    }


def _day(text: str) -> date:
    found = _AMERICAN_DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"game_date is {text!r}, and not month, day and year such as 01/08/2025")
    month, day, year = map(int, found.groups())
    return date(year, month, day)
