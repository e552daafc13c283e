"""What is said up to some day does not change when everything after it does: at ten days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pytest

from boxline.home import Home
from tests.builders import commits_of
from tests.contracts.cutoffs import Poisoning
from tests.contracts.test_computed_datasets import PRE_GAME

CUTOFFS = 10


@pytest.fixture(scope="module")
def poisoning(settled_home: Home) -> Iterator[Poisoning]:
    made = Poisoning(settled_home, date(2020, 1, 1))
    yield made
    made.connection.close()


@pytest.mark.parametrize("place", range(CUTOFFS))
def test_nonsense_from_a_day_on_changes_nothing_said_before_it(
    settled_home: Home, poisoning: Poisoning, place: int
) -> None:
    days = sorted(commits_of(settled_home)["nba_core.player_games"])
    cutoff = random.Random(5).sample(days[3:], CUTOFFS)[place]
    assert list(poisoning.differences(cutoff, PRE_GAME)) == []


def test_the_nonsense_would_be_seen(settled_home: Home, poisoning: Poisoning) -> None:
    days = sorted(commits_of(settled_home)["nba_core.player_games"])
    every = {*poisoning.targets}
    found = list(poisoning.differences(days[-3], every))
    named = {line.split(":")[0] for line in found}
    assert {"nba_analytics.player_form", "nba_analytics.player_game_summary"} <= named
    assert not named & PRE_GAME
