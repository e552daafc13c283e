"""The store contract's core on BigQuery itself, where somebody lends a project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from boxline.stores.bigquery import Address, address_of
from boxline.stores.bigquery.opening import client_of
from tests.scale.bigquery.test_store_contract import OnBigQuery
from tests.stores import contract_suite

#: Statements that cost little and that an emulator cannot vouch for.
TESTS = (
    contract_suite.test_rows_are_rounded_as_declared_and_committed_with_their_day,
    contract_suite.test_doing_it_twice_equals_doing_it_once,
    contract_suite.test_what_is_no_longer_produced_is_deleted_and_what_differs_is_updated,
    contract_suite.test_values_of_every_type_come_back_as_they_were,
    contract_suite.test_a_live_row_whose_game_began_on_the_way_is_rolled_back,
    contract_suite.test_who_has_a_lower_token_than_the_last_commit_is_refused,
    contract_suite.test_a_game_that_moved_is_retracted_on_its_old_day,
    contract_suite.test_a_history_gains_a_column_and_keeps_its_rows,
)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[OnBigQuery]:
    url = os.environ.get("BIGQUERY_TEST_URL", "")
    if not url:
        pytest.skip("BIGQUERY_TEST_URL names no project to try BigQuery itself with")
    given = address_of(url)
    address: Address = replace(given, prefix=f"{given.prefix}_{uuid4().hex[:12]}")
    yield OnBigQuery(tmp_path, address)
    client = client_of(address)
    for dataset in client.list_datasets(filter="labels.boxline:warehouse"):
        if dataset.dataset_id.startswith(f"{address.prefix}_"):
            client.delete_dataset(dataset.reference, delete_contents=True)
    client.close()


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.__name__)
def test_bigquery_itself_keeps_the_contract(test: object, live: OnBigQuery) -> None:
    test(live)  # type: ignore[operator]
