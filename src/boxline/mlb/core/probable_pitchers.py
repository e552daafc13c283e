"""Who is to start, by what each source said, and since when."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Instant,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.mlb.columns import GAME, SIDE
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.player_names import PLAYER_NAMES
from boxline.mlb.names import UNRESOLVED_REASONS, resolved
from boxline.mlb.raw.archive_games import ARCHIVE_GAMES

SOURCES = ("mlbapi_schedule", "archive_games")

PROBABLE_PITCHERS = Table(
    "mlb_core.probable_pitchers",
    grain="one word of one source on who starts for one side of a game",
    key=("game_id", "team_id", "source", "said_at"),
    columns=(
        *GAME,
        *SIDE,
        Column(
            "player_id",
            Int,
            low=1,
            nullable=True,
            doc="MLB's person id; NULL where the source gives a name alone that is nobody's yet.",
        ),
        Column("player_name", Text, doc="As the source writes it."),
        Column(
            "unresolved_reason",
            Text,
            one_of=UNRESOLVED_REASONS,
            nullable=True,
            doc="Why the name is nobody's; NULL where it is somebody's.",
        ),
        Column(
            "said_at",
            Instant,
            doc="From when on this was said, UTC; until the next row of the same source. Of the "
            "archive, which has no stamps, an hour before the start: an assumption.",
        ),
        Column("source", Text, one_of=SOURCES, doc="Who said it."),
    ),
)


@transform(PROBABLE_PITCHERS)
def probable_pitchers(
    games: Annotated[Rel, Same(GAMES)],
    archive_games: Annotated[Rel, Same(ARCHIVE_GAMES), Optional],
    names: Annotated[Rel, Past(PLAYER_NAMES), Optional],
    pitched: Annotated[Rel, Past(PITCHER_GAMES, seasons=2), Optional],
) -> Rel:
    """The archive's names are whose they were known to be by the day before. A further source is
    one more relation in the shape of `_archived`; one that gives ids needs no name resolved."""
    named = _archived(archive_games, games)
    found = resolved(named, known=names, pitched=pitched)
    return found.select(*(c.name for c in PROBABLE_PITCHERS.columns))


def _archived(schedule: Rel, games: Rel) -> Rel:
    """Whom the archive names for each side of the games of a day."""
    import ibis

    told = schedule.filter(schedule.told == "probables").select(
        "game_id",
        "game_date",
        "home_probable_pitcher",
        "away_probable_pitcher",
        said_at="known_at",
    )
    met = games.join(told, ["game_id", "game_date"])
    sides = ibis.union(
        *(
            met.select(
                *(c.name for c in GAME),
                team_id=f"{side}_team_id",
                opponent_team_id=f"{other}_team_id",
                is_home=ibis.literal(side == "home"),
                player_name=f"{side}_probable_pitcher",
                said_at="said_at",
            )
            for side, other in (("home", "away"), ("away", "home"))
        )
    )
    return sides.filter(sides.player_name.notnull()).mutate(source=ibis.literal("archive_games"))
