"""Who officiated each game: by the gamebook, before that by the assignment of the morning."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    Int,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba import identity
from boxline.nba.clubs import placed_on_games
from boxline.nba.columns import GAME_DATE, GAME_ID, SEASON, SEASON_TYPE
from boxline.nba.core.games import GAMES
from boxline.nba.names import normalised
from boxline.nba.raw.nbac_gamebook import NBAC_GAMEBOOK
from boxline.nba.raw.nbac_referee_assignments import NBAC_REFEREE_ASSIGNMENTS

SOURCES = ("nbac_gamebook", "nbac_referee_assignments")

#: A book names three, and an alternate in the playoffs.
PLACES = 4

OFFICIALS = Table(
    "nba_core.officials",
    grain="one official of one game",
    key=("game_id", "official_place"),
    expects=per_final_game(at_least=3),
    due=after_final(hours=3),
    unread="the API and pages read it",
    columns=(
        replace(GAME_ID, explained_by="unplaced_reason"),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        Column(
            "official_place",
            Int,
            low=1,
            high=PLACES,
            doc="In the order of its source: 1 the crew chief; 4 an alternate.",
        ),
        Column(
            "official_id",
            Int,
            low=1,
            nullable=True,
            doc="NBA.com's id of the official; of a gamebook, which has none, by the name among "
            "the assignments of this season and the one before. NULL where none has the name.",
        ),
        Column("official_name", Text, doc="First and last name."),
        Column("official_jersey", Text, nullable=True, doc="NULL where not sent."),
        Column(
            "source",
            Text,
            one_of=SOURCES,
            doc="Whose word it is: the gamebook's, which says who did work, else the assignment's.",
        ),
    ),
)

CREW = ("official_place", "official_name", "official_jersey")


@transform(OFFICIALS)
def officials(
    books: Annotated[Rel, Same(NBAC_GAMEBOOK), Either],
    assignments: Annotated[Rel, Same(NBAC_REFEREE_ASSIGNMENTS), Either],
    earlier: Annotated[Rel, Past(NBAC_REFEREE_ASSIGNMENTS, seasons=2), Optional],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """A game's crew is all of one source. A book of a game that is not on the calendar is a
    reject, as is an assignment to one; games that do not count are left out."""
    import ibis

    printed = _printed(books, games)
    named = _with_ids(printed, ibis.union(assignments, earlier))
    counted = assignments.filter(identity.counts(assignments.game_id))
    assigned = counted.anti_join(printed, "game_id")
    seasons = games.select("game_id", "season", "season_type")
    known = assigned.left_join(seasons, "game_id")
    columns = [c.name for c in OFFICIALS.columns]
    told = known.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        *CREW,
        "official_id",
        unplaced_reason=ibis.null("string"),
        source=ibis.literal(SOURCES[1]),
    )
    wanted = (*columns, "unplaced_reason")
    return ibis.union(named.select(*wanted), told.select(*wanted))


def _printed(books: Rel, games: Rel) -> Rel:
    """The crews of gamebooks on their games. `#24 Kevin Scott, #56 Mark Ayotte` are two."""
    import ibis

    named = books.filter(
        books.officials.notnull(), books.game_id.isnull() | identity.counts(books.game_id)
    )
    by_game = named.group_by("game_date", "game_code").agg(crew=named.officials.max())
    sides = by_game.mutate(
        away_team=by_game.game_code.substr(9, 3), home_team=by_game.game_code.substr(12, 30)
    )
    placed = placed_on_games(sides, games)
    listed = placed.crew.split(", ")
    each = ibis.union(
        *(
            placed.select(
                "game_id",
                "game_date",
                "season",
                "season_type",
                "unplaced_reason",
                official_place=ibis.literal(n + 1, "int64"),
                printed=(listed.length() > n).ifelse(listed[n], ibis.null("string")),
            )
            for n in range(PLACES)
        )
    ).filter(lambda t: t.printed.notnull())
    return each.mutate(
        official_name=each.printed.re_replace("^#[0-9]+ ", "").strip(),
        official_jersey=each.printed.re_extract("^#([0-9]+) ", 1).nullif(""),
        source=ibis.literal(SOURCES[0]),
    )


def _with_ids(printed: Rel, assignments: Rel) -> Rel:
    """With the id of the one official who was assigned under the name."""
    forms = assignments.select("official_id", form=normalised(assignments.official_name)).distinct()
    ids = forms.group_by("form").agg(
        official_id=forms.official_id.max(), bearers=forms.official_id.nunique()
    )
    alone = ids.filter(ids.bearers == 1).drop("bearers")
    return printed.mutate(form=normalised(printed.official_name)).left_join(alone, "form")
