"""What the injury reports had said of a player by some instant."""

from boxline.catalog import Rel


def with_status_known(rows: Rel, injuries: Rel, *, at: str) -> Rel:
    """Add `injury_status`: the newest status that was known of a player before his game.

    Args:
        rows: one row per player and game, with `game_id` and `player_id`.
        injuries: status intervals of the same days.
        at: the column of `rows` with the instant up to which it may know.
    Returns:
        `rows` with `injury_status`; NULL where no report had named him by then.
    """
    import ibis

    who = ["game_id", "player_id"]
    told = injuries.select(*who, "status", "known_at").join(rows.select(*who, at), who)
    known = told.filter(told.known_at <= told[at])
    newest_first = ibis.window(group_by=who, order_by=[known.known_at.desc(), known.status])
    newest = known.mutate(place=ibis.row_number().over(newest_first))
    status = newest.filter(newest.place == 0).select(*who, injury_status="status")
    return rows.left_join(status, who).select(*rows.columns, "injury_status")
