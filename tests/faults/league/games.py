"""The calendar."""

from typing import Annotated

from boxline.catalog import Column, Flag, Instant, Rel, Same, Table, Text, transform
from tests.faults.league.columns import GAME_DATE, GAME_ID
from tests.faults.league.raw_scores import SCORES

GAMES = Table(
    "toy_core.games",
    grain="one game",
    key=("game_id",),
    columns=(
        GAME_ID,
        GAME_DATE,
        Column("season", Text, doc="The season."),
        Column("season_type", Text, doc="Always regular."),
        Column("starts_at", Instant, doc="The start in UTC."),
        Column("home", Text, doc="The home side."),
        Column("away", Text, doc="The away side."),
        Column("is_final", Flag, doc="Whether its goals are known."),
    ),
)


@transform(GAMES)
def games(sent: Annotated[Rel, Same(SCORES)]) -> Rel:
    """Every game that was sent."""
    import ibis

    return sent.mutate(
        season=sent.game_date.year().cast("string"),
        season_type=ibis.literal("regular"),
        is_final=sent.home_goals.notnull(),
    )
