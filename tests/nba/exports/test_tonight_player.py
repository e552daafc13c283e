"""What is told of a player before tonight's game."""

from collections import defaultdict
from datetime import UTC, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from boxline.catalog.feeds import Document
from boxline.domain.standing import Halt
from boxline.home import Home
from boxline.nba.exports.tonight_player import tonight_player
from boxline.nba.why.spread import at_most_of
from tests.builders import next_game_day, rows_of_all
from tests.nba.exports.feed_views import made_by

NOW = next_game_day() + timedelta(hours=5)
TODAY = NOW.date()


def _documents(home: Home, **more: Any) -> dict[int, Any]:
    made: list[Document] = [
        one.document for one in made_by(home, tonight_player, NOW, **more).values()
    ]
    return {one.player_id: one for one in made}  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def told(settled_home: Home) -> dict[int, Any]:
    return _documents(settled_home)


def _spoken_for(connection: duckdb.DuckDBPyConnection) -> int:
    """Give one player of today a champion with a distribution, beside a line of two bookmakers."""
    row = connection.execute(
        """SELECT player_id, game_id FROM nba_predictions.player_prop_predictions
        WHERE game_date = ? AND system = 'season_average' AND prop_type = 'points'
        ORDER BY player_id LIMIT 1""",
        [TODAY],
    ).fetchone()
    assert row is not None
    connection.execute(
        """UPDATE nba_predictions.player_prop_predictions SET
            origin = 'live', is_champion = true, forecast = 1.2, mean = 1.25, median_rounded = 1,
            low_80 = 0, high_80 = 2, distribution = '250 500 1000', line = 1, line_books = 2,
            line_movement = -1, fair_chance_over = 0.4, chance_over = 0.45, chance_push = 0.1,
            recommendation = 'OVER', edge = 0.07, confidence = 0.5, over_price_decimal = 2.2
        WHERE player_id = ? AND game_id = ? AND prop_type = 'points' AND system = 'season_average'
            AND population = 'everybody'""",
        row,
    )
    connection.execute("DELETE FROM nba_core.player_prop_lines WHERE game_date = ?", [TODAY])
    first = NOW.replace(tzinfo=None) - timedelta(hours=4)
    for bookmaker, line, is_alternate, over, minutes, is_late in (
        ("fanduel", 2.0, False, 1.9, 0, False),
        ("draftkings", 2.0, False, 1.8, 5, False),
        ("fanduel", 1.0, False, 1.95, 10, False),
        ("fanduel", 1.0, False, 1.95, 20, False),
        ("draftkings", 1.0, False, 2.0, 30, False),
        ("draftkings", 1.5, True, 2.6, 30, False),
        ("draftkings", 0.5, False, 2.0, 50, True),
    ):
        connection.execute(
            """INSERT INTO nba_core.player_prop_lines BY NAME SELECT
                ? AS player_id, ? AS game_id, CAST(? AS DATE) AS game_date, 'points' AS prop_type,
                ? AS bookmaker, ? AS line, ? AS is_alternate, ? AS over_price_decimal,
                1.9 AS under_price_decimal, ? AS known_at, ? AS is_after_start""",
            [
                *row,
                TODAY,
                bookmaker,
                line,
                is_alternate,
                over,
                first + timedelta(minutes=minutes),
                is_late,
            ],
        )
    return int(row[0])


def test_everybody_expected_today_has_a_document(settled_home: Home, told: dict[int, Any]) -> None:
    rows = rows_of_all(settled_home, ["nba_core.expected_players", "nba_core.injuries"])
    expected = [row for row in rows["nba_core.expected_players"] if row["game_date"] == TODAY]
    assert set(told) == {row["player_id"] for row in expected}
    assert len(told) > 20
    reported = defaultdict(list)
    for row in rows["nba_core.injuries"]:
        if row["game_date"] == TODAY and row["known_at"].replace(tzinfo=UTC) <= NOW:
            reported[row["player_id"]].append((row["known_at"], row["status"]))
    for player_id, document in told.items():
        status = document.injury.status if document.injury else None
        assert status == (max(reported[player_id])[1] if reported[player_id] else None)
        assert [prop.prop_type for prop in document.props] == [
            "points",
            "rebounds",
            "assists",
            "threes",
            "points_rebounds_assists",
        ]


