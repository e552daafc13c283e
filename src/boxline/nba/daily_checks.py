"""What the rows of one day look like together, for every table that has such columns.

The limits rest on ten real seasons. The mean of a day's players strayed from that of the 30 days
before by 0.72 deviations at most, that of the two teams of a lone game by 2.8. They stand apart
from the columns, so that another limit is no other code for the raw tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from boxline.catalog import Column, Float, Known, KnownAsBefore, MeanAsBefore, Varies
from boxline.catalog.plausibility import Check
from boxline.nba.box_score import COUNTS

#: Of players' lines, and of teams': two of a lone game say something, and overtimes add to counts.
NEAR_MEAN, NEAR_MEAN_OF_TEAMS = MeanAsBefore(1.0), MeanAsBefore(5.0, rows=2)

#: The checks of each count.
PLAYER_CHECKS: Mapping[str, tuple[Check, ...]] = dict.fromkeys(COUNTS, (Varies(), NEAR_MEAN))
TEAM_CHECKS: Mapping[str, tuple[Check, ...]] = dict.fromkeys(
    COUNTS, (Varies(rows=8), NEAR_MEAN_OF_TEAMS)
)

#: Whether values go missing is asked of full evenings (six games or so): of a home that holds a few
#: clubs' games, or the playoffs alone, a lone game of two others knows nothing and is no alarm.
KNOWN_ON_A_FULL_EVENING = KnownAsBefore(0.5, rows=200)

#: What is known of a player before a game, as a mean over games of his: it strayed by 0.8 at most.
BEFORE_A_GAME = (Varies(), KNOWN_ON_A_FULL_EVENING, MeanAsBefore(1.5))

#: Of his team or the other one, alike for all players of a side: a lone game's strayed by 2.7. Two
#: teams may well have won as often, or have met a team like the other's, for an evening or two.
OF_A_SIDE = (Varies(days=14, rows=200), KNOWN_ON_A_FULL_EVENING, MeanAsBefore(5.0))

#: What may be alike for everybody on an evening, as long as nobody is out. Its mean is not watched:
#: mostly 0, it leaps when one star comes back.
OF_ABSENCES = (Varies(days=7, rows=200),)

#: Of a player on a full evening, where the mean leaps by nature: everybody is rested after a break.
ON_A_FULL_EVENING = (Varies(rows=200), KNOWN_ON_A_FULL_EVENING)

#: What all may have in common for a week (a break, a season's first days), but not for two of the
#: regular season; two weeks of playoffs, in which nobody plays two days in a row, have up to 1,800
#: rows.
OVER_FULL_WEEKS = (Varies(days=14, rows=2200),)

#: The same of teams, of which a full evening has twelve.
OF_TEAMS_ON_A_FULL_EVENING = (Varies(rows=12), KnownAsBefore(0.5, rows=12))
OF_TEAMS_OVER_FULL_WEEKS = (Varies(days=14, rows=150),)

#: Shares and rates of a sample of shots strayed by 0.6, and once known stay so for the season.
OF_SHOTS = (Varies(), MeanAsBefore(1.5), KNOWN_ON_A_FULL_EVENING)
OF_SHOTS_ALLOWED = (Varies(), MeanAsBefore(1.5), KnownAsBefore(0.5, rows=30))


def floats_watched(columns: Iterable[Column], checks: Sequence[Check]) -> tuple[Column, ...]:
    """Columns of which the floats have these checks, where they have none of their own; those
    that ask whether a value is known only where it may be unknown."""
    unknown = (Known, KnownAsBefore)
    return tuple(
        replace(c, checks=tuple(k for k in checks if c.nullable or not isinstance(k, unknown)))
        if c.type is Float and not c.checks
        else c
        for c in columns
    )
