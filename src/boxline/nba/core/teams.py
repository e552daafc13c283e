"""Under which names the thirty clubs played, and since when."""

from typing import Annotated

from boxline.catalog import Column, Day, Int, Past, Rel, Same, Table, Text, transform
from boxline.nba import identity
from boxline.nba.core.team_games import TEAM_GAMES

TEAMS = Table(
    "nba_core.teams",
    grain="one name of one club, from the day it first played under it",
    key=("team_id", "game_date"),
    columns=(
        Column(
            "team_id",
            Int,
            low=identity.FIRST_TEAM_ID,
            high=identity.LAST_TEAM_ID,
            doc="NBA.com's team id.",
        ),
        Column("game_date", Day, doc="The first league day with this name; the newest row holds."),
        Column("team", Text, doc="Three-letter code."),
        Column("team_name", Text, doc="City and nickname."),
    ),
)


@transform(TEAMS)
def teams(
    today: Annotated[Rel, Same(TEAM_GAMES)],
    earlier: Annotated[Rel, Past(TEAM_GAMES)],
) -> Rel:
    """A row for each game whose name or code differs from that of the one before."""
    import ibis

    columns = ("team_id", "game_date", "game_id", "team", "team_name")
    every = ibis.union(today.select(*columns), earlier.select(*columns), distinct=True)
    in_order = ibis.window(group_by="team_id", order_by=["game_date", "game_id"])
    before = every.mutate(
        team_before=every.team.lag().over(in_order),
        name_before=every.team_name.lag().over(in_order),
    )
    changed = before.filter(
        before.team_before.isnull()
        | (before.team_before != before.team)
        | (before.name_before != before.team_name)
    )
    return changed.select("team_id", "game_date", "team", "team_name")
