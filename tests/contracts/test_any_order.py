"""Days that come in any order; a file of its own, so that both cores work on these contracts."""

from __future__ import annotations

import random

import pytest

from boxline.home import Home
from tests.builders import every_dataset, facts_of_all, league_home, run, settled_league_home
from tests.contracts.test_computed_datasets import TABLES, days_of

pytestmark = pytest.mark.thorough  # a season is run in pieces


@pytest.fixture(scope="module")
def with_models(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with everything in it, models of weeks long ago too."""
    return settled_league_home(tmp_path_factory.mktemp("with-models"), with_old_models=True)


def test_days_in_any_order_end_as_all_at_once(
    with_models: Home, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = league_home(tmp_path_factory.mktemp("shuffled"))
    days = days_of(home)
    random.Random(3).shuffle(days)
    for day in days[:8]:
        run(home, first=day, last=day, only=every_dataset(home))
    run(home, only=every_dataset(home))
    assert run(home).steps == []
    found, wanted = (facts_of_all(one, TABLES) for one in (home, with_models))
    for name in TABLES:
        assert found[name] == wanted[name], name
