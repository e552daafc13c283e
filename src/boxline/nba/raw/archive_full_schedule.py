"""A whole season's schedule flattened from scheduleLeagueV2, from an archive file."""

from boxline.catalog import Column, Day, Flag, Instant, Int, Raw, Rel, Text, rows
from boxline.nba.identity import season
from boxline.providers.archive import ARCHIVE, first_of_season, instant_of

ARCHIVE_FULL_SCHEDULE = Raw(
    "nba_raw.archive_full_schedule",
    provider=ARCHIVE,
    grain="one game on the schedule",
    landing="nba/full-schedule",
    key=("game_id",),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, source="game_date_est", doc="The league day it is set for."),
        Column("game_code", Text, doc="`20241004/BOSDEN`: day, away, home."),
        Column("game_status", Int, low=1, high=3, doc="1 scheduled, 2 live, 3 final."),
        Column("game_status_text", Text, nullable=True, doc="As sent."),
        Column("game_datetime_est", Text, nullable=True, doc="Eastern wall clock with a false Z."),
        Column("game_datetime_utc", Text, nullable=True, doc="Start in UTC."),
        Column(
            "tipped_off_at",
            Instant,
            nullable=True,
            source="",
            doc="Scheduled start in UTC, of `game_datetime_utc`; NULL where that is missing.",
        ),
        Column("week_number", Int, nullable=True, doc="Week of the season, 0 before it."),
        Column("week_name", Text, nullable=True, doc="As sent."),
        Column("game_label", Text, nullable=True, doc="Preseason, Emirates NBA Cup, ..."),
        Column("game_sub_label", Text, nullable=True, doc="As sent."),
        Column("series_text", Text, nullable=True, doc="State of a playoff series."),
        Column("if_necessary", Text, nullable=True, doc="Whether a playoff game may fall away."),
        Column("postponed_status", Text, nullable=True, doc="N, or how it was postponed."),
        Column("is_neutral", Flag, nullable=True, doc="Whether the floor is neither side's own."),
        Column("arena", Text, nullable=True, doc="Arena."),
        Column("arena_city", Text, nullable=True, doc="City of the arena."),
        Column("home_team_id", Int, low=0, doc="NBA.com's team id."),
        Column("away_team_id", Int, low=0, doc="NBA.com's team id."),
        Column("home_team", Text, nullable=True, doc="Three-letter code; invented at All-Star."),
        Column("away_team", Text, nullable=True, doc="Three-letter code; invented at All-Star."),
        Column("home_score", Int, "points", 0, 300, True, doc="NULL or 0 where not played."),
        Column("away_score", Int, "points", 0, 300, True, doc="NULL or 0 where not played."),
        Column("season_type", Text, doc="As the source names it."),
    ),
)


@rows(ARCHIVE_FULL_SCHEDULE)
def archive_full_schedule(file: Rel) -> Rel:
    """Known from the season's first day; the scores in it were not, so core does not read them."""
    return file.mutate(
        tipped_off_at=instant_of(file.game_datetime_utc.replace("Z", "")),
        known_at=first_of_season(season(file.game_id)),
    )
