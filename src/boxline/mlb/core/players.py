"""Who a player is: his name and his hands, and since when that was known."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.mlb.columns import PLAYER_ID, SEASON
from boxline.mlb.core.player_names import PLAYER_NAMES
from boxline.mlb.core.statcast_starts import STATCAST_STARTS
from boxline.mlb.raw.archive_batter_games import ARCHIVE_BATTER_GAMES
from boxline.mlb.raw.mlbapi_people import MLBAPI_PEOPLE

#: Whose writing of a name is shown, best first: Statcast's file has no diacritics.
SHOWN_FIRST = ("people", "game_logs", "probable_pitchers", "statcast_counts")

PLAYERS = Table(
    "mlb_core.players",
    grain="what was known of one player, from the day whose games made it known",
    key=("player_id", "game_date"),
    columns=(
        PLAYER_ID,
        Column(
            "game_date",
            Day,
            doc="It was known on the evening of this day, not before; the newest row holds.",
        ),
        SEASON,
        Column("player_name", Text, doc="As MLB writes it, else as Statcast's file does."),
        Column(
            "bats",
            Text,
            one_of=("L", "R", "S"),
            nullable=True,
            doc="The side he bats from, S either; NULL where nobody has told.",
        ),
        Column(
            "throws",
            Text,
            one_of=("L", "R", "S"),
            nullable=True,
            doc="The arm he throws with; NULL where nobody has told.",
        ),
    ),
)


@transform(PLAYERS)
def players(
    named: Annotated[Rel, Same(PLAYER_NAMES)],
    named_before: Annotated[Rel, Past(PLAYER_NAMES)],
    statcast: Annotated[Rel, Past(STATCAST_STARTS, with_today=True), Optional],
    batters: Annotated[Rel, Past(ARCHIVE_BATTER_GAMES, with_today=True), Optional],
    people: Annotated[Rel, Past(MLBAPI_PEOPLE, with_today=True), Optional],
) -> Rel:
    """A row on each day on which a spelling of his name became known, with the hands first told of
    him by then. Nobody changes them so often that a later word would count for more."""
    import ibis

    columns = ("player_id", "game_date", "player_name", "evidence")
    spellings = ibis.union(named.select(*columns), named_before.select(*columns), distinct=True)
    days = spellings.select("player_id", "game_date").distinct()
    known = spellings.rename(known_on="game_date")
    met = days.join(known, ["player_id", days.game_date >= known.known_on])
    rank = ibis.cases(*((met.evidence == one, n) for n, one in enumerate(SHOWN_FIRST)))
    best_first = ibis.window(
        group_by=["player_id", "game_date"],
        order_by=[rank, ibis.desc("known_on"), "player_name"],
    )
    shown = met.mutate(place=ibis.row_number().over(best_first)).filter(lambda t: t.place == 0)
    sides = ibis.union(
        batters.select("player_id", "game_date", "game_id", "bats"), _listed(people, "bats")
    )
    with_bats = _with_first(shown, sides, "bats")
    arms = ibis.union(
        _listed(people, "throws"),
        batters.select("player_id", "game_date", "game_id", "throws"),
        statcast.filter(statcast.player_id.notnull()).select(
            "player_id", "game_date", "game_id", "throws"
        ),
    )
    whole = _with_first(with_bats, arms, "throws")
    return whole.select(
        "player_id",
        "game_date",
        "player_name",
        "bats",
        "throws",
        season=whole.game_date.year().cast("string"),
    )


def _listed(people: Rel, column: str) -> Rel:
    """What MLB's list of people says of somebody; it is of no game."""
    import ibis

    told = people.filter(people[column].notnull())
    return told.select(
        "player_id", game_date="snapshot_date", game_id=ibis.literal(""), **{column: column}
    ).select("player_id", "game_date", "game_id", column)


def _with_first(days: Rel, told: Rel, column: str) -> Rel:
    """Days of players with what was told of them first, where that was by then."""
    import ibis

    in_order = ibis.window(group_by="player_id", order_by=["game_date", "game_id", column])
    first = (
        told.mutate(place=ibis.row_number().over(in_order))
        .filter(lambda t: t.place == 0)
        .select("player_id", told_on="game_date", **{f"first_{column}": column})
    )
    met = days.left_join(first, "player_id")
    is_told = met.told_on <= met.game_date
    value = is_told.ifelse(met[f"first_{column}"], ibis.null("string"))
    return met.select(*days.columns, **{column: value})
