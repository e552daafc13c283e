"""What is learnt of how forecasts turn out: nothing where a model adds nothing to the price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from boxline.forecasting import ensemble, gradient_boosting, learning, line_and_price
from boxline.forecasting.learning import Pool, fit_reference, keys_of, settle
from boxline.forecasting.learnt import Key, Learnt
from boxline.forecasting.learnt_file import learnt_bytes, read_learnt
from boxline.forecasting.model import Model
from boxline.forecasting.populations import EVERYBODY, ROTATION
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.systems import SYSTEMS, populations_of
from tests.forecasting.fitted_leagues import FEATURES, PROPS, fit_quickly, league
from tests.forecasting.poisson_family import chance_over

TREES, BAYES, SIMILAR = ensemble.MEMBERS
PROP = "points"
SIZE, DAYS = 3_000, 100

NO_MODELS: Mapping[str, Model] = {}


def pool(
    *,
    model_misses: float,
    market_misses: float,
    seed: int,
    first_day: int = 20_000,
    **changes: Any,
) -> Pool:
    """A season in which points are Poisson around what is true of each player that evening.

    The truth is what both know, and a part that the model misses, and one that the market misses,
    of that size. Neither is ever too high or too low on average of what it says.
    """
    rng = np.random.default_rng(seed)
    both = rng.uniform(10, 30, SIZE)
    of_model, of_market = rng.normal(0, market_misses, SIZE), rng.normal(0, model_misses, SIZE)
    true = np.clip(both + of_model + of_market, 1, 50)
    seen = np.clip(both + of_market, 2, 48)
    line = np.floor(seen) + 0.5
    games = Rows(
        {
            "game_day": first_day + np.arange(SIZE) * DAYS // SIZE,
            "actual_minutes": np.where(np.arange(SIZE) % 4 == 0, 8.0, 30.0),
            "actual_points": rng.poisson(true).astype(np.float64),
            line_and_price.line_column(PROP): line,
            line_and_price.chance_column(PROP): chance_over(seen, line),
            **changes,
        }
    )
    model = np.clip(both + of_model, 1, 50)
    weak = np.clip(true + rng.normal(0, 6, SIZE), 1, 50)
    said: dict[Key, Floats] = {
        (TREES, PROP, EVERYBODY): model,
        (TREES, PROP, ROTATION): model,
        (BAYES, PROP, EVERYBODY): weak,
        (SIMILAR, PROP, EVERYBODY): weak,
    }
    return Pool(games=games, said=said)


def seasons(model_misses: float, market_misses: float) -> list[Pool]:
    missed = {"model_misses": model_misses, "market_misses": market_misses}
    return [pool(**missed, seed=1), pool(**missed, seed=2, first_day=20_365)]


def settled(pools: list[Pool]) -> Learnt:
    return settle(pools, NO_MODELS, [PROP])


@pytest.fixture(scope="module")
def noise() -> Learnt:
    """The market knows the truth, the model misses 4 points of it."""
    return settled(seasons(4, 0))


@pytest.fixture(scope="module")
def insight() -> Learnt:
    """The model knows the truth, the market misses 4 points of it."""
    return settled(seasons(0, 4))


class TestBesideTheMarket:
    def test_noise_beside_a_perfect_price_counts_for_nothing(self, noise: Learnt) -> None:
        assert noise.blend[TREES, PROP] < 0.05
        assert noise.shrink[TREES, PROP] < 0.05

    def test_who_knows_more_than_the_price_is_heard(self, insight: Learnt) -> None:
        assert insight.blend[TREES, PROP] > 0.8
        assert insight.shrink[TREES, PROP] > 0.8

    def test_who_knows_as_much_in_another_way_is_half_believed(self) -> None:
        equal = settled(seasons(3, 3))
        assert 0.3 < equal.shrink[TREES, PROP] < 0.7
        assert 0.2 < equal.blend[TREES, PROP] < 0.8

    def test_every_system_but_the_market_has_its_own(self, noise: Learnt) -> None:
        told = {(name, PROP) for name in (TREES, BAYES, SIMILAR, ensemble.NAME)}
        assert set(noise.blend) == set(noise.shrink) == told

    def test_a_pick_em_line_teaches_how_much_to_shrink_and_no_blend(self) -> None:
        pickem = {line_and_price.chance_column(PROP): np.full(SIZE, np.nan)}
        priced, _ = seasons(3, 3)
        unpriced = pool(model_misses=3, market_misses=3, seed=2, first_day=20_365, **pickem)
        learnt = settled([priced, unpriced])
        assert 0.3 < learnt.shrink[TREES, PROP] < 0.7
        assert learnt.blend == {}

    def test_too_few_lines_teach_nothing(self) -> None:
        before, now = seasons(0, 4)
        few = np.arange(SIZE) < learning.LEAST_PRICED - 1
        columns = (line_and_price.line_column(PROP), line_and_price.chance_column(PROP))
        blanked = {name: np.where(few, now.games.floats(name), np.nan) for name in columns}
        learnt = settled([before, replace(now, games=now.games.with_columns(**blanked))])
        assert learnt.blend == learnt.shrink == {}

    def test_one_season_alone_teaches_nothing_of_it(self) -> None:
        learnt = settled(seasons(0, 4)[:1])
        assert learnt.blend == learnt.shrink == {}
        assert learnt.calibrations

    def test_no_chance_has_seen_what_it_is_judged_by(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whatever comes this season, this season's chances stay as they were."""
        judged: list[list[Floats]] = []

        def note(model: Floats, market: Floats, _: Floats) -> float:
            judged[-1] += [model, market]
            return 0.0

        monkeypatch.setattr(learning, "fitted_weight", note)
        before, now = seasons(2, 2)
        turned = now.games["actual_points"][::-1].copy()
        for actual in (now.games["actual_points"], turned):
            judged.append([])
            games = now.games.with_columns(actual_points=actual)
            # The ensemble hangs on weights of this season's earlier games: it is left out.
            monkeypatch.setattr(ensemble, "LEAST_GAMES", SIZE + 1)
            settled([before, replace(now, games=games)])
        assert len(judged[0]) == len(judged[1]) == 6
        for one, other in zip(*judged, strict=True):
            assert_array_equal(one, other)

    def test_an_outcome_that_is_not_known_is_no_under(self) -> None:
        before, now = seasons(0, 4)
        is_over = now.games.floats("actual_points") > now.games.floats("market_line_points")
        hidden = np.where(is_over & (np.arange(SIZE) % 2 == 0), np.nan, now.games["actual_points"])
        only_known = now.games.with_columns(
            market_over_points=np.where(np.isnan(hidden), np.nan, now.games["market_over_points"])
        )
        one, other = (
            settled([before, replace(now, games=games.with_columns(actual_points=hidden))])
            for games in (now.games, only_known)
        )
        assert one.blend[TREES, PROP] == other.blend[TREES, PROP]

    def test_who_always_says_the_market_s_number_has_no_weight_and_no_error(self) -> None:
        pickem = {line_and_price.chance_column(PROP): np.full(SIZE, np.nan)}
        before = seasons(3, 3)[0]
        now = pool(model_misses=3, market_misses=3, seed=2, **pickem)
        said = {**now.said, (TREES, PROP, EVERYBODY): now.games.floats("market_line_points")}
        assert (TREES, PROP) not in settled([before, replace(now, said=said)]).shrink


