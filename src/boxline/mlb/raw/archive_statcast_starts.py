"""What Statcast measured of each start, by the pitcher's name, from an archive file.

It has no ids, and of a day on which two clubs met twice the starts of one game only, or one of
each. Its rows of 2025 are no such season's: all but 19 of them repeat a row of 2024, dated 366 days
on. So none of them is a start that anybody knows, and none is taken for one.
"""

from boxline.catalog import AtMost, Column, Day, Flag, Float, Int, Raw, Rel, SumOf, Text, rows
from boxline.mlb.pitch_kinds import PITCH_KINDS, measured_columns, usage_columns
from boxline.providers.archive import ARCHIVE, morning_after


def _throws() -> tuple[Column, ...]:
    return tuple(
        Column(
            f"throws_{code}", Flag, doc=f"Whether the source counts {kind} among what he throws."
        )
        for code, kind in PITCH_KINDS.items()
    )


ARCHIVE_STATCAST_STARTS = Raw(
    "mlb_raw.archive_statcast_starts",
    provider=ARCHIVE,
    grain="one start of one pitcher, by his name",
    landing="mlb/statcast-starts",
    key=("game_date", "home_team", "away_team", "player_name"),
    columns=(
        Column("game_date", Day, doc="The day, as the file dates it: see above of 2025."),
        Column("player_name", Text, doc="Without diacritics; his own clubs are not told."),
        Column("away_team", Text, doc="Code; OAK throughout."),
        Column("home_team", Text, doc="Code; OAK throughout."),
        Column("throws", Text, one_of=("L", "R"), source="p_throws", doc="His arm."),
        Column("outs", Int, "outs", 0, 60, doc="By events of batters: some on the bases lack."),
        Column("pitches", Int, "pitches", 0, 250, doc="All, of a batter left to another too."),
        Column(
            "batters_faced", Int, "batters", 0, 70, source="pa", doc="One left to another counts."
        ),
        Column("runs", Int, "runs", 0, 60, doc="As sent; it is not the runs of any line."),
        Column("hits", Int, "hits", 0, 40, doc="Allowed."),
        Column("strikeouts", Int, "strikeouts", 0, 30, source="k", doc="Batters struck out."),
        Column("walks", Int, "walks", 0, 30, source="bb", doc="Intentional ones left out."),
        Column("hit_batters", Int, "batters", 0, 20, source="hbp", doc="Hit by a pitch."),
        Column("home_runs", Int, "home runs", 0, 20, source="hr", doc="Allowed."),
        Column("fly_balls", Int, "batted balls", 0, 60, source="fb", doc="Allowed."),
        Column("ground_balls", Int, "batted balls", 0, 60, source="gb", doc="Allowed."),
        Column("strikes_taken_or_missed", Int, "pitches", 0, 200, source="strikes", doc="As sent."),
        Column("balls", Int, "pitches", 0, 200, doc="As sent."),
        Column("balls_in_play", Int, "batted balls", 0, 80, source="bip", doc="As sent."),
        Column("whiffs", Int, "pitches", 0, 100, doc="Swung at and missed."),
        Column("called_strikes", Int, "pitches", 0, 100, source="cs", doc="Taken for a strike."),
        Column("called_or_missed", Int, "pitches", 0, 150, source="csw", doc="Both together."),
        Column(
            "expected_average",
            Float,
            "hits per at-bat",
            0,
            2,
            True,
            decimals=6,
            source="x_ba",
            doc="By exit velocity and launch angle; NULL without a batted ball.",
        ),
        Column(
            "weighted_on_base",
            Float,
            "wOBA",
            0,
            3,
            True,
            decimals=6,
            source="w_oba",
            doc="wOBA of the batters faced; NULL where it is not sent.",
        ),
        Column(
            "expected_weighted_on_base",
            Float,
            "wOBA",
            0,
            3,
            True,
            decimals=6,
            source="xw_oba",
            doc="Likewise by exit velocity and launch angle; NULL where it is not sent.",
        ),
        *_throws(),
        *measured_columns(),
        *usage_columns(),
    ),
    rules=(
        SumOf("called_or_missed", ((1, "called_strikes"), (1, "whiffs"))),
        AtMost("strikeouts", "batters_faced"),
    ),
    max_rejected_share=0.05,
)


@rows(ARCHIVE_STATCAST_STARTS)
def archive_statcast_starts(file: Rel) -> Rel:
    """Known at 06:00 Eastern of the day after."""
    return file.mutate(known_at=morning_after(file.game_date))
