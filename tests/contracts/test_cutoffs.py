"""What is said up to some day does not change when everything after it does: at ten days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from boxline.home import Home
from tests.builders import commits_of
from tests.contracts.cutoffs import AROUND, STAMPED, Poisoning
from tests.contracts.test_computed_datasets import PRE_GAME

CUTOFFS = 10

#: Inputs of which the small league has no rows late in a season: its archive has no source of the
#: first two, and no club changes its name.
WITHOUT_ROWS = {"nba_core.absences", "nba_core.birth_dates", "nba_core.teams"}


@pytest.fixture(scope="module")
def poisoning(settled_home: Home) -> Iterator[Poisoning]:
    made = Poisoning(settled_home, date(2020, 1, 1))
    yield made
    made.connection.close()


@pytest.mark.parametrize(
    "place",
    [0, *(pytest.param(place, marks=pytest.mark.thorough) for place in range(1, CUTOFFS))],
)
def test_nonsense_from_a_day_on_changes_nothing_said_before_it(
    settled_home: Home, poisoning: Poisoning, place: int
) -> None:
    days = sorted(commits_of(settled_home)["nba_core.player_games"])
    cutoff = random.Random(5).sample(days[3:], CUTOFFS)[place]
    assert list(poisoning.differences(cutoff, PRE_GAME)) == []


@pytest.fixture(scope="module")
def late_cutoff(settled_home: Home, poisoning: Poisoning) -> date:
    """A day of the season that has lines and injuries, with games on it and after it."""
    cutoff = sorted(commits_of(settled_home)["nba_core.player_games"])[-3]
    poisoning.poison(cutoff)
    return cutoff


def test_every_input_of_what_is_measured_holds_nonsense(
    poisoning: Poisoning, late_cutoff: date
) -> None:
    inputs = {table.name for table in poisoning.tables} - {*poisoning.targets}
    found = {name: poisoning.rows_unlike(name, late_cutoff, date.max) for name in inputs}
    assert {name for name, (rows, _) in found.items() if not rows} == WITHOUT_ROWS
    assert {name for name, (_, unlike) in found.items() if not unlike} == WITHOUT_ROWS


@pytest.mark.parametrize("name", STAMPED)
def test_what_is_known_too_late_for_a_game_of_the_day_holds_nonsense(
    poisoning: Poisoning, late_cutoff: date, name: str
) -> None:
    rows, unlike = poisoning.rows_unlike(name, late_cutoff, late_cutoff)
    assert unlike >= rows > 0


def test_the_nonsense_reaches_every_table_on_its_first_day_or_the_next(
    poisoning: Poisoning, late_cutoff: date
) -> None:
    # What is said after a game changes on the cut-off's day itself, what is said before one on the
    # next day with games, and not before.
    for name in poisoning.targets:
        on_its_day = list(poisoning.changed(name, late_cutoff, late_cutoff))
        assert bool(on_its_day) == (name not in PRE_GAME), name
        if name in PRE_GAME:
            after = late_cutoff + timedelta(days=1)
            assert list(poisoning.changed(name, after, after + timedelta(days=AROUND - 1))), name
