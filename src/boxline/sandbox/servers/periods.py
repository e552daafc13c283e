"""Points by period of a game that has begun."""

from __future__ import annotations

from boxline.sandbox.game_views import GameView


def period_points(view: GameView) -> tuple[list[int], list[int]]:
    """(home, visitors): points of each period begun; they add up to the score. Empty before."""
    if not view.sides:
        return [], []
    home, away = view.sides
    return list(home.period_points), list(away.period_points)
