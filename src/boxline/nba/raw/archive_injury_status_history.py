"""How long each player was listed with one status and reason, of all the league's hourly injury
reports of three regular seasons, from an archive file."""

from boxline.catalog import Column, Day, Instant, Int, Raw, Rel, Text, rows
from boxline.nba.injury_reports import STATUSES
from boxline.providers.archive import ARCHIVE, instant_of, utc_of_eastern

ARCHIVE_INJURY_STATUS_HISTORY = Raw(
    "nba_raw.archive_injury_status_history",
    provider=ARCHIVE,
    grain="one unbroken run of one status and reason of one player for one game",
    landing="nba/injury-status-history",
    key=("matchup", "team", "player_name", "first_report_et"),
    columns=(
        Column("season", Text, doc="For example 2024-25."),
        Column("game_date", Day, doc="The league day of the game."),
        Column("matchup", Text, doc="`CHA@UTA`: away, home."),
        Column("team", Text, doc="City and nickname of the player's club."),
        Column("player_name", Text, doc="`Hardaway Jr., Tim`."),
        Column("game_time_et", Text, doc="`07:30 (ET)`: Eastern, afternoon or evening."),
        Column("status", Text, one_of=STATUSES, doc="As printed."),
        Column("reason", Text, doc="As printed; `-` where the report gives none."),
        Column("first_report_et", Text, doc="Eastern wall clock of the first report with it."),
        Column("first_reported_at", Instant, source="", doc="The same instant in UTC."),
        Column("last_report_et", Text, doc="Eastern wall clock of the last report with it."),
        Column("last_reported_at", Instant, source="", doc="The same instant in UTC."),
        Column("n_reports", Int, "reports", 1, 1000, doc="Hourly reports with it."),
        Column("run_no", Int, low=1, high=100, doc="1, 2, ... among the player's for this game."),
    ),
)


@rows(ARCHIVE_INJURY_STATUS_HISTORY)
def archive_injury_status_history(file: Rel) -> Rel:
    """Known from the first report with it; how long it lasted was known only later."""
    first = utc_of_eastern(instant_of(file.first_report_et))
    return file.mutate(
        first_reported_at=first,
        last_reported_at=utc_of_eastern(instant_of(file.last_report_et)),
        known_at=first,
    )
