"""What is made of a declaration, and what the transaction refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from google.cloud.bigquery import Client, SchemaField, Table

from boxline.catalog import Column, Float
from boxline.errors import ContractBroken, CostCeiling
from boxline.leagues import load_catalog
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.costs import Costs
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.bigquery.opening import client_of
from boxline.stores.bigquery.tables import SHAPE, declared, shape_of
from tests.scale.bigquery.test_store_contract import OnBigQuery
from tests.stores.contract_suite import (
    ANN,
    BEN,
    CALLS,
    CATALOG,
    LINES,
    MON,
    TUE,
    call,
    committed,
    put,
)

ADDRESS = Address(project="p", prefix="b")


@pytest.fixture
def store(tmp_path: Path, address: Address) -> OnBigQuery:
    return OnBigQuery(tmp_path, address)


@pytest.fixture
def client(address: Address) -> Client:
    return client_of(address)


def test_a_table_is_partitioned_by_months_clustered_by_its_key_and_labelled() -> None:
    table = declared(ADDRESS, load_catalog()["nba_core.player_games"])  # type: ignore[arg-type]
    assert (table.time_partitioning.type_, table.time_partitioning.field) == ("MONTH", "game_date")
    assert table.require_partition_filter is True
    assert table.clustering_fields == ["game_date", "game_id", "player_id"]
    assert (table.labels["league"], table.labels["layer"]) == ("nba", "core")


def test_every_declared_table_is_within_bigquerys_bounds() -> None:
    stored = [d for d in load_catalog().datasets.values() if hasattr(d, "stored_columns")]
    made = [declared(ADDRESS, dataset) for dataset in stored]
    assert len(made) > 50
    assert all(len(table.clustering_fields) <= 4 for table in made)
    assert all(len(field.description or "") <= 1024 for table in made for field in table.schema)
    assert all(field.mode == "NULLABLE" for table in made for field in table.schema)


def test_a_columns_description_holds_its_unit_and_range() -> None:
    table = declared(ADDRESS, load_catalog()["nba_analytics.team_offense_game_summary"])  # type: ignore[arg-type]
    (pace,) = (field for field in table.schema if field.name == "pace")
    assert "Unit: possessions per 48 min." in pace.description
    assert "Range: " in pace.description


def test_an_error_in_the_middle_of_the_transaction_rolls_all_of_it_back(
    store: OnBigQuery, client: Client
) -> None:
    """Somebody else's row is found when the rows are merged already, and before the record."""
    with store.opened() as warehouse:
        put(warehouse, ANN)  # Monday's; Tuesday is committed empty
    table = store.address.quoted(LINES.name)
    client.query(
        f"INSERT INTO {table} (game_date, player, made, tried) VALUES ('2025-01-14', 'Eve', 1, 1)"
    ).result()
    with store.opened() as warehouse, pytest.raises(ContractBroken, match="other rows"):
        put(warehouse, BEN, days={MON: 2, TUE: 2})
    found = client.query(f"SELECT player FROM {table} WHERE game_date > '2025-01-01'").result()
    assert sorted(row["player"] for row in found) == ["Ann", "Eve"]
    assert {rows for rows, _ in committed(store, LINES.name).values()} == {1, 0}


WIDER = replace(CALLS, columns=(*CALLS.columns, Column("line", Float, nullable=True, doc="New.")))
WIDENED = replace(CATALOG, datasets={**CATALOG.datasets, CALLS.name: WIDER})


LINE = SchemaField("line", "FLOAT64")


def test_a_run_that_was_stopped_between_a_column_and_its_label_stops_no_later_one(
    store: OnBigQuery, client: Client
) -> None:
    with store.opened() as warehouse:
        call(warehouse, 20.5, "live")
    table = store.address.quoted(CALLS.name)
    client.query(f"ALTER TABLE {table} ADD COLUMN `line` FLOAT64").result()
    told = client.get_table(store.address.table(CALLS.name))
    told.schema = [*(one for one in told.schema if one.name != "line"), LINE]
    client.update_table(told, ["schema"])  # the emulator tells nobody of it otherwise
    with store.opened(catalog=WIDENED) as after:
        shown = after.showing([CALLS.name])
        assert shown.execute(f"SELECT mean, line FROM {CALLS.name}").fetchall() == [(20.5, None)]
    assert client.get_table(store.address.table(CALLS.name)).labels[SHAPE] == shape_of(WIDER)


def test_a_table_that_gains_a_column_is_changed_as_it_stands_then(
    store: OnBigQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BigQuery refuses a change to a state of a table that it has no more; the emulator does not,
    so it is looked at here whether the table was read again."""
    with store.opened() as warehouse:
        call(warehouse, 20.5, "live")
    done: list[str] = []
    get, update, script = Client.get_table, Client.update_table, Jobs.script

    def get_table(self: Client, *given: object, **options: object) -> Table:
        done.append("read")
        return get(self, *given, **options)

    def update_table(self: Client, *given: object, **options: object) -> Table:
        done.append("change")
        return update(self, *given, **options)

    def altered(self: Jobs, sql: str, what: str, progress: Callable[[], None]) -> None:
        done.append(sql.split(maxsplit=1)[0])
        script(self, sql, what, progress)

    monkeypatch.setattr(Client, "get_table", get_table)
    monkeypatch.setattr(Client, "update_table", update_table)
    monkeypatch.setattr(Jobs, "script", altered)
    with store.opened(catalog=WIDENED):
        pass
    place = done.index("change")
    assert done[place - 2 : place + 1] == ["ALTER", "read", "change"]


def test_a_column_is_added_by_a_job_that_counts(store: OnBigQuery) -> None:
    with store.opened() as warehouse:
        call(warehouse, 20.5, "live")
    store.costs.begin()
    with store.opened(catalog=WIDENED):
        with_column = store.costs.jobs
    store.costs.begin()
    with store.opened(catalog=WIDENED):
        assert store.costs.jobs == with_column - 1


def test_nothing_stays_in_staging(store: OnBigQuery, client: Client) -> None:
    with store.opened() as warehouse:
        put(warehouse, ANN)
    assert list(client.list_tables(store.address.dataset("staging"))) == []


def test_a_run_that_cost_its_ceiling_is_refused_before_it_asks(store: OnBigQuery) -> None:
    with store.opened():
        pass
    store.costs = Costs(ceiling=1, billed=1)
    with pytest.raises(CostCeiling), store.opened(prepare=False):
        pass
