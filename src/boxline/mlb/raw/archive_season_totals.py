"""What each pitcher's season came to, relief included, from an archive file.

The file calls its columns `prior_`, for whoever looks back from the season after. They are totals
of the season that it names, so within that season nobody knew them.
"""

from boxline.catalog import Column, Day, Float, Int, Raw, Rel, rows
from boxline.providers.archive import ARCHIVE, morning_after

_PER_START = (
    ("mean", "Mean"),
    ("median", "Median"),
    ("p25", "Lower quartile"),
    ("p10", "Lowest decile"),
)

ARCHIVE_SEASON_TOTALS = Raw(
    "mlb_raw.archive_season_totals",
    provider=ARCHIVE,
    grain="one pitcher's season",
    landing="mlb/season-totals",
    key=("player_id", "game_date"),
    unread="the games of a season say the same, and when",
    columns=(
        Column("player_id", Int, low=1, source="pitcher", doc="MLB's person id."),
        Column("season", Int, "year", 1876, 2200, doc="The season that is added up."),
        Column("game_date", Day, source="", doc="31 December of the season."),
        Column("batters_faced", Int, "batters", 0, 2000, source="prior_bf", doc="In all games."),
        Column("strikeouts", Int, "strikeouts", 0, 600, source="prior_ks", doc="In all games."),
        Column("games", Int, "games", 0, 110, source="prior_games", doc="Pitched in."),
        Column("starts", Int, "games", 0, 60, source="prior_starts", doc="Of these, started."),
        *(
            Column(
                f"batters_faced_{name}_per_start",
                Float,
                "batters",
                0,
                70,
                nullable=True,
                source=f"prior_bf_{name}",
                doc=f"{words} of his starts; NULL without one.",
            )
            for name, words in _PER_START
        ),
        Column(
            "strikeout_share",
            Float,
            "share",
            0,
            1,
            source="prior_k_pct",
            doc="Strikeouts per batter faced.",
        ),
    ),
)


@rows(ARCHIVE_SEASON_TOTALS)
def archive_season_totals(file: Rel) -> Rel:
    """Known when the year is over."""
    import ibis

    dated = file.mutate(game_date=ibis.date(file.season, 12, 31))
    return dated.mutate(known_at=morning_after(dated.game_date))
