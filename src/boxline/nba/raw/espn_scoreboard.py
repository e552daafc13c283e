"""ESPN's scoreboard of a day: games, their state, scores and points by period."""

from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    Differ,
    EachDay,
    Flag,
    Instant,
    Int,
    Raw,
    Request,
    Text,
    after_start,
    at_hour,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.domain.days import league_day, parse_instant
from boxline.nba.league import NBA
from boxline.providers.espn import ESPN, whole_number


class Season(msgspec.Struct):
    """The season, by the year in which it ends."""

    year: int
    slug: str


class StatusType(msgspec.Struct):
    """The state of a game, in one word and in words for readers."""

    name: str
    state: str
    completed: bool
    detail: str


class Status(msgspec.Struct, rename="camel"):
    """The state of a game, and its clock."""

    period: int
    type: StatusType
    display_clock: str | None = None


class Team(msgspec.Struct, rename="camel"):
    """A club by ESPN's id and code."""

    id: str
    abbreviation: str
    display_name: str


class Points(msgspec.Struct):
    """What one side scored in one period."""

    value: float


class Competitor(msgspec.Struct, rename="camel"):
    """One side."""

    home_away: str
    team: Team
    score: str | None
    linescores: list[Points] = []


class Address(msgspec.Struct):
    """Where an arena stands."""

    city: str | None = None


class Venue(msgspec.Struct, rename="camel"):
    """An arena."""

    full_name: str | None = None
    address: Address | None = None


class Competition(msgspec.Struct, rename="camel"):
    """The game itself; ESPN wraps it as sports do whose events have several."""

    competitors: list[Competitor]
    time_valid: bool = True
    neutral_site: bool | None = None
    attendance: int | None = None
    venue: Venue | None = None


class Event(msgspec.Struct):
    """One game, exactly as sent."""

    id: str
    date: str
    season: Season
    status: Status
    competitions: list[Competition]


class Scoreboard(msgspec.Struct):
    """The reply; each game is decoded alone, so that a bad one loses no neighbour."""

    events: list[msgspec.Raw]

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The games, undecoded."""
        return self.events


_CODE = "ESPN's code; GS, NO, NY, SA, UTAH and WSH are not NBA.com's."
_PERIODS = ("q1", "q2", "q3", "q4")

ESPN_SCOREBOARD = Raw(
    "nba_raw.espn_scoreboard",
    provider=ESPN,
    grain="one game",
    landing="scoreboard/{date}",
    payload=Scoreboard,
    request=Request(
        path="/apis/site/v2/sports/basketball/nba/scoreboard",
        params={"dates": "{yyyymmdd}"},
        about=EachDay(),
        moments=(at_hour(6), before_the_start(1), after_start(3), at_hour(6, days_later=1)),
    ),
    key=("game_id_espn",),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=(
        Column("game_id_espn", Text, doc="ESPN's game id."),
        Column("game_date", Day, doc="The league day of the start."),
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type_espn", Text, doc="`regular-season`, ...: ESPN's own words."),
        Column("tipped_off_at", Instant, nullable=True, doc="Start in UTC; NULL while unknown."),
        Column("game_status", Text, doc="`STATUS_FINAL`, `STATUS_SCHEDULED`, ..."),
        Column("game_status_text", Text, doc="The same for readers: `Final/OT`."),
        Column("game_state", Text, one_of=("pre", "in", "post"), doc="Before, on, or over."),
        Column("is_completed", Flag, doc="Whether it was played to its end."),
        Column("period", Int, "periods", 0, 15, doc="The present or last one; 5 is overtime."),
        Column("game_clock", Text, nullable=True, doc="As sent; NULL where not sent."),
        Column("home_team", Text, doc=_CODE),
        Column("away_team", Text, doc=_CODE),
        Column("home_team_name", Text, doc="City and nickname."),
        Column("away_team_name", Text, doc="City and nickname."),
        Column("home_team_id_espn", Text, doc="ESPN's team id."),
        Column("away_team_id_espn", Text, doc="ESPN's team id."),
        Column("home_score", Int, "points", 0, 300, True, doc="0 before the start."),
        Column("away_score", Int, "points", 0, 300, True, doc="0 before the start."),
        *(
            Column(
                f"{side}_{period}_points",
                Int,
                "points",
                0,
                120,
                True,
                doc=f"Points in {period}; NULL before it.",
            )
            for side in ("home", "away")
            for period in _PERIODS
        ),
        *(
            Column(
                f"{side}_overtime_points",
                Int,
                "points",
                0,
                120,
                True,
                doc="Points in all overtimes; NULL without one.",
            )
            for side in ("home", "away")
        ),
        Column("is_neutral", Flag, nullable=True, doc="Whether the floor is neither side's own."),
        Column("arena", Text, nullable=True, doc="Arena; NULL where not sent."),
        Column("arena_city", Text, nullable=True, doc="Its city; NULL where not sent."),
        Column("attendance", Int, "people", 0, 200_000, True, doc="0 before the start."),
    ),
    rules=(Differ("home_team_id_espn", "away_team_id_espn"),),
)


def _sides(game: Competition) -> dict[str, Competitor]:
    sides = {one.home_away: one for one in game.competitors}
    if sorted(sides) != ["away", "home"] or len(game.competitors) != 2:
        found = [one.home_away for one in game.competitors]
        raise ValueError(f"its competitors are {found}, and not home and away")
    return sides


def _points(side: Competitor) -> list[int]:
    if not all(period.value.is_integer() for period in side.linescores):
        raise ValueError(f"{side.team.abbreviation} has half points in a period")
    return [int(period.value) for period in side.linescores]


def _side_values(word: str, side: Competitor) -> dict[str, Any]:
    points = _points(side)
    overtime = points[len(_PERIODS) :]
    by_period = [*points, None, None, None, None]
    return {
        f"{word}_team": side.team.abbreviation,
        f"{word}_team_name": side.team.display_name,
        f"{word}_team_id_espn": side.team.id,
        f"{word}_score": None if side.score is None else whole_number(side.score),
        **{f"{word}_{p}_points": by_period[n] for n, p in enumerate(_PERIODS)},
        f"{word}_overtime_points": sum(overtime) if overtime else None,
    }


@rows(ESPN_SCOREBOARD)
def espn_scoreboard(event: Event) -> dict[str, Any]:
    """One row per game."""
    if len(event.competitions) != 1:
        raise ValueError(f"it has {len(event.competitions)} competitions, and a game is one")
    (game,) = event.competitions
    sides = _sides(game)
    starts_at = parse_instant(event.date)
    venue = game.venue or Venue()
    status = event.status
    return {
        "game_id_espn": event.id,
        # While the hour is unknown the date stands with a midnight of its own day.
        "game_date": league_day(starts_at),
        "season": NBA.seasons.name(event.season.year - 1),
        "season_type_espn": event.season.slug,
        "tipped_off_at": starts_at if game.time_valid else None,
        "game_status": status.type.name,
        "game_status_text": status.type.detail,
        "game_state": status.type.state,
        "is_completed": status.type.completed,
        "period": status.period,
        "game_clock": status.display_clock,
        **_side_values("home", sides["home"]),
        **_side_values("away", sides["away"]),
        "is_neutral": game.neutral_site,
        "arena": venue.full_name,
        "arena_city": venue.address.city if venue.address else None,
        "attendance": game.attendance,
    }
