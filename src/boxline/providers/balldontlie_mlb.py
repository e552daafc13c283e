"""What balldontlie's MLB replies (`/mlb/v1`) name in several of them: clubs, players, games."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from boxline.catalog import Auth, Column, Day, Flag, Instant, Int, Pace, Provider, Text
from boxline.domain.days import league_day, parse_instant

#: One host and one key with `BALLDONTLIE`, but each sport has a plan of its own: a key may have the
#: NBA's alone. So who pays for that alone leaves this one out of `BOXLINE_FETCH_FROM`.
BALLDONTLIE_MLB = Provider(
    name="balldontlie-mlb",
    landing="ball-dont-lie-mlb",
    doc="https://api.balldontlie.io/mlb, key in the Authorization header; the plan is MLB's own.",
    hosts={"api": "https://api.balldontlie.io"},
    auth=Auth(setting="balldontlie_key", header="Authorization"),
    pace=Pace(per_second=8, concurrency=4),
    adds="Lines of players, injuries and who is active, beside MLB's own, which are free. Paid, by "
    "a plan apart from the NBA's: where the key has none, leave it out of BOXLINE_FETCH_FROM.",
)


class Club(msgspec.Struct):
    """A club."""

    id: int
    abbreviation: str
    display_name: str | None = None


class Ballplayer(msgspec.Struct):
    """A player as balldontlie knows him."""

    id: int
    first_name: str
    last_name: str
    full_name: str | None = None
    position: str | None = None
    active: bool | None = None
    jersey: str | None = None
    dob: str | None = None
    bats_throws: str | None = None
    debut_year: int | None = None
    team: Club | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return self.full_name or f"{self.first_name} {self.last_name}".strip()


class Score(msgspec.Struct):
    """One side's line score."""

    runs: int | None = None
    hits: int | None = None
    errors: int | None = None
    inning_scores: list[int] | None = None


class Ballgame(msgspec.Struct):
    """A game; its `date` is the instant of its start."""

    id: int
    date: Annotated[str, msgspec.Meta(min_length=1)]
    season: int
    postseason: bool
    status: str
    home_team: Club
    away_team: Club
    home_team_data: Score | None = None
    away_team_data: Score | None = None
    venue: str | None = None
    attendance: int | None = None


#: Which game a row is of, as balldontlie tells it.
BALLGAME = (
    Column("game_id_bdl", Int, low=1, doc="balldontlie's game id."),
    Column("game_date", Day, doc="The league day: the Eastern date of `starts_at`."),
    Column("starts_at", Instant, doc="Start in UTC, as set."),
    Column("season", Text, doc="For example 2025."),
    Column("is_postseason", Flag, doc="Whether balldontlie counts it to the postseason."),
    Column("status", Text, doc="balldontlie's own words: `STATUS_FINAL`, ..."),
    Column("home_team", Text, doc="Code of the club, as balldontlie writes it."),
    Column("away_team", Text, doc="Code of the club, as balldontlie writes it."),
)


def ballgame_values(game: Ballgame) -> dict[str, Any]:
    """The values of BALLGAME.

    Raises:
        ValueError: its start is no instant, or a club plays itself.
    """
    if game.home_team.abbreviation == game.away_team.abbreviation:
        raise ValueError(f"{game.home_team.abbreviation} is both sides of the game")
    starts_at = parse_instant(game.date)
    return {
        "game_id_bdl": game.id,
        "game_date": league_day(starts_at),
        "starts_at": starts_at,
        "season": str(game.season),
        "is_postseason": game.postseason,
        "status": game.status.strip(),
        "home_team": game.home_team.abbreviation,
        "away_team": game.away_team.abbreviation,
    }
