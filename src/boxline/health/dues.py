"""When a game's rows are owed, and from when their absence is late: by the clock, never by a flag.

A game that nothing reports as over is reckoned over once its time has passed. Otherwise the box
scores that would say so could be lost without anybody missing them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from boxline.catalog import Raw, Table
from boxline.catalog.expectations import Due, GameState
from boxline.domain.days import from_eastern, league_day
from boxline.engine.calendar import Game

#: From the start to the final, which nobody reports to the second: a game takes about two hours
#: and a quarter, and the rest leaves room for two overtimes.
GAME_HOURS = 3.0

#: Eastern: the start assumed where no schedule knows it. No game begins earlier.
UNKNOWN_START = "12:00"


def reckoned_start(game: Game) -> datetime:
    """The start; noon Eastern where no source knows it."""
    return game.starts_at or from_eastern(game.day, UNKNOWN_START)


def reckoned_final(game: Game) -> datetime:
    """When the game is over: three hours after its start, the end of its day where that is
    unknown."""
    if game.starts_at is not None:
        return game.starts_at + timedelta(hours=GAME_HOURS)
    return from_eastern(game.day + timedelta(days=1), "00:00")


def late_from(game: Game, due: Due) -> datetime:
    """From when an absent row of the game is late."""
    is_final = due.state is GameState.FINAL
    return (reckoned_final(game) if is_final else reckoned_start(game)) + timedelta(hours=due.hours)


def is_owed(dataset: Raw | Table, game: Game, now: datetime) -> bool:
    """Whether a dataset owes rows of a game by now: of one that is over, or that its horizon has
    reached."""
    if dataset.expects is None:
        return False
    if dataset.expects.state is GameState.FINAL:
        return game.is_final or now >= reckoned_final(game)
    horizon = dataset.horizon_days if isinstance(dataset, Table) else None
    return horizon is None or game.day <= league_day(now) + timedelta(days=horizon)
