"""Points, rebounds and assists lines of two pick'em sites, one row per side, from an archive file.

Pulled once a day by UTC date: a fifth of the rows stand in the file of the day after their game.
"""

from boxline.catalog import Column, Day, Float, Instant, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, afternoon_of, league_day_of

ARCHIVE_PLAYER_PROP_LINES = Raw(
    "nba_raw.archive_player_prop_lines",
    provider=ARCHIVE,
    grain="one side of one line of one player's prop at one site, in the pull of one day",
    landing="nba/player-prop-lines",
    # A site lists several lines of one prop, so the line is part of what the row is. 28 rows of the
    # archive stand in it twice, and one of each pair is refused.
    key=("file_date", "event_id", "bookmaker", "market", "player_name", "side", "line"),
    complete_within=("file_date", "event_id"),
    columns=(
        Column("file_date", Day, doc="The day of the pull."),
        Column("event_id", Text, doc="The Odds API's id of the game."),
        Column("game_date", Day, source="", doc="The league day: the Eastern date of `starts_at`."),
        Column("starts_at", Instant, source="commence_time", doc="Start in UTC, as then known."),
        Column("home_team", Text, doc="City and nickname."),
        Column("away_team", Text, doc="City and nickname."),
        Column("bookmaker", Text, doc="PrizePicks or Underdog."),
        Column(
            "market",
            Text,
            one_of=("player_points", "player_rebounds", "player_assists"),
            doc="The prop, as The Odds API names it.",
        ),
        Column("player_name", Text, source="player", doc="As the site writes it; no id is sent."),
        Column("side", Text, one_of=("Over", "Under"), doc="Which side the price is for."),
        Column("line", Float, "of the prop", 0, 200, doc="The number to be over or under."),
        Column(
            "price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            doc="Nearly always -137: a pick'em site pays by the number of picks. -100000 means "
            "that there is no price.",
        ),
    ),
)


@rows(ARCHIVE_PLAYER_PROP_LINES)
def archive_player_prop_lines(file: Rel) -> Rel:
    """Known at 17:00 Eastern of the day of the pull, whose hour is not in the file."""
    return file.mutate(
        game_date=league_day_of(file.starts_at), known_at=afternoon_of(file.file_date)
    )
