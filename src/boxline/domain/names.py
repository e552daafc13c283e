"""Names of persons: the one form under which two spellings of a name are the same.

The steps are data, so that a language other than Python can take the same ones (see
`boxline.nba.names`). Their patterns are regular expressions that Python and RE2 read alike.
"""

from __future__ import annotations

import re
import unicodedata


def _plain_letters() -> dict[str, str]:
    """Each lower-case letter of the Latin blocks with a mark, and the letter without it."""
    # A stroke, and the dot that an i lacks, do not come off by decomposition.
    found = {"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "\u0131": "i"}
    for code in range(0xDF, 0x250):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if "a" <= plain <= "z":
            found[chr(code)] = plain
    return found


#: Letter with a mark -> letter without, one for one.
PLAIN_LETTERS = _plain_letters()

_TABLE = str.maketrans("".join(PLAIN_LETTERS), "".join(PLAIN_LETTERS.values()))

_SUFFIX = r"(?:jr|sr|ii|iii|iv)"

#: Taken in this order on the lower-cased name with plain letters: pattern -> what replaces it.
STEPS = (
    # Marks that stand alone after their letter, and what is left out in the writing.
    ("[\u0300-\u036f.'\u2018\u2019\u02bc`\u00b4]", ""),
    # `Tillman, Sr`: that comma turns nothing round.
    (rf"[ ,]+{_SUFFIX} *$", ""),
    (r"^([^,]*),(.*)$", r"\2 \1"),
    (r"[^a-z0-9]+", " "),
    (rf" {_SUFFIX} *$", ""),
    (r"^ +| +$", ""),
)


def normalised_name(name: str) -> str:
    """The form that decides whether two names are the same: lower case, without diacritics, dots
    and apostrophes, hyphens as spaces, given name first, without a suffix.

    Suffixes fall away because sources add and drop them at will: whoever looks a name up has to
    refuse one that fits both father and son. Empty where nothing is left of the name.

    >>> normalised_name("Hardaway Jr., Tim")
    'tim hardaway'
    >>> normalised_name("Luka Dončić") == normalised_name("DONCIC, Luka")
    True
    >>> normalised_name("De'Aaron Fox"), normalised_name("P.J. Washington Jr.")
    ('deaaron fox', 'pj washington')
    >>> normalised_name("Xavier Tillman, Sr."), normalised_name("Karl-Anthony  Towns")
    ('xavier tillman', 'karl anthony towns')
    """
    found = name.lower().translate(_TABLE)
    for pattern, replacement in STEPS:
        found = re.sub(pattern, replacement, found)
    return found
