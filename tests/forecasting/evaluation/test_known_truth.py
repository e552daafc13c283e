"""A league of forecasts whose truth is known: what is told of it is true."""

from __future__ import annotations

import pytest

from boxline.forecasting.evaluation.answers import Question, Reply
from boxline.forecasting.evaluation.evaluating import Evaluation, evaluate
from tests.forecasting.evaluation.simulated_forecasts import simulated

LEAGUE = {"season_average": 0.25, "ensemble": 0.0, "market": 0.04}


@pytest.fixture(scope="module")
def perfect() -> Evaluation:
    """The ensemble knows every rate."""
    return evaluate(simulated(days=60, per_day=60, blur=LEAGUE), draws=200)


@pytest.fixture(scope="module")
def too_sure() -> Evaluation:
    """It knows them, and is surer than it may be."""
    return evaluate(simulated(days=60, per_day=60, blur=LEAGUE, sureness=1.8), draws=200)


def reply(found: Evaluation, prop: str, question: Question) -> Reply:
    (one,) = (
        each for each in found.verdict.answers if (each.prop, each.question) == (prop, question)
    )
    return one.reply


@pytest.mark.parametrize("prop", ["points", "threes"])
def test_a_perfect_forecaster_is_believed(perfect: Evaluation, prop: str) -> None:
    assert reply(perfect, prop, Question.FORECAST) is Reply.YES
    assert reply(perfect, prop, Question.RANGE) is Reply.YES
    raw = next(
        each
        for each in perfect.chances
        if (each.system, each.prop, each.source) == ("ensemble", prop, "raw")
    )
    assert raw.reliability.error is not None
    assert raw.reliability.perfect.percentile_95 is not None
    assert raw.reliability.error <= raw.reliability.perfect.percentile_95
    assert perfect.verdict.short.startswith(
        "As forecasts, trust its numbers and ranges on points and threes."
    )


@pytest.mark.parametrize("prop", ["points", "threes"])
def test_one_who_is_too_sure_is_told_so(too_sure: Evaluation, prop: str) -> None:
    assert reply(too_sure, prop, Question.RANGE) is Reply.NO
    words = next(
        each.words
        for each in too_sure.verdict.answers
        if (each.prop, each.question) == (prop, Question.RANGE)
    )
    assert "too narrow" in words
    assert too_sure.verdict.short.startswith("Do not rely on its forecasts")
    raised = [each.alarm.name for each in too_sure.alarms if each.alarm.is_raised]
    assert any("raw chances of ensemble" in name for name in raised)


def test_one_who_knows_less_than_the_market_is_told_so() -> None:
    blind = simulated(days=60, per_day=60, blur={**LEAGUE, "ensemble": 0.3}, props=("points",))
    found = evaluate(blind, draws=200)
    assert reply(found, "points", Question.LINE) is Reply.NO
    assert "On points the raw pick'em line is nearer than its number." in found.verdict.sentences
    assert "Do not bet on it" in found.verdict.short


def test_the_same_rows_give_the_same_figures(perfect: Evaluation) -> None:
    assert evaluate(simulated(days=60, per_day=60, blur=LEAGUE), draws=200) == perfect


def test_tries_are_counted(perfect: Evaluation) -> None:
    assert perfect.luck.tried == len(perfect.bets)
    assert any("betting records" in each for each in perfect.verdict.sentences)
