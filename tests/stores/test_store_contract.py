"""The store contract on DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from boxline.catalog import Catalog
from boxline.stores.warehouse import DuckDBWarehouse, open_warehouse
from tests.stores.contract_suite import *  # noqa: F403
from tests.stores.contract_suite import CATALOG, Held, Sink


@dataclass
class OnDuckDB:
    """A warehouse in a file."""

    path: Path
    sink: Sink = field(default_factory=Sink)

    @contextmanager
    def opened(
        self, *, catalog: Catalog = CATALOG, lease: Held | None = None, prepare: bool = True
    ) -> Iterator[DuckDBWarehouse]:
        with open_warehouse(
            self.path,
            catalog,
            self.sink,
            lease or Held(),
            doing="test",
            memory_limit="500MB",
            wait_seconds=1.0,
            prepare=prepare,
        ) as found:
            # The suite words types as BigQuery does; the others DuckDB knows by those names.
            found.connection.execute("CREATE TYPE IF NOT EXISTS FLOAT64 AS DOUBLE")
            yield found


@pytest.fixture
def store(tmp_path: Path) -> OnDuckDB:
    return OnDuckDB(tmp_path)
