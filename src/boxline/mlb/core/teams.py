"""Under which names the thirty clubs played, and since when."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
    Either,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.mlb.clubs import code_under
from boxline.mlb.columns import TEAM_ID
from boxline.mlb.raw.archive_games import ARCHIVE_GAMES
from boxline.mlb.raw.mlbapi_season_schedule import MLBAPI_SEASON_SCHEDULE
from boxline.mlb.season_types import counts

TEAMS = Table(
    "mlb_core.teams",
    grain="one name of one club, from the day it is first listed under it",
    key=("team_id", "game_date"),
    columns=(
        TEAM_ID,
        Column("game_date", Day, doc="The first league day with this name; the newest row holds."),
        Column("team", Text, doc="Code of two or three letters."),
        Column("team_name", Text, doc="City and nickname, or whatever the club calls itself."),
    ),
)


@transform(TEAMS)
def teams(
    listed: Annotated[Rel, Same(ARCHIVE_GAMES), Either],
    listed_earlier: Annotated[Rel, Past(ARCHIVE_GAMES), Optional],
    told: Annotated[Rel, Same(MLBAPI_SEASON_SCHEDULE), Either],
    told_earlier: Annotated[Rel, Past(MLBAPI_SEASON_SCHEDULE), Optional],
) -> Rel:
    """A row for each listing of a game that counts that names a club otherwise than the one before.
    A further schedule is one more pair of inputs here."""
    import ibis

    archived = ibis.union(_named(listed), _named(listed_earlier))
    scheduled = ibis.union(_named_by_schedule(told), _named_by_schedule(told_earlier))
    # Of a game that both list, and list with two names, MLB's own schedule counts.
    of_both = ["game_date", "game_id", "team_id"]
    every = ibis.union(archived.anti_join(scheduled, of_both), scheduled).distinct()
    in_order = ibis.window(group_by="team_id", order_by=["game_date", "game_id"])
    before = every.mutate(name_before=every.team_name.lag().over(in_order))
    changed = before.filter(before.name_before.isnull() | (before.name_before != before.team_name))
    code = code_under(changed.team_id, changed.team_name)
    return changed.select("team_id", "game_date", team=code, team_name="team_name")


def _named_by_schedule(schedule: Rel) -> Rel:
    """Both sides of each game that counts, by MLB's own schedule."""
    import ibis

    counted = schedule.filter(counts(schedule.game_type))
    sides = (
        counted.select(
            "game_id",
            game_date="listed_date",
            team_id=f"{side}_team_id",
            team_name=f"{side}_team",
        )
        for side in ("home", "away")
    )
    named = ibis.union(*sides).select("game_date", "game_id", "team_id", "team_name")
    return named.filter(named.team_name.notnull())


def _named(schedule: Rel) -> Rel:
    """Both sides of each listing of a game that counts."""
    import ibis

    counted = schedule.filter(counts(schedule.game_type), schedule.told == "listing")
    return ibis.union(
        *(
            counted.select(
                "game_date", "game_id", team_id=f"{side}_team_id", team_name=f"{side}_team_name"
            )
            for side in ("home", "away")
        )
    )
