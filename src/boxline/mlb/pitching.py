"""The counting statistics of a pitcher's game: the same columns and rules wherever they appear."""

from boxline.catalog import AtMost, Column, Int

#: our name, unit, most in one game, whether a source may not tell it, meaning
_COUNTS = (
    ("outs", "outs", 60, False, "Outs while he pitched; three are an inning."),
    ("batters_faced", "batters", 70, False, "Whole plate appearances against him."),
    ("pitches", "pitches", 250, True, "Thrown to batters."),
    ("strikes", "pitches", 200, True, "Of these, strikes."),
    ("strikeouts", "strikeouts", 30, False, "Batters struck out."),
    ("walks", "walks", 30, False, "Allowed, intentional ones too."),
    ("hit_batters", "batters", 20, True, "Hit by a pitch of his."),
    ("hits", "hits", 40, False, "Allowed."),
    ("home_runs", "home runs", 20, True, "Allowed."),
    (
        "runs",
        "runs",
        40,
        True,
        "Charged to him; of the archive those that scored while he pitched.",
    ),
    ("earned_runs", "runs", 40, True, "Charged to him without errors."),
    ("reached_base", "batters", 60, True, "Batters who reached base."),
    ("last_inning", "innings", 30, True, "The last inning in which he pitched."),
    ("times_through_order", "times", 8, True, "How often the batter he faced most came up."),
)

COUNTS = tuple(name for name, *_ in _COUNTS)

#: What holds inside every line, and is checked in every table that has one.
PITCHING_RULES = (
    AtMost("strikeouts", "batters_faced"),
    AtMost("hits", "batters_faced"),
    AtMost("home_runs", "hits"),
    AtMost("strikes", "pitches"),
    AtMost("earned_runs", "runs"),
)


def pitching_columns() -> tuple[Column, ...]:
    """The counts of one pitcher in one game; NULL where the source does not tell one."""
    return tuple(
        Column(
            name,
            Int,
            unit,
            0,
            most,
            nullable=is_untold,
            doc=meaning + (" NULL where the source does not tell." if is_untold else ""),
        )
        for name, unit, most, is_untold, meaning in _COUNTS
    )
