"""The store contract on BigQuery, through its emulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from boxline.catalog import Catalog
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.costs import Costs
from boxline.stores.bigquery.opening import open_bigquery
from boxline.stores.bigquery.warehouse import BigQueryWarehouse
from tests.stores.contract_suite import *  # noqa: F403
from tests.stores.contract_suite import CATALOG, Held, Sink


@dataclass
class OnBigQuery:
    """Datasets of one test."""

    path: Path
    address: Address
    sink: Sink = field(default_factory=Sink)
    costs: Costs = field(default_factory=lambda: Costs(ceiling=10**12))
    waited: list[float] = field(default_factory=list)

    @contextmanager
    def opened(
        self, *, catalog: Catalog = CATALOG, lease: Held | None = None, prepare: bool = True
    ) -> Iterator[BigQueryWarehouse]:
        with open_bigquery(
            self.path,
            self.address,
            catalog,
            self.sink,
            lease or Held(),
            self.costs,
            memory_limit="500MB",
            prepare=prepare,
            wait=self.waited.append,
        ) as found:
            yield found


@pytest.fixture
def store(tmp_path: Path, address: Address) -> OnBigQuery:
    return OnBigQuery(tmp_path, address)
