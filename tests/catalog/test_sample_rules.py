"""Samples are made, never drawn until they fit: rules, keys and fixed values bend what is free."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.catalog import (
    AtMost,
    Column,
    Day,
    Differ,
    Flag,
    Float,
    Instant,
    Int,
    Rule,
    SumOf,
    Table,
    Text,
)
from boxline.catalog.samples import sample_rows
from boxline.errors import CallerError, CatalogError
from boxline.nba.core.player_games import PLAYER_GAMES
from tests.catalog.toy_league import COLUMNS, GAME_DATE, number, numbers, raw, table

COUNT = 300

quickly = settings(deadline=None, derandomize=True, max_examples=60)


def breaks(row: Mapping[str, Any], rule: Rule) -> bool:
    """Whether a row without NULLs breaks a rule."""
    match rule:
        case AtMost(part, whole):
            return bool(row[part] > row[whole])
        case SumOf(total, terms):
            return bool(row[total] != sum(times * row[name] for times, name in terms))
        case Differ(one, other):
            return bool(row[one] == row[other])


def values_of(column: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [row[column] for row in rows]


class TestEdges:
    def test_both_ends_of_a_range_and_nothing_come_often(self) -> None:
        dataset = numbers((), number("goals", -50, 90))
        found = values_of("goals", sample_rows(dataset, count=COUNT, seed=1))
        assert [edge for edge in (-50, 0, 90) if found.count(edge) > COUNT // 20] == [-50, 0, 90]
        assert len(set(found)) > 50

    def test_both_ends_come_of_columns_under_rules_too(self) -> None:
        rows = sample_rows(PLAYER_GAMES, count=COUNT, seed=1)
        ends = {
            c.name: {c.low, c.high} <= {row[c.name] for row in rows}
            for c in PLAYER_GAMES.columns
            if c.type is Int and c.low is not None and c.high is not None
        }
        assert ends == dict.fromkeys(ends, True)

    def test_a_column_that_may_be_null_sometimes_is(self) -> None:
        dataset = numbers((), number("goals", nullable=True), number("shots"))
        rows = sample_rows(dataset, count=COUNT, seed=1)
        nulls = {name: sum(row[name] is None for row in rows) for name in ("goals", "shots")}
        assert COUNT // 10 < nulls["goals"] < COUNT // 2
        assert nulls["shots"] == 0

    def test_open_ranges_are_filled_on_both_sides(self) -> None:
        dataset = numbers((), number("goals", None, None), number("shots", 1, None))
        rows = sample_rows(dataset, count=COUNT, seed=1)
        goals, shots = values_of("goals", rows), values_of("shots", rows)
        assert min(goals) < 0 < max(goals)
        assert min(shots) == 1

    @pytest.mark.parametrize(
        ("column", "edges"),
        [
            (Column("x", Flag, doc="."), {True, False}),
            (Column("x", Text, one_of=("W", "L"), doc="."), {"W", "L"}),
            (Column("x", Text, doc="."), {"", "O'Neale", "Dončić"}),
            (Column("x", Float, low=-0.3, high=0.7, decimals=1, doc="."), {-0.3, 0.0, 0.7}),
            (Column("x", Day, doc="."), {date(2024, 2, 29), date(2024, 11, 3)}),
            (Column("x", Instant, doc="."), {datetime(2024, 11, 3, 5, 30, tzinfo=UTC)}),
        ],
        ids=["flag", "closed text", "open text", "float", "day", "instant"],
    )
    def test_every_type_has_its_own(self, column: Column, edges: set[object]) -> None:
        rows = sample_rows(numbers((), column), count=COUNT, seed=1)
        assert edges <= set(values_of("x", rows))

    def test_a_float_has_no_more_decimals_than_declared(self) -> None:
        share = Column("share", Float, low=0, high=1, decimals=2, doc=".")
        rows = sample_rows(numbers((), share), count=COUNT, seed=1)
        shares = values_of("share", rows)
        assert shares == [round(share, 2) for share in shares]


class TestKeys:
    def test_rows_share_parts_of_their_keys(self) -> None:
        rows = sample_rows(PLAYER_GAMES, count=COUNT, seed=1)
        assert 10 < len(set(values_of("game_id", rows))) < COUNT // 2
        assert 10 < len(set(values_of("player_id", rows))) < COUNT // 2

    def test_a_small_set_of_keys_can_be_used_up(self) -> None:
        sides = Column("side", Text, one_of=("home", "away"), doc=".")
        dataset = table(columns=(number("period", 1, 4), sides, GAME_DATE), key=("period", "side"))
        rows = sample_rows(dataset, count=8, seed=1)
        assert sorted(zip(values_of("period", rows), values_of("side", rows), strict=True)) == [
            (period, side) for period in (1, 2, 3, 4) for side in ("away", "home")
        ]

    def test_more_rows_than_keys_are_refused(self) -> None:
        dataset = table(columns=(number("period", 1, 4), GAME_DATE), key=("period",))
        with pytest.raises(CallerError, match=r"toy_core\.games has no 5 keys to sample"):
            sample_rows(dataset, count=5, seed=1)

    def test_a_fixed_key_of_one_row_cannot_be_that_of_two(self) -> None:
        with pytest.raises(CallerError, match="Fix less, or ask for less"):
            sample_rows(table(), count=2, seed=1, fixed={"game_id": "0022400061"})

    def test_a_key_may_be_counted_by_the_caller(self) -> None:
        ids = iter(range(100))
        fixed = {"game_id": lambda rng: f"00224{next(ids):05d}"}
        rows = sample_rows(table(), count=3, seed=1, fixed=fixed)
        assert values_of("game_id", rows) == ["0022400000", "0022400001", "0022400002"]

    def test_a_key_under_a_rule_bends_the_other_columns(self) -> None:
        dataset = table(
            columns=(number("first", 0, 50), number("last", 0, 50), GAME_DATE),
            key=("first",),
            rules=(AtMost("first", "last"),),
        )
        rows = sample_rows(dataset, count=51, seed=1)
        assert sorted(values_of("first", rows)) == list(range(51))
        assert not any(breaks(row, rule) for row in rows for rule in dataset.rules)


class TestFixed:
    def test_a_value_stands_in_every_row(self) -> None:
        rows = sample_rows(table(), count=5, seed=1, fixed={"goals": 3})
        assert values_of("goals", rows) == [3] * 5

    def test_a_function_is_asked_for_every_row(self) -> None:
        fixed = {"goals": lambda rng: rng.choice([1, 2])}
        rows = sample_rows(table(), count=50, seed=1, fixed=fixed)
        assert set(values_of("goals", rows)) == {1, 2}

    def test_columns_stay_in_their_declared_order(self) -> None:
        (row,) = sample_rows(table(), count=1, seed=1, fixed={"goals": 3})
        assert list(row) == [column.name for column in COLUMNS]

    @quickly
    @given(points=st.integers(0, 101), threes=st.integers(0, 30), seed=st.integers(0, 10**6))
    def test_the_other_columns_bend_around_a_total(
        self, points: int, threes: int, seed: int
    ) -> None:
        fixed: dict[str, object] = {"points": points}
        if 3 * threes <= points:
            fixed["threes_made"] = threes
        (row,) = sample_rows(PLAYER_GAMES, count=1, seed=seed, fixed=fixed)
        assert fixed.items() <= row.items()
        assert [rule for rule in PLAYER_GAMES.rules if breaks(row, rule)] == []
        assert [c.name for c in PLAYER_GAMES.columns if outside(row[c.name], c)] == []

    @pytest.mark.parametrize("value", [-1, 500, 7.5, None])
    def test_a_value_that_no_valid_row_has_is_set_all_the_same(self, value: object) -> None:
        (row,) = sample_rows(PLAYER_GAMES, count=1, seed=1, fixed={"points": value})
        free = [rule for rule in PLAYER_GAMES.rules if "points" not in rule.columns]
        assert row["points"] == value
        assert [rule for rule in free if breaks(row, rule)] == []

    def test_a_column_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(CallerError, match=r"toy_core\.games has no column 'gaols' to fix"):
            sample_rows(table(), count=1, seed=1, fixed={"gaols": 3})


def outside(value: Any, column: Column) -> bool:
    if column.low is None or column.high is None or value is None:
        return False
    return not column.low <= value <= column.high


RULED = {
    "a part and its whole": numbers([AtMost("a", "b")], number("a"), number("b")),
    "a part of a part": numbers(
        [AtMost("a", "b"), AtMost("b", "c")], number("c"), number("b"), number("a")
    ),
    "a part and a whole of other ranges": numbers(
        [AtMost("a", "b")], number("a", 5, 9), number("b", 0, 6)
    ),
    "a sum of heavy terms": numbers(
        [SumOf("t", ((2, "a"), (3, "b")))], number("t"), number("a"), number("b")
    ),
    "a difference": numbers(
        [SumOf("t", ((1, "a"), (-1, "b")))], number("t"), number("a"), number("b")
    ),
    "a sum narrower than its term": numbers(
        [SumOf("t", ((1, "a"),))], number("t", 4, 6), number("a")
    ),
    "a sum of a sum": numbers(
        [SumOf("t", ((1, "a"), (1, "b"))), SumOf("u", ((1, "t"), (1, "c"))), AtMost("a", "c")],
        *(number(name) for name in "abctu"),
    ),
    "a sum near the most that its terms reach": numbers(
        [SumOf("t", ((2, "a"), (1, "b"), (1, "c"))), AtMost("b", "a"), AtMost("a", "d")],
        *(number("t", 34, 35), *(number(name) for name in "abcd")),
    ),
    "two sides": numbers([Differ("a", "b")], number("a", 0, 1), number("b", 0, 1)),
    "a side that is known": numbers([Differ("a", "b")], number("a", 3, 3), number("b", 2, 4)),
    "three sides": numbers(
        [Differ("a", "b"), Differ("b", "c"), Differ("a", "c")],
        *(number(name, 0, 2) for name in "abc"),
    ),
    "two closed texts": numbers(
        [Differ("a", "b")],
        Column("a", Text, one_of=("W", "L"), doc="."),
        Column("b", Text, one_of=("L", "D"), doc="."),
    ),
    "two open texts": numbers(
        [Differ("a", "b")], Column("a", Text, doc="."), Column("b", Text, doc=".")
    ),
    "two days": numbers([AtMost("a", "b")], Column("a", Day, doc="."), Column("b", Day, doc=".")),
    "two instants": numbers(
        [AtMost("a", "b")], Column("a", Instant, doc="."), Column("b", Instant, doc=".")
    ),
    "floats": numbers(
        [SumOf("t", ((1, "a"), (1, "b"))), AtMost("a", "b")],
        *(Column(name, Float, low=-0.5, high=9.5, doc=".") for name in "tab"),
    ),
}

IMPOSSIBLE = {
    "a whole below its part": numbers([AtMost("a", "b")], number("a", 5, 9), number("b", 0, 4)),
    "a sum beyond its terms": numbers([SumOf("t", ((2, "a"),))], number("t", 30, 40), number("a")),
    "one side": numbers([Differ("a", "b")], number("a", 3, 3), number("b", 3, 3)),
}


class TestRules:
    @pytest.mark.parametrize("dataset", RULED.values(), ids=RULED)
    def test_every_row_keeps_them(self, dataset: Table) -> None:
        rows = sample_rows(dataset, count=100, seed=1)
        assert [row for row in rows for rule in dataset.rules if breaks(row, rule)] == []
        assert [row for row in rows for c in dataset.columns if outside(row[c.name], c)] == []

    @quickly
    @given(seed=st.integers(0, 10**6))
    def test_random_rules_are_kept(self, seed: int) -> None:
        dataset = random_rules(random.Random(seed))
        rows = sample_rows(dataset, count=5, seed=seed)
        assert [row for row in rows for rule in dataset.rules if breaks(row, rule)] == []
        assert [row for row in rows for c in dataset.columns if outside(row[c.name], c)] == []

    @pytest.mark.parametrize("dataset", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
    def test_those_that_no_row_can_keep_are_refused(self, dataset: Table) -> None:
        with pytest.raises(CatalogError, match=r"toy_core\.games: no row within its ranges"):
            sample_rows(dataset, count=1, seed=1)


def random_rules(rng: random.Random) -> Table:
    """Parts and wholes in any pattern without a circle, and sums of some of them."""
    parts = "abcdef"[: rng.randint(2, 6)]
    rules: list[Rule] = [
        AtMost(part, whole)
        for n, whole in enumerate(parts)
        for part in parts[n + 1 :]
        if rng.random() < 0.4
    ]
    sums = ("s", "t")[: rng.randint(0, 2)]
    for total in sums:
        terms = rng.sample(parts, rng.randint(1, len(parts)))
        rules.append(SumOf(total, tuple((rng.randint(1, 3), name) for name in terms)))
    highs = {name: rng.randint(0, 60) for name in (*parts, *sums)}
    return numbers(rules, *(number(name, 0, high) for name, high in highs.items()))


def test_a_raw_row_as_stored_carries_its_version() -> None:
    dataset = raw()
    (as_sent,) = sample_rows(dataset, count=1, seed=1)
    (as_stored,) = sample_rows(dataset, count=1, seed=1, stored=True, fixed={"is_retracted": True})
    assert list(as_sent) == ["game_id", "game_date", "goals"]
    assert list(as_stored) == ["game_id", "game_date", "goals", "known_at", "is_retracted"]
    assert as_stored["is_retracted"] is True
    assert isinstance(as_stored["known_at"], datetime)


def test_no_rows_are_no_rows() -> None:
    assert sample_rows(table(), count=0, seed=1) == []
