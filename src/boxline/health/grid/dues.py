"""When a game's rows are owed, and from when their absence is late: by the clock, never by a flag.

A game that nothing reports as over is reckoned over once its time has passed. Otherwise the box
scores that would say so could be lost without anybody missing them.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from boxline.domain.days import from_eastern, numbered_day

#: From the start to the final, which nobody reports to the second: a game takes about two hours
#: and a quarter, and the rest leaves room for two overtimes.
GAME_SECONDS = 3.0 * 3600

#: Eastern: the start assumed where no schedule knows it. No game begins earlier.
UNKNOWN_START = "12:00"


def reckoned(
    starts: NDArray[np.float64], days: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When games begin and are over: three hours after their start. Where no source knows that
    (NaN) they begin at noon Eastern, and are over at the end of their day.

    Args:
        starts: POSIX seconds, one for each game.
        days: the numbers of their days.
    Returns:
        Two arrays of POSIX seconds, as long.
    """
    begin, over = starts.copy(), starts + GAME_SECONDS
    is_unknown = np.isnan(starts)
    for number in sorted(set(days[is_unknown].tolist())):
        day = numbered_day(number)
        of_day = is_unknown & (days == number)
        begin[of_day] = from_eastern(day, UNKNOWN_START).timestamp()
        over[of_day] = from_eastern(day + timedelta(days=1), "00:00").timestamp()
    return begin, over
