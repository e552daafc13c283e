"""The counting statistics of a batter's game: the same columns and rules wherever they appear."""

from boxline.catalog import AtMost, Column, Int, SumOf

#: ours, the archive's where it differs, unit, most in one game, meaning
_COUNTS = (
    ("plate_appearances", "", "plate appearances", 15, "Turns at the plate."),
    ("at_bats", "", "at-bats", 15, "Turns without walks, hit batters, sacrifices, interference."),
    ("runs", "", "runs", 10, "Scored by him."),
    ("hits", "", "hits", 10, "Base hits."),
    ("doubles", "", "hits", 10, "Hits for two bases."),
    ("triples", "", "hits", 10, "Hits for three bases."),
    ("home_runs", "", "home runs", 6, "Hits for four bases."),
    ("total_bases", "", "bases", 40, "1 a hit, and 1, 2 or 3 more for longer ones."),
    ("runs_batted_in", "rbi", "runs", 20, "Credited to him."),
    ("strikeouts", "strike_outs", "strikeouts", 12, "Times struck out."),
    ("walks", "base_on_balls", "walks", 12, "Intentional ones too."),
    ("intentional_walks", "", "walks", 12, "Of these, on purpose."),
    ("hit_by_pitch", "", "times", 8, "Times hit by a pitch."),
    ("sacrifice_bunts", "sac_bunts", "bunts", 8, "Bunts that cost an out and moved a runner."),
    ("sacrifice_flies", "sac_flies", "flies", 8, "Flies that cost an out and scored a runner."),
    ("catcher_interferences", "catchers_interference", "times", 8, "Given a base for that."),
    ("stolen_bases", "", "bases", 10, "Stolen by him."),
    ("caught_stealing", "", "times", 10, "Caught at it."),
    ("ground_outs", "", "outs", 12, "Outs on the ground."),
    ("fly_outs", "", "outs", 12, "Outs by a fly."),
    ("air_outs", "", "outs", 12, "Outs in the air: flies, liners, pops."),
    ("double_plays", "ground_into_double_play", "times", 8, "Grounded into."),
    ("triple_plays", "ground_into_triple_play", "times", 4, "Grounded into."),
    ("left_on_base", "", "runners", 30, "Left on base by his outs."),
    ("pitches", "number_of_pitches", "pitches", 100, "Seen by him."),
)

COUNTS = tuple(name for name, *_ in _COUNTS)

#: What holds inside every line, and is checked in every table that has one.
BATTING_RULES = (
    AtMost("hits", "at_bats"),
    AtMost("intentional_walks", "walks"),
    AtMost("fly_outs", "air_outs"),
    SumOf("total_bases", ((1, "hits"), (1, "doubles"), (2, "triples"), (3, "home_runs"))),
    SumOf(
        "plate_appearances",
        (
            (1, "at_bats"),
            (1, "walks"),
            (1, "hit_by_pitch"),
            (1, "sacrifice_bunts"),
            (1, "sacrifice_flies"),
            (1, "catcher_interferences"),
        ),
    ),
)


def batting_columns(*, are_archived: bool = False) -> tuple[Column, ...]:
    """The counts of one batter in one game; of a file under the names that it has there."""
    return tuple(
        Column(
            name, Int, unit, 0, most, source=(sent or None) if are_archived else None, doc=meaning
        )
        for name, sent, unit, most, meaning in _COUNTS
    )
