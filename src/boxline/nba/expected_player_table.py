"""The tables of one row per player who could appear in a game: one key, one horizon, one head."""

from __future__ import annotations

from boxline.catalog import Column, Table, before_start, per_scheduled_game
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.starts import DAYS_AHEAD


def expected_player_table(
    name: str,
    columns: tuple[Column, ...],
    *,
    where: str = "on the calendar",
    due_hours: int = 1,
    unread: str = "",
) -> Table:
    """A table of the players of `nba_core.expected_players`.

    Args:
        columns: those after which game, which player and which side.
        where: which games it has, for the grain in words.
        due_hours: how long before the start a missing game is late.
        unread: as of `Table`.
    """
    return Table(
        name,
        grain=f"one player who could appear in one game {where}",
        key=("game_id", "player_id"),
        expects=per_scheduled_game(at_least=16),
        due=before_start(hours=due_hours),
        horizon_days=DAYS_AHEAD,
        unread=unread,
        columns=(*GAME, PLAYER_ID, *SIDE, *columns),
    )
