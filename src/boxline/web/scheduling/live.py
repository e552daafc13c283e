"""While games are on: decided from the calendar alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from boxline.domain.days import league_day
from boxline.engine.calendar import Game

#: Before a day's first start something is worth asking for, and this long after its last one
#: nobody waits any more for a game that nobody calls final.
BEFORE, AFTER = timedelta(minutes=10), timedelta(hours=6)


def live_days(games: Iterable[Game], now: datetime) -> list[date]:
    """The league days whose games are on, in order: today's, and after midnight yesterday's.

    A league's day is on from ten minutes before its first start until all its games are final, or
    six hours after its last start. A game whose start nobody knows opens no day, and keeps none
    open.
    """
    today = league_day(now)
    days = (today - timedelta(days=1), today)
    evenings: dict[tuple[str, date], list[Game]] = {}
    for game in games:
        if game.day in days:
            evenings.setdefault((game.league, game.day), []).append(game)
    return sorted({day for (_, day), of_day in evenings.items() if _is_on(of_day, now)})


def next_live_at(games: Iterable[Game], now: datetime) -> datetime | None:
    """When the next games come on that are not; None where the calendar knows of none."""
    first: dict[tuple[str, date], datetime] = {}
    for game in games:
        if game.starts_at is not None and not game.is_final:
            evening = game.league, game.day
            first[evening] = min(game.starts_at, first.get(evening, game.starts_at))
    return min((start - BEFORE for start in first.values() if start - BEFORE > now), default=None)


def _is_on(games: Sequence[Game], now: datetime) -> bool:
    known = [(game.starts_at, game.is_final) for game in games if game.starts_at is not None]
    if not known or all(is_final for _, is_final in known):
        return False
    starts = [start for start, _ in known]
    return min(starts) - BEFORE <= now < max(starts) + AFTER
