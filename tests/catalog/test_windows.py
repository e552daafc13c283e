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


#: Four games of one player, two of them on one day, and one of another.
RUN = [
    (1, "a", date(2024, 1, 1), 1),
    (1, "b", date(2024, 1, 3), 2),
    (1, "d", date(2024, 1, 3), 4),
    (1, "c", date(2024, 1, 20), 8),
    (2, "c", date(2024, 1, 20), 16),
]
DATED = PLAYED.mutate(game_day=PLAYED.game_date.epoch_days())


def summed(over: Any, table: Any = PLAYED, games: Sequence[Any] = RUN) -> dict[Any, Any]:
    """(player, game) -> the sum of points over a window."""
    rows = answer(table.select("player_id", "game_id", n=table.points.sum().over(over)), games)
    return {row[:2]: row[2] for row in rows}


def test_an_entitys_rows_so_far_count_its_own_and_none_of_another() -> None:
    found = summed(windows.so_far(["player_id"]))
    assert found == {(1, "a"): 1, (1, "b"): 3, (1, "d"): 7, (1, "c"): 15, (2, "c"): 16}


def test_the_order_may_be_another() -> None:
    by_points = summed(windows.so_far(["player_id"], by=["points"]))
    by_name = summed(windows.so_far(["player_id"], by=["game_id"]))
    assert (by_points[1, "d"], by_name[1, "d"]) == (7, 15)


def test_the_last_games_are_counted_by_rows_this_one_included() -> None:
    assert summed(windows.last_games(["player_id"], 1)) == {row[:2]: row[3] for row in RUN}
    two = summed(windows.last_games(["player_id"], 2))
    assert two == {(1, "a"): 1, (1, "b"): 3, (1, "d"): 6, (1, "c"): 12, (2, "c"): 16}
    assert summed(windows.last_games(["player_id"], 2), games=RUN[::-1]) == two


def test_the_last_numbers_are_counted_by_their_distance() -> None:
    two = summed(windows.last_numbers(["player_id"], 2, "points"))
    assert two == {(1, "a"): 1, (1, "b"): 3, (1, "d"): 4, (1, "c"): 8, (2, "c"): 16}
    assert summed(windows.last_numbers(["player_id"], 3, "points"))[1, "d"] == 6
    with_another = [*RUN, (2, "e", date(2024, 1, 21), 9)]  # 8 is the number before it, of another
    assert summed(windows.last_numbers(["player_id"], 2, "points"), games=with_another)[2, "e"] == 9


def test_days_before_leave_the_day_out_and_reach_so_far_back() -> None:
    every = summed(windows.days_before(["player_id"], None), DATED)
    assert every == {(1, "a"): None, (1, "b"): 1, (1, "d"): 1, (1, "c"): 7, (2, "c"): None}
    near = summed(windows.days_before(["player_id"], 2), DATED)
    assert near == {(1, "a"): None, (1, "b"): 1, (1, "d"): 1, (1, "c"): None, (2, "c"): None}
    assert summed(windows.days_before(["player_id"], 1), DATED)[1, "b"] is None


def test_days_after_leave_the_day_out_and_reach_so_far_on() -> None:
    found = summed(windows.days_after(["player_id"], 2), DATED)
    assert found == {(1, "a"): 6, (1, "b"): None, (1, "d"): None, (1, "c"): None, (2, "c"): None}
    assert summed(windows.days_after(["player_id"], 17), DATED)[1, "b"] == 8
    assert summed(windows.days_after(["player_id"], 16), DATED)[1, "b"] is None
    in_a_row = [(1, "a", date(2024, 1, 1), 1), (1, "b", date(2024, 1, 2), 2)]
    assert summed(windows.days_after(["player_id"], 1), DATED, in_a_row)[1, "a"] == 2


def test_rows_in_order_know_their_number_and_their_neighbours() -> None:
    order = windows.in_order(["player_id"])
    table = PLAYED.select(
        "player_id",
        "game_id",
        number=ibis.row_number().over(order),
        before=PLAYED.game_id.lag().over(order),
    )
    assert answer(table, RUN) == [
        (1, "a", 0, None),
        (1, "b", 1, "a"),
        (1, "c", 3, "d"),
        (1, "d", 2, "b"),
        (2, "c", 0, None),
    ]


