"""Batting orders as rows of nine places: whole ones are compared, and taken apart again."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.providers.mlb_stats_api_schedule import BATTERS

#: The columns of an order: the ids of its nine in turn.
PLACES = tuple(f"place_{place}" for place in range(1, BATTERS + 1))


def as_orders(batters: Rel, *, by: list[str]) -> Rel:
    """One row per order that is whole, with PLACES.

    Args:
        batters: rows with `batting_order` and `player_id`.
        by: what tells one order from another.
    """
    import ibis

    orders = batters.group_by(by).agg(
        **{
            name: batters.player_id.max(where=batters.batting_order == place)
            for place, name in enumerate(PLACES, 1)
        }
    )
    return orders.filter(ibis.and_(*(orders[name].notnull() for name in PLACES)))


def as_batters(orders: Rel) -> Rel:
    """One row per place of each order: `batting_order` and `player_id` instead of PLACES."""
    import ibis

    others = [c for c in orders.columns if c not in PLACES]
    return ibis.union(
        *(
            orders.select(
                *others, batting_order=ibis.literal(place, "int64"), player_id=orders[name]
            )
            for place, name in enumerate(PLACES, 1)
        )
    )
