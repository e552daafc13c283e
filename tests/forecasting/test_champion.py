"""Who speaks first: nobody is replaced but by one that was better on the same games."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.champion import FIRST, LEAST_GAMES, TERM_DAYS, changes
from boxline.forecasting.rows import Floats

#: 40 games a day over four terms.
DAY = np.repeat(np.arange(20_000, 20_000 + 4 * TERM_DAYS), 40)
THROUGH = int(DAY[-1]) + 1


def truth(seed: int = 1) -> tuple[Floats, np.random.Generator]:
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.uniform(5, 25, len(DAY))).astype(np.float64), rng


def off(actual: Floats, rng: np.random.Generator, error: float) -> Floats:
    return np.asarray(actual + rng.normal(0, error, len(actual)))


def test_before_anybody_was_beaten_the_simplest_stands_in() -> None:
    actual, rng = truth()
    said = {FIRST: off(actual, rng, 5)}
    assert FIRST == "season_average"
    assert changes(DAY, actual, said, through=THROUGH) == []
    nothing = np.empty(0)
    assert changes(np.empty(0, np.int64), nothing, {FIRST: nothing}, through=THROUGH) == []


def test_one_that_is_better_beyond_chance_takes_over_and_it_is_told_why() -> None:
    actual, rng = truth()
    said = {FIRST: off(actual, rng, 5), "trees": off(actual, rng, 4)}
    (change,) = changes(DAY, actual, said, through=THROUGH)
    before = DAY < 20_000 + TERM_DAYS
    errors = {name: np.abs(one - actual)[before].mean() for name, one in said.items()}
    assert (change.champion, change.beaten) == ("trees", FIRST)
    assert change.day == 20_000 + TERM_DAYS
    assert change.games == before.sum()
    assert change.difference == pytest.approx(errors["trees"] - errors[FIRST])
    assert change.low < change.difference < change.high < 0


def test_one_that_is_better_by_chance_does_not() -> None:
    actual, rng = truth()
    said = {FIRST: off(actual, rng, 5)} | {f"equal {n}": off(actual, rng, 5.0) for n in range(2)}
    assert changes(DAY, actual, said, through=THROUGH) == []


def test_of_several_the_best_takes_over() -> None:
    actual, rng = truth()
    said = {FIRST: off(actual, rng, 5), "good": off(actual, rng, 4), "best": off(actual, rng, 2)}
    assert [c.champion for c in changes(DAY, actual, said, through=THROUGH)] == ["best"]


def test_only_games_on_which_both_spoke_count() -> None:
    """It knows everything of the games on which the champion is silent, and nothing of others."""
    actual, rng = truth()
    first = off(actual, rng, 3)
    first[::2] = np.nan
    said = {FIRST: first, "trees": np.where(np.isnan(first), actual, actual + 9)}
    assert changes(DAY, actual, said, through=THROUGH) == []


def test_too_few_games_change_nothing() -> None:
    actual, rng = truth()
    few = np.full(len(DAY), np.nan)
    few[: LEAST_GAMES - 1] = actual[: LEAST_GAMES - 1]
    assert changes(DAY, actual, {FIRST: off(actual, rng, 5), "few": few}, through=THROUGH) == []


@pytest.mark.parametrize("through", [20_000 + TERM_DAYS, 20_000 + 2 * TERM_DAYS + 3])
def test_what_comes_later_changes_no_champion_before(through: int) -> None:
    actual, rng = truth()
    said = {FIRST: off(actual, rng, 5), "trees": off(actual, rng, 4), "bad": off(actual, rng, 9)}
    is_later = through <= DAY
    poisoned = {name: np.where(is_later, 0.0, one) for name, one in said.items()}
    poisoned["bad"] = np.where(is_later, actual, said["bad"])
    clean = changes(DAY, actual, said, through=through)
    assert changes(DAY, actual, poisoned, through=through) == clean != []


def test_a_champion_is_beaten_in_its_turn() -> None:
    actual, rng = truth()
    late = np.where(DAY < 20_000 + TERM_DAYS, actual + rng.normal(0, 6, len(DAY)), actual)
    said = {FIRST: off(actual, rng, 5), "early": off(actual, rng, 4), "late": late}
    found = changes(DAY, actual, said, through=THROUGH)
    assert [(c.champion, c.beaten) for c in found] == [("early", FIRST), ("late", "early")]
