"""How rested a pitcher was."""

from __future__ import annotations

from boxline.catalog import Column, Int, Rel
from boxline.catalog.windows import with_newest_before, with_totals_before

#: So many days back games are counted.
RECENT_DAYS = 30

COLUMNS = (
    Column(
        "days_since_last_game",
        Int,
        "days",
        1,
        366,
        nullable=True,
        doc="From his last game of the season, in relief too where a source tells of it, to this "
        "one; NULL of his first. Nothing stands in for that.",
    ),
    Column(
        f"games_last_{RECENT_DAYS}_days",
        Int,
        "games",
        0,
        40,
        doc=f"His games on the {RECENT_DAYS} days before this one.",
    ),
)


def of_workload(spine: Rel, pitched: Rel) -> Rel:
    """Days and games before each game.

    Args:
        spine: rows with `game_id`, `player_id`, `game_date` and `season`.
        pitched: pitchers' games of this season, of later days too.
    Returns:
        `game_id`, `player_id` and COLUMNS.
    """
    import ibis

    key = spine.select("game_id", "player_id", "game_date", "season")
    days = pitched.select("player_id", "season", "game_date", last_on="game_date").distinct()
    was = with_newest_before(
        key, days, entity=["player_id", "season"], columns={"last_on": "last_on"}
    )
    rested = was.mutate(
        days_since_last_game=was.game_date.epoch_days() - was.last_on.epoch_days()
    ).drop("last_on")
    return with_totals_before(
        rested,
        pitched.mutate(one_game=ibis.literal(1, "int64")),
        entity=["player_id", "season"],
        totals={f"games_last_{RECENT_DAYS}_days": "one_game"},
        days=RECENT_DAYS,
    ).select("game_id", "player_id", *(c.name for c in COLUMNS))