class TestDistributionsAndWeights:
    def test_each_system_has_its_own_and_rotation_is_judged_by_its_games(
        self, noise: Learnt
    ) -> None:
        assert set(noise.calibrations) == {
            *((TREES, PROP, whom) for whom in (EVERYBODY, ROTATION)),
            *((ensemble.NAME, PROP, whom) for whom in (EVERYBODY, ROTATION)),
            *((name, PROP, EVERYBODY) for name in (BAYES, SIMILAR, line_and_price.NAME)),
        }
        assert noise.calibrations[TREES, PROP, EVERYBODY].forecasts == 2 * SIZE
        assert noise.calibrations[TREES, PROP, ROTATION].forecasts == 2 * SIZE * 3 // 4

    def test_what_a_price_implies_is_told_by_the_family_it_was_read_with(
        self, noise: Learnt
    ) -> None:
        told = noise.calibrations
        assert told[line_and_price.NAME, PROP, EVERYBODY] is told[TREES, PROP, EVERYBODY]

    def test_the_ensemble_is_judged_by_weights_of_its_past_alone(self, noise: Learnt) -> None:
        """Of each season nothing is said before weights are learnt: 28 days, of 100."""
        judged = noise.calibrations[ensemble.NAME, PROP, EVERYBODY].forecasts
        assert judged == 2 * SIZE * (DAYS - ensemble.BLOCK_DAYS) // DAYS

    def test_weights_are_learnt_for_each_population(self, insight: Learnt) -> None:
        assert insight.weights == {
            (PROP, whom): {TREES: 1.0, BAYES: 0.0, SIMILAR: 0.0} for whom in (EVERYBODY, ROTATION)
        }

    @pytest.mark.parametrize("until", [20, 60])
    def test_games_that_come_later_change_nothing_learnt_before(self, until: int) -> None:
        """Pools of the days before an evening, from a season that is poisoned from it on."""
        before, now = seasons(2, 2)
        is_earlier = now.games["game_day"].astype(np.int64) < 20_365 + until
        poisoned = now.games.with_columns(
            actual_points=np.where(is_earlier, now.games["actual_points"], 77.0)
        )

        def as_of(games: Rows) -> bytes:
            said = {key: numbers[is_earlier] for key, numbers in now.said.items()}
            return learnt_bytes(settled([before, Pool(games=games.where(is_earlier), said=said)]))

        assert as_of(now.games) == as_of(poisoned)

    def test_without_a_game_nothing_is_learnt(self) -> None:
        learnt = settle([], NO_MODELS, [PROP])
        assert learnt == Learnt(models=NO_MODELS)


