"""Spreads a season's matchups over the days so that no club plays twice on one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from boxline.sandbox.teams import Club

Matchup = tuple[Club, Club]  # home, away
_DAYS_BETWEEN_GAMES = 1.7  # of one club, on average
_BACK_TO_BACK = 0.35  # chance that a club that played yesterday is asked again
_DAY_OFF = 0.06  # chance that nobody plays
_BREAK_DAYS = 3


def matchups_by_day(
    clubs: Sequence[Club], *, games_per_team: int, first_day: date, rng: Random
) -> list[tuple[date, Club, Club]]:
    """Every matchup with its day, in order; a break of three days lies half-way."""
    left = list(_matchups(clubs, games_per_team, rng))
    half = len(left) // 2
    typical = len(clubs) / 2 / _DAYS_BETWEEN_GAMES
    day, taken, had_break = first_day, list[tuple[date, Club, Club]](), False
    while left:
        if taken and rng.random() < _DAY_OFF:
            day += timedelta(days=1)
        wanted = max(1, rng.randint(round(0.6 * typical), round(1.4 * typical)))
        for matchup in _playable(left, taken, day=day, wanted=wanted, rng=rng):
            left.remove(matchup)
            taken.append((day, *matchup))
        day += timedelta(days=1)
        if len(taken) >= half and not had_break:
            day, had_break = day + timedelta(days=_BREAK_DAYS), True
    return taken


def _matchups(clubs: Sequence[Club], games_per_team: int, rng: Random) -> Iterator[Matchup]:
    """Pairs so that each club has `games_per_team`: full rounds, then one partial round."""
    left = games_per_team
    while left:
        opponents = min(left, len(clubs) - 1)
        yield from _circle(rng.sample(clubs, len(clubs)), opponents)
        left -= opponents


def _circle(clubs: Sequence[Club], opponents: int) -> Iterator[Matchup]:
    """Each club meets its `opponents` nearest in a circle, at home to those after it.

    With an odd number of opponents the last is the club across, so the circle must be even.
    """
    size = len(clubs)
    for step in range(1, opponents // 2 + 1):
        for place, home in enumerate(clubs):
            yield home, clubs[(place + step) % size]
    if opponents % 2:
        for place in range(size // 2):
            yield clubs[place], clubs[place + size // 2]


def _playable(
    left: Sequence[Matchup],
    taken: Sequence[tuple[date, Club, Club]],
    *,
    day: date,
    wanted: int,
    rng: Random,
) -> list[Matchup]:
    """Up to `wanted` matchups for `day`, those of the clubs furthest behind first."""
    behind = Counter(club.team_id for matchup in left for club in matchup)
    shy = _clubs_that_rest(taken, day, rng)

    def urgency(matchup: Matchup) -> float:
        return sum(behind[club.team_id] for club in matchup) + 3 * rng.random()

    chosen: list[Matchup] = []
    for home, away in sorted(left, key=urgency, reverse=True):
        if len(chosen) < wanted and not {home.team_id, away.team_id} & shy:
            chosen.append((home, away))
            shy |= {home.team_id, away.team_id}
    return chosen


def _clubs_that_rest(taken: Sequence[tuple[date, Club, Club]], day: date, rng: Random) -> set[int]:
    """Clubs that played on both days before, and most that played on the last one."""
    recent: dict[int, set[int]] = {1: set(), 2: set()}
    for played_on, home, away in reversed(taken):
        age_days = (day - played_on).days
        if age_days > 2:
            break
        recent[age_days] |= {home.team_id, away.team_id}
    return {
        team_id
        for team_id in sorted(recent[1])
        if team_id in recent[2] or rng.random() > _BACK_TO_BACK
    }
