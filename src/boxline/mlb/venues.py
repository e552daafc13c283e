"""Where games are played: which parks have a roof, and what time it is there."""

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
    *(1, 2, 3, 4, 5, 7, 10, 17, 19, 22, 31, 2394, 2395, 2523, 2529, 2602, 2680, 2681, 2735),
    *(2889, 3289, 3309, 3312, 3313, 3949, 4309, 4705, 5340, 5381, 6130),
)


def roof_of(venue_id: ir.IntegerValue) -> ir.StringValue:
    """`open`, `retractable` or `dome`; NULL of a park that is not known."""
    import ibis

    parks = (OPEN, RETRACTABLE, DOMES)
    return ibis.cases(*((venue_id.isin(ids), roof) for roof, ids in zip(ROOFS, parks, strict=True)))


#: Hours from UTC during a season, when every park but those in Arizona and Asia has summer time.
_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = -4, -5, -6, -7
_ZONES = {
    _EASTERN: (
        *(2, 3, 5, 12, 14, 31, 2394, 2523, 2602, 2681, 2735, 3289, 3309, 3313, 4169, 4309, 4705),
        6130,
    ),
    _CENTRAL: (4, 7, 17, 32, 2392, 2889, 3312, 3949, 5325),
    _MOUNTAIN: (19, 5340),
    _PACIFIC: (1, 10, 15, 22, 680, 2395, 2529, 2680),
    1: (5381,),
    9: (2397, 5150),
}

#: A game that starts at five in the afternoon by the park's clock, or later, is a night game.
NIGHT_BEGINS_HOUR = 17


def day_or_night(starts_at: ir.TimestampValue, venue_id: ir.IntegerValue) -> ir.StringValue:
    """`day` or `night` by the clock of the park; NULL of a park or start that is not known."""
    import ibis

    hours = ibis.cases(*((venue_id.isin(ids), ibis.literal(h)) for h, ids in _ZONES.items()))
    hour = (starts_at.hour() + hours + 24) % 24
    return ibis.cases(
        (hour.isnull(), ibis.null("string")), (hour < NIGHT_BEGINS_HOUR, "day"), else_="night"
    )
