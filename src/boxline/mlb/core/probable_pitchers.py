"""Who is to start, by what each source said, and since when."""

from typing import Annotated

from boxline.catalog import (
    Column,
    EveryVersion,
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
from boxline.catalog.offers import changes
from boxline.mlb.columns import GAME, SIDE
from boxline.mlb.core.games import GAMES
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.player_names import PLAYER_NAMES
from boxline.mlb.names import UNRESOLVED_REASONS, resolved
from boxline.mlb.raw.archive_games import ARCHIVE_GAMES
from boxline.mlb.raw.mlbapi_schedule import MLBAPI_SCHEDULE

SOURCES = ("mlbapi_schedule", "archive_games")

#: Why a word of a source that gives ids is nobody's.
WITHDRAWN = "the source named somebody before, and now names nobody"

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
            doc="MLB's person id; NULL where the source gives a name alone that is nobody's yet, "
            "or takes its word back.",
        ),
        Column(
            "player_name",
            Text,
            nullable=True,
            doc="As the source writes it; NULL where it takes its word back.",
        ),
        Column(
            "unresolved_reason",
            Text,
            one_of=(*UNRESOLVED_REASONS, WITHDRAWN),
            nullable=True,
            doc="Why the word is nobody's; NULL where it is somebody's.",
        ),
        Column(
            "said_at",
            Instant,
            doc="From when on this was said, UTC; until the next row of the same source. Of the "
            "archive, which has no stamps, and of a schedule that was first fetched after the "
            "start, an hour before the start: an assumption.",
        ),
        Column("source", Text, one_of=SOURCES, doc="Who said it."),
    ),
)


@transform(PROBABLE_PITCHERS)
def probable_pitchers(
    games: Annotated[Rel, Same(GAMES)],
    schedule: Annotated[Rel, Same(MLBAPI_SCHEDULE), Optional, EveryVersion],
    archive_games: Annotated[Rel, Same(ARCHIVE_GAMES), Optional],
    names: Annotated[Rel, Past(PLAYER_NAMES), Optional],
    pitched: Annotated[Rel, Past(PITCHER_GAMES, seasons=2), Optional],
) -> Rel:
    """The archive's names are whose they were known to be by the day before; MLB's schedule gives
    ids."""
    import ibis

    named = _archived(archive_games, games)
    found = resolved(named, known=names, pitched=pitched)
    columns = [c.name for c in PROBABLE_PITCHERS.columns]
    return ibis.union(_scheduled(schedule, games).select(*columns), found.select(*columns))


def _scheduled(schedule: Rel, games: Rel) -> Rel:
    """Whom MLB's schedule names for each side, version by version."""
    import ibis

    listed = schedule.filter(schedule.row_kind == "game", ~schedule.is_retracted)
    sides = ibis.union(
        *(
            listed.select(
                "game_id",
                "known_at",
                is_home=ibis.literal(side == "home"),
                player_id=f"{side}_probable_pitcher_id",
                player_name=f"{side}_probable_pitcher",
            )
            for side in ("home", "away")
        )
    )
    said = changes(_newest(sides), series=["game_id", "is_home"], stated=["player_id"])
    in_order = ibis.window(group_by=["game_id", "is_home"], order_by="known_at")
    numbered = said.mutate(number=ibis.row_number().over(in_order))
    # Before a source has named anybody, there is no word to take back.
    words = numbered.filter((numbered.number > 0) | numbered.player_id.notnull())
    met = games.join(words, "game_id")
    is_late = (met.known_at > met.starts_at).fill_null(False)
    # What comes late counts only where it is the first word of all.
    heard = met.filter(~is_late | (met.number == 0))
    assumed = heard.starts_at - ibis.interval(hours=1)
    home, away = heard.home_team_id, heard.away_team_id
    return heard.select(
        *(c.name for c in GAME),
        "is_home",
        "player_id",
        "player_name",
        team_id=heard.is_home.ifelse(home, away),
        opponent_team_id=heard.is_home.ifelse(away, home),
        unresolved_reason=heard.player_id.isnull().ifelse(WITHDRAWN, ibis.null("string")),
        said_at=(heard.known_at > heard.starts_at).fill_null(False).ifelse(assumed, heard.known_at),
        source=ibis.literal("mlbapi_schedule"),
    )


def _newest(sides: Rel) -> Rel:
    """One word of each side at each instant: a game may be listed on two dates."""
    import ibis

    same = ibis.window(
        group_by=["game_id", "is_home", "known_at"],
        order_by=[sides.player_id.isnull(), "player_id"],
    )
    return sides.mutate(place=ibis.row_number().over(same)).filter(lambda t: t.place == 0)


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
