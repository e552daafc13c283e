"""The MLB Stats API's schedule of a day, with what it adds on demand: probable pitchers, line-ups,
umpires, weather and scores.

One reply holds the games and the batters of their line-ups, so one dataset does: `row_kind` tells
them apart.
"""

from typing import Any

from boxline.catalog import (
    Column,
    EachDay,
    Flag,
    Int,
    Raw,
    Request,
    Text,
    after_start,
    at_hour,
    before_start,
    per_scheduled_game,
    rows,
)
from boxline.mlb.scheduled import (
    ADDED_FACTS,
    GAME_FACTS,
    LISTED,
    added_values,
    game_values,
    listed_values,
)
from boxline.providers.mlb_stats_api import MAJORS, MLB_STATS_API, place_in
from boxline.providers.mlb_stats_api_schedule import (
    BATTERS,
    ListedBatter,
    Listing,
    Schedule,
    ScheduledGame,
)

_OF_GAMES = (*GAME_FACTS, *ADDED_FACTS)

#: What a batter's row says of his place in the line-up.
_OF_BATTERS = (
    Column("is_home", Flag, nullable=True, doc="Whether he bats for the home side."),
    Column("batting_order", Int, low=1, high=BATTERS, nullable=True, doc="1 bats first."),
    Column("player_id", Int, low=1, nullable=True, doc="MLB's person id of the batter."),
    Column("player_name", Text, nullable=True, doc="First and last name."),
    Column("position", Text, nullable=True, doc="His usual one: `SS`. NULL where not sent."),
    Column(
        "opposing_pitcher_id",
        Int,
        low=1,
        nullable=True,
        doc="The other side's probable pitcher; NULL while not announced.",
    ),
    Column(
        "is_confirmed",
        Flag,
        nullable=True,
        doc="Whether the game was about to begin, on or over when this was shown: then it is the "
        "line-up that was handed in.",
    ),
)

MLBAPI_SCHEDULE = Raw(
    "mlb_raw.mlbapi_schedule",
    provider=MLB_STATS_API,
    grain="one game on one date that lists it, or one batter in a line-up of it",
    landing="schedule/{date}",
    payload=Schedule,
    request=Request(
        path="/api/v1/schedule",
        params={
            "sportId": MAJORS,
            "date": "{date}",
            "hydrate": "probablePitcher,linescore,officials,lineups,weather,venue",
        },
        about=EachDay(),
        # Line-ups come some three hours before each start, and games start all afternoon long.
        moments=(
            *(at_hour(hour) for hour in (6, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)),
            after_start(4),
            at_hour(6, days_later=1),
        ),
    ),
    partition="listed_date",
    key=("listed_date", "game_id", "row_kind", "row_id"),
    complete_within=("listed_date", "game_id"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=(
        Column("row_kind", Text, one_of=("game", "batter"), doc="What the row is about."),
        Column("row_id", Text, doc="`game`; of a batter side and place: `home-3`."),
        *LISTED,
        *_OF_GAMES,
        *_OF_BATTERS,
    ),
)

_NOT_OF_GAMES = dict.fromkeys(column.name for column in _OF_BATTERS)
_NOT_OF_BATTERS = dict.fromkeys(column.name for column in _OF_GAMES)


@rows(MLBAPI_SCHEDULE)
def mlbapi_schedule(row: ScheduledGame | ListedBatter, listing: Listing) -> dict[str, Any]:
    """One row per game, and one per batter of a line-up that is shown."""
    if isinstance(row, ScheduledGame):
        return {
            "row_kind": "game",
            "row_id": "game",
            **listed_values(listing, row),
            **game_values(row),
            **added_values(row),
            **_NOT_OF_GAMES,
        }
    game = listing.game
    if game is None:
        raise ValueError("it is a batter of no game")
    other = game.teams.away if row.is_home else game.teams.home
    return {
        "row_kind": "batter",
        "row_id": f"{'home' if row.is_home else 'away'}-{row.slot}",
        **listed_values(listing, game),
        **_NOT_OF_BATTERS,
        "is_home": row.is_home,
        "batting_order": row.slot,
        "player_id": row.id,
        "player_name": row.full_name,
        "position": place_in(row.primary_position),
        "opposing_pitcher_id": other.probable_pitcher.id if other.probable_pitcher else None,
        "is_confirmed": game.status.has_gathered,
    }
