"""Closing spread, total and moneylines of eighteen seasons, with scores, from an archive file."""

from boxline.catalog import Column, Day, Flag, Float, Int, Raw, Rel, Text, rows
from boxline.providers.archive import ARCHIVE, morning_after


def _points(name: str, doc: str, *, high: int = 100) -> Column:
    return Column(name, Int, "points", 0, high, True, doc=doc)


ARCHIVE_CLOSING_LINES = Raw(
    "nba_raw.archive_closing_lines",
    provider=ARCHIVE,
    grain="one game",
    landing="nba/closing-lines",
    key=("game_date", "away", "home"),
    columns=(
        Column("season_end_year", Int, "year", 2000, 2100, doc="2025 is the season 2024-25."),
        Column("game_date", Day, doc="The league day it was played."),
        Column("is_regular", Flag, doc="False of playoffs, and of play-in and Cup final."),
        Column("is_playoffs", Flag, doc="False of the regular season, play-in and Cup final."),
        Column("away", Text, doc="ESPN's code in lower case: gs, ny, sa, no, utah, wsh, ..."),
        Column("home", Text, doc="ESPN's code in lower case."),
        _points("score_away", "Final score.", high=300),
        _points("score_home", "Final score.", high=300),
        *(
            _points(f"{part}_{side}", "Scored in that part; ot is all overtimes together.")
            for side in ("away", "home")
            for part in ("q1", "q2", "q3", "q4", "ot")
        ),
        Column("whos_favored", Text, one_of=("home", "away"), doc="Whom `spread` is laid by."),
        Column(
            "spread", Float, "points", 0, 60, True, doc="Points the favourite gives; never < 0."
        ),
        Column("total", Float, "points", 0, 400, True, doc="Both sides' points together."),
        Column(
            "moneyline_away",
            Int,
            "American odds",
            -100_000,
            100_000,
            True,
            doc="Price of the away side winning; NULL from 2023-01-17 on.",
        ),
        Column(
            "moneyline_home",
            Int,
            "American odds",
            -100_000,
            100_000,
            True,
            doc="Price of the home side winning; NULL from 2023-01-17 on.",
        ),
        Column("h2_spread", Float, "points", 0, 60, True, doc="Spread of the second half."),
        Column("h2_total", Float, "points", 0, 250, True, doc="Total of the second half."),
        Column("id_spread", Int, nullable=True, doc="1 the favourite covered, 0 not, 2 a push."),
        Column("id_total", Int, nullable=True, doc="1 it went over, 0 under, 2 a push."),
    ),
)


@rows(ARCHIVE_CLOSING_LINES)
def archive_closing_lines(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after, because the scores stand in the same row."""
    return file.mutate(known_at=morning_after(file.game_date))
