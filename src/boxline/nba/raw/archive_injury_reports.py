"""The league's injury reports of 13:30 and 17:30 Eastern, every line of them, from an archive file.

They cover today's and tomorrow's games. A club that has not reported yet stands there once, without
a player.
"""

from boxline.catalog import Column, Day, Instant, Raw, Rel, Text, rows
from boxline.nba.injury_reports import STATUSES
from boxline.providers.archive import ARCHIVE, instant_of, utc_of_eastern

ARCHIVE_INJURY_REPORTS = Raw(
    "nba_raw.archive_injury_reports",
    provider=ARCHIVE,
    grain="one line of one report",
    landing="nba/injury-reports",
    # The archive's All-Star lines stand in it twice, and one of each pair is refused.
    key=("report_time_et", "matchup", "team", "line_of"),
    unread="every status in it lies inside a run of nba_raw.archive_injury_status_history",
    columns=(
        Column("season", Text, doc="For example 2024-25."),
        Column("report_time_et", Text, doc="Eastern wall clock, as printed on the report."),
        Column("reported_at", Instant, source="", doc="The same instant in UTC."),
        Column("game_date", Day, doc="The league day of the game."),
        Column("game_time_et", Text, doc="`07:30 (ET)`: Eastern, afternoon or evening."),
        Column("matchup", Text, doc="`CHA@UTA`: away, home; `UNK@UNK` of the All-Star game."),
        Column("team", Text, doc="City and nickname; `Non-NBA Team` of the All-Star game."),
        Column(
            "player_name",
            Text,
            nullable=True,
            doc="`Hardaway Jr., Tim`; NULL where the club had not reported, and in two lines that "
            "lost it.",
        ),
        Column(
            "line_of",
            Text,
            source="",
            doc="Whose line it is: `player_name`, or the words that stand in place of one.",
        ),
        Column(
            "status", Text, nullable=True, one_of=STATUSES, doc="NULL in a line without a player."
        ),
        Column("reason", Text, doc="As printed; `NOT YET SUBMITTED` where the club had not."),
    ),
)


@rows(ARCHIVE_INJURY_REPORTS)
def archive_injury_reports(file: Rel) -> Rel:
    """Known when the report was printed."""
    reported_at = utc_of_eastern(instant_of(file.report_time_et))
    return file.mutate(
        reported_at=reported_at,
        line_of=file.player_name.coalesce(file.reason),
        known_at=reported_at,
    )
