"""NBA.com's schedule of a season (scheduleLeagueV2), as its static feed sends it."""

from datetime import date, datetime
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    EachSeason,
    Flag,
    Instant,
    Int,
    Raw,
    Request,
    Text,
    every,
    rows,
)
from boxline.providers.nba_com import NBA_COM


class Team(msgspec.Struct, rename="camel"):
    """One side; ids and codes are empty while a playoff opponent is unknown."""

    team_id: int | None = None
    team_tricode: str | None = None
    score: int | None = None


class Game(msgspec.Struct, rename="camel"):
    """One game of the schedule."""

    game_id: str
    game_code: str
    game_status: int
    game_status_text: str
    game_date_est: datetime
    home_team: Team
    away_team: Team
    game_date_time_utc: datetime | None = msgspec.field(default=None, name="gameDateTimeUTC")
    postponed_status: str | None = None
    is_neutral: bool | None = None
    game_label: str | None = None
    arena_name: str | None = None
    arena_city: str | None = None


class GameDate(msgspec.Struct, rename="camel"):
    """The games of one day; each is decoded alone, so that a bad one loses no neighbour."""

    games: list[msgspec.Raw]


class LeagueSchedule(msgspec.Struct, rename="camel"):
    """A season; a day that is none is kept as it is, and rejected as a game."""

    game_dates: list[msgspec.Raw]


class Schedule(msgspec.Struct, rename="camel"):
    """The reply, of either host."""

    league_schedule: LeagueSchedule

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The games of all days, undecoded."""
        return [game for day in self.league_schedule.game_dates for game in _games(day)]


def _games(day: msgspec.Raw) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(day, type=GameDate).games
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return [day]


NBAC_SCHEDULE = Raw(
    "nba_raw.nbac_schedule",
    provider=NBA_COM,
    grain="one game on the schedule",
    landing="schedule-cdn/{date}",
    payload=Schedule,
    # The static feed is the present season's; the stats host knows every season, and is slower.
    request=Request(
        path="/static/json/staticData/scheduleLeagueV2_1.json",
        about=EachSeason(current_only=True),
        moments=(every(6),),
        otherwise=Request(
            host="stats",
            path="/stats/scheduleleaguev2int",
            params={"LeagueID": "00", "Season": "{season}"},
            about=EachSeason(),
            moments=(every(24),),
        ),
    ),
    key=("game_id",),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day it is set for."),
        Column("game_code", Text, doc="`20241004/BOSDEN`: day, away, home."),
        Column("game_status", Int, low=1, high=3, doc="1 scheduled, 2 live, 3 final."),
        Column("game_status_text", Text, doc="`Final`, or the Eastern start."),
        Column("tipped_off_at", Instant, nullable=True, doc="Start in UTC; NULL while unknown."),
        Column("game_label", Text, nullable=True, doc="Preseason, Emirates NBA Cup, ..."),
        Column("postponed_status", Text, nullable=True, doc="N, or how it was postponed."),
        Column("is_neutral", Flag, nullable=True, doc="Whether the floor is neither side's own."),
        Column("arena", Text, nullable=True, doc="Arena."),
        Column("arena_city", Text, nullable=True, doc="City of the arena."),
        Column("home_team_id", Int, nullable=True, low=0, doc="NULL or 0 while unknown."),
        Column("away_team_id", Int, nullable=True, low=0, doc="NULL or 0 while unknown."),
        Column("home_team", Text, nullable=True, doc="Three-letter code."),
        Column("away_team", Text, nullable=True, doc="Three-letter code."),
        Column("home_score", Int, "points", 0, 300, True, doc="0 before the start."),
        Column("away_score", Int, "points", 0, 300, True, doc="0 before the start."),
    ),
)


def _league_day(game: Game) -> date:
    # `gameDateEst` is an Eastern date in the clothes of a UTC instant: its date is the league day.
    return game.game_date_est.date()


@rows(NBAC_SCHEDULE)
def nbac_schedule(game: Game) -> dict[str, Any]:
    """One row per game, preseason and All-Star among them."""
    return {
        "game_id": game.game_id,
        "game_date": _league_day(game),
        "game_code": game.game_code,
        "game_status": game.game_status,
        "game_status_text": game.game_status_text.strip(),
        "tipped_off_at": game.game_date_time_utc,
        "game_label": game.game_label or None,
        "postponed_status": game.postponed_status,
        "is_neutral": game.is_neutral,
        "arena": game.arena_name or None,
        "arena_city": game.arena_city or None,
        "home_team_id": game.home_team.team_id,
        "away_team_id": game.away_team.team_id,
        "home_team": game.home_team.team_tricode,
        "away_team": game.away_team.team_tricode,
        "home_score": game.home_team.score,
        "away_score": game.away_team.score,
    }
