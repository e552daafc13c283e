"""What a forecasting system is: what is known goes in, one number per row or a reason comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.learnt import Learnt
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.rows import Floats, Rows

#: A player's newest state says nothing of this season yet.
NO_GAME_THIS_SEASON = "no earlier game this season"


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A number per row: NaN where the system makes none, and then `reason` says why, else "".

    Attributes:
        is_median: whether the number is a median of what comes, or a mean.
        minutes: those it expects if he plays; None of systems that expect none.
    """

    value: Floats
    reason: NDArray[np.object_]
    is_median: bool = False
    minutes: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that was known before some games.

    Attributes:
        rows: who could appear, one row per player and game, with the features of before it.
        games: earlier games, a row per player who appeared: the features of before it, and
            `actual_{prop}`, what then came. In the order of `game_day` (days as integers); a row of
            `rows` may look only at those of earlier days than its own `game_day`.
        population: what is supposed of each player (`populations`).
        learnt: what was fitted on earlier days.
        said: (system, prop) -> what systems before this one made of the same rows.
    """

    rows: Rows
    games: Rows = field(default_factory=lambda: Rows({}))
    population: str = EVERYBODY
    learnt: Learnt = field(default_factory=Learnt)
    said: Mapping[tuple[str, str], Forecast] = field(default_factory=dict)


class System(Protocol):
    """A module of this package: its name is stored with every prediction.

    One that speaks of some props only has their names as PROPS; one whose number depends on what is
    supposed of the player has the populations as POPULATIONS; one that looks at earlier games tells
    which columns of them by `read_of_past(prop)`, and finds only such at night.
    """

    NAME: str

    def forecast(self, known: Known, prop: str) -> Forecast:
        """What is expected of each row of `known.rows` on a prop, if he plays."""


def made(
    value: Floats, reasons: Mapping[str, NDArray[np.bool_]], *, is_median: bool = False
) -> Forecast:
    """A forecast from numbers, and the reasons for which there is none.

    Args:
        reasons: why -> where; the first that applies is told, and no number is left there.
    Raises:
        ValueError: a number is missing and no reason says why: the system is wrong.
    """
    reason = np.full(len(value), "", dtype=object)
    for why, where in reasons.items():
        reason[where & (reason == "")] = why
    left = np.where(reason == "", value, np.nan)
    if np.isnan(left[reason == ""]).any():
        raise ValueError("a number is missing, and no reason says why")
    return Forecast(value=left, reason=reason, is_median=is_median)
