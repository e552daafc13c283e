"""A defect of the predecessor's checks of completeness, by the number of its list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from boxline.engine.work import Window
from boxline.health.grid.cells import State
from boxline.health.grid.gaps import find_gaps
from tests.health.toy_grid import D1, D3, FOREIGN, GAMES, SCORES, THREE, WHOLE, cell, game, judged

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "window",
    [
        {"last": D1 - DAY},
        {"first": D1 + DAY, "last": D1 + DAY},
        {"only": frozenset({GAMES.name})},  # it expects no rows of a game
        {"first": D3 + DAY},
    ],
)
def test_defect_24_where_the_grid_expects_nothing_it_says_so_and_not_that_all_is_there(
    window: dict[str, Any],
) -> None:
    found = find_gaps(judged(), Window(**window))
    assert (found.shown, found.is_anything_expected) == ((), False)
    assert find_gaps(judged(), Window()).is_anything_expected


def test_defect_24_an_empty_calendar_makes_no_dataset_complete() -> None:
    found = find_gaps(judged(games=(), held={}), Window())
    assert (found.shown, found.is_anything_expected) == ((), False)


def test_defect_24_a_cell_of_which_nothing_is_expected_is_not_one_that_is_present() -> None:
    playoff = game("g2", THREE[1].day, season_type="playoffs")
    held = WHOLE | {SCORES.name: {("g1", D1): 2, ("g3", D3): 2}}
    found = judged(games=(THREE[0], playoff, THREE[2]), held=held)
    assert cell(found, SCORES, playoff).state is State.NOT_AVAILABLE  # covered by no source
    assert cell(found, FOREIGN, THREE[0]).state is State.NOT_AVAILABLE  # never brought in
    assert found.of(GAMES.name, THREE[0]) is None
