"""In how many of his team's last games a player appeared."""

from __future__ import annotations

from collections.abc import Sequence

from boxline.catalog import Rel
from boxline.catalog.joins import beside
from boxline.catalog.windows import in_order, last_numbers, with_games_before


def with_attendance(spine: Rel, appearances: Rel, team_games: Rel, *, last: Sequence[int]) -> Rel:
    """Add `team_games`, how many games his team had before, and for each n `attended_last_{n}`: in
    how many of its last n a player appeared for it (of all, where it had fewer).

    A team's games are numbered as far back as they are given, so that windows over them are windows
    over whole numbers.

    Args:
        spine: rows with `game_date`, `player_id` and `team_id`.
        appearances: `player_id`, `team_id` and `game_id` of those who left the bench.
        team_games: `team_id`, `game_id` and `game_date` of the games that count.
        last: the n of the windows.
    """
    import ibis

    numbered = team_games.mutate(team_games=ibis.row_number().over(in_order(["team_id"])) + 1)
    days = spine.select("team_id", "game_date").distinct()
    sides = with_games_before(days, team_games, entity=["team_id"], name="team_games")
    placed = spine.join(sides, ["team_id", "game_date"])
    at = ["player_id", "team_id", "team_games"]
    seen = appearances.join(numbered, ["team_id", "game_id"])
    events = ibis.union(
        seen.select(*at, appeared=ibis.literal(1, "int64")),
        placed.select(*at, appeared=ibis.literal(0, "int64")),
    )
    once = events.group_by(at).agg(appeared=events.appeared.sum())

    def attended(n: int) -> object:
        return once.appeared.sum().over(last_numbers(at[:2], n, by="team_games"))

    counted = once.select(*at, **{f"attended_last_{n}": attended(n) for n in last})
    return beside(placed, counted, at)
