"""An evaluation of few rows whose figures are worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pytest

from boxline.errors import MissingFeature
from boxline.forecasting.evaluation.evaluating import Evaluation, evaluate
from boxline.forecasting.evaluation.scores import Score
from boxline.forecasting.evaluation.terminal_table import table
from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring.alarms import Alarm

NAN = np.nan
DAYS = (20_018, 20_019, 20_020, 20_050)
TEXTS = {
    "game_id",
    "season_type",
    "prop_type",
    "system",
    "population",
    "void_reason",
    "line_result",
    "recommendation",
    "closing_missing_reason",
    "not_made_reason",
}


def graded_row(**changed: object) -> dict[str, object]:
    """A prediction of 10 points that came true exactly, with no line."""
    return {
        "game_id": "g1",
        "game_day": DAYS[0],
        "season_type": "regular",
        "player_id": 1,
        "prop_type": "points",
        "system": "ensemble",
        "population": "everybody",
        "forecast": 10.0,
        "median_rounded": 10.0,
        "low_80": 5.0,
        "high_80": 15.0,
        "actual": 10.0,
        "void_reason": None,
        "minutes_played": 30.0,
        "games_this_season": 20.0,
        "chance_at_most": 0.55,
        "chance_below": 0.45,
        "line": NAN,
        "line_result": None,
        "chance_over_alone": NAN,
        "chance_over_shrunken": NAN,
        "chance_over": NAN,
        "chance_push": NAN,
        "fair_chance_over": NAN,
        "recommendation": "NO_LINE",
        "edge": NAN,
        "price_decimal": NAN,
        "stake_share": 0.0,
        "closing_value": NAN,
        "closing_missing_reason": None,
        "not_made_reason": None,
    } | changed


def rows_of(said: Sequence[dict[str, object]]) -> Rows:
    names = said[0]
    return Rows(
        {
            name: np.array([each[name] for each in said], dtype=object if name in TEXTS else None)
            for name in names
        }
    )


def judged(*said: dict[str, object]) -> Evaluation:
    return evaluate(rows_of(said), draws=50)


def score(found: Evaluation, system: str, population: str, part: str = "all") -> Score:
    (one,) = (
        each
        for each in found.scores
        if (each.system, each.population, each.slice_name) == (system, population, part)
    )
    return one


def test_errors_are_told_beside_the_season_average_on_the_same_rows() -> None:
    found = judged(
        graded_row(forecast=12.0, median_rounded=12.0),
        graded_row(forecast=9.0, median_rounded=10.0, game_id="g2", game_day=DAYS[1]),
        graded_row(forecast=11.0, player_id=2),
        graded_row(system="season_average", forecast=14.0),
        graded_row(system="season_average", forecast=8.0, game_id="g2", game_day=DAYS[1]),
        graded_row(
            system="season_average", forecast=NAN, player_id=2, not_made_reason="no earlier game"
        ),
    )
    own = score(found, "ensemble", "p2")
    assert own.errors.mae == pytest.approx((2 + 1 + 1) / 3)
    assert own.mae_rounded == pytest.approx((2 + 0 + 0) / 3)
    assert own.errors.bias == pytest.approx((2 - 1 + 1) / 3)
    assert own.beside_season_average is not None
    assert own.beside_season_average.value == pytest.approx((2 + 1) / (4 + 2))
    assert own.beside_season_average.n == 2
    average = score(found, "season_average", "p2")
    assert (average.asked, average.errors.n) == (3, 2)
    assert average.left_out == {"no earlier game": 1}
    assert average.beside_season_average is None


def test_a_system_without_a_row_is_told_as_left_out() -> None:
    found = judged(graded_row(), graded_row(system="season_average", player_id=2))
    assert score(found, "ensemble", "p2").left_out == {"the system has no row for it": 1}


def test_p1_is_judged_by_what_is_said_of_rotation_players() -> None:
    found = judged(
        graded_row(forecast=13.0),
        graded_row(population="rotation", forecast=11.0),
        graded_row(player_id=2, minutes_played=9.0, forecast=14.0),
        graded_row(player_id=3, games_this_season=4.0, forecast=14.0),
        graded_row(system="last_10", forecast=15.0),
    )
    p1, p2 = score(found, "ensemble", "p1"), score(found, "ensemble", "p2")
    assert (p1.made_for, p1.asked, p1.errors.mae) == ("rotation", 1, 1.0)
    assert (p2.made_for, p2.asked, p2.errors.mae) == ("everybody", 3, (3 + 4 + 4) / 3)
    assert score(found, "last_10", "p1").made_for == "everybody"


def test_who_did_not_play_is_void_and_playoffs_are_apart() -> None:
    found = judged(
        graded_row(),
        graded_row(player_id=2, actual=NAN, minutes_played=NAN, void_reason="did not play"),
        graded_row(player_id=3, season_type="playoffs"),
    )
    assert found.judged.populations == {"points": {"p1": 1, "p2": 1, "p3": 0}}
    assert found.judged.void == {"points": {"did not play": 1}}
    assert (found.judged.graded, found.judged.elsewhere) == (2, 1)


def test_circumstances_are_slices_of_their_own() -> None:
    said = [
        graded_row(is_new_team=1.0, days_since_last_game=2.0),
        graded_row(player_id=2, is_new_team=0.0, days_since_last_game=12.0, forecast=15.0),
        graded_row(player_id=3, is_new_team=0.0, days_since_last_game=3.0, games_this_season=2.0),
    ]
    found = judged(*said)
    assert score(found, "ensemble", "p2", "first games for a new team").errors.n == 1
    assert score(found, "ensemble", "p2", "back after 10 or more days").errors.mae == 5.0
    assert score(found, "ensemble", "p2", "under 5 earlier games").errors.n == 1


def lined(**changed: object) -> dict[str, object]:
    """A line of 9.5 at even prices, and a model that thinks the over comes 60 times in 100."""
    chances = {"chance_over_alone": 0.7, "chance_over_shrunken": 0.65, "chance_over": 0.6}
    prices = {"fair_chance_over": 0.5, "price_decimal": 1.9, "chance_push": 0.0, "line": 9.5}
    bet = {"recommendation": "OVER", "edge": 0.14, "stake_share": 0.02, "line_result": "OVER"}
    return graded_row() | chances | prices | bet | changed


def test_the_market_stands_beside_on_the_same_rows() -> None:
    found = judged(
        lined(forecast=12.0),
        lined(forecast=9.0, game_id="g2", game_day=DAYS[1]),
        lined(system="market", forecast=9.5, recommendation="PASS"),
        lined(system="market", forecast=9.0, recommendation="PASS", game_id="g2", game_day=DAYS[1]),
    )
    whole = [each for each in found.beside_line if each.slice_kind == "all"]
    (beside,) = whole
    assert (beside.system, beside.market, beside.n) == ("ensemble", "line and price", 2)
    assert (beside.mae, beside.market_mae, beside.line_mae) == (1.5, 0.75, 0.5)
    assert (beside.difference.value, beside.difference.low) == (0.75, 0.0)


def test_chances_are_scored_beside_the_price_without_pushes() -> None:
    pushed = lined(player_id=2, line=10.0, line_result="PUSH", chance_push=0.1)
    found = judged(lined(), lined(player_id=3, actual=9.0, line_result="UNDER"), pushed)
    told = {each.source: each for each in found.chances}
    assert set(told) == {"raw", "shrunken", "blended", "price"}
    assert {(each.n, each.pushes) for each in told.values()} == {(2, 1)}
    assert told["blended"].log_loss == pytest.approx(-(np.log(0.6) + np.log(0.4)) / 2)
    assert told["price"].brier == pytest.approx(0.25)
    gap = told["raw"].brier_difference
    assert gap is not None
    assert gap.value == pytest.approx((0.09 + 0.49) / 2 - 0.25)
    assert told["price"].log_loss_difference is None


def test_a_line_without_a_price_is_compared_with_a_coin() -> None:
    found = judged(lined(fair_chance_over=NAN, price_decimal=NAN))
    assert {each.source for each in found.chances} == {"raw", "shrunken", "blended", "coin"}
    (record,) = found.bets
    assert record.at_reference
    assert record.break_even == pytest.approx(1 / 3**0.5)


def test_bets_are_settled_at_their_price_and_stake() -> None:
    found = judged(
        lined(),
        lined(player_id=2, actual=9.0, line_result="UNDER", stake_share=0.01, forecast=9.0),
        lined(player_id=3, game_day=DAYS[3], closing_value=0.02, price_decimal=2.5),
        lined(player_id=4, actual=NAN, minutes_played=NAN, line_result=None),
        lined(player_id=5, recommendation="PASS"),
    )
    (record,) = found.bets
    assert (record.overs, record.unders, record.passed) == (4, 0, 1)
    assert record.against_forecast == 1
    assert (record.every.hit_rate.value, record.every.hit_rate.n) == (2 / 3, 3)
    assert (record.flat.voids, record.flat.pushes) == (1, 0)
    assert record.flat.total.value == pytest.approx(0.9 - 1 + 1.5)
    assert record.suggested.staked == pytest.approx(0.05)
    assert record.suggested.gained.value == pytest.approx(0.9 * 0.02 - 0.01 + 1.5 * 0.02)
    assert record.break_even == pytest.approx((1 / 1.9 + 1 / 1.9 + 1 / 2.5) / 3)
    assert record.claimed == pytest.approx(0.6)
    assert [(m.month, m.bets) for m in record.months] == [("2024-10", 2), ("2024-11", 1)]
    assert [m.units for m in record.months] == pytest.approx([-0.1, 1.5])
    assert (record.closing.value.value, record.closing.value.n) == (0.02, 1)
    assert record.closing.missing == {"no reason was given": 3}


def test_the_same_prediction_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        judged(graded_row(), graded_row())


def test_a_verdict_about_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="'oracle'"):
        evaluate(rows_of([graded_row()]), headline="oracle")


def test_a_missing_column_is_named() -> None:
    said = graded_row()
    del said["chance_below"]
    with pytest.raises(MissingFeature, match="chance_below"):
        evaluate(rows_of([said]))


def test_nothing_graded_is_nothing_to_trust() -> None:
    found = evaluate(rows_of([graded_row(season_type="playoffs")]))
    assert found.verdict.short == "Trust nothing yet: no prediction was graded."
    assert table(found) == []


def test_an_alarm_of_a_leak_comes_before_every_other_word() -> None:
    leak = Alarm(name="x", is_raised=True, figure=0.9, limit=0.8, n=900, meaning="It knows.")
    found = evaluate(rows_of([graded_row()]), leaks=[leak], draws=50)
    assert found.verdict.short.startswith("Do not trust it tonight")
    assert found.alarms[0].alarm == leak


def hit_by(price: float) -> Evaluation:
    """1,200 bets of which 3 in 4 were won."""
    said = [
        lined(player_id=n, price_decimal=price, actual=9.0 if n % 4 == 0 else 10.0)
        for n in range(1_200)
    ]
    return judged(*said)


def test_many_hits_are_a_wonder_at_even_prices_and_none_at_short_ones() -> None:
    assert hit_by(1.9).verdict.short.startswith("Do not trust it tonight")
    short = hit_by(1.35)
    assert any("hit rate" in each.alarm.name and each.alarm.is_raised for each in short.alarms)
    assert not short.verdict.short.startswith("Do not trust it tonight")


def test_an_evaluation_becomes_json() -> None:
    json.dumps(asdict(judged(lined(), lined(system="market"))), allow_nan=False)


def test_the_table_has_a_row_for_each_system_prop_and_population() -> None:
    found = judged(lined(), lined(system="market", forecast=9.5, recommendation="PASS"))
    told = table(found)
    assert len({tuple(each) for each in told}) == 1
    assert [(each["system"], each["population"]) for each in told] == [
        ("ensemble", "p1"),
        ("ensemble", "p2"),
        ("ensemble", "p3"),
        ("market", "p1"),
        ("market", "p2"),
        ("market", "p3"),
    ]
    assert (told[1]["market"], told[2]["market"]) == (None, "line and price")
    assert told[2]["beside_market"] == -0.5
