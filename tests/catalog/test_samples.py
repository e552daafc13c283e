"""Sample rows keep their dataset's contract, and one that is broken on purpose is found."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pyarrow as pa
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
    Raw,
    Rule,
    SumOf,
    Table,
    Text,
    Type,
)
from boxline.catalog.datasets import Dataset
from boxline.catalog.samples import sample_rows
from boxline.errors import CallerError, CatalogError
from boxline.leagues import load_catalog
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.stores.contract_sql import broken, definition, names, staged
from tests.catalog.toy_league import COLUMNS, GAME_DATE, GAME_ID, raw, table

Rows = Sequence[Mapping[str, Any]]

CATALOG = load_catalog()
COUNT = 300

ARROW_TYPES = {
    Type.TEXT: pa.string(),
    Type.INT: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.FLAG: pa.bool_(),
    Type.DAY: pa.date32(),
    Type.INSTANT: pa.timestamp("us"),
}

quickly = settings(deadline=None, derandomize=True, max_examples=60)
each_dataset = pytest.mark.parametrize("name", sorted(CATALOG.datasets))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def load(connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], rows: Rows) -> None:
    """Store rows, in their order, in a table named `rows`."""
    schema = pa.schema([(c.name, ARROW_TYPES[c.type]) for c in columns])
    connection.register("given", pa.Table.from_pylist(list(rows), schema=schema))
    connection.execute(f"CREATE OR REPLACE TABLE rows ({definition(columns)})")
    connection.execute(f"INSERT INTO rows SELECT {names(columns)} FROM given")
    connection.unregister("given")


def broken_fields(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[Column],
    rules: Sequence[Rule],
    rows: Rows,
) -> list[str | None]:
    """For each row the column or rule that it breaks."""
    load(connection, columns, rows)
    found = connection.execute(f"SELECT {broken(columns, rules)} FROM rows").fetchall()
    return [field for (field,) in found]


class TestOfEveryDataset:
    @each_dataset
    def test_no_row_breaks_the_contract(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        dataset = CATALOG[name]
        rows = sample_rows(dataset, count=COUNT, seed=1, stored=True)
        found = broken_fields(connection, dataset.stored_columns, dataset.rules, rows)
        assert found == [None] * COUNT

    @each_dataset
    def test_rows_pass_the_stage_unchanged(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        columns = CATALOG[name].columns
        rows = sample_rows(CATALOG[name], count=COUNT, seed=2)
        load(connection, columns, rows)
        stage = ", ".join(staged(column) for column in columns)
        stored = connection.execute(f"SELECT {stage} FROM rows").fetchall()
        assert stored == [tuple(map(_as_stored, row.values())) for row in rows]

    @each_dataset
    def test_no_two_rows_have_one_key(self, name: str) -> None:
        key = CATALOG[name].key
        rows = sample_rows(CATALOG[name], count=COUNT, seed=3)
        assert len({tuple(row[column] for column in key) for row in rows}) == COUNT

    @each_dataset
    def test_one_seed_gives_one_set_of_rows(self, name: str) -> None:
        once, again, other = (sample_rows(CATALOG[name], count=20, seed=s) for s in (4, 4, 5))
        assert once == again != other

    @each_dataset
    def test_a_column_out_of_its_range_is_found(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        dataset = CATALOG[name]
        cases = [(c.name, value) for c in dataset.columns for value in values_outside(c)]
        rows = sample_rows(dataset, count=len(cases), seed=6)
        for row, (column, value) in zip(rows, cases, strict=True):
            row[column] = value
        found = broken_fields(connection, dataset.columns, dataset.rules, rows)
        assert found == [column for column, _ in cases]

    @each_dataset
    def test_a_rule_that_a_row_breaks_is_found(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        dataset = CATALOG[name]
        for rule in dataset.rules:
            rows = [
                row
                for row in sample_rows(dataset, count=20, seed=7)
                if all(row[column] is not None for column in rule.columns)
            ]
            for row in rows:
                break_rule(row, rule)
            found = broken_fields(connection, dataset.columns, (rule,), rows)
            in_range = broken_fields(connection, dataset.columns, (), rows)
            assert [one or other for one, other in zip(in_range, found, strict=True)] == [
                one or str(rule) for one in in_range
            ]
            assert str(rule) in found


def _as_stored(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def values_outside(column: Column) -> list[object]:
    """Values that a column may not hold."""
    found: list[object] = []
    step = 1 if column.type is Type.INT else 10**-column.decimals
    if not column.nullable:
        found.append(None)
    if column.low is not None:
        found.append(column.low - step)
    if column.high is not None:
        found.append(column.high + step)
    if column.one_of:
        found += ["", "no such text", column.one_of[0].upper()]
    if column.type is Type.FLOAT:
        found += [float("nan"), float("inf"), float("-inf")]
    return found


def break_rule(row: dict[str, Any], rule: Rule) -> None:
    match rule:
        case AtMost(part, whole):
            row[part] = row[whole] + 1
        case SumOf(total, _):
            row[total] += 1 if row[total] == 0 else -1
        case Differ(one, other):
            row[one] = row[other]


def breaks(row: Mapping[str, Any], rule: Rule) -> bool:
    """Whether a row without NULLs breaks a rule."""
    match rule:
        case AtMost(part, whole):
            return bool(row[part] > row[whole])
        case SumOf(total, terms):
            return bool(row[total] != sum(times * row[name] for times, name in terms))
        case Differ(one, other):
            return bool(row[one] == row[other])


def numbers(rules: Sequence[Rule], *columns: Column) -> Table:
    """A table of these columns under these rules, keyed by its game."""
    return table(columns=(GAME_ID, GAME_DATE, *columns), rules=tuple(rules))


def number(name: str, low: float | None = 0, high: float | None = 9, **more: Any) -> Column:
    return Column(name, Int, low=low, high=high, doc=".", **more)


class TestEdges:
    def test_both_ends_of_a_range_and_nothing_come_often(self) -> None:
        dataset = numbers((), number("goals", -50, 90))
        found = [row["goals"] for row in sample_rows(dataset, count=COUNT, seed=1)]
        assert {edge: found.count(edge) > COUNT // 20 for edge in (-50, 0, 90)} == {
            -50: True,
            0: True,
            90: True,
        }
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
        assert min(row["goals"] for row in rows) < 0 < max(row["goals"] for row in rows)  # type: ignore[type-var]
        assert min(row["shots"] for row in rows) == 1  # type: ignore[type-var]

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
        assert edges <= {row["x"] for row in rows}

    def test_a_float_has_no_more_decimals_than_declared(self) -> None:
        share = Column("share", Float, low=0, high=1, decimals=2, doc=".")
        rows = sample_rows(numbers((), share), count=COUNT, seed=1)
        assert [row["share"] for row in rows] == [round(row["share"], 2) for row in rows]  # type: ignore[call-overload]


class TestKeys:
    def test_rows_share_parts_of_their_keys(self) -> None:
        rows = sample_rows(PLAYER_GAMES, count=COUNT, seed=1)
        assert 10 < len({row["game_id"] for row in rows}) < COUNT // 2
        assert 10 < len({row["player_id"] for row in rows}) < COUNT // 2

    def test_a_small_set_of_keys_can_be_used_up(self) -> None:
        sides = Column("side", Text, one_of=("home", "away"), doc=".")
        dataset = table(columns=(number("period", 1, 4), sides, GAME_DATE), key=("period", "side"))
        rows = sample_rows(dataset, count=8, seed=1)
        assert sorted((row["period"], row["side"]) for row in rows) == [  # type: ignore[type-var]
            (period, side) for period in (1, 2, 3, 4) for side in ("away", "home")
        ]

    def test_more_rows_than_keys_are_refused(self) -> None:
        dataset = table(columns=(number("period", 1, 4), GAME_DATE), key=("period",))
        with pytest.raises(CallerError, match="toy_core.games has no 5 keys to sample"):
            sample_rows(dataset, count=5, seed=1)

    def test_a_fixed_key_of_one_row_cannot_be_that_of_two(self) -> None:
        with pytest.raises(CallerError, match="Fix less, or ask for less"):
            sample_rows(table(), count=2, seed=1, fixed={"game_id": "0022400061"})

    def test_a_key_may_be_counted_by_the_caller(self) -> None:
        ids = iter(range(100))
        fixed = {"game_id": lambda rng: f"00224{next(ids):05d}"}
        rows = sample_rows(table(), count=3, seed=1, fixed=fixed)
        assert [row["game_id"] for row in rows] == ["0022400000", "0022400001", "0022400002"]

    def test_a_key_under_a_rule_bends_the_other_columns(self) -> None:
        dataset = table(
            columns=(number("first", 0, 50), number("last", 0, 50), GAME_DATE),
            key=("first",),
            rules=(AtMost("first", "last"),),
        )
        rows = sample_rows(dataset, count=51, seed=1)
        assert sorted(row["first"] for row in rows) == list(range(51))  # type: ignore[type-var]
        assert not any(breaks(row, rule) for row in rows for rule in dataset.rules)


class TestFixed:
    def test_a_value_stands_in_every_row(self) -> None:
        rows = sample_rows(table(), count=5, seed=1, fixed={"goals": 3})
        assert [row["goals"] for row in rows] == [3] * 5

    def test_a_function_is_asked_for_every_row(self) -> None:
        fixed = {"goals": lambda rng: rng.choice([1, 2])}
        rows = sample_rows(table(), count=50, seed=1, fixed=fixed)
        assert {row["goals"] for row in rows} == {1, 2}

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

    @pytest.mark.parametrize(
        ("value", "field"),
        [(-1, "points"), (500, "points"), (None, "points"), (7.5, "points")],
    )
    def test_a_value_that_no_valid_row_has_is_set_all_the_same(
        self, value: object, field: str
    ) -> None:
        (row,) = sample_rows(PLAYER_GAMES, count=1, seed=1, fixed={"points": value})
        free = [rule for rule in PLAYER_GAMES.rules if field not in rule.columns]
        assert row[field] == value
        assert [rule for rule in free if breaks(row, rule)] == []

    def test_a_column_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(CallerError, match="toy_core.games has no column 'gaols' to fix"):
            sample_rows(table(), count=1, seed=1, fixed={"gaols": 3})


def outside(value: Any, column: Column) -> bool:
    if column.low is None or column.high is None or value is None:
        return False
    return not column.low <= value <= column.high


class TestRules:
    @pytest.mark.parametrize(
        "dataset",
        [
            numbers([AtMost("a", "b")], number("a"), number("b")),
            numbers([AtMost("a", "b"), AtMost("b", "c")], number("c"), number("b"), number("a")),
            numbers([AtMost("a", "b")], number("a", 5, 9), number("b", 0, 6)),
            numbers([SumOf("t", ((2, "a"), (3, "b")))], number("t"), number("a"), number("b")),
            numbers([SumOf("t", ((1, "a"), (-1, "b")))], number("t"), number("a"), number("b")),
            numbers([SumOf("t", ((1, "a"),))], number("t", 4, 6), number("a")),
            numbers(
                [
                    SumOf("t", ((1, "a"), (1, "b"))),
                    SumOf("u", ((1, "t"), (1, "c"))),
                    AtMost("a", "c"),
                ],
                *(number(name) for name in "abctu"),
            ),
            numbers(
                [SumOf("t", ((2, "a"), (1, "b"), (1, "c"))), AtMost("b", "a"), AtMost("a", "d")],
                *(number("t", 30, 31), *(number(name) for name in "abcd")),
            ),
            numbers([Differ("a", "b")], number("a", 0, 1), number("b", 0, 1)),
            numbers([Differ("a", "b")], number("a", 3, 3), number("b", 2, 4)),
            numbers(
                [Differ("a", "b"), Differ("b", "c"), Differ("a", "c")],
                *(number(name, 0, 2) for name in "abc"),
            ),
            numbers(
                [Differ("a", "b")],
                Column("a", Text, one_of=("W", "L"), doc="."),
                Column("b", Text, one_of=("L", "D"), doc="."),
            ),
            numbers([Differ("a", "b")], Column("a", Text, doc="."), Column("b", Text, doc=".")),
            numbers([AtMost("a", "b")], Column("a", Day, doc="."), Column("b", Day, doc=".")),
            numbers(
                [AtMost("a", "b")], Column("a", Instant, doc="."), Column("b", Instant, doc=".")
            ),
            numbers(
                [SumOf("t", ((1, "a"), (1, "b"))), AtMost("a", "b")],
                *(Column(name, Float, low=-0.5, high=9.5, doc=".") for name in "tab"),
            ),
        ],
        ids=lambda dataset: "; ".join(map(str, dataset.rules)),
    )
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

    @pytest.mark.parametrize(
        "dataset",
        [
            numbers([AtMost("a", "b")], number("a", 5, 9), number("b", 0, 4)),
            numbers([SumOf("t", ((2, "a"),))], number("t", 30, 40), number("a", 0, 9)),
            numbers([Differ("a", "b")], number("a", 3, 3), number("b", 3, 3)),
        ],
        ids=lambda dataset: "; ".join(map(str, dataset.rules)),
    )
    def test_those_that_no_row_can_keep_are_refused(self, dataset: Table) -> None:
        with pytest.raises(CatalogError, match="toy_core.games: no row within its ranges"):
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
    dataset: Dataset = raw()
    assert isinstance(dataset, Raw)
    (as_sent,) = sample_rows(dataset, count=1, seed=1)
    (as_stored,) = sample_rows(dataset, count=1, seed=1, stored=True, fixed={"is_retracted": True})
    assert list(as_sent) == ["game_id", "game_date", "goals"]
    assert list(as_stored) == ["game_id", "game_date", "goals", "known_at", "is_retracted"]
    assert as_stored["is_retracted"] is True
    assert isinstance(as_stored["known_at"], datetime)


def test_no_rows_are_no_rows() -> None:
    assert sample_rows(table(), count=0, seed=1) == []
