"""How likely each end of a plate appearance is, for a batter, a pitcher and where they meet."""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

from boxline.sandbox.baseball.players import BallPlayer

STRIKEOUT, WALK, HIT_BY_PITCH, HOME_RUN = 0.219, 0.081, 0.011, 0.0275  # shares of the league
HITS_IN_PLAY = 0.292  # of balls in play, home runs aside
ERRORS_IN_PLAY = 0.014
_SAME_HAND = (0.09, -0.08, -0.10, -0.05)  # strikeouts, walks, home runs, hits; log-odds
_OTHER_HAND = (-0.07, 0.06, 0.08, 0.04)
_EACH_TIME_THROUGH = (-0.05, 0.02, 0.06)  # of the order, from the second on: likewise
_TIRED_FROM = 14  # pitches before his stamina is spent
_EACH_TIRED_PITCH = (-0.008, 0.010, 0.008)
_LEAST, _MOST = 0.004, 0.6


def _log_odds(share: float) -> float:
    return log(share / (1 - share))


_STRIKEOUT, _WALK, _HOME_RUN, _HITS = map(_log_odds, (STRIKEOUT, WALK, HOME_RUN, HITS_IN_PLAY))


class Chances(NamedTuple):
    """Shares of plate appearances; `hit` and what is left of balls in play alone."""

    strikeout: float
    walk: float
    hit_by_pitch: float
    home_run: float
    hit: float


def chances(
    batter: BallPlayer,
    pitcher: BallPlayer,
    *,
    place: float,
    times_faced: int = 0,
    pitches: int = 0,
) -> Chances:
    """The chances of one plate appearance.

    Both differ from the league in log-odds, and the differences add up.

    Args:
        batter: who bats.
        pitcher: who pitches.
        place: what park and plate umpire add to the log-odds of a strikeout.
        times_faced: how often this pitcher has met this batter's place in the order today.
        pitches: thrown by the pitcher so far.
    Source:
        Morey and Cohen (2015), Bias in the log5 estimation of outcome of batter/pitcher matchups,
        and an alternative, J. Sports Analytics 1(1), 65-76 (the odds-ratio form).
    """
    hands = _SAME_HAND if batter.side_against(pitcher.throws) == pitcher.throws else _OTHER_HAND
    tired = max(0.0, pitches - pitcher.stamina + _TIRED_FROM)
    again = min(times_faced, 3)
    of_batter, of_pitcher = batter.knack, pitcher.knack
    return Chances(
        strikeout=_share(
            _STRIKEOUT
            + of_batter.strikeouts
            + of_pitcher.strikeouts
            + place
            + hands[0]
            + _EACH_TIME_THROUGH[0] * again
            + _EACH_TIRED_PITCH[0] * tired
        ),
        walk=_share(
            _WALK
            + of_batter.walks
            + of_pitcher.walks
            + hands[1]
            + _EACH_TIME_THROUGH[1] * again
            + _EACH_TIRED_PITCH[1] * tired
        ),
        hit_by_pitch=HIT_BY_PITCH,
        home_run=_share(
            _HOME_RUN
            + of_batter.home_runs
            + of_pitcher.home_runs
            + hands[2]
            + _EACH_TIME_THROUGH[2] * again
            + _EACH_TIRED_PITCH[2] * tired
        ),
        hit=_share(_HITS + of_batter.hits + of_pitcher.hits + hands[3]),
    )


def _share(log_odds: float) -> float:
    return min(_MOST, max(_LEAST, 1 / (1 + exp(-log_odds))))
