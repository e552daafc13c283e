"""Defects of the predecessor's routing, saving and grading, each as a test of its own.

The numbers are those of its list of defects. What was one of MLB alone is proved by the rule that
makes it impossible in any league.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from boxline.catalog import Raw, Type
from boxline.engine.ports import InputRows, Replacement
from boxline.engine.recognition import recognise
from boxline.errors import ContractBroken, GameStarted, UnknownDataset
from boxline.leagues import load_catalog
from boxline.stores import replacing
from boxline.stores.warehouse import DuckDBWarehouse
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

CATALOG = load_catalog()


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
    work = Replacement(
        table=LINES,
        sql=f"SELECT * FROM (VALUES {values}) AS v(game_date, player, made, tried, share)",
        inputs={"clock": InputRows(dataset=None, first=MON, last=TUE)},
        wanted=dict.fromkeys(days, 2),
        committed=warehouse.commits()[LINES.name],
        code="c",
        run_id="r",
        clock=lambda: NOW,
        as_of=NOW,
    )
    listening = Listening(warehouse.connection)
    writer = replace(warehouse.writer, connection=listening)  # type: ignore[arg-type]
    replacing.replace(writer, work, Sink())
    return [(said, given) for said, given in listening.told if '"toy_core"."lines"' in said]


# Defect 18: rows of a game were deleted wherever they lay, without naming their day; the same game
# told for another day lost its rows.
def test_a_day_that_is_replaced_leaves_every_other_day_alone(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, ANN, BEN, CAT)
    replaced(warehouse, (MON, "Ann", 4, 7, None), days=[MON])
    assert lines_of(warehouse) == [(MON, "Ann", 4, 7, None), CAT]


# Defect 18
def test_every_statement_that_changes_a_table_names_the_days_it_is_about(
    warehouse: DuckDBWarehouse,
) -> None:
    put(warehouse, ANN, BEN, CAT)
    told = replaced(warehouse, (MON, "Ann", 4, 7, None), days=[MON])
    changes = [(said, given) for said, given in told if re.match("DELETE|MERGE|UPDATE", said)]
    assert [said.split()[0] for said, _ in changes] == ["DELETE", "MERGE"]
    for said, given in changes:
        assert '"game_date" IN (SELECT unnest(CAST($days AS DATE[])))' in said
        assert given["days"] == [MON]


# Defect 19: what landed was routed by whether its path contained a key, first come first served;
# nine keys lay behind a shorter one and never got a file.
def test_a_dataset_is_found_by_its_whole_name_and_by_nothing_inside_it() -> None:
    names = sorted(CATALOG.datasets)
    inside = [(a, b) for a, b in permutations(names, 2) if a.split(".")[1] in b]
    assert len(inside) > 5, "names that lie in one another are what went wrong"
    for shorter, longer in inside:
        assert CATALOG[shorter].name == shorter
        assert CATALOG[longer].name == longer
    with pytest.raises(UnknownDataset):
        CATALOG["games"]


# Defect 19
def test_every_raw_dataset_is_reached_by_what_lands_for_it() -> None:
    raws = [dataset for dataset in CATALOG.datasets.values() if isinstance(dataset, Raw)]
    assert {raw.name for raw in raws} == set(CATALOG.readers)
    for raw in raws:
        assert CATALOG.readers[raw.name].target is raw
        if raw.is_archive:
            columns = [c.file_name for c in raw.file_columns]
            assert recognise(CATALOG, "whatever it is called", columns) is raw
    folders = [f"{raw.provider.landing}/{raw.landing}" for raw in raws]
    assert len(folders) == len(set(folders))


# Defect 20: the newest prediction was graded, though it may have been made when the game was on.
def test_no_version_is_added_once_the_game_began_so_the_newest_is_of_before(
    warehouse: DuckDBWarehouse,
) -> None:
    call(warehouse, 20.5, "live")
    with pytest.raises(GameStarted):
        call(warehouse, 31.0, "live", at=2, clock=lambda: START)
    assert calls_of(warehouse) == [("live", 1, 20.5)]


# Defect 21: rows stood twice in the main table, and whoever forgot to filter counted them twice.
def test_no_table_ever_holds_two_rows_of_one_key(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, ANN)
    with pytest.raises(ContractBroken, match="two rows have the key"):
        put(warehouse, BEN, BEN, CAT)
    put(warehouse, BEN, CAT)
    put(warehouse, CAT, BEN)
    assert lines_of(warehouse) == [BEN, CAT]


# Defect 21
def test_of_a_history_the_version_is_part_of_the_key() -> None:
    """Which row is active follows from the rows; there is no flag to forget."""
    for dataset in CATALOG.computed:
        names = {column.name for column in dataset.columns}
        assert "is_active" not in names
        assert not dataset.is_history or "version" in dataset.key


# Defect 22: what was missing became 0.0 in the vector that a model was given.
def test_what_is_missing_is_stored_as_null_and_stays_it(warehouse: DuckDBWarehouse) -> None:
    put(warehouse, (TUE, "Cat", 0, 0, None), (MON, "Ann", 0, 7, 0.0))
    put(warehouse, (TUE, "Cat", 0, 0, None), (MON, "Ann", 0, 7, 0.0), days={MON: 2, TUE: 2})
    assert lines_of(warehouse) == [(MON, "Ann", 0, 7, 0.0), (TUE, "Cat", 0, 0, None)]


# Defect 23: what was called a variance was a standard deviation, and was held to limits of neither.
def test_a_spread_is_named_for_what_it_is_and_counted_in_its_unit() -> None:
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
