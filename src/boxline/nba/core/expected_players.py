"""Who could appear in each game, by what was known before it: the spine of everything pre-game."""

from typing import Annotated, Any

from boxline.catalog import (
    Column,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    transform,
)
from boxline.catalog.freezing import MIDNIGHT_HOUR_UTC
from boxline.catalog.windows import with_games_before
from boxline.nba.arrivals import is_newer, news_of
from boxline.nba.core.cutoffs import CUTOFFS
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.rosters import ROSTERS
from boxline.nba.expected_player_table import expected_player_table
from boxline.nba.placing import sides_of

#: A player is expected while his newest appearance or arrival lies within this many games of his
#: team. Of those who appeared in 2024-25 this leaves 1.4 % unforeseen, and 20 games 1.6 %.
EXPECTED_WITHIN_TEAM_GAMES = 30

EXPECTED_PLAYERS = expected_player_table(
    "nba_core.expected_players",
    due_hours=12,
    columns=(
        Column(
            "team_games_since",
            Int,
            "games",
            0,
            EXPECTED_WITHIN_TEAM_GAMES - 1,
            doc="Games his team has played since he last appeared for it or, where that is newer "
            "and he has not appeared for it since, came to it.",
        ),
    ),
)


@transform(EXPECTED_PLAYERS)
def expected_players(
    games: Annotated[Rel, Same(GAMES)],
    cutoffs: Annotated[Rel, Same(CUTOFFS)],
    played: Annotated[Rel, Past(PLAYER_GAMES, seasons=2)],
    rosters: Annotated[Rel, Past(ROSTERS, seasons=2, with_today=True), Optional],
) -> Rel:
    """Every player whose newest appearance, this season or last, was for this team and within its
    last 30 games that have a box score; unless newer news, known by the game's cut-off, says that
    he left. News that he came counts as an appearance would. Games and days are counted, so one
    rule serves a game of ten years ago and tonight's; without a source of rosters a player's first
    game after a trade is unknown to it."""
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
    by_appearance = met.filter(
        met.seen_on < met.game_date,
        met.next_seen.isnull() | (met.next_seen >= met.game_date),
        since < EXPECTED_WITHIN_TEAM_GAMES,
    ).mutate(team_games_since=since)
    news = news_of(rosters)
    moments = cutoffs.select("game_id", "cutoff_at")
    gone = _gone(by_appearance, news, moments)
    staying = by_appearance.anti_join(gone, ["game_id", "player_id"])
    come = _come(sides, news, moments, last_seen, team_games)
    coming = come.anti_join(staying, ["game_id", "player_id"])
    columns = [c.name for c in EXPECTED_PLAYERS.columns]
    return ibis.union(staying.select(*columns), coming.select(*columns))


def _gone(expected: Rel, news: Rel, moments: Rel) -> Rel:
    """Game and player where the newest news by the cut-off is newer than the appearance by which
    he is expected, and names no club or another."""
    who = expected.select("game_id", "player_id", "seen_on", own_team_id="team_id")
    known = who.join(news, "player_id").join(moments, "game_id")
    is_elsewhere = (known.team_id != known.own_team_id).fill_null(True)
    return known.filter(_stands(known), is_newer(known, known.seen_on), is_elsewhere).select(
        "game_id", "player_id"
    )


def _come(sides: Rel, news: Rel, moments: Rel, last_seen: Rel, team_games: Rel) -> Rel:
    """Rows of players whom the newest news by the cut-off brings to a side, where it is newer than
    his newest appearance for any club."""
    import ibis

    arrivals = news.filter(news.team_id.notnull()).mutate(
        game_date=(news.since - ibis.interval(hours=MIDNIGHT_HOUR_UTC)).date()
    )
    counted = with_games_before(arrivals, team_games, entity=["team_id"], name="games_before")
    met = sides.join(counted.drop("game_date"), "team_id").join(moments, "game_id")
    known = met.filter(_stands(met), met.team_games - met.games_before < EXPECTED_WITHIN_TEAM_GAMES)
    seen = last_seen.select("player_id", "seen_on", "next_seen")
    lately = known.left_join(
        seen,
        [
            known.player_id == seen.player_id,
            seen.seen_on < known.game_date,
            seen.next_seen.isnull() | (seen.next_seen >= known.game_date),
        ],
    ).drop("player_id_right")
    return lately.filter(is_newer(lately, lately.seen_on)).mutate(
        team_games_since=lately.team_games - lately.games_before
    )


def _stands(known: Rel) -> Any:
    """Whether news is the newest one at the cut-off."""
    is_newest = known.until.isnull() | (known.until > known.cutoff_at)
    return (known.since <= known.cutoff_at) & is_newest
