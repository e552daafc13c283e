"""Batters' game logs of MLB's Stats API, of 277 batters in 2026, from an archive file."""

from boxline.catalog import Column, Day, Flag, Int, Raw, Rel, Text, rows
from boxline.mlb.batting import BATTING_RULES, batting_columns
from boxline.providers.archive import ARCHIVE, morning_after

ARCHIVE_BATTER_GAMES = Raw(
    "mlb_raw.archive_batter_games",
    provider=ARCHIVE,
    grain="one batter's line in one game",
    landing="mlb/batter-games",
    key=("game_id", "player_id"),
    columns=(
        Column("game_id", Text, source="game_pk", doc="MLB's game id (`gamePk`) as text."),
        Column("game_number", Int, low=1, high=2, doc="Of the two of a doubleheader."),
        Column("day_night", Text, one_of=("day", "night"), doc="As MLB's schedule says."),
        Column("game_date", Day, doc="The league day."),
        Column("season", Int, "year", 1876, 2200, doc="Year of the season."),
        Column("player_id", Int, low=1, doc="MLB's person id."),
        Column("player_name", Text, doc="As MLB writes it, diacritics kept."),
        Column("bats", Text, one_of=("L", "R", "S"), doc="S of one who switches."),
        Column("throws", Text, one_of=("L", "R", "S"), doc="His arm."),
        Column("team_id", Int, low=1, doc="MLB's team id."),
        Column("team", Text, doc="Name of the club."),
        Column("opponent_team_id", Int, low=1, source="opponent_id", doc="MLB's team id."),
        Column("opponent", Text, doc="Name of the club."),
        Column("is_home", Flag, doc="Whether his team bats last."),
        Column("is_win", Flag, doc="Whether his team won."),
        Column("positions", Text, doc="Played, with commas between: `PH,LF`."),
        Column("games_played", Int, "games", 1, 1, doc="Always 1."),
        *batting_columns(are_archived=True),
    ),
    rules=BATTING_RULES,
)


@rows(ARCHIVE_BATTER_GAMES)
def archive_batter_games(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after."""
    return file.mutate(known_at=morning_after(file.game_date))