def test_running_totals_restart_with_each_entity_and_count_the_row_itself() -> None:
    added = windows.with_running_totals(
        PLAYED, entity=["player_id"], values=["points"], last=(1, 2)
    )
    assert added.columns[4:] == (
        "games_to_date",
        "points_to_date",
        "points_last_1",
        "points_last_2",
    )
    assert [(row[1], *row[4:]) for row in answer(added, RUN)] == [
        ("a", 1, 1, 1, 1),
        ("b", 2, 3, 2, 3),
        ("c", 4, 15, 8, 12),
        ("d", 3, 7, 4, 6),
        ("c", 1, 16, 16, 16),
    ]


def test_games_before_a_day_are_counted_and_none_is_nought() -> None:
    added = windows.with_games_before(SPINE, PLAYED, entity=["player_id"], name="games")
    assert added.columns == ("player_id", "game_date", "games")
    assert [row[2] for row in answer(added)] == [0, 2, 3, 0]


def test_sums_by_days_have_a_row_of_each_day_asked_for_and_of_each_game() -> None:
    sums = {"all_points": ("points", None), "near": ("points", 2)}
    added = windows.sums_by_days(SPINE, PLAYED, entity=["player_id"], sums=sums)
    assert added.columns == ("player_id", "game_date", "all_points", "near")
    found = {row[:2]: row[2:] for row in answer(added)}
    assert len(found) == 7, "days that are asked for and have a game are one"
    assert found[1, date(2024, 1, 3)] == (10, 10)
    assert found[1, date(2024, 1, 21)] == (35, 5)
    assert found[3, date(2024, 1, 21)] == (0, 0)
    assert found[2, date(2024, 1, 20)] == (0, 0)


def test_a_state_may_name_the_entity_otherwise_than_the_spine() -> None:
    spine = SPINE.rename(who="player_id")
    added = windows.with_newest_before(
        spine, PLAYED, entity={"player_id": "who"}, columns={"last_points": "points"}
    )
    assert added.columns == ("who", "game_date", "last_points")
    assert [row[2] for row in answer(added)] == [None, 20, 5, None]


def test_states_of_days_or_changes_need_no_game() -> None:
    states = PLAYED.select("player_id", "game_date", "points").filter(PLAYED.player_id == 1)
    added = windows.with_newest_before(
        SPINE, states, entity=["player_id"], columns={"last_points": "points"}
    )
    assert [row[2] for row in answer(added)] == [None, 20, 5, None]


def test_a_state_stands_up_to_the_day_of_the_next_game_and_for_good_after_the_last() -> None:
    days = [(1, date(2024, 1, 3)), (1, date(2024, 1, 20)), (1, date(2999, 1, 1))]
    added = windows.with_newest_before(
        SPINE, PLAYED, entity=["player_id"], columns={"last_points": "points"}
    )
    assert [row[2] for row in answer(added, GAMES, days)] == [10, 20, 5]


def test_an_exponential_mean_says_what_it_rests_on_and_keeps_the_games_columns() -> None:
    added = windows.with_exponential_means(
        PLAYED.filter(PLAYED.game_id > "a"),
        PLAYED.filter(PLAYED.game_id <= "a"),
        entity=["player_id"],
        half_lives={"points": (1, 2)},
    )
    assert added.columns == (*PLAYED.columns, "games_in_reach", "points_ewm_1", "points_ewm_2")
    newest = {row[:2]: row[4:] for row in answer(added, RUN)}[1, "d"]
    weights = {life: [0.5 ** (n / life) for n in range(3)] for life in (1, 2)}
    means = [
        sum(w * p for w, p in zip(of, (4, 2, 1), strict=True)) / sum(of) for of in weights.values()
    ]
    assert newest == pytest.approx((3, *means))


def test_the_active_version_of_a_key_is_the_one_that_nothing_supersedes() -> None:
    history = ibis.table({"player_id": "int64", "game_id": "string", "points": "int64"}, "played")
    versions = history.select("player_id", "game_id", version="points")
    given = [(1, "a", None, 1), (1, "a", None, 2), (1, "b", None, 1), (2, "a", None, 3)]
    given += [(2, "a", None, n) for n in (1, 2)]
    active = windows.active_versions(versions, key=["player_id", "game_id"])
    assert answer(active, given) == [(1, "a", 2), (1, "b", 1), (2, "a", 3)]
