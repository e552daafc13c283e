"""Predictions as rows: what is told of each, and nothing of what is not known."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from boxline.forecasting import gradient_boosting, line_and_price
from boxline.forecasting.distribution import Calibration, Distributions
from boxline.forecasting.distribution_text import distribution_texts
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.predicting import predict
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known, made
from boxline.nba.market_rows import market_of, with_market
from boxline.nba.prediction_rows import prediction_table
from tests.nba.evening_rows import quotes
from tests.nba.line_rows import GAME_ID, MAXEY, TOWNS

SYSTEM = gradient_boosting.NAME
SEEN = datetime(2025, 1, 15, 18, 0)  # noqa: DTZ001  # instants are UTC without a zone

#: After a forecast of 1 or less 0, 1, 2 and 3 have 1, 2, 4 and 3 tenths; after 3 or more it is 3.
FAMILY = Calibration(
    np.array([1.0, 3.0]), np.array([[0.1, 0.3, 0.7, 1.0], [0, 0, 0, 1.0]], dtype=np.float32), 999
)


def quote(line: float, hours: int, bookmaker: str = "draftkings") -> dict[str, object]:
    return {
        "game_id": GAME_ID,
        "player_id": TOWNS,
        "prop_type": "points",
        "bookmaker": bookmaker,
        "line": line,
        "over_price_decimal": 1.9,
        "under_price_decimal": 2.0,
        "known_at": SEEN - timedelta(hours=hours),
    }


def predicted(origin: str) -> list[dict[str, object]]:
    """Towns, of whom 1 point is expected at a line of 1.5 that opened at 2.5; Maxey, without a line
    or a number; and what the market says of both."""
    rows = Rows(
        {
            "game_id": np.array([GAME_ID] * 2, dtype=object),
            "player_id": np.array([TOWNS, MAXEY]),
            "game_day": np.array([20_103] * 2),
            "as_of": np.array([SEEN] * 2, dtype="datetime64[us]"),
        }
    )
    standing = market_of(rows, quotes(quote(1.5, 1), quote(1.5, 3, "fanduel")))
    opened = market_of(rows, quotes(quote(2.5, 9)))
    rows = with_market(rows, standing)
    keys = [(name, "points", EVERYBODY) for name in (SYSTEM, line_and_price.NAME)]
    learnt = Learnt(calibrations=dict.fromkeys(keys, FAMILY))
    value = np.array([1.0, np.nan])
    said = {
        (SYSTEM, "points"): made(value, {"no model": np.isnan(value)}, is_median=True),
        (line_and_price.NAME, "points"): line_and_price.forecast(
            Known(rows=rows, learnt=learnt), "points"
        ),
    }
    head = pa.table({"player_id": [TOWNS, MAXEY], "origin": [origin] * 2})
    features = np.array(["towns", "maxey"], dtype=object)
    predictions = predict(rows, said, learnt)
    found: list[dict[str, object]] = prediction_table(
        head, rows, predictions, standing, opened, {"points": SYSTEM}, features
    ).to_pylist()
    return found


@pytest.fixture
def told() -> list[dict[str, object]]:
    """A replay of that evening."""
    return predicted("replay")


def test_the_market_has_a_row_where_somebody_shows_a_line(told: list[dict[str, object]]) -> None:
    assert [(row["system"], row["player_id"]) for row in told] == [
        (SYSTEM, TOWNS),
        (SYSTEM, MAXEY),
        (line_and_price.NAME, TOWNS),
    ]


def test_a_live_row_of_the_market_says_so_where_nobody_shows_a_line_any_more() -> None:
    (gone,) = (
        row
        for row in predicted("live")
        if (row["system"], row["player_id"]) == (line_and_price.NAME, MAXEY)
    )
    assert (gone["line_state"], gone["line"], gone["forecast"]) == ("NO_LINE", None, None)
    assert gone["not_made_reason"]


def test_features_are_named_by_systems_that_read_models_alone(
    told: list[dict[str, object]],
) -> None:
    features = {(row["system"], row["player_id"]): row["features_sha256"] for row in told}
    assert features == {
        (SYSTEM, TOWNS): "towns",
        (SYSTEM, MAXEY): "maxey",
        (line_and_price.NAME, TOWNS): None,
    }


def test_a_number_stands_with_its_distribution(told: list[dict[str, object]]) -> None:
    expected = {
        "prop_type": "points",
        "population": "everybody",
        "is_champion": True,
        "forecast": 1.0,
        "forecast_is": "median",
        "mean": pytest.approx(1.9),
        "median_rounded": 2.0,
        "low_80": 0.0,
        "high_80": 3.0,
        "distribution": "100 300 700 1000",
        "expected_minutes": None,
        "not_made_reason": None,
    }
    assert {name: told[0][name] for name in expected} == expected


def test_a_line_stands_with_its_prices_its_age_and_where_it_came_from(
    told: list[dict[str, object]],
) -> None:
    expected = {
        "line_state": "LINE",
        "line": 1.5,
        "line_books": 2,
        "over_price_decimal": 1.9,
        "over_bookmaker": "draftkings",
        "under_price_decimal": 2.0,
        "under_bookmaker": "draftkings",
        "line_movement": -1.0,
        "line_age_minutes": 60.0,
    }
    assert {name: told[0][name] for name in expected} == expected
    assert {name: told[2][name] for name in expected} == expected


def test_what_is_believed_is_told_beside_what_the_distribution_says_alone(
    told: list[dict[str, object]],
) -> None:
    row = told[0]
    assert row["chance_over_alone"] == pytest.approx(0.7)
    # Nothing was learnt beside the market: the price's own chance, 1.9 against 2.0.
    assert row["chance_over"] == row["fair_chance_over"] == pytest.approx(0.513, abs=0.001)
    assert row["chance_push"] == 0
    assert row["confidence"] == pytest.approx(row["chance_over"])
    assert row["recommendation"] == "PASS"
    assert row["edge"] == pytest.approx(row["chance_over"] * 1.9 - 1, abs=0.001)
    assert row["stake_share"] == 0


def test_without_a_number_the_reason_stands_and_nothing_else(
    told: list[dict[str, object]],
) -> None:
    row = told[1]
    assert (row["line_state"], row["recommendation"]) == ("NO_LINE", "NO_LINE")
    assert (row["not_made_reason"], row["line_books"], row["stake_share"]) == ("no model", 0, 0)
    known = {
        *("player_id", "prop_type", "system", "population", "forecast_is", "line_state"),
        *("not_made_reason", "recommendation", "recommendation_reason", "is_champion"),
        *("line_books", "stake_share", "origin", "features_sha256"),
    }
    assert [name for name, value in row.items() if value is not None and name not in known] == []


def test_a_text_ends_where_all_is_said() -> None:
    cdf = np.array([[0.0004, 0.9996, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], [np.nan] * 4])
    texts = distribution_texts(Distributions(cdf.astype(np.float32)))
    assert texts.tolist() == ["0 1000", "1000", None]
