"""Player box scores of ten seasons and five playoffs, from archive files."""

from boxline.catalog import (
    Column,
    Day,
    Flag,
    Int,
    Raw,
    Rel,
    Text,
    after_final,
    covers,
    per_final_game,
    rows,
)
from boxline.nba.box_score import BOX_SCORE_RULES, NBA_COM_NAMES, player_counts
from boxline.providers.archive import ARCHIVE, morning_after

REGULAR = tuple(f"20{y}-{y + 1}" for y in range(15, 25))
PLAYOFFS = tuple(f"20{y}-{y + 1}" for y in range(20, 25))

ARCHIVE_PLAYER_GAMES = Raw(
    "nba_raw.archive_player_games",
    provider=ARCHIVE,
    grain="one player who appeared in one game",
    landing="nba/player-games",
    key=("game_id", "player_id"),
    complete_within=("game_id",),
    covers=covers(REGULAR, "regular") | covers(PLAYOFFS, "playoffs"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=12),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day it was played."),
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type", Text, doc="As the source names it."),
        Column("player_id", Int, low=1, doc="NBA.com's player id."),
        Column("player_name", Text, doc="As NBA.com writes it, diacritics and suffixes kept."),
        Column("team_id", Int, low=1, doc="NBA.com's team id."),
        Column("team", Text, doc="Three-letter code."),
        Column("opponent", Text, doc="Three-letter code of the other side."),
        Column("is_home", Flag, doc="Whether his team played at home."),
        Column("wl", Text, one_of=("W", "L"), doc="Whether his team won."),
        Column(
            "minutes_played",
            Int,
            "minutes",
            0,
            80,
            source="minutes",
            doc="Whole minutes; 0 is under 30 seconds, and a game played all the same.",
        ),
        *player_counts(NBA_COM_NAMES),
        Column(
            "plus_minus_points",
            Int,
            "points",
            -100,
            100,
            source="plus_minus",
            doc="His team's points less the other side's while he was on the floor.",
        ),
        Column(
            "is_starter",
            Flag,
            nullable=True,
            optional=True,
            doc="Whether he started; NULL where the file does not say (regular seasons).",
        ),
        Column(
            "start_position",
            Text,
            nullable=True,
            optional=True,
            doc="Position he started at, blank off the bench; NULL where the file does not say.",
        ),
    ),
    rules=BOX_SCORE_RULES,
)


@rows(ARCHIVE_PLAYER_GAMES)
def archive_player_games(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after."""
    return file.mutate(known_at=morning_after(file.game_date))
