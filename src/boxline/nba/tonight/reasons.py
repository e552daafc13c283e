"""Why a forecast is what it is: the few facts behind it, in words."""

from __future__ import annotations

from typing import Any

#: A forecast so far from the average, as a share of it, is called above or below it.
FAR = 0.08

#: Points per 100 possessions: so far from what is usual a defence is called stingy or generous.
FAR_RATING = 3.0


def reasons(row: Any) -> list[str]:
    """The facts behind one forecast, the heaviest first.

    Args:
        row: has `prop_type`, `forecast`, `expected_minutes`, `minutes_avg_season`, the averages of
            the prop, `days_rest`, `opponent_defensive_rating_last_10`, `usual_rating` (of all
            defences, these days) and `teammates_out`; what is None is not spoken of.
    """
    found = []
    season = getattr(row, f"{row.prop_type}_avg_season")
    last_10 = getattr(row, f"{row.prop_type}_avg_last_10")
    if row.expected_minutes is not None:
        beside = "" if row.minutes_avg_season is None else f", {row.minutes_avg_season:.1f} a game"
        found.append(f"{row.expected_minutes:.0f} minutes expected{beside}")
    if season is not None:
        of_late = "" if last_10 is None else f", {last_10:.1f} over the last 10"
        found.append(f"{season:.1f} a game this season{of_late}")
    if row.forecast is not None and season:
        share = row.forecast / season - 1
        if abs(share) >= FAR:
            found.append(
                f"expected {abs(share):.0%} {'above' if share > 0 else 'below'} his average"
            )
    rating = row.opponent_defensive_rating_last_10
    if rating is not None and abs(rating - row.usual_rating) >= FAR_RATING:
        kind = "generous" if rating > row.usual_rating else "stingy"
        found.append(f"a {kind} defence of late: {rating:.0f} points allowed per 100 possessions")
    if row.teammates_out:
        found.append(f"{row.teammates_out} of his team-mates out")
    if row.days_rest == 1:
        found.append("played yesterday")
    elif row.days_rest is not None and row.days_rest > 6:
        found.append(f"first game in {row.days_rest} days")
    return found
