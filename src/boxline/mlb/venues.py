"""Where games are played: which parks have a roof."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROOFS = ("open", "retractable", "dome")

#: Parks with a roof that opens, and those that have one for good, by MLB's venue id.
RETRACTABLE = (14, 15, 32, 680, 2392, 4169, 5325)
DOMES = (12, 2397, 5150)

#: Parks under the sky in which games that count were played. One that is in none of the three is
#: one of which nobody has told.
OPEN = (
    *(1, 2, 3, 4, 5, 7, 10, 17, 19, 22, 31, 2394, 2395, 2523, 2529, 2602, 2680, 2681, 2889),
    *(3289, 3309, 3312, 3313, 3949, 4309, 4705, 5340, 5381, 6130),
)


def roof_of(venue_id: ir.IntegerValue) -> ir.StringValue:
    """`open`, `retractable` or `dome`; NULL of a park that is not known."""
    import ibis

    parks = (OPEN, RETRACTABLE, DOMES)
    return ibis.cases(*((venue_id.isin(ids), roof) for roof, ids in zip(ROOFS, parks, strict=True)))
