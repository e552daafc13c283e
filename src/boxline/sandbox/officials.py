"""The referees: a pool of invented names, and who works which game."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from random import Random

from boxline.sandbox.fixtures import Fixture

_FIRST_OFFICIAL_ID = 9700001
_ROLES = ("Crew Chief", "Referee", "Umpire")
_GIVEN_NAMES = "Alden Brice Corin Delphine Edric Fenna Garrick Hester Ivor Jolene Kendrick Lorna"
_FAMILY_NAMES = "Ashdown Bellweather Crosswaite Dunmarrow Eastlake Farringdon Goldspink"


@dataclass(frozen=True, kw_only=True, slots=True)
class Official:
    """One referee of a game; `role` is Crew Chief, Referee or Umpire."""

    official_id: int
    official_name: str
    jersey_number: int
    role: str


def crews(fixtures: Iterable[Fixture], *, seed: int) -> Mapping[str, tuple[Official, ...]]:
    """By game id three officials each; nobody works two games on one day.

    Args:
        fixtures: of a season; at most 28 on one day.
        seed: of the draws.
    """
    found: dict[str, tuple[Official, ...]] = {}
    by_day = sorted(fixtures, key=lambda fixture: (fixture.game_date, fixture.game_id))
    for day, of_day in groupby(by_day, key=lambda fixture: fixture.game_date):
        free = _shuffled(day, seed)
        for fixture in of_day:
            found[fixture.game_id] = tuple(_official(free.pop(), role) for role in _ROLES)
    return found


def _shuffled(day: date, seed: int) -> list[int]:
    pool = list(range(len(_GIVEN_NAMES.split()) * len(_FAMILY_NAMES.split())))
    Random(f"{seed}/officials/{day}").shuffle(pool)
    return pool


def _official(place: int, role: str) -> Official:
    given, family = _GIVEN_NAMES.split(), _FAMILY_NAMES.split()
    # 12 and 7 have no common divisor: every pair of names comes once.
    name = f"{given[place % len(given)]} {family[place % len(family)]}"
    return Official(
        official_id=_FIRST_OFFICIAL_ID + place,
        official_name=name,
        jersey_number=place + 1,
        role=role,
    )
