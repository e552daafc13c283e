"""What is learnt of starts, and the distributions that follow."""

import numpy as np
import pytest

from boxline.forecasting.rows import Rows
from boxline.mlb.starters import distributions, model
from boxline.mlb.starters.distributions import spread
from boxline.mlb.starters.model import PARTS, expect, learn
from boxline.mlb.starters.standing import standing
from tests.mlb.starters.made_starts import season_of_starts

SEASON = season_of_starts(number=2400)
WITH_STANDING = SEASON.with_columns(**standing(SEASON, SEASON).columns)


def test_too_few_starts_teach_nothing_and_his_own_past_speaks() -> None:
    few = WITH_STANDING.where(np.arange(model.LEAST_STARTS - 1))
    assert learn(few) == {}
    said = expect(few, {})
    assert (said["strikeout_rate"] == few["strikeout_rate_own"]).all()
    assert (said["outs"] == few.floats("outs_rate_own") * few.floats("batters_own")).all()


def test_what_helps_in_the_league_is_learnt() -> None:
    models = learn(WITH_STANDING)
    assert tuple(models) == PARTS
    home_half = models["strikeout_rate"].weights[-1]
    assert home_half == pytest.approx(np.log(0.28 / 0.72) - np.log(0.25 / 0.75), abs=0.05)


def test_starts_that_were_hardly_begun_teach_nothing() -> None:
    hurt = WITH_STANDING.with_columns(
        batters_faced=np.where(np.arange(2400) % 2 == 0, 2.0, SEASON.floats("batters_faced")),
        strikeouts=np.where(np.arange(2400) % 2 == 0, 0.0, SEASON.floats("strikeouts")),
    )
    kept = WITH_STANDING.where(np.arange(2400) % 2 == 1)
    assert learn(hurt)["strikeout_rate"].constant == learn(kept)["strikeout_rate"].constant


def earlier(number: int) -> Rows:
    said = expect(WITH_STANDING, {})
    chosen = np.arange(number)
    return Rows(
        {
            "expected_batters_faced": said["batters_faced"][chosen],
            "expected_outs": said["outs"][chosen],
            "is_by_model": np.zeros(number),
            "batters_faced": SEASON.floats("batters_faced")[chosen],
            "outs": SEASON.floats("outs")[chosen],
        }
    )


def test_no_distribution_rests_on_too_few_forecasts() -> None:
    said = expect(WITH_STANDING, {})
    assert spread(said, earlier(distributions.LEAST_FORECASTS - 1)) == {}
    assert set(spread(said, earlier(distributions.LEAST_FORECASTS))) == {
        "batters_faced",
        "strikeouts",
        "outs",
    }


def test_four_of_five_starts_lie_in_the_interval() -> None:
    models = learn(WITH_STANDING.where(np.arange(1600)))
    later = np.arange(1600, 2400)
    said = expect(WITH_STANDING.where(later), models)
    strikeouts = spread(said, earlier(1600))["strikeouts"]
    came = SEASON.floats("strikeouts")[later]
    u = np.random.default_rng(2).random(len(later))
    at_most, below = strikeouts.at_most(came), strikeouts.at_most(came - 1)
    place = below + u * (at_most - below)
    assert 0.76 < ((place > 0.1) & (place < 0.9)).mean() < 0.84


def test_forecasts_by_models_alone_are_heard_once_there_are_enough() -> None:
    said = {k: v[:5] for k, v in expect(WITH_STANDING, {}).items()}
    many = earlier(1400).with_columns(is_by_model=(np.arange(1400) >= 700).astype(float))
    by_model = many.where(np.arange(1400) >= 700)
    assert (spread(said, many)["outs"].cdf == spread(said, by_model)["outs"].cdf).all()
