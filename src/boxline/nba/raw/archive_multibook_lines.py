"""Spreads of twenty bookmakers about noon UTC of each day, from an archive file."""

from boxline.catalog import Column, Day, Float, Instant, Int, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, league_day_of

ARCHIVE_MULTIBOOK_LINES = Raw(
    "nba_raw.archive_multibook_lines",
    provider=ARCHIVE,
    grain="one side of one game at one bookmaker, in the snapshot of one day",
    landing="nba/multibook-lines",
    key=("snapshot_date", "event_id", "bookmaker", "market", "side"),
    complete_within=("snapshot_date", "event_id"),
    columns=(
        Column("snapshot_date", Day, doc="The day of the snapshot; up to 36 days before the game."),
        Column("event_id", Text, doc="The Odds API's id of the game."),
        Column("game_date", Day, source="", doc="The league day: the Eastern date of `starts_at`."),
        Column("starts_at", Instant, source="commence_time", doc="Start in UTC, as then known."),
        Column("home_team", Text, doc="City and nickname."),
        Column("away_team", Text, doc="City and nickname."),
        Column("bookmaker", Text, doc="The Odds API's key of the bookmaker."),
        Column("market", Text, one_of=("spread",), doc="What is bet on."),
        Column("side", Text, one_of=("home", "away"), doc="Whose spread and price it is."),
        Column(
            "line",
            Float,
            "points",
            -100,
            100,
            doc="Added to the side's points: negative for the favourite.",
        ),
        Column("price_american", Int, "American odds", -100_000, 100_000, doc="Of this side."),
        Column(
            "updated_at",
            Instant,
            source="last_update",
            doc="When the bookmaker last changed it, UTC.",
        ),
    ),
)


@rows(ARCHIVE_MULTIBOOK_LINES)
def archive_multibook_lines(file: Rel) -> Rel:
    """Known when the bookmaker updated it."""
    return file.mutate(game_date=league_day_of(file.starts_at), known_at=file.updated_at)
