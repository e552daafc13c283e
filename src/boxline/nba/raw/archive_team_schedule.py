"""Which team played which game, result letter only, two rows a game, from an archive file."""

from boxline.catalog import Column, Day, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, first_of_season

ARCHIVE_TEAM_SCHEDULE = Raw(
    "nba_raw.archive_team_schedule",
    provider=ARCHIVE,
    grain="one team in one game",
    landing="nba/team-schedule",
    key=("game_id", "team_name"),
    unread="everything in it stands in archive_team_games too; kept for later comparison",
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day it was played."),
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type", Text, doc="As the source names it."),
        Column("team", Text, doc="Three-letter code; not unique among exhibition sides."),
        Column("team_name", Text, doc="City and nickname."),
        Column("matchup", Text, doc="`MIA vs. NOP` at home, `NOP @ MIA` away."),
        Column("wl", Text, nullable=True, doc="W or L."),
    ),
)


@rows(ARCHIVE_TEAM_SCHEDULE)
def archive_team_schedule(file: Rel) -> Rel:
    """Known from the season's first day; the letters in it were not, so core does not read them."""
    return file.mutate(known_at=first_of_season(file.season))