def test_a_forecast_of_today_is_the_newest_of_who_speaks_first(
    settled_home: Home, told: dict[int, Any]
) -> None:
    (rows,) = rows_of_all(settled_home, ["nba_predictions.player_prop_predictions"]).values()
    own = [r for r in rows if r["game_date"] == TODAY and r["population"] == "everybody"]
    order = ("ensemble", "gradient_boosting", "empirical_bayes", "season_average")
    said: dict[tuple[int, str], Any] = {}
    for row in own:
        if row["forecast"] is None or (row["system"] not in order and not row["is_champion"]):
            continue
        key = row["player_id"], row["prop_type"]
        rank = (row["origin"], not row["is_champion"], order.index(row["system"]), -row["version"])
        if key not in said or rank < said[key][0]:
            said[key] = rank, row
    assert said
    shown = {
        (player_id, prop.prop_type): (prop.system, prop.forecast)
        for player_id, document in told.items()
        for prop in document.props
        if prop.forecast is not None
    }
    assert shown == {
        key: (row["system"], pytest.approx(row["forecast"], abs=0.006))
        for key, (_, row) in said.items()
    }
    assert any(prop.why for document in told.values() for prop in document.props)


def test_chances_are_told_at_the_line_and_at_every_alternate(settled_home: Home) -> None:
    chosen: list[int] = []
    made = _documents(settled_home, change=lambda c: chosen.append(_spoken_for(c)))
    points = made[chosen[0]].props[0]
    assert (points.system, points.origin, points.forecast) == ("season_average", "live", 1.2)
    assert points.chances == [0.25, 0.25, 0.5]
    assert [sum(points.chances[: n + 1]) for n in range(3)] == at_most_of("250 500 1000")
    lines = [
        (one.line, one.is_main, one.chance_over, one.chance_push, one.chance_under)
        for one in points.lines
    ]
    assert lines == [
        (1.0, True, 0.5, 0.25, 0.25),
        (1.5, False, 0.5, 0.0, 0.5),
    ]
    at_1 = [(o.bookmaker, o.is_main, o.over_price, o.under_price) for o in points.lines[0].offers]
    assert at_1 == [("draftkings", True, 2.0, 1.9), ("fanduel", True, 1.95, 1.9)]


def test_moves_tell_what_changed_and_nothing_after_the_start(settled_home: Home) -> None:
    chosen: list[int] = []
    made = _documents(settled_home, change=lambda c: chosen.append(_spoken_for(c)))
    moves = made[chosen[0]].props[0].moves
    assert [(m.bookmaker, m.line, m.over_price) for m in moves] == [
        ("fanduel", 2.0, 1.9),
        ("draftkings", 2.0, 1.8),
        ("fanduel", 1.0, 1.95),
        ("draftkings", 1.0, 2.0),
    ]
    assert all(one.at <= following.at for one, following in pairwise(moves))


def test_a_fair_price_gains_nothing(settled_home: Home) -> None:
    chosen: list[int] = []
    made = _documents(settled_home, change=lambda c: chosen.append(_spoken_for(c)))
    advice = made[chosen[0]].props[0].advice
    assert advice.fair_over_price == 2.0  # 0.45 x 2 + 0.1 pushed = 1
    assert advice.fair_under_price == 2.0
    assert (advice.recommendation, advice.edge, advice.confidence) == ("OVER", 0.07, 0.5)
    assert (advice.line, advice.line_movement, advice.market_chance_over) == (1, -1, 0.4)


def test_without_an_edge_forecasts_stand_and_nothing_is_recommended(settled_home: Home) -> None:
    chosen: list[int] = []
    made = _documents(
        settled_home, halt=Halt.EDGE_COLLAPSE, change=lambda c: chosen.append(_spoken_for(c))
    )
    points = made[chosen[0]].props[0]
    assert points.forecast == 1.2
    assert points.advice.chance_over == 0.45
    assert {
        points.advice.recommendation,
        points.advice.recommendation_reason,
        points.advice.edge,
        points.advice.confidence,
    } == {None}


def test_models_that_are_not_fit_say_nothing_beside_the_lines(settled_home: Home) -> None:
    chosen: list[int] = []
    made = _documents(
        settled_home, halt=Halt.MODELS_NOT_FIT, change=lambda c: chosen.append(_spoken_for(c))
    )
    for document in made.values():
        assert (document.play_probability, document.expected_minutes) == (None, None)
        for prop in document.props:
            assert (prop.system, prop.forecast, prop.advice) == (None, None, None)
            assert (prop.chances, prop.why) == ([], [])
    points = made[chosen[0]].props[0]
    assert [line.line for line in points.lines] == [1.0, 1.5]
    assert {line.chance_over for line in points.lines} == {None}


def test_a_day_without_games_has_no_document(settled_home: Home) -> None:
    def clear(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DELETE FROM nba_core.games WHERE game_date = ?", [TODAY])

    assert made_by(settled_home, tonight_player, NOW, change=clear) == {}


def test_a_game_without_lines_has_empty_lists(settled_home: Home) -> None:
    def clear(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("DELETE FROM nba_core.player_prop_lines")

    for document in _documents(settled_home, change=clear).values():
        assert {len(prop.lines) + len(prop.moves) for prop in document.props} == {0}
