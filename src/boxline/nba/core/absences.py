"""Who stood by in each game and did not play, and why."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    Optional,
    Past,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.nba import identity
from boxline.nba.clubs import team_id_of
from boxline.nba.columns import GAME_DATE, GAME_ID, PLAYER_ID, SEASON, SEASON_TYPE, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games_by_source import PLAYER_GAMES_BY_SOURCE
from boxline.nba.line_owners import NAME_KEY, owned
from boxline.nba.line_places import placed_by_club
from boxline.nba.players_known import known_before
from boxline.nba.raw.archive_player_games import ARCHIVE_PLAYER_GAMES
from boxline.nba.raw.nbac_gamebook import NBAC_GAMEBOOK
from boxline.nba.raw.nbac_player_boxscore import NBAC_PLAYER_BOXSCORE
from boxline.nba.raw.nbac_player_list import NBAC_PLAYER_LIST
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.sources import first_told

#: Whose word counts first.
SOURCES = ("nbac_gamebook", "nbac_team_boxscore")

KINDS = ("did not play", "inactive")

ABSENCES = Table(
    "nba_core.absences",
    grain="one player of one side who did not play in one game",
    key=("game_id", "player_id"),
    # The inactive are told by family names, of which a club may have two.
    max_rejected_share=1.0,
    columns=(
        replace(GAME_ID, explained_by="unplaced_reason"),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        replace(PLAYER_ID, explained_by="unresolved_reason"),
        Column("player_name", Text, doc="As NBA.com writes it."),
        *SIDE,
        Column(
            "kind",
            Text,
            one_of=KINDS,
            doc="`did not play`: he stood in the box score; `inactive`: he was not in it.",
        ),
        Column("reason", Text, nullable=True, doc="As printed; NULL where none is given."),
        Column(
            "source",
            Text,
            one_of=SOURCES,
            doc="Whose row it is: the first source that has it, in the order nbac_gamebook, "
            "nbac_team_boxscore, which knows nothing of the inactive.",
        ),
    ),
)


@transform(ABSENCES)
def absences(
    gamebook: Annotated[Rel, Same(NBAC_GAMEBOOK), Either],
    team_boxscore: Annotated[Rel, Same(NBAC_TEAM_BOXSCORE), Either],
    games: Annotated[Rel, Same(GAMES), Optional],
    lines: Annotated[Rel, Same(PLAYER_GAMES_BY_SOURCE), Optional],
    earlier_archive: Annotated[Rel, Past(ARCHIVE_PLAYER_GAMES, seasons=2)],
    earlier_team_boxscore: Annotated[Rel, Past(NBAC_TEAM_BOXSCORE, seasons=2)],
    earlier_player_boxscore: Annotated[Rel, Past(NBAC_PLAYER_BOXSCORE, seasons=2)],
    player_list: Annotated[Rel, Past(NBAC_PLAYER_LIST, seasons=2)],
) -> Rel:
    """Everybody whom a source lists as not playing. The inactive go by their family name: it is
    his who alone of the club's players bears it and is not in the box score; else it is a
    reject. Who did not play is resolved with the lines."""
    import ibis

    known = known_before(
        earlier_archive, earlier_team_boxscore, earlier_player_boxscore, player_list
    )
    inactive = gamebook.filter(
        gamebook.status == "inactive",
        gamebook.game_id.isnull() | identity.counts(gamebook.game_id),
    )
    sent = inactive.select(
        "game_id",
        "game_date",
        "reason",
        team_sent="team",
        team_id=team_id_of(inactive.team).cast("int64"),
        name_sent="player_name",
        kind=ibis.literal("inactive"),
        source=ibis.literal(SOURCES[0]),
    )
    in_box = lines.filter(lines.has_played | lines.source.isin(SOURCES))
    today = in_box.select("game_date", "team_id", "player_id", "player_name").distinct()
    names = sent.select(*NAME_KEY).distinct()
    owners = owned(names, today, known, by_family_name=True)
    told = sent.left_join(owners, NAME_KEY).select(
        *sent.columns, "player_id", "player_name", "unresolved_reason"
    )
    placed = placed_by_club(_of_two_nobody_is_told(told), games)
    columns = [*(c.name for c in ABSENCES.columns)]
    reasons = ("unplaced_reason", "unresolved_reason")
    boxed = _did_not_play(gamebook, team_boxscore, lines, columns)
    return ibis.union(
        placed.select(*columns, *reasons),
        boxed.mutate(**dict.fromkeys(reasons, ibis.null("string"))).select(*columns, *reasons),
    )


def _of_two_nobody_is_told(told: Rel) -> Rel:
    """Of two inactive of one family name nobody could say who is who."""
    import ibis

    same = ibis.window(group_by=["game_date", "team_id", "player_id"])
    numbered = told.mutate(rows=told.count().over(same))
    is_alone = numbered.player_id.isnull() | (numbered.rows == 1)
    return numbered.mutate(
        player_id=is_alone.ifelse(numbered.player_id, ibis.null("int64")),
        unresolved_reason=is_alone.ifelse(
            numbered.unresolved_reason, "several of that family name are inactive"
        ),
    ).drop("rows")


def _did_not_play(gamebook: Rel, team_boxscore: Rel, lines: Rel, columns: list[str]) -> Rel:
    """Those in the box without time on the floor, with the reason that the source gives."""
    import ibis

    benched = lines.filter(~lines.has_played, lines.source.isin(SOURCES))
    of_book = gamebook.filter(gamebook.status == "dnp")
    of_box = team_boxscore.filter(team_boxscore.line_of == "player")
    reasons = ibis.union(
        of_book.select(
            "game_date",
            "reason",
            name_sent="player_name",
            team_id=team_id_of(of_book.team).cast("int64"),
            source=ibis.literal(SOURCES[0]),
        ),
        of_box.select(
            "game_date",
            reason="did_not_play_reason",
            name_sent="player_name",
            team_id="team_id",
            source=ibis.literal(SOURCES[1]),
        ),
    ).select("game_date", "team_id", "name_sent", "source", "reason")
    found = benched.left_join(reasons, [*NAME_KEY, "source"]).mutate(
        kind=ibis.literal("did not play")
    )
    key = ["game_id", "player_id"]
    return first_told(found, columns, key=key, order=SOURCES, filled=("reason",))
