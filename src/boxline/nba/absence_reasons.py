"""Why a player did not play, from the many ways it is written to a few kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Category -> words that tell it, in lower case; the first category with a word in the reason is
#: it. An injury may be written behind `NWT` (not with team), so that comes late.
WORDS = {
    "suspension": ("suspen",),
    "g_league": ("g league", "gleague", "g-league", "two-way", "two way"),
    "trade": ("trade",),
    "personal": ("personal", "bereavement", "family"),
    "injury": (
        *("injur", "illness", "concussion", "protocol", "recondition", "surgery"),
        *("sprain", "strain", "sore", "contusion", "fracture", "spasm", "tendin"),
    ),
    "coach": ("coach",),
    "ineligible": ("ineligible", "not eligible"),
    "not_with_team": ("not with team", "nwt"),
}
#: Looked for as a whole word: `restricted` and `forearm` have it inside.
REST, OTHER = "rest", "other"

CATEGORIES = (*WORDS, REST, OTHER)


def category_of(reason: ir.StringValue) -> ir.StringValue:
    """One of CATEGORIES; NULL without a reason.

    Args:
        reason: as printed (`DNP - Coach's Decision`, `NWT - Injury/Illness - Toe; Sprain`) or in
            the live feed's codes (`INACTIVE_INJURY`).
    """
    import ibis

    said = reason.lower().replace("_", " ")

    def tells(words: tuple[str, ...]) -> ir.BooleanValue:
        first, *others = (said.contains(word) for word in words)
        for other in others:
            first = first | other
        return first

    return ibis.cases(
        (reason.isnull(), ibis.null("string")),
        *((tells(words), category) for category, words in WORDS.items()),
        (said.re_search("(^|[^a-z])rest([^a-z]|$)"), REST),
        else_=OTHER,
    )
