"""Under which names the thirty clubs played, and since when."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
    Either,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.nba import identity
from boxline.nba.clubs import name_of_club
from boxline.nba.core.team_games import TEAM_GAMES
from boxline.nba.raw.nbac_schedule import NBAC_SCHEDULE

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
    today: Annotated[Rel, Same(TEAM_GAMES), Either],
    listed: Annotated[Rel, Same(NBAC_SCHEDULE), Either],
    earlier: Annotated[Rel, Past(TEAM_GAMES), Optional],
    listed_earlier: Annotated[Rel, Past(NBAC_SCHEDULE), Optional],
) -> Rel:
    """A row for each game whose name or code differs from that of the one before. Where no team
    has played yet the schedule tells them, so that games can be asked for by their codes."""
    import ibis

    columns = ("team_id", "game_date", "game_id", "team", "team_name")
    played = ibis.union(today.select(*columns), earlier.select(*columns), distinct=True)
    on_list = ibis.union(_listed(listed), _listed(listed_earlier), distinct=True)
    first_played = played.group_by("team_id").agg(first_day=played.game_date.min())
    waiting = on_list.left_join(first_played, "team_id")
    waiting = waiting.filter(waiting.first_day.isnull() | (waiting.game_date < waiting.first_day))
    every = ibis.union(played, waiting.select(*columns))
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


def _listed(schedule: Rel) -> Rel:
    """Both sides of each game on the schedule that counts."""
    import ibis

    counted = schedule.filter(identity.counts(schedule.game_id))
    sides = ibis.union(
        *(
            counted.select("game_date", "game_id", team_id=f"{side}_team_id", team=f"{side}_team")
            for side in ("home", "away")
        )
    )
    clubs = sides.filter(identity.is_club(sides.team_id), sides.team.notnull())
    return clubs.mutate(team_name=name_of_club(clubs.team_id))
