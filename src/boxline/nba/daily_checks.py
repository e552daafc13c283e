"""What the lines of one day look like together, for every table that has them.

The limits rest on ten real seasons. The mean of a day's players strayed from that of the 30 days
before by 0.72 deviations at most, that of the two teams of a lone game by 2.8. They stand apart
from the columns, so that another limit is no other code for the raw tables.
"""

from collections.abc import Mapping

from boxline.catalog import MeanAsBefore, Varies
from boxline.catalog.plausibility import Check
from boxline.nba.box_score import COUNTS

#: Of players' lines, and of teams': two of a lone game say something, and overtimes add to counts.
NEAR_MEAN, NEAR_MEAN_OF_TEAMS = MeanAsBefore(1.0), MeanAsBefore(5.0, rows=2)

#: The checks of each count.
PLAYER_CHECKS: Mapping[str, tuple[Check, ...]] = dict.fromkeys(COUNTS, (Varies(), NEAR_MEAN))
TEAM_CHECKS: Mapping[str, tuple[Check, ...]] = dict.fromkeys(
    COUNTS, (Varies(rows=8), NEAR_MEAN_OF_TEAMS)
)
