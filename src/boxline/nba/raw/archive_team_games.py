"""Team box scores of eleven seasons, exhibitions among them, from an archive file."""

from boxline.catalog import (
    AtMost,
    Column,
    Day,
    Flag,
    Float,
    Int,
    Raw,
    Rel,
    Text,
    after_final,
    covers,
    per_final_game,
    rows,
)
from boxline.nba.box_score import NBA_COM_NAMES, team_counts
from boxline.providers.archive import ARCHIVE, morning_after

SEASONS = tuple(f"20{y}-{y + 1}" for y in range(14, 25))

ARCHIVE_TEAM_GAMES = Raw(
    "nba_raw.archive_team_games",
    provider=ARCHIVE,
    grain="one team in one game",
    landing="nba/team-games",
    key=("game_id", "team_id"),
    complete_within=("game_id",),
    # Three games carry a team twice; the record with the near-zero total was abandoned.
    prefer="points",
    covers=covers(SEASONS, "regular")
    | covers(SEASONS, "playoffs")
    | covers(SEASONS[5:], "play_in")
    | covers(SEASONS[9:], "nba_cup_final"),
    expects=per_final_game(2),
    due=after_final(hours=12),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day it was played."),
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type", Text, doc="As the source names it."),
        Column("team_id", Int, low=1, doc="NBA.com's team id; exhibition sides have others."),
        Column("team", Text, doc="Three-letter code; not unique among exhibition sides."),
        Column("team_name", Text, doc="City and nickname."),
        Column("matchup", Text, doc="`MIA vs. NOP` at home, `NOP @ MIA` away."),
        Column("wl", Text, nullable=True, doc="W or L; NULL where abandoned."),
        Column("opponent", Text, doc="Three-letter code of the other side."),
        Column("is_home", Flag, doc="Whether the team played at home."),
        Column(
            "team_minutes",
            Int,
            "player minutes",
            0,
            400,
            source="minutes",
            doc="Minutes of its players together: about 240, and 25 for each overtime.",
        ),
        *team_counts(NBA_COM_NAMES),
        Column("field_goal_share", Float, "share", 0, 1, True, source="fg_pct", doc="FGM / FGA."),
        Column("three_share", Float, "share", 0, 1, True, source="fg3_pct", doc="3PM / 3PA."),
        Column("free_throw_share", Float, "share", 0, 1, True, source="ft_pct", doc="FTM / FTA."),
        Column(
            "plus_minus_points",
            Float,
            "points",
            -250,
            250,
            True,
            source="plus_minus",
            doc="As sent; the mean of its players' in old preseasons, hence fractions.",
        ),
    ),
    # Old exhibition lines break the sums of points and rebounds; core checks the games it keeps.
    rules=(
        AtMost("field_goals_made", "field_goals_attempted"),
        AtMost("threes_made", "threes_attempted"),
    ),
)


@rows(ARCHIVE_TEAM_GAMES)
def archive_team_games(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after."""
    return file.mutate(known_at=morning_after(file.game_date))
