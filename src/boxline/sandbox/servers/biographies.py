"""What the providers tell of a player beside his play: drawn for him once, always alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from boxline.sandbox.players import FIRST_PLAYER_ID

_COLLEGES = ("Northgate State", "Lakeview", "Cascade A&M", "St. Brannock", "Port Albion")
_COUNTRIES = ("USA",) * 8 + ("France", "Serbia", "Canada", "Nigeria")
_BDL_PRIME, _BDL_STEP = 999_983, 7_919
_ESPN_PRIME, _ESPN_STEP = 999_979, 104_729


@dataclass(frozen=True, kw_only=True, slots=True)
class Biography:
    """Height as feet-inches, weight in pounds; the draft is None for one who was not drafted."""

    height: str
    height_inches: int
    weight_pounds: int
    jersey_number: str
    college: str
    country: str
    draft_year: int | None
    draft_round: int | None
    draft_number: int | None
    birth_date: str


@cache
def biography(player_id: int, position_group: str) -> Biography:
    """Tall centres, shorter guards; one player in five was not drafted."""
    rng = Random(f"biography/{player_id}")
    inches = round(rng.gauss({"G": 76, "F": 80, "C": 83}[position_group], 1.4))
    drafted = rng.random() < 0.8
    year = rng.randint(2010, 2023)
    pick = rng.randint(1, 58)
    return Biography(
        height=f"{inches // 12}-{inches % 12}",
        height_inches=inches,
        weight_pounds=round(rng.gauss({"G": 195, "F": 220, "C": 245}[position_group], 8)),
        jersey_number=str(rng.choice((*range(56), 77, 88, 99))),
        college=rng.choice(_COLLEGES),
        country=rng.choice(_COUNTRIES),
        draft_year=year if drafted else None,
        draft_round=1 + (pick > 30) if drafted else None,
        draft_number=pick if drafted else None,
        birth_date=f"{year - 20}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
    )


def player_id_bdl(player_id: int) -> int:
    """Balldontlie's id of a player: in another order than NBA.com's, and no two alike."""
    return 1 + (player_id - FIRST_PLAYER_ID + 1) * _BDL_STEP % _BDL_PRIME


def player_id_of_bdl(id_bdl: int) -> int:
    """NBA.com's id of a player by balldontlie's.

    >>> player_id_of_bdl(player_id_bdl(9000123))
    9000123
    """
    return (id_bdl - 1) * pow(_BDL_STEP, -1, _BDL_PRIME) % _BDL_PRIME + FIRST_PLAYER_ID - 1


def player_id_espn(player_id: int) -> int:
    """ESPN's id of a player."""
    return 3_000_000 + (player_id - FIRST_PLAYER_ID + 1) * _ESPN_STEP % _ESPN_PRIME


def split_name(name: str) -> tuple[str, str]:
    """First and last name, the suffix with the last.

    >>> split_name("Abel Vossler Jr.")
    ('Abel', 'Vossler Jr.')
    """
    first, _, last = name.partition(" ")
    return first, last


def initialled(name: str) -> str:
    """The name as play-by-play has it.

    >>> initialled("Abel Vossler Jr.")
    'A. Vossler Jr.'
    """
    first, last = split_name(name)
    return f"{first[:1]}. {last}"


def slug_of(name: str) -> str:
    """The name in an address.

    >>> slug_of("Abel Vossler Jr.")
    'abel-vossler-jr'
    """
    return name.lower().replace(".", "").replace(" ", "-")
