"""Player names as other sources write them: diacritics and suffixes come and go."""

from __future__ import annotations

import unicodedata
from functools import cache
from random import Random

from boxline.sandbox.players import SUFFIXES

UNKNOWN_NAMES = ("Casimir Unheard", "Thaddeus Nobody", "Florian Walkon-Smythe")
_PLAIN_SHARE = 0.4  # of awkward names that a source writes plainly


@cache
def spelled(name: str, source: str) -> str:
    """How the source writes the name, always alike; nine names in ten as NBA.com does."""
    rng = Random(f"{source}/{name}")
    if rng.random() > _PLAIN_SHARE:
        return name
    return rng.choice((without_diacritics, without_suffix))(name)


def without_diacritics(name: str) -> str:
    """The name in ASCII; one with a letter such as ø, which has no plain part, stays.

    >>> without_diacritics("Rémy Kovačina"), without_diacritics("Vuk Sørvik")
    ('Remy Kovacina', 'Vuk Sørvik')
    """
    parts = unicodedata.normalize("NFKD", name)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain.isascii() else name


def without_suffix(name: str) -> str:
    """The name without Jr., II or III.

    >>> without_suffix("Abel Vossler Jr.")
    'Abel Vossler'
    """
    first, _, last = name.rpartition(" ")
    return first if last in SUFFIXES else name


def last_name_first(name: str) -> str:
    """As the league's injury reports have it, the suffix with the last name.

    >>> last_name_first("Abel Vossler Jr.")
    'Vossler Jr., Abel'
    """
    first, _, rest = name.partition(" ")
    return f"{rest}, {first}"
