"""A sandbox by its settings: either league alone, or both behind one address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from boxline.sandbox.servers import SandboxPlan
from boxline.sandbox.servers.plan import sandbox_server

AS_OF = datetime(2025, 4, 8, 20, tzinfo=UTC)
SHARED = {"api.balldontlie.io", "api.the-odds-api.com"}


@pytest.mark.parametrize(
    ("seasons", "hosts"),
    [
        (("2025",), {"statsapi.mlb.com"}),
        (("2024-25", "2025"), {"statsapi.mlb.com", "stats.nba.com"}),
        (("2024-25",), {"stats.nba.com"}),
    ],
)
def test_a_plan_serves_the_leagues_that_it_names(seasons: tuple[str, ...], hosts: set[str]) -> None:
    plan = SandboxPlan(as_of=AS_OF, seasons=seasons, teams=2, games_per_team=4)
    server = sandbox_server(plan)
    server.server_close()
    assert hosts | SHARED <= set(server.sites)
    assert hosts == {"statsapi.mlb.com", "stats.nba.com"} & set(server.sites)
    assert server.about == {"seasons": list(seasons)}
