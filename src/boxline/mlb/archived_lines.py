"""The columns of the archive's files of pitchers' lines: DraftKings, several captures a day."""

from __future__ import annotations

from boxline.catalog import Column, Day, Float, Instant, Rel, Text
from boxline.providers.archive import league_day_of

#: Whose lines they are.
BOOKMAKER = "draftkings"

#: What identifies one offer of one capture.
CAPTURE_KEY = ("captured_at", "event_id_draftkings", "player_name")


def capture_columns() -> tuple[Column, ...]:
    """Which capture, whose line, and of which game."""
    return (
        Column("captured_at", Instant, doc="When the page was read, UTC."),
        Column("captured_on", Day, source="date", doc="The Eastern day of that, not of the game."),
        Column("game_date", Day, source="", doc="The league day: the Eastern date of `starts_at`."),
        Column("player_name", Text, source="pitcher_name", doc="As the bookmaker writes it."),
        Column("team", Text, doc="His club's code as the bookmaker writes it: ARI, OAK."),
        Column("event_id_draftkings", Text, source="event_id", doc="DraftKings' id of the game."),
        Column("starts_at", Instant, source="start_time_utc", doc="Start in UTC, as then known."),
    )


def american_column(name: str, source: str, doc: str) -> Column:
    """A price as it was written."""
    return Column(
        name, Float, "American odds", -100_000, 100_000, nullable=True, source=source, doc=doc
    )


def two_sided_columns(unit: str, most: float) -> tuple[Column, ...]:
    """A line with a price on each side."""
    return (
        Column("line", Float, unit, 0, most, doc="The number to be over or under."),
        american_column("over_price_american", "over_odds", "Price of the over."),
        american_column("under_price_american", "under_odds", "Price of the under."),
    )


def as_captured(file: Rel) -> Rel:
    """A file's rows on the day of their game, known when the page was read."""
    return file.mutate(game_date=league_day_of(file.starts_at), known_at=file.captured_at)
