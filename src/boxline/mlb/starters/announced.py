"""Who is to start, as it was known at a moment."""

from __future__ import annotations

from boxline.catalog import Rel
from boxline.mlb.core.probable_pitchers import SOURCES


def announced(probables: Rel, moments: Rel, *, at: str) -> Rel:
    """The starter of each side by the newest word: of the first source that had said anything.

    Args:
        probables: rows of `mlb_core.probable_pitchers`.
        moments: `game_id` and the moment of each game.
        at: the column of that.
    Returns:
        `game_id`, `team_id` and `player_id`, one row per side of which a starter was named who is
        somebody: a name that is nobody's hides those said before it.
    """
    import ibis

    said = probables.join(moments.select("game_id", known_to=at), "game_id")
    said = said.filter(said.said_at <= said.known_to)
    rank = ibis.cases(*((said.source == one, n) for n, one in enumerate(SOURCES)))
    newest = ibis.window(
        group_by=["game_id", "team_id"], order_by=[rank, ibis.desc("said_at"), "player_name"]
    )
    first = said.mutate(place=ibis.row_number().over(newest)).filter(lambda t: t.place == 0)
    return first.filter(first.player_id.notnull()).select("game_id", "team_id", "player_id")
