"""What each source says of every player's game, on our ids and side by side."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    Flag,
    Instant,
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
from boxline.nba.archived_lines import archived
from boxline.nba.box_score import BOX_SCORE_RULES, player_counts
from boxline.nba.columns import GAME_DATE, GAME_ID, PLAYER_ID, SEASON, SEASON_TYPE, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.finished import finished_box_scores
from boxline.nba.line_owners import NAME_KEY, owned
from boxline.nba.line_places import placed_by_club
from boxline.nba.players_known import known_before, listed_today
from boxline.nba.raw.archive_player_games import ARCHIVE_PLAYER_GAMES
from boxline.nba.raw.bdl_box_scores import BDL_BOX_SCORES
from boxline.nba.raw.bdl_player_box_scores import BDL_PLAYER_BOX_SCORES
from boxline.nba.raw.nbac_gamebook import NBAC_GAMEBOOK
from boxline.nba.raw.nbac_player_boxscore import NBAC_PLAYER_BOXSCORE
from boxline.nba.raw.nbac_player_list import NBAC_PLAYER_LIST
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.sent_lines import SHAPE, lines_sent
from boxline.nba.sources import SOURCE

#: What a line says of one player's game, whoever says it.
LINE_COLUMNS = (
    Column("has_played", Flag, doc="Whether he was on the floor."),
    Column(
        "minutes_played",
        Int,
        "minutes",
        0,
        80,
        doc="Whole minutes; 0 is under 30 seconds, and a game played all the same if `has_played`.",
    ),
    *player_counts(),
    Column(
        "plus_minus_points",
        Int,
        "points",
        -100,
        100,
        True,
        doc="His team's points less the other side's while he was on the floor; NULL where the "
        "source does not say.",
    ),
    Column("is_starter", Flag, nullable=True, doc="NULL where the source does not say."),
    Column(
        "start_position",
        Text,
        nullable=True,
        doc="Position he started at; NULL off the bench, and where the source does not say.",
    ),
)

PLAYER_GAMES_BY_SOURCE = Table(
    "nba_core.player_games_by_source",
    grain="one player's line of one game that a fetched source tells, as one source has it",
    key=("game_id", "player_id", "source"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    # A source that names players may name many whom nobody knows yet: what can be placed is kept.
    max_rejected_share=1.0,
    columns=(
        replace(GAME_ID, explained_by="unplaced_reason"),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        replace(PLAYER_ID, explained_by="unresolved_reason"),
        Column("player_name", Text, doc="As NBA.com writes it."),
        Column("name_sent", Text, doc="As the source writes it."),
        *SIDE,
        SOURCE,
        *LINE_COLUMNS,
        Column(
            "known_at",
            Instant,
            is_stamp=True,
            doc="When the source was first seen to say so.",
        ),
    ),
    rules=BOX_SCORE_RULES,
)


@transform(PLAYER_GAMES_BY_SOURCE)
def player_games_by_source(
    gamebook: Annotated[Rel, Same(NBAC_GAMEBOOK), Either],
    team_boxscore: Annotated[Rel, Same(NBAC_TEAM_BOXSCORE), Either],
    player_boxscore: Annotated[Rel, Same(NBAC_PLAYER_BOXSCORE), Either],
    stats: Annotated[Rel, Same(BDL_PLAYER_BOX_SCORES), Either],
    box_scores: Annotated[Rel, Same(BDL_BOX_SCORES), Either],
    games: Annotated[Rel, Same(GAMES)],
    archive: Annotated[Rel, Same(ARCHIVE_PLAYER_GAMES), Optional],
    earlier_archive: Annotated[Rel, Past(ARCHIVE_PLAYER_GAMES, seasons=2)],
    earlier_team_boxscore: Annotated[Rel, Past(NBAC_TEAM_BOXSCORE, seasons=2)],
    earlier_player_boxscore: Annotated[Rel, Past(NBAC_PLAYER_BOXSCORE, seasons=2)],
    player_list: Annotated[Rel, Past(NBAC_PLAYER_LIST, seasons=2)],
) -> Rel:
    """Lines of the box scores of finished games that count, the archive's of the same games beside
    them. One of a game that is not on the
    calendar of its day, or of a name that is nobody's, is a reject; so are two lines of one
    source whose names are one player's."""
    import ibis

    finished = finished_box_scores(team_boxscore, games)
    sent = lines_sent(gamebook, finished, player_boxscore, stats, box_scores)
    today = listed_today(team_boxscore, player_boxscore, archive)
    known = known_before(
        earlier_archive, earlier_team_boxscore, earlier_player_boxscore, player_list
    )
    names = sent.filter(sent.player_id.isnull()).select(*NAME_KEY).distinct()
    owners = owned(names, today, known).rename(owner_id="player_id")
    joined = sent.left_join(owners, NAME_KEY)
    has_id = joined.player_id.notnull()
    told = joined.select(
        *(c for c in SHAPE if c != "player_id"),
        "unresolved_reason",
        player_id=joined.player_id.coalesce(joined.owner_id),
        player_name=has_id.ifelse(joined.name_sent, joined.player_name),
    )
    placed = placed_by_club(told, games)
    # Two of a name, of whom one is known: nobody could say whose line is whose.
    same = ibis.window(group_by=["game_date", "team_id", "player_id", "source"])
    numbered = placed.mutate(lines=placed.count().over(same))
    is_alone = numbered.player_id.isnull() | (numbered.lines == 1)
    fetched = numbered.mutate(
        player_id=is_alone.ifelse(numbered.player_id, ibis.null("int64")),
        unresolved_reason=is_alone.ifelse(
            numbered.unresolved_reason, "the source has several lines of that player"
        ),
    )
    columns = [c.name for c in PLAYER_GAMES_BY_SOURCE.columns]
    words = ("unplaced_reason", "unresolved_reason")
    beside = archived(archive.semi_join(placed, "game_id"), games)
    beside = beside.mutate(
        name_sent=beside.player_name, **dict.fromkeys(words, ibis.null("string"))
    )
    return ibis.union(fetched.select(*columns, *words), beside.select(*columns, *words))
