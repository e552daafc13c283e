"""A player's minutes and role over his newest games, by the games of his log."""

from __future__ import annotations

from collections.abc import Sequence

from boxline.nba.profile.hit_rates import newest
from boxline.nba.profile.parts import PlayedGame, Role
from boxline.nba.profile.season import mean

#: His newest games of which his role is told, beside the season.
WINDOWS = (5, 10)


def roles(games: Sequence[PlayedGame]) -> list[Role]:
    """His role over the windows; empty before his first game."""
    return [_role(of, some) for of, some in newest(games, WINDOWS) if some]


def _role(of: str, games: Sequence[PlayedGame]) -> Role:
    known = [game.is_starter for game in games if game.is_starter is not None]
    usage = [game.usage_percent for game in games if game.usage_percent is not None]
    return Role(
        of=of,
        games=len(games),
        minutes=round(sum(game.minutes for game in games) / len(games), 3),
        starts=sum(known),
        starts_known=len(known),
        usage_percent=mean(sum(usage), len(usage)),
    )
