"""Whose name it is: the normalised form in transforms, and the curated aliases.

An alias says that a name as some source sends it is another name of a player whom the box scores
call otherwise. It stands in `player_aliases.csv` with what makes one sure of it. A name that two
players could bear (an initial before a common family name) is left out, and stays unresolved.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

from boxline.domain.names import PLAIN_LETTERS, STEPS, normalised_name

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Files beside this module that it reads: they count in the code version of what uses it.
RESOURCES = ("player_aliases.csv",)


def _read_aliases(text: str) -> dict[str, str]:
    rows = csv.DictReader(text.splitlines())
    return {normalised_name(r["name_sent"]): normalised_name(r["player_name"]) for r in rows}


#: Normalised name as sent -> normalised name that the box scores use.
ALIASES: Mapping[str, str] = _read_aliases(
    files("boxline.nba").joinpath(RESOURCES[0]).read_text(encoding="utf-8")
)


def normalised(name: ir.StringValue) -> ir.StringValue:
    """`boxline.domain.names.normalised_name` as an expression; NULL where nothing is left."""
    letters, plain = "".join(PLAIN_LETTERS), "".join(PLAIN_LETTERS.values())
    found = name.lower().translate(letters, plain)
    for pattern, replacement in STEPS:
        found = found.re_replace(pattern, replacement)
    return found.nullif("")


def alias_of(form: ir.StringValue) -> ir.StringValue:
    """The normalised name that the box scores use instead; NULL where no alias is known."""
    return form.cases(*ALIASES.items(), else_=None)
