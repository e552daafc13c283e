"""Window features on a few rows, with numbers worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import ibis
import pytest

from boxline.catalog import windows

PLAYED = ibis.table(
    {"player_id": "int64", "game_id": "string", "game_date": "date", "points": "int64"}, "played"
)
SPINE = ibis.table({"player_id": "int64", "game_date": "date"}, "spine")

GAMES = [
    (1, "a", date(2024, 1, 1), 10),
    (1, "b", date(2024, 1, 3), 20),
    (1, "c", date(2024, 1, 20), 5),
    (2, "c", date(2024, 1, 20), 7),
]
DAYS = [
    (1, date(2024, 1, 1)),
    (1, date(2024, 1, 4)),
    (1, date(2024, 1, 21)),
    (3, date(2024, 1, 21)),
]


def answer(
    expression: Any, games: Sequence[Any] = GAMES, days: Sequence[Any] = DAYS
) -> list[tuple[Any, ...]]:
    """The rows of an expression, in order."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE played (player_id INT8, game_id TEXT, game_date DATE, points INT8)"
        )
        connection.execute("CREATE TABLE spine (player_id INT8, game_date DATE)")
        connection.executemany("INSERT INTO played VALUES (?, ?, ?, ?)", games)
        connection.executemany("INSERT INTO spine VALUES (?, ?)", days)
        sql = str(ibis.to_sql(expression, dialect="duckdb"))
        return sorted(connection.execute(sql).fetchall())


def test_an_exponential_mean_halves_a_games_weight_every_half_life() -> None:
    third = (5 + 20 / 2 + 10 / 4) / (1 + 1 / 2 + 1 / 4)
    means = [10, (20 + 10 / 2) / 1.5, third, 7]
    for first in ("a", "b", "c", "d"):  # whatever came in as one sum of what lay before
        added = windows.with_exponential_means(
            PLAYED.filter(PLAYED.game_id >= first),
            PLAYED.filter(PLAYED.game_id < first),
            entity=["player_id"],
            half_lives={"points": (1,)},
        )
        found = answer(added)
        assert [row[-1] for row in found] == pytest.approx(means[4 - len(found) :])
        assert [row[-2] for row in found] == [1, 2, 3, 1][4 - len(found) :]


def test_weights_of_many_games_near_what_all_games_ever_weigh() -> None:
    weights = [(1 - 0.5**n) / 0.5 for n in (1, 2, 50)]
    assert weights == pytest.approx([1, 1.5, 2])
    table = PLAYED.select(w=windows.weight_of(PLAYED.points.cast("float64"), 1))
    assert max(row[0] for row in answer(table)) == pytest.approx((1 - 0.5**20) / 0.5)


def test_totals_before_a_day_leave_that_day_out_and_reach_back_so_many_days() -> None:
    def totals(days: int | None) -> list[tuple[Any, ...]]:
        added = windows.with_totals_before(
            SPINE, PLAYED, entity=["player_id"], totals={"total": "points"}, games="n", days=days
        )
        return [row[2:] for row in answer(added)]

    assert totals(None) == [(0, 0), (30, 2), (35, 3), (0, 0)]
    assert totals(3) == [(0, 0), (30, 2), (5, 1), (0, 0)]
    assert totals(1) == [(0, 0), (20, 1), (5, 1), (0, 0)]


def test_the_newest_state_before_a_day_is_that_of_the_game_before_it() -> None:
    added = windows.with_newest_before(
        SPINE, PLAYED, entity=["player_id"], columns={"last_points": "points"}
    )
    assert [row[2] for row in answer(added)] == [None, 20, 5, None]


def test_of_two_games_on_one_day_the_second_stands_from_the_next_day_on() -> None:
    two = [*GAMES, (1, "d", date(2024, 1, 20), 9)]
    days = [(1, date(2024, 1, 20)), (1, date(2024, 1, 21)), (1, date(2024, 2, 21))]
    added = windows.with_newest_before(
        SPINE, PLAYED, entity=["player_id"], columns={"last_points": "points"}
    )
    # On the day itself neither: the first says nothing to the second.
    assert [row[2] for row in answer(added, two, days)] == [20, 9, 9]


def test_without_an_entity_the_newest_state_is_everybodys() -> None:
    states = PLAYED.filter(PLAYED.player_id == 1)
    added = windows.with_newest_before(SPINE, states, entity=[], columns={"last_points": "points"})
    assert [row[2] for row in answer(added)] == [None, 20, 5, 5]


def test_what_is_of_a_season_is_missing_where_the_newest_game_was_of_another() -> None:
    states = PLAYED.mutate(season=PLAYED.game_date.year(), total="points")
    spine = SPINE.mutate(season=SPINE.game_date.year())
    added = windows.with_newest_before(
        spine,
        states,
        entity=["player_id"],
        columns={"last_points": "points"},
        of_season=["total"],
    )
    days = [(1, date(2024, 1, 1)), (1, date(2024, 2, 1)), (1, date(2025, 1, 1))]
    columns = added.columns.index("last_points"), added.columns.index("total")
    found = [tuple(row[n] for n in columns) for row in answer(added, GAMES, days)]
    assert found == [(None, None), (5, 5), (5, None)]
