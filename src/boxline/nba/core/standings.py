"""How the clubs stood in the regular season, day by day."""

from typing import Annotated

from boxline.catalog import AtMost, Column, Day, Instant, Int, Rel, Same, Table, Text, transform
from boxline.nba import identity
from boxline.nba.clubs import team_id_of
from boxline.nba.columns import SEASON
from boxline.nba.raw.bdl_standings import BDL_STANDINGS


def _record(name: str, of: str) -> Column:
    return Column(name, Int, "games", 0, 82, True, doc=f"{of}; NULL where not sent.")


def _rank(name: str, of: str) -> Column:
    return Column(name, Int, low=1, high=20, nullable=True, doc=f"{of}; NULL where not sent.")


STANDINGS = Table(
    "nba_core.standings",
    grain="one club on one day on which standings were fetched",
    key=("snapshot_date", "season", "team_id"),
    partition="snapshot_date",
    unread="the API and pages read it",
    columns=(
        Column("snapshot_date", Day, doc="The league day on which they were fetched."),
        SEASON,
        Column(
            "team_id",
            Int,
            low=identity.FIRST_TEAM_ID,
            high=identity.LAST_TEAM_ID,
            doc="NBA.com's team id.",
        ),
        Column("conference", Text, doc="East or West."),
        Column("division", Text, doc="Division."),
        Column("wins", Int, "games", 0, 82, doc="Games won in the regular season."),
        Column("losses", Int, "games", 0, 82, doc="Games lost in the regular season."),
        _rank("conference_rank", "1 is best"),
        _rank("division_rank", "1 is best"),
        _record("home_wins", "Won at home"),
        _record("home_losses", "Lost at home"),
        _record("road_wins", "Won on the road"),
        _record("road_losses", "Lost on the road"),
        Column("known_at", Instant, doc="When they were fetched, in UTC."),
    ),
    rules=(AtMost("home_wins", "wins"), AtMost("road_wins", "wins")),
)


@transform(STANDINGS)
def standings(sent: Annotated[Rel, Same(BDL_STANDINGS)]) -> Rel:
    """Balldontlie's standings under NBA.com's team ids."""
    return sent.mutate(team_id=team_id_of(sent.team))
