"""Under which names players appeared in each season, and since when."""

from typing import Annotated

from boxline.catalog import Column, Day, Past, Rel, Same, Table, Text, transform
from boxline.nba.columns import PLAYER_ID, SEASON
from boxline.nba.core.player_games import PLAYER_GAMES

PLAYERS = Table(
    "nba_core.players",
    grain="one name of one player in one season, from the day he appeared under it",
    key=("player_id", "game_date"),
    columns=(
        PLAYER_ID,
        Column(
            "game_date",
            Day,
            doc="The first league day of the season with this name; the newest row holds.",
        ),
        SEASON,
        Column("player_name", Text, doc="As the box score writes it, diacritics kept."),
    ),
)


@transform(PLAYERS)
def players(
    today: Annotated[Rel, Same(PLAYER_GAMES)],
    earlier: Annotated[Rel, Past(PLAYER_GAMES, seasons=1)],
) -> Rel:
    """A row for each player's first appearance in a season, and for each whose name differs from
    that of the one before. So the names of a season and of the two before it are those of all who
    appeared in them."""
    import ibis

    columns = ("player_id", "season", "game_date", "game_id", "player_name")
    every = ibis.union(today.select(*columns), earlier.select(*columns), distinct=True)
    in_order = ibis.window(group_by=["player_id", "season"], order_by=["game_date", "game_id"])
    before = every.mutate(name_before=every.player_name.lag().over(in_order))
    changed = before.filter(
        before.name_before.isnull() | (before.name_before != before.player_name)
    )
    return changed.select("player_id", "game_date", "season", "player_name")
