"""What a starter may be expected to count, and a side to score: the truth that books near."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

from boxline.sandbox.baseball.chances import ERRORS_IN_PLAY, Chances, chances
from boxline.sandbox.baseball.players import BallPlayer, Knack

_LIMIT_REACHED = 0.893  # of his stamina, as many pitches are thrown on average
_EXTRA_OUTS = 0.018  # of a plate appearance: double plays
_STARTER_SHARE = 0.56  # of a side's plate appearances, those against the starter
_RUNS, _APPEARANCES, _AT_HOME = 3.72, 36.0, 0.08
#: What a plate appearance adds to a side's runs beside an out.
_WALK_RUNS, _HIT_RUNS, _HOME_RUN_RUNS = 0.56, 0.79, 1.66
_AVERAGE = Knack(strikeouts=0.0, walks=0.0, home_runs=0.0, hits=0.0)


class StartMeans(NamedTuple):
    """What a start may be expected to come to."""

    batters_faced: float
    strikeouts: float
    outs: float


def start_means(pitcher: BallPlayer, order: Sequence[BallPlayer], *, place: float) -> StartMeans:
    """The means of a start against an order.

    Args:
        pitcher: who begins.
        order: the batters whom he meets.
        place: what park and plate umpire add to the log-odds of a strikeout.
    """
    first = _met(pitcher, order, place, times_faced=0)
    again = _met(pitcher, order, place, times_faced=1)
    per_batter = 3.3 + 1.5 * first.strikeout + 2.0 * first.walk
    faced = _LIMIT_REACHED * pitcher.stamina / per_batter
    share = max(0.0, 1 - 9 / faced)  # of the batters, those met again
    strikeout = (1 - share) * first.strikeout + share * again.strikeout
    outs = (1 - share) * _outs(first) + share * _outs(again)
    return StartMeans(faced, faced * strikeout, faced * outs)


def expected_runs(
    order: Sequence[BallPlayer], starter: BallPlayer, *, place: float, is_home: bool
) -> float:
    """The runs of a side against a starter and, after him, an average bullpen."""
    worth = fmean(_worth(chances(b, starter, place=place, times_faced=1)) for b in order)
    relief = fmean(_worth(chances(b, _average(starter), place=place)) for b in order)
    usual = _worth(chances(_average(starter), _average(starter), place=0.0))
    mixed = _STARTER_SHARE * worth + (1 - _STARTER_SHARE) * relief
    return max(1.5, _RUNS + _APPEARANCES * (mixed - usual) + (_AT_HOME if is_home else 0.0))


def _met(
    pitcher: BallPlayer, order: Sequence[BallPlayer], place: float, *, times_faced: int
) -> Chances:
    each = [chances(b, pitcher, place=place, times_faced=times_faced) for b in order]
    return Chances(*(fmean(column) for column in zip(*each, strict=True)))


def _on_base(likely: Chances) -> tuple[float, float, float]:
    """Shares of walks and hit batters, of hits but homers, and of homers."""
    free = likely.walk + likely.hit_by_pitch
    in_play = 1 - likely.strikeout - free - likely.home_run
    return free, in_play * (likely.hit + ERRORS_IN_PLAY), likely.home_run


def _outs(likely: Chances) -> float:
    return 1 - sum(_on_base(likely)) + _EXTRA_OUTS


def _worth(likely: Chances) -> float:
    free, hits, homers = _on_base(likely)
    return _WALK_RUNS * free + _HIT_RUNS * hits + _HOME_RUN_RUNS * homers


def _average(like: BallPlayer) -> BallPlayer:
    """Somebody with the same hand and no knack."""
    return BallPlayer(
        player_id=0,
        player_name="",
        position="P",
        bats=like.bats,
        throws=like.throws,
        born=like.born,
        jersey="",
        knack=_AVERAGE,
        stamina=99.0,
    )
