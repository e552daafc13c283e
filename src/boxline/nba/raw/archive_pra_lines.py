"""Lines on points + rebounds + assists of eleven bookmakers, taken at the start of the game, from
an archive file."""

from boxline.catalog import Column, Day, Float, Instant, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, league_day_of

ARCHIVE_PRA_LINES = Raw(
    "nba_raw.archive_pra_lines",
    provider=ARCHIVE,
    grain="one line of one player at one bookmaker, as updated at one instant",
    landing="nba/pra-lines",
    # 1.5 % of the archive's rows repeat another, price and all, and are refused as doubled.
    key=("event_id", "bookmaker", "player_name", "line", "updated_at"),
    complete_within=("event_id", "bookmaker", "updated_at"),
    columns=(
        Column("player_name", Text, source="player", doc="As the bookmaker writes it."),
        Column("event_id", Text, doc="The Odds API's id of the game."),
        Column(
            "event_date",
            Day,
            doc="As sent; of 20 of the archive's 666 games the UTC date, a day after the game.",
        ),
        Column(
            "game_date",
            Day,
            source="",
            doc="The league day: the Eastern date of `updated_at`, which is within the hour after "
            "the start and names the day the box scores name, where `event_date` does not.",
        ),
        Column("home_team", Text, doc="City and nickname."),
        Column("away_team", Text, doc="City and nickname."),
        Column("bookmaker", Text, doc="The bookmaker's name in full."),
        Column("line", Float, "of the prop", 0, 200, doc="The number to be over or under."),
        Column(
            "updated_at",
            Instant,
            source="last_update",
            doc="When the bookmaker last changed its lines, UTC; mostly minutes after the start.",
        ),
        Column(
            "over_price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            nullable=True,
            doc="Price of the over; NULL where only the under was offered.",
        ),
        Column(
            "under_price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            nullable=True,
            doc="Price of the under; NULL where only the over was offered.",
        ),
        Column("season", Text, doc="For example 2023-24."),
    ),
)


@rows(ARCHIVE_PRA_LINES)
def archive_pra_lines(file: Rel) -> Rel:
    """Known when the bookmaker updated it."""
    return file.mutate(game_date=league_day_of(file.updated_at), known_at=file.updated_at)
