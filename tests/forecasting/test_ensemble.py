"""The ensemble: a mixture of what its members say, by weights of earlier games."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from boxline.forecasting.ensemble import (
    BLOCK_DAYS,
    LEAST_GAMES,
    MEMBERS,
    NO_WEIGHTS,
    along_the_way,
    forecast,
    learn_weights,
)
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Forecast, Known, made

TREES, BAYES, SIMILAR = MEMBERS

SIZE = 6 * LEAST_GAMES


def season(seed: int = 1) -> tuple[list[Floats], Floats]:
    """What three members say of some games, and what came: a half of the first, a half of the
    second, and nothing of the third."""
    rng = np.random.default_rng(seed)
    said = [rng.uniform(5, 25, SIZE) for _ in MEMBERS]
    return said, (said[0] + said[1]) / 2 + rng.normal(0, 1, SIZE)


class TestWeights:
    def test_they_are_not_negative_and_come_to_1(self) -> None:
        for seed in range(5):
            rng = np.random.default_rng(seed)
            weights = learn_weights([rng.normal(size=900) for _ in MEMBERS], rng.normal(size=900))
            assert weights is not None
            assert min(weights.values()) >= 0
            assert sum(weights.values()) == pytest.approx(1)

    def test_those_with_the_least_absolute_error_are_found(self) -> None:
        said, came = season()
        assert learn_weights(said, came) == {TREES: 0.5, BAYES: 0.5, SIMILAR: 0.0}

    def test_a_member_that_knows_the_number_counts_alone(self) -> None:
        said, _ = season()
        assert learn_weights(said, said[2]) == {TREES: 0.0, BAYES: 0.0, SIMILAR: 1.0}

    def test_too_few_games_on_which_all_spoke_teach_none(self) -> None:
        said, came = (np.tile(np.arange(5.0), LEAST_GAMES // 5) for _ in range(2))
        assert learn_weights([said, said, said], came) is not None
        silent = said.copy()
        silent[0] = np.nan
        assert learn_weights([said, silent, said], came) is None


class TestAlongTheWay:
    days = np.arange(SIZE) * 4 * BLOCK_DAYS // SIZE

    def test_nothing_is_said_before_anything_was_learnt(self) -> None:
        said, came = season()
        made = along_the_way(self.days, said, came)
        is_first = self.days < BLOCK_DAYS
        assert_array_equal(np.isnan(made), is_first)
        assert_allclose(made[~is_first], ((said[0] + said[1]) / 2)[~is_first])

    @pytest.mark.parametrize("from_day", [BLOCK_DAYS, 2 * BLOCK_DAYS, 2 * BLOCK_DAYS + 5])
    def test_what_comes_later_changes_nothing_before_it(self, from_day: int) -> None:
        said, came = season()
        poisoned = np.where(self.days >= from_day, said[2], came)
        clean = along_the_way(self.days, said, came)
        other = along_the_way(self.days, said, poisoned)
        # Weights are of the blocks before: the whole block of the first poisoned day is as it was.
        is_same = self.days < (from_day // BLOCK_DAYS + 1) * BLOCK_DAYS
        assert_array_equal(clean[is_same], other[is_same])
        assert not is_same.all()
        assert (clean[~is_same] != other[~is_same]).any()

    def test_a_block_does_not_learn_from_itself(self) -> None:
        said, came = season()
        is_second = (self.days >= BLOCK_DAYS) & (self.days < 2 * BLOCK_DAYS)
        poisoned = np.where(is_second, said[2], came)
        made = along_the_way(self.days, said, poisoned)
        assert_allclose(made[is_second], ((said[0] + said[1]) / 2)[is_second])

    def test_no_games_are_no_error(self) -> None:
        nothing = np.empty(0)
        assert len(along_the_way(np.empty(0, np.int64), [nothing] * 3, nothing)) == 0


def known(weights: Mapping[str, float] | None, **said: list[float]) -> Known:
    """What members have said of the points of some rows, NaN where they make no number."""
    numbers = {name: np.array(values) for name, values in said.items()}
    forecasts: dict[tuple[str, str], Forecast] = {
        (name, "points"): made(value, {"it has no past": np.isnan(value)})
        for name, value in numbers.items()
    }
    learnt = Learnt(weights={} if weights is None else {("points", EVERYBODY): weights})
    rows = Rows({"player_id": np.arange(len(next(iter(numbers.values()))))})
    return Known(rows=rows, learnt=learnt, said=forecasts)


class TestForecast:
    def test_the_number_is_the_mixture_of_its_members_and_never_a_vote(self) -> None:
        """The predecessor told the direction that most members took: at a line of 20 that is the
        under here, and the number itself is over it."""
        weights = {TREES: 0.5, BAYES: 0.25, SIMILAR: 0.25}
        asked = known(weights, **{TREES: [30.0], BAYES: [19.0], SIMILAR: [18.0]})
        (value,) = forecast(asked, "points").value
        assert value == pytest.approx(0.5 * 30 + 0.25 * 19 + 0.25 * 18) == pytest.approx(24.25)

    def test_a_member_that_counts_and_says_nothing_leaves_it_without_a_number(self) -> None:
        weights = {TREES: 0.5, BAYES: 0.5, SIMILAR: 0.0}
        asked = known(
            weights,
            **{
                TREES: [20.0, 20.0, np.nan],
                BAYES: [10.0, np.nan, np.nan],
                SIMILAR: [np.nan, 9.0, 9.0],
            },
        )
        made = forecast(asked, "points")
        assert_array_equal(made.value, [15.0, np.nan, np.nan])
        assert made.reason.tolist() == [
            "",  # the one that is silent does not count
            "empirical_bayes makes none",
            "gradient_boosting makes none",
        ]

    def test_without_weights_it_says_so(self) -> None:
        made = forecast(known(None, **{name: [20.0] for name in MEMBERS}), "points")
        assert np.isnan(made.value).all()
        assert made.reason.tolist() == [NO_WEIGHTS]
