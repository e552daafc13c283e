"""What the two leagues have in common: sides as they are sent, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    Export,
    Flag,
    Instant,
    Int,
    League,
    Provider,
    Raw,
    Rel,
    Table,
    Text,
    View,
    after_final,
    per_final_game,
    per_scheduled_game,
)
from boxline.catalog.feeds import Document, Feed, Made
from boxline.domain.seasons import SeasonRule
from boxline.domain.standing import DayFacts

POST = Provider(name="post", landing="post", doc="Letters.")
GAME_ID = Column("game_id", Text, doc="The game.")
GAME_DATE = Column("game_date", Day, doc="The league day.")
SEASON = Column("season", Text, doc="The season.")
STARTS = Column("tipped_off_at", Instant, doc="The start in UTC.")
IS_FINAL = Column("is_final", Flag, doc="Whether it is over.")
TEAM_ID = Column("team_id", Int, doc="The side.")
TEAM = Column("team", Text, doc="Its code.")
PLAYER_ID = Column("player_id", Int, doc="Who scored for it.")
PLAYER_NAME = Column("player_name", Text, doc="His name.")


class Side(msgspec.Struct):
    """One side of one game, as it is sent: a player once somebody says who scored."""

    game_id: str
    game_date: date
    season: str
    tipped_off_at: datetime
    is_final: bool
    team_id: int
    team: str
    is_home: bool
    player_id: int | None = None
    player_name: str | None = None


class Letter(msgspec.Struct):
    """A letter."""

    rows: list[msgspec.Raw]


def league_of(name: str, seasons: SeasonRule) -> League:
    """A league whose one table of appearances tells teams, players and box scores."""
    appearances = f"{name}_core.appearances"
    return League(
        name=name,
        seasons=seasons,
        calendar=f"{name}_core.games",
        teams=appearances,
        players=appearances,
        coverage={"box scores": (appearances,)},
    )


def sides_of(league: str) -> Raw:
    """What is sent."""
    who = (Column(c.name, c.type, nullable=True, doc=c.doc) for c in (PLAYER_ID, PLAYER_NAME))
    is_home = Column("is_home", Flag, doc="Whether it is at home.")
    columns = (GAME_ID, GAME_DATE, SEASON, STARTS, IS_FINAL, TEAM_ID, TEAM, is_home, *who)
    return Raw(
        f"{league}_raw.sides",
        provider=POST,
        grain="one side of one game",
        landing=f"{league}-sides",
        payload=Letter,
        key=("game_id", "team_id"),
        columns=columns,
    )


def games_of(league: str) -> Table:
    """The calendar."""
    kind = Column("season_type", Text, doc="Always regular.")
    teams = (Column(f"{side}_team_id", Int, doc="A side.") for side in ("home", "away"))
    return Table(
        f"{league}_core.games",
        grain="one game",
        key=("game_id",),
        columns=(GAME_ID, GAME_DATE, SEASON, kind, STARTS, IS_FINAL, *teams),
        expects=per_scheduled_game(1),
    )


def appearances_of(league: str) -> Table:
    """Who scored."""
    return Table(
        f"{league}_core.appearances",
        grain="one player in one game",
        key=("game_id", "player_id"),
        columns=(GAME_ID, GAME_DATE, TEAM_ID, TEAM, PLAYER_ID, PLAYER_NAME),
        expects=per_final_game(2),
        due=after_final(hours=3),
        unread="a toy",
    )


def scores_of(league: str) -> Export:
    """A document of each day."""
    return Export(
        f"{league}_exports.scores",
        path=f"v1/{league}/{{date}}.json",
        latest=f"v1/{league}/latest.json",
        grain="one game",
        key=("game_id",),
        columns=(GAME_ID, GAME_DATE, SEASON, IS_FINAL),
    )


def season_of(league: str, games: Table) -> Feed:
    """A document of the season."""
    return Feed(
        f"{league}_exports.season",
        documents={f"v1/{league}/season.json": Season},
        grain="one game",
        reads=(games,),
    )


class Scores(Document, kw_only=True):
    """The games of a day."""

    games: list[str]


class Season(Document, kw_only=True):
    """The season that documents are wanted of: its first day, theirs, and its games."""

    begins: date | None
    first: date
    games: int


def side_row(side: Side) -> dict[str, Any]:
    """The row of a side."""
    return msgspec.structs.asdict(side)


def games_in(sent: Rel) -> Rel:
    """Every game that was sent."""
    import ibis

    home, away = sent.filter(sent.is_home), sent.filter(~sent.is_home)
    joined = home.join(away.select("game_id", away_team_id="team_id"), "game_id")
    return joined.mutate(season_type=ibis.literal("regular"), home_team_id=joined.team_id)


def appearances_in(sent: Rel) -> Rel:
    """Every side of which somebody said who scored."""
    return sent.filter(sent.player_id.notnull())


def scores_on(rows: Sequence[Any]) -> Scores:
    """The document of a day."""
    return Scores(games=[row.game_id for row in rows])


def season_in(view: View, league: str) -> Iterator[Made]:
    """The document of the season."""
    path = f"v1/{league}/season.json"
    first = view.begins or date.min
    query = f"SELECT game_id FROM {league}_core.games WHERE game_date >= $first"
    games = view.rows(query, first=first)
    document = Season(begins=view.begins, first=view.days[0], games=len(games))
    yield Made(template=path, path=path, document=document, day=view.today, rows=len(games))


def facts_in(view: View, league: str, *, has_lines: bool) -> Iterable[DayFacts]:
    """Days whose games are predicted and graded, and have lines or none."""
    query = (
        "SELECT game_date, count(*) AS games, count(*) FILTER (is_final) AS final "
        f"FROM {league}_core.games WHERE game_date >= $first GROUP BY ALL"
    )
    for row in view.rows(query, first=view.begins or date.min):
        yield DayFacts(
            day=row.game_date,
            season_type="regular",
            games=row.games,
            final=row.final,
            predicted=row.games,
            with_lines=row.games if has_lines else 0,
            graded=row.final,
        )
