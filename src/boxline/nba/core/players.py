"""Under which names players appeared, and since when."""

from typing import Annotated

from boxline.catalog import Column, Day, Int, Past, Rel, Same, Table, Text, transform
from boxline.nba.core.player_games import PLAYER_GAMES

PLAYERS = Table(
    "nba_core.players",
    grain="one name of one player, from the day he first appeared under it",
    key=("player_id", "game_date"),
    columns=(
        Column("player_id", Int, low=1, doc="NBA.com's player id."),
        Column("game_date", Day, doc="The first league day with this name; the newest row holds."),
        Column("player_name", Text, doc="As the box score writes it, diacritics kept."),
    ),
)


@transform(PLAYERS)
def players(
    today: Annotated[Rel, Same(PLAYER_GAMES)],
    earlier: Annotated[Rel, Past(PLAYER_GAMES)],
) -> Rel:
    """A row for each appearance whose name differs from that of the one before."""
    import ibis

    columns = ("player_id", "game_date", "game_id", "player_name")
    every = ibis.union(today.select(*columns), earlier.select(*columns), distinct=True)
    in_order = ibis.window(group_by="player_id", order_by=["game_date", "game_id"])
    before = every.mutate(name_before=every.player_name.lag().over(in_order))
    changed = before.filter(
        before.name_before.isnull() | (before.name_before != before.player_name)
    )
    return changed.select("player_id", "game_date", "player_name")
