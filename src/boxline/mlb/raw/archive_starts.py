"""One row per starting pitcher and game, counted from Statcast's pitches, from an archive file."""

from boxline.catalog import Column, Day, Flag, Int, Raw, Rel, Text, rows
from boxline.mlb.coverage import STARTS
from boxline.providers.archive import ARCHIVE, morning_after

ARCHIVE_STARTS = Raw(
    "mlb_raw.archive_starts",
    provider=ARCHIVE,
    grain="one start of one pitcher",
    landing="mlb/starts",
    key=("game_id", "player_id"),
    complete_within=("game_id",),
    covers=STARTS,
    columns=(
        Column("game_id", Text, source="game_pk", doc="MLB's game id (`gamePk`) as text."),
        Column("game_date", Day, doc="The league day; of a suspended game the day it began."),
        Column("game_year", Int, "year", 1876, 2200, doc="Year of the season."),
        Column("player_id", Int, low=1, source="pitcher", doc="MLB's person id."),
        Column("team", Text, source="pitcher_team", doc="Code; ATH of the Oakland years too."),
        Column("opponent_team", Text, doc="Code; ATH of the Oakland years too."),
        Column("is_home", Flag, doc="Whether his team bats last."),
        Column("outs", Int, "outs", 0, 60, doc="Outs while he pitched, on the bases too."),
        Column("batters_faced", Int, "batters", 1, 70, source="bf", doc="Whole ones."),
        Column("pitches", Int, "pitches", 0, 250, doc="Of whole plate appearances."),
        Column("runs", Int, "runs", 0, 40, source="runs_allowed", doc="Scored while he pitched."),
        Column("hits", Int, "hits", 0, 40, doc="Allowed."),
        Column("walks", Int, "walks", 0, 30, doc="Allowed, intentional ones too."),
        Column("strikeouts", Int, "strikeouts", 0, 30, doc="Batters struck out."),
        Column("reached_base", Int, "batters", 0, 60, doc="Batters who reached base."),
        Column("last_inning", Int, "innings", 1, 30, source="max_inning", doc="His last one."),
        Column(
            "times_through_order",
            Int,
            "times",
            1,
            8,
            source="tto_max",
            doc="How often the batter he faced most often came up.",
        ),
        Column(
            "days_since_prev_game",
            Int,
            "days",
            1,
            366,
            nullable=True,
            doc="From his last game of the season, in relief too; NULL of his first.",
        ),
        Column("game_innings", Int, "innings", 1, 30, source="game_max_inning", doc="Of the game."),
        Column(
            "inning_half",
            Text,
            one_of=("Top", "Bot"),
            source="inning_topbot",
            doc="The half in which he pitches: Top at home.",
        ),
    ),
)


@rows(ARCHIVE_STARTS)
def archive_starts(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after."""
    return file.mutate(known_at=morning_after(file.game_date))
