"""Defects of the predecessor's routing, saving and grading, each as a test of its own.

The numbers are those of its list of defects. What was one of MLB alone is proved by the rule that
makes it impossible in any league.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Raw, Table, Type
from boxline.config import Settings
from boxline.engine.parsing import parse
from boxline.engine.ports import InputRows, Replacement
from boxline.engine.recognition import recognise
from boxline.errors import ContractBroken, GameStarted, UnknownDataset
from boxline.home import Home
from boxline.stores import replacing
from boxline.stores.contract_sql import SQL_TYPES, quoted
from boxline.stores.warehouse import DuckDBWarehouse
from tests.builders import NOON, rows_of
from tests.contracts.fuzzed_replies import FETCHED_AT, LANDED, unlimited
from tests.contracts.test_recorded_replies import ASKED, CATALOG, FETCHED, recorded
from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, NAMES, TOWNS, before, pickem
from tests.stores.test_replacing import (
    ANN,
    BEN,
    CAT,
    LINES,
    MON,
    NOW,
    START,
    TUE,
    Line,
    Sink,
    call,
    calls_of,
    lines_of,
    opened,
    put,
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[DuckDBWarehouse]:
    with opened(tmp_path, Sink()) as found:
        yield found


@dataclass
class Listening:
    """A connection that remembers what it was told."""

    connection: Any
    told: list[tuple[str, Any]] = field(default_factory=list)

    def execute(self, statement: str, parameters: Any = None) -> Any:
        self.told.append((" ".join(statement.split()), parameters))
        return self.connection.execute(statement, parameters)


def replaced(warehouse: DuckDBWarehouse, *lines: Line, days: list[date]) -> list[tuple[str, Any]]:
    """What is said to the database about the table while these days are replaced."""
    values = ", ".join(
        f"(DATE '{d}', '{p}', {made}, {tried}, NULL)" for d, p, made, tried, _ in lines
    )
    sql = f"SELECT * FROM (VALUES {values}) AS v(game_date, player, made, tried, share)"
    listening = Listening(warehouse.connection)
    writer = replace(warehouse.writer, connection=listening)  # type: ignore[arg-type]
    replacing.replace(writer, work_of(warehouse, LINES, sql, days), Sink())
    return [(said, given) for said, given in listening.told if '"toy_core"."lines"' in said]


def work_of(
    warehouse: DuckDBWarehouse, table: Table, sql: str, days: Sequence[date]
) -> Replacement:
    """These days of a table are to be replaced by what the statement gives."""
    return Replacement(
        table=table,
        sql=sql,
        inputs={"clock": InputRows(dataset=None, first=min(days), last=max(days))},
        wanted=dict.fromkeys(days, 2),
        committed=warehouse.commits().get(table.name, {}),
        code="c",
        run_id="r",
        clock=lambda: NOW,
        as_of=NOW,
    )


# Rows of a game were deleted wherever they lay, without naming their day; the same game told for
# another day lost its rows.
def test_defect_18_a_day_that_is_replaced_leaves_every_other_day_alone(
    warehouse: DuckDBWarehouse,
) -> None:
    put(warehouse, ANN, BEN, CAT)
    replaced(warehouse, (MON, "Ann", 4, 7, None), days=[MON])
    assert lines_of(warehouse) == [(MON, "Ann", 4, 7, None), CAT]


def test_defect_18_every_statement_that_changes_a_table_names_the_days_it_is_about(
    warehouse: DuckDBWarehouse,
) -> None:
    put(warehouse, ANN, BEN, CAT)
    told = replaced(warehouse, (MON, "Ann", 4, 7, None), days=[MON])
    changes = [(said, given) for said, given in told if re.match("DELETE|MERGE|UPDATE", said)]
    assert [said.split()[0] for said, _ in changes] == ["DELETE", "MERGE"]
    for said, given in changes:
        assert '"game_date" IN (SELECT unnest(CAST($days AS DATE[])))' in said
        assert given["days"] == [MON]


# What landed was routed by whether its path contained a key, first come first served; nine keys lay
# behind a shorter one and never got a file.
@pytest.mark.thorough  # every raw dataset is landed and read
def test_defect_19_a_name_inside_another_gets_what_landed_for_it_and_nothing_else(
    tmp_path: Path,
) -> None:
    """PDFs, of which no sample lies about, are read by the tests that print them."""
    inside = [(a.name, b.name) for a, b in permutations(FETCHED, 2) if a.name in b.name]
    assert inside, "names that lie in one another are what went wrong"
    settings = Settings(home=tmp_path / "home", lock_wait_seconds=0.5)
    home = Home(settings=settings, clock=lambda: NOON, declared=unlimited)
    samples = [(raw, (raw.name, recorded(raw)[-1].read_bytes())) for raw in FETCHED]
    for raw, page in samples:
        home.land(home.catalog[raw.name], [page], fetched_at=FETCHED_AT, batch="1", asked=ASKED)
    assert not home.load("each its own").failures
    held = {raw.name: rows_of(home, raw.name) for raw in CATALOG.raw}
    assert {name for name, rows in held.items() if rows} == {raw.name for raw in FETCHED}
    for raw, page in samples:
        told = parse(CATALOG, raw, replace(LANDED, dataset=raw.name), [page]).table.to_pylist()
        keys = {tuple(str(row[name]) for name in raw.key) for row in told}
        assert {tuple(str(row[name]) for name in raw.key) for row in held[raw.name]} <= keys


def test_defect_19_a_part_of_a_name_names_nothing() -> None:
    with pytest.raises(UnknownDataset):
        CATALOG["games"]


def test_defect_19_every_raw_dataset_is_reached_by_what_lands_for_it() -> None:
    raws = [dataset for dataset in CATALOG.datasets.values() if isinstance(dataset, Raw)]
    assert {raw.name for raw in raws} == set(CATALOG.readers)
    for raw in raws:
        assert CATALOG.readers[raw.name].target is raw
        if raw.is_archive:
            columns = [c.file_name for c in raw.file_columns]
            assert recognise(CATALOG, f"{raw.named}, or more", columns) is raw
    folders = [f"{raw.provider.landing}/{raw.landing}" for raw in raws]
    assert len(folders) == len(set(folders))


# The line was a whole number in the key, so that 25 and 25.5 were one row.
def test_defect_14_lines_half_a_point_apart_are_two_rows_of_one_moment(tmp_path: Path) -> None:
    table = CATALOG["nba_core.player_prop_lines"]
    assert isinstance(table, Table)
    both = computed(
        table.name,
        pickem=[*pickem(25, hours=4), *pickem(25.5, hours=4)],
        games=[GAME],
        names=NAMES,
    )
    values = " UNION ALL ".join(f"SELECT {_written(table, row)}" for row in both)
    with opened(tmp_path, Sink(), catalog=CATALOG) as found:
        for committed in (2, 0):  # and once more, when both are held
            assert found.replace(work_of(found, table, values, [DAY])).stored == committed
        held = f"SELECT line, known_at, bookmaker, player_id FROM {table.name} ORDER BY line"
        rows = found.connection.execute(held).fetchall()
    told = (before(4), "prizepicks", TOWNS)
    assert rows == [(25.0, *told), (25.5, *told)]


def _written(table: Table, row: Mapping[str, Any]) -> str:
    """A row as a SELECT has it, with the texts that explain what is missing."""
    types = {c.name: SQL_TYPES[c.type] for c in table.columns}
    return ", ".join(
        f"CAST({'NULL' if value is None else repr(str(value))} AS {types.get(name, 'VARCHAR')}) "
        f"AS {quoted(name)}"
        for name, value in row.items()
    )


# The newest prediction was graded, though it may have been made when the game was on.
def test_defect_20_no_version_is_added_once_the_game_began_so_the_newest_is_of_before(
    warehouse: DuckDBWarehouse,
) -> None:
    call(warehouse, 20.5, "live")
    with pytest.raises(GameStarted):
        call(warehouse, 31.0, "live", at=2, clock=lambda: START)
    assert calls_of(warehouse) == [("live", 1, 20.5)]


# Rows stood twice in the main table, and whoever forgot to filter counted them twice.
def test_defect_21_no_table_ever_holds_two_rows_of_one_key(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, ANN)
    with pytest.raises(ContractBroken, match="two rows have the key"):
        put(warehouse, BEN, BEN, CAT)
    put(warehouse, BEN, CAT)
    put(warehouse, CAT, BEN)
    assert lines_of(warehouse) == [BEN, CAT]


def test_defect_21_of_a_history_the_version_is_part_of_the_key() -> None:
    """Which row is active follows from the rows; there is no flag to forget."""
    for dataset in CATALOG.computed:
        names = {column.name for column in dataset.columns}
        assert "is_active" not in names
        assert not dataset.is_history or "version" in dataset.key


# What was missing became 0.0 in the vector that a model was given.
def test_defect_22_what_is_missing_is_stored_as_null_and_stays_it(
    warehouse: DuckDBWarehouse,
) -> None:
    put(warehouse, (TUE, "Cat", 0, 0, None), (MON, "Ann", 0, 7, 0.0))
    put(warehouse, (TUE, "Cat", 0, 0, None), (MON, "Ann", 0, 7, 0.0), days={MON: 2, TUE: 2})
    assert lines_of(warehouse) == [(MON, "Ann", 0, 7, 0.0), (TUE, "Cat", 0, 0, None)]


# What was called a variance was a standard deviation, and was held to limits of neither.
def test_defect_23_a_spread_is_named_for_what_it_is_and_counted_in_its_unit() -> None:
    spreads = [
        (dataset.name, column)
        for dataset in CATALOG.computed
        for column in dataset.columns
        if column.type in (Type.INT, Type.FLOAT) and re.search("_std(_|$)|variance", column.name)
    ]
    assert spreads, "there are standard deviations in the daily cache"
    for name, column in spreads:
        assert "variance" not in column.name, f"{name}: say the standard deviation"
        assert "standard deviation" in column.doc.lower(), f"{name}.{column.name}"
        assert column.unit, f"{name}.{column.name}"
        assert not re.search("squared|²", column.unit), f"{name}.{column.name}"
