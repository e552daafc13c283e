"""Batting orders as texts: whole ones are compared, and taken apart again."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.providers.mlb_stats_api_schedule import BATTERS


def as_orders(batters: Rel, *, by: list[str]) -> Rel:
    """One row per order that is whole: `batting` has the ids of its nine in turn, with commas.

    Args:
        batters: rows with `batting_order` and `player_id`.
        by: what tells one order from another.
    """
    orders = batters.group_by(by).agg(
        batters=batters.batting_order.nunique(),
        batting=batters.player_id.cast("string").group_concat(
            ",", order_by=["batting_order", "player_id"]
        ),
    )
    return orders.filter(orders.batters == BATTERS).drop("batters")


def as_batters(orders: Rel) -> Rel:
    """One row per place of each order: `batting_order` and `player_id` instead of `batting`."""
    import ibis

    listed = orders.batting.split(",")
    others = [c for c in orders.columns if c != "batting"]
    return ibis.union(
        *(
            orders.select(
                *others,
                batting_order=ibis.literal(place, "int64"),
                player_id=listed[place - 1].cast("int64"),
            )
            for place in range(1, BATTERS + 1)
        )
    )
