"""Under which spellings pitchers and batters are known, and since when."""

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
from boxline.mlb.columns import PLAYER_ID, SEASON
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.statcast_starts import STATCAST_STARTS
from boxline.mlb.names import normalised
from boxline.mlb.raw.archive_batter_games import ARCHIVE_BATTER_GAMES
from boxline.mlb.raw.archive_games import ARCHIVE_GAMES
from boxline.mlb.raw.mlbapi_people import MLBAPI_PEOPLE

#: Who says so: a source that writes names beside ids; a start that Statcast's counts tell; starts
#: of a side whose probable pitcher had that name.
EVIDENCE = ("people", "game_logs", "statcast_counts", "probable_pitchers")

#: A pitcher is scratched once in two hundred starts, so one start does not make a name.
STARTS_UNDER_A_NAME = 2

PLAYER_NAMES = Table(
    "mlb_core.player_names",
    grain="one spelling of one player's name, from the day whose games made it known",
    key=("player_id", "player_name"),
    columns=(
        PLAYER_ID,
        Column("game_date", Day, doc="It was known on the evening of this day, not before."),
        SEASON,
        Column("name_form", Text, doc="Lower case, without diacritics, dots and suffixes."),
        Column("player_name", Text, doc="As the source writes it."),
        Column(
            "evidence",
            Text,
            one_of=EVIDENCE,
            doc="`people` and `game_logs` write names beside ids; `statcast_counts` are those of "
            f"his start; of `probable_pitchers` {STARTS_UNDER_A_NAME} starts of his agree, and "
            "most do.",
        ),
    ),
)


@transform(PLAYER_NAMES)
def player_names(
    probables: Annotated[Rel, Same(ARCHIVE_GAMES), Either],
    statcast: Annotated[Rel, Same(STATCAST_STARTS), Either],
    batters: Annotated[Rel, Same(ARCHIVE_BATTER_GAMES), Either],
    people: Annotated[Rel, Same(MLBAPI_PEOPLE), Either],
    pitched: Annotated[Rel, Same(PITCHER_GAMES), Optional],
    probables_before: Annotated[Rel, Past(ARCHIVE_GAMES), Optional],
    statcast_before: Annotated[Rel, Past(STATCAST_STARTS), Optional],
    batters_before: Annotated[Rel, Past(ARCHIVE_BATTER_GAMES), Optional],
    people_before: Annotated[Rel, Past(MLBAPI_PEOPLE), Optional],
    pitched_before: Annotated[Rel, Past(PITCHER_GAMES), Optional],
) -> Rel:
    """A row on the first day on which the evidence for a spelling suffices."""
    import ibis

    told = ibis.union(
        _of_people(people),
        _of_people(people_before),
        _of_logs(batters),
        _of_logs(batters_before),
        _of_statcast(statcast),
        _of_statcast(statcast_before),
        _of_probables(
            ibis.union(_named_sides(probables), _named_sides(probables_before), distinct=True),
            ibis.union(_starters(pitched), _starters(pitched_before), distinct=True),
        ),
    ).distinct()
    numbered = told.mutate(
        number=ibis.row_number().over(
            ibis.window(
                group_by=["player_id", "player_name", "evidence"],
                order_by=["game_date", "game_id"],
            )
        )
        + 1,
        number_of_all=ibis.row_number().over(
            ibis.window(
                group_by=["player_id", "evidence"],
                order_by=["game_date", "game_id", "player_name"],
            )
        )
        + 1,
    )
    is_usual = (numbered.number >= STARTS_UNDER_A_NAME) & (
        numbered.number * 2 > numbered.number_of_all
    )
    suffices = numbered.filter((numbered.evidence != "probable_pitchers") | is_usual)
    rank = ibis.cases(*((suffices.evidence == one, n) for n, one in enumerate(EVIDENCE)))
    in_order = ibis.window(
        group_by=["player_id", "player_name"], order_by=["game_date", rank, "game_id"]
    )
    first = suffices.mutate(place=ibis.row_number().over(in_order)).filter(lambda t: t.place == 0)
    named = first.select(
        "player_id",
        "game_date",
        "player_name",
        "evidence",
        name_form=normalised(first.player_name),
        season=first.game_date.year().cast("string"),
    )
    return named.filter(named.name_form.notnull())


def _of_people(people: Rel) -> Rel:
    """MLB's list of the people of a season; it is of no game."""
    import ibis

    return people.select(
        "player_id",
        game_date="snapshot_date",
        game_id=ibis.literal(""),
        player_name="player_name",
        evidence=ibis.literal("people"),
    )


def _of_logs(lines: Rel) -> Rel:
    import ibis

    return lines.select(
        "player_id", "game_date", "game_id", "player_name", evidence=ibis.literal("game_logs")
    )


def _of_statcast(starts: Rel) -> Rel:
    import ibis

    return starts.filter(starts.player_id.notnull()).select(
        "player_id", "game_date", "game_id", "player_name", evidence=ibis.literal("statcast_counts")
    )


def _named_sides(schedule: Rel) -> Rel:
    """The named pitcher of each side."""
    import ibis

    told = schedule.filter(schedule.told == "probables")
    return ibis.union(
        *(
            told.select(
                "game_date",
                "game_id",
                is_home=ibis.literal(side == "home"),
                player_name=f"{side}_probable_pitcher",
            )
            for side in ("home", "away")
        )
    ).filter(lambda t: t.player_name.notnull())


def _starters(pitched: Rel) -> Rel:
    return pitched.filter(pitched.is_starter).select("game_date", "game_id", "is_home", "player_id")


def _of_probables(named: Rel, starters: Rel) -> Rel:
    """Each start whose side had named somebody."""
    import ibis

    met = named.join(starters, ["game_date", "game_id", "is_home"])
    return met.select(
        "player_id",
        "game_date",
        "game_id",
        "player_name",
        evidence=ibis.literal("probable_pitchers"),
    )
