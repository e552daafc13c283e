"""`v1/players/index.json`: everybody of the newest season, each in one row."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.profile import our_record, season
from boxline.nba.profile.parts import Averages, NextGame

PATH = "v1/players/index.json"


class ErrorBeside(msgspec.Struct):
    """The mean absolute error of what was said of one prop, beside that of his season average on
    the same `compared` games; null over none."""

    prop_type: str
    compared: int
    mean_absolute_error: float | None
    season_average_error: float | None


class PlayerRow(msgspec.Struct):
    """One player. `team` is the code of the club he played for last, or is with now; `position`
    where he started most often, null where he never did. `origin` says of which predictions
    `predictions_made` and `predictions_graded` are, in props of games: live where any such is
    graded, else replay, null where none is."""

    player_id: int
    name: str | None
    team: str | None
    position: str | None
    averages: Averages
    origin: str | None
    predictions_made: int
    predictions_graded: int
    errors: list[ErrorBeside]
    next_game: NextGame | None


class PlayersIndex(Document, kw_only=True):
    """The document. `season` is null before any. Players come by name; lists are present and
    empty, never absent."""

    season: str | None
    total_players: int
    players: list[PlayerRow]


PLAYERS_INDEX = Feed(
    "nba_exports.players",
    grain="one player of the newest season",
    documents={PATH: PlayersIndex},
    reads=tuple(dict.fromkeys([*season.READS, *our_record.READS])),
)


@feed(PLAYERS_INDEX)
def players(view: View) -> Iterator[Made]:
    """Everybody who played in the newest season, or was to be predicted in a game of it."""
    newest = season.newest_season(view)
    found: list[PlayerRow] = []
    if newest is not None:
        records = our_record.records(view, season.first_day(view, newest))
        for row in season.players_of(view, newest):
            record = records.get(row.player_id, our_record.NOTHING)
            one = PlayerRow(
                player_id=row.player_id,
                name=row.name,
                team=row.team,
                position=row.position,
                averages=season.averages_of(row),
                origin=record.origin,
                predictions_made=record.made,
                predictions_graded=record.graded,
                errors=[
                    ErrorBeside(
                        prop_type=prop.prop_type,
                        compared=prop.compared,
                        mean_absolute_error=prop.mean_absolute_error,
                        season_average_error=prop.season_average_error,
                    )
                    for prop in record.props
                ],
                next_game=season.next_game_of(row),
            )
            found.append(one)
    document = PlayersIndex(season=newest, total_players=len(found), players=found)
    yield Made(template=PATH, path=PATH, document=document, day=view.today, rows=len(found))
