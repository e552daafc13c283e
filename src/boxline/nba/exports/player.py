"""`v1/players/{player_id}.json`: one player's season, and what became of what was said of it."""

from __future__ import annotations

from collections.abc import Iterator

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.profile import game_log, our_record, season, standing_lines, teammates
from boxline.nba.profile.hit_rates import hit_rates
from boxline.nba.profile.parts import (
    Averages,
    NextGame,
    OurRecord,
    PlayedGame,
    PropRates,
    Role,
    Teammate,
)
from boxline.nba.profile.roles import roles

PATH = "v1/players/{player_id}.json"


class PlayerSeason(Document, kw_only=True):
    """The document. Lists are present and empty, never absent. `team` is the code of the club that
    he played for last, or is with now; `position` where he started most often, null where he never
    did; `next_game` that of his club, null where none is on the calendar. Games come oldest first.
    """

    player_id: int
    name: str | None
    team: str | None
    position: str | None
    season: str
    averages: Averages
    next_game: NextGame | None
    games: list[PlayedGame]
    hit_rates: list[PropRates]
    roles: list[Role]
    teammates: list[Teammate]
    record: OurRecord


PLAYER = Feed(
    "nba_exports.player",
    grain="one game of the newest season that one player played",
    documents={PATH: PlayerSeason},
    reads=tuple(
        dict.fromkeys(
            table
            for part in (season, game_log, our_record, standing_lines, teammates)
            for table in part.READS
        )
    ),
)


@feed(PLAYER)
def player(view: View) -> Iterator[Made]:
    """Everybody who played in the newest season, or was to be predicted in a game of it."""
    newest = season.newest_season(view)
    if newest is None:
        return
    begins = season.first_day(view, newest)
    logs = game_log.game_logs(view, newest, begins)
    records = our_record.records(view, begins)
    mates = teammates.teammates(view, newest)
    current = standing_lines.current_lines(standing_lines.standing_lines(view))
    for row in season.players_of(view, newest):
        games = logs.get(row.player_id, [])
        document = PlayerSeason(
            player_id=row.player_id,
            name=row.name,
            team=row.team,
            position=row.position,
            season=newest,
            averages=season.averages_of(row),
            next_game=season.next_game_of(row),
            games=games,
            hit_rates=hit_rates(games, current.get(row.player_id, {})),
            roles=roles(games),
            teammates=mates.get(row.player_id, []),
            record=records.get(row.player_id, our_record.NOTHING),
        )
        path = PATH.replace("{player_id}", str(row.player_id))
        yield Made(template=PATH, path=path, document=document, day=view.today, rows=len(games))