class TestItsFile:
    def test_what_was_learnt_comes_back_to_five_digits(self, insight: Learnt) -> None:
        again = read_learnt(learnt_bytes(insight))
        assert again.weights == insight.weights
        assert again.blend == insight.blend
        assert again.shrink == insight.shrink
        assert set(again.calibrations) == set(insight.calibrations)
        for key, one in insight.calibrations.items():
            assert_array_equal(again.calibrations[key].nodes, one.nodes)
            assert np.abs(again.calibrations[key].cdf - one.cdf).max() < 6e-6
            assert (again.calibrations[key].cdf[:, -1] == 1).all()
            assert again.calibrations[key].forecasts == one.forecasts
        assert learnt_bytes(again) == learnt_bytes(insight)


def test_a_reference_is_every_model_on_the_games_before(monkeypatch: pytest.MonkeyPatch) -> None:
    fit_quickly(monkeypatch, trees=3)
    models = fit_reference(league(size=400).games, FEATURES, PROPS)
    assert len(models) == 2 * len(PROPS) + 2 + len(PROPS)
    assert {model.trained_through for model in models.values()} == {"2024-10-23"}


def test_each_system_that_speaks_alone_is_judged_for_each_population_it_tells_apart() -> None:
    keys = keys_of([PROP, "threes"])
    assert len(set(keys)) == len(keys)
    assert {name for name, _, _ in keys} == set(SYSTEMS) - {ensemble.NAME, line_and_price.NAME}
    assert (gradient_boosting.NAME, PROP, ROTATION) in keys
    assert (BAYES, PROP, ROTATION) not in keys
    assert populations_of(BAYES) == (EVERYBODY,)
