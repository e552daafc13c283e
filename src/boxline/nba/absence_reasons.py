"""Why a player did not play, from the many ways it is written to a few kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Category -> what of a reason in lower case tells it; the first category that is told is it. An
#: injury may be written behind `NWT` (not with team), so that comes late. `rest` counts as a whole
#: word: `restricted` and `forest` have it inside.
PATTERNS = {
    "suspension": "suspen",
    "g_league": "g.?league|two.way",
    "trade": "trade",
    "personal": "personal|bereavement|family",
    "injury": "injur|illness|concussion|protocol|recondition|surgery|sprain|strain|sore|contusion"
    "|fracture|spasm|tendin",
    "coach": "coach",
    "ineligible": "ineligible|not eligible",
    "not_with_team": "not.with.team|nwt",
    "rest": "(^|[^a-z])rest([^a-z]|$)",
}
OTHER = "other"

CATEGORIES = (*PATTERNS, OTHER)


def category_of(reason: ir.StringValue) -> ir.StringValue:
    """One of CATEGORIES; NULL without a reason.

    Args:
        reason: as printed (`DNP - Coach's Decision`, `NWT - Injury/Illness - Toe; Sprain`) or in
            the live feed's codes (`INACTIVE_INJURY`).
    """
    import ibis

    said = reason.lower()
    return ibis.cases(
        (reason.isnull(), ibis.null("string")),
        *((said.re_search(pattern), category) for category, pattern in PATTERNS.items()),
        else_=OTHER,
    )
