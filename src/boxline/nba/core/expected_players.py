"""Who could appear in each game, by what was known before it: the spine of everything pre-game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Int,
    Past,
    Rel,
    Same,
    Table,
    before_start,
    per_scheduled_game,
    transform,
)
from boxline.catalog.windows import with_games_before
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.placing import sides_of

#: A player is expected while his newest appearance lies within this many games of his team.
EXPECTED_WITHIN_TEAM_GAMES = 20

EXPECTED_PLAYERS = Table(
    "nba_core.expected_players",
    grain="one player who could appear in one game on the calendar",
    key=("game_id", "player_id"),
    expects=per_scheduled_game(at_least=16),
    due=before_start(hours=12),
    columns=(
        *GAME,
        PLAYER_ID,
        *SIDE,
        Column(
            "team_games_since",
            Int,
            "games",
            0,
            EXPECTED_WITHIN_TEAM_GAMES - 1,
            doc="Games his team has played since he last appeared.",
        ),
    ),
)


@transform(EXPECTED_PLAYERS)
def expected_players(
    games: Annotated[Rel, Same(GAMES)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
) -> Rel:
    """Every player whose newest appearance, this season or last, was for this team and within its
    last 20 games that have a box score. Games and days are counted, so one rule serves a game of
    ten years ago and tonight's; a player's first game after a trade is unknown to it."""
    import ibis

    appearances = played.filter(played.has_played)
    team_games = appearances.select("team_id", "game_id", "game_date").distinct()
    numbered = team_games.mutate(
        team_game=ibis.row_number().over(
            ibis.window(group_by="team_id", order_by=["game_date", "game_id"])
        )
        + 1
    )
    in_order = ibis.window(group_by="player_id", order_by=["game_date", "game_id"])
    last_seen = appearances.select("player_id", "team_id", "game_id", "game_date").mutate(
        next_seen=lambda t: t.game_date.lead().over(in_order)
    )
    last_seen = last_seen.join(
        numbered.select("team_id", "game_id", "team_game"), ["team_id", "game_id"]
    ).select("player_id", "team_id", "team_game", "next_seen", seen_on="game_date")
    sides = with_games_before(sides_of(games), team_games, entity=["team_id"], name="team_games")
    met = sides.join(last_seen, "team_id")
    since = met.team_games - met.team_game
    return met.filter(
        met.seen_on < met.game_date,
        met.next_seen.isnull() | (met.next_seen >= met.game_date),
        since < EXPECTED_WITHIN_TEAM_GAMES,
    ).mutate(team_games_since=since)
