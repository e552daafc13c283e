"""Lines on made threes of seven bookmakers, one pull a day, from an archive file."""

from boxline.catalog import Column, Day, Float, Instant, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, afternoon_of, league_day_of

ARCHIVE_THREES_LINES = Raw(
    "nba_raw.archive_threes_lines",
    provider=ARCHIVE,
    grain="one player's line at one bookmaker, in the pull of one day",
    landing="nba/threes-lines",
    key=("file_date", "game", "bookmaker", "player_name"),
    complete_within=("file_date", "game"),
    columns=(
        Column("player_name", Text, source="player", doc="As the bookmaker writes it."),
        Column("game", Text, doc="`Detroit Pistons @ Philadelphia 76ers`: away, home."),
        Column("home_team", Text, source="", doc="City and nickname, of `game`."),
        Column("away_team", Text, source="", doc="City and nickname, of `game`."),
        Column("starts_at", Instant, source="game_time", doc="Start in UTC, as then known."),
        Column("game_date", Day, source="", doc="The league day: the Eastern date of `starts_at`."),
        Column(
            "market",
            Text,
            one_of=("player_threes",),
            doc="The prop, as The Odds API names it.",
        ),
        Column("line", Float, "of the prop", 0, 30, doc="The number to be over or under."),
        Column("bookmaker", Text, doc="The Odds API's key of the bookmaker."),
        Column(
            "over_price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            nullable=True,
            source="over_odds",
            doc="Price of the over; NULL where only the under was offered.",
        ),
        Column(
            "under_price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            nullable=True,
            source="under_odds",
            doc="Price of the under; NULL where only the over was offered.",
        ),
        Column("file_date", Day, doc="The day of the pull, which is the day of the game."),
        Column(
            "bookmaker_updated_at",
            Instant,
            nullable=True,
            source="bookmaker_last_update",
            doc="When the bookmaker last changed anything, UTC; NULL in nine rows of ten.",
        ),
        Column(
            "market_updated_at",
            Instant,
            nullable=True,
            source="market_last_update",
            doc="When the bookmaker last changed its threes, UTC; NULL in nine rows of ten.",
        ),
    ),
)


@rows(ARCHIVE_THREES_LINES)
def archive_threes_lines(file: Rel) -> Rel:
    """Known when the market was updated, else at 17:00 Eastern of the day of the pull."""
    sides = file.game.split(" @ ")
    return file.mutate(
        away_team=sides[0],
        home_team=sides[1],
        game_date=league_day_of(file.starts_at),
        known_at=file.market_updated_at.coalesce(afternoon_of(file.file_date)),
    )
