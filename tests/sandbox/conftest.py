"""Fixtures: a small league as it can be watched, from before its first game to after its last."""

from __future__ import annotations

import pytest

from boxline.sandbox import League, World, simulate_league
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameView
from tests.sandbox.watching import AFTERWARDS


@pytest.fixture(scope="session")
def watched_league() -> League:
    """Two finished seasons. Tests only read it."""
    return simulate_league(teams=6, games_per_team=20, future_games=0)


@pytest.fixture(scope="session")
def world(watched_league: League) -> World:
    """Keeps what it was asked, and answers as if it had been asked nothing."""
    return World(watched_league)


@pytest.fixture(scope="session")
def finals(world: World) -> list[GameView]:
    """Every game of both seasons that books offer lines on, once it is over."""
    return [
        view
        for season in ("2023-24", "2024-25")
        for view in world.games(
            AFTERWARDS, season=season, parts=(SeasonType.REGULAR, SeasonType.PLAYOFFS)
        )
    ]
