"""Umpires: crews that stay together, and what each man behind the plate does to strikeouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random

from boxline.domain.days import EASTERN

_FIRST_UMPIRE_ID = 490001
_NAMES = (
    "Alton Bress", "Barrett Quill", "Cal Oxenham", "Dante Prewitt", "Emory Sayle", "Floyd Nightly",
    "Gus Tarrant", "Harlan Voss", "Ignacio Rell", "Jude Mapother", "Kirby Lathe", "Lucho Ferrand",
    "Merle Oakes", "Nate Quarrie", "Otis Brandage", "Pryor Welk",
)  # fmt: skip
_PLACES = ("Home Plate", "First Base", "Second Base", "Third Base")
_KNOWN_ET = time(9, 30)  # on the day
_SPREAD = 0.045  # log-odds of a strikeout, between umpires


@dataclass(frozen=True, kw_only=True, slots=True)
class Umpire:
    """One umpire; `strikeouts` is what he adds to their log-odds behind the plate."""

    umpire_id: int
    name: str
    strikeouts: float


class Umpires:
    """All umpires of a season, in crews of four that go from series to series."""

    def __init__(self, rng: Random) -> None:
        self._everybody = tuple(
            Umpire(umpire_id=_FIRST_UMPIRE_ID + number, name=name, strikeouts=rng.gauss(0, _SPREAD))
            for number, name in enumerate(_NAMES)
        )

    def crew(self, home_team_id: int, day: date, game_number: int) -> tuple[Umpire, ...]:
        """Who stands where: plate, first, second, third; places change from game to game."""
        turn = day.toordinal() + game_number
        first = 4 * (home_team_id % (len(self._everybody) // 4))
        crew = self._everybody[first : first + 4]
        return tuple(crew[(place + turn) % 4] for place in range(4))


def places(crew: tuple[Umpire, ...]) -> list[tuple[str, Umpire]]:
    """Each umpire with the name of his place."""
    return list(zip(_PLACES, crew, strict=True))


def crew_known_at(day: date) -> datetime:
    """From when a day's crews are known, UTC."""
    return datetime.combine(day, _KNOWN_ET, EASTERN).astimezone(UTC)
