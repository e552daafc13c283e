"""The schedule of ten seasons with Eastern tip times, from an archive file.

For 2024-25 it stops in November 2024: it lacks 30 games and misdates 18.
"""

from boxline.catalog import Column, Day, Instant, Int, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, first_of_season, instant_of, utc_of_eastern

ARCHIVE_SCHEDULE = Raw(
    "nba_raw.archive_schedule",
    provider=ARCHIVE,
    grain="one game on the schedule",
    landing="nba/schedule",
    key=("game_id",),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, source="game_date_et", doc="The league day it is set for."),
        Column("game_code", Text, doc="`20151002/DENLAC`: day, away, home."),
        Column("tip_time_et", Text, nullable=True, doc="Eastern wall clock HH:MM:SS."),
        Column(
            "tipped_off_at",
            Instant,
            nullable=True,
            source="",
            doc="Scheduled start in UTC; NULL without a tip time.",
        ),
        Column("season", Text, doc="For example 2024-25."),
        Column("season_type", Text, doc="As the source names it."),
        Column("literal", Text, nullable=True, doc="As sent."),
        Column("series_text", Text, nullable=True, doc="State of a playoff series."),
        Column("arena", Text, nullable=True, doc="Arena."),
        Column("arena_city", Text, nullable=True, doc="City of the arena."),
        Column("status_code", Text, nullable=True, doc="1 scheduled, 2 live, 3 final."),
        Column("status_text", Text, nullable=True, doc="As sent."),
        Column("home_team_id", Int, low=0, doc="NBA.com's team id."),
        Column("away_team_id", Int, low=0, doc="NBA.com's team id."),
        Column("home_team", Text, nullable=True, doc="Three-letter code."),
        Column("away_team", Text, nullable=True, doc="Three-letter code."),
        Column("home_score", Int, "points", 0, 300, True, doc="NULL where not played."),
        Column("away_score", Int, "points", 0, 300, True, doc="NULL where not played."),
    ),
)


@rows(ARCHIVE_SCHEDULE)
def archive_schedule(file: Rel) -> Rel:
    """Known from the season's first day; the scores in it were not, so core does not read them."""
    wall = instant_of(file.game_date.cast("string").concat(" ", file.tip_time_et))
    return file.mutate(tipped_off_at=utc_of_eastern(wall), known_at=first_of_season(file.season))
