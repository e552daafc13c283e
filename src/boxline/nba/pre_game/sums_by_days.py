"""Sums over the games on the days before one: several spans of days in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boxline.catalog import Rel


def sums_by_days(
    asked: Rel,
    games: Rel,
    *,
    entity: Sequence[str],
    sums: Mapping[str, tuple[str, int | None]],
) -> Rel:
    """What an entity's games add up to on the days before each day asked for.

    Args:
        asked: rows with `game_date` and the entity's columns.
        games: one row per game, with `game_date` and the entity's columns.
        sums: added column -> integer column of `games` that is summed, and how many days back
            count; None for all of them.
    Returns:
        The entity's columns, `game_date` and the sums, one row per entity and day: of each that
        was asked for, and of others. 0 where there was no game.
    """
    import ibis

    keys = [*entity, "game_date"]
    sources = list(dict.fromkeys(source for source, _ in sums.values()))
    zeros = {source: ibis.literal(0, "int64") for source in sources}
    marked = asked.select(*keys).distinct().mutate(**zeros)
    both = ibis.union(games.select(*keys, *sources), marked.select(*keys, *sources))
    days = both.group_by(keys).agg(**{s: both[s].sum().cast("int64") for s in sources})
    days = days.mutate(game_day=days.game_date.epoch_days())

    def before(source: str, back: int | None) -> Any:
        window = ibis.range_window(group_by=list(entity), order_by="game_day", preceding=(back, 1))
        return days[source].sum().over(window).coalesce(0).cast("int64")

    return days.select(*keys, **{name: before(*what) for name, what in sums.items()})
